// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Source is an Intent with the file that it stands in.
type Source struct {
	File   string
	Intent *v1alpha1.Intent
}

// FromIntents makes a bot of Intents, with the names that they had where they come from.
func FromIntents(sources []Source, r *Report) *Bot {
	sources = slices.Clone(sources)
	slices.SortStableFunc(sources, func(a, b Source) int { return strings.Compare(a.Intent.Name, b.Intent.Name) })
	bot := &Bot{Locale: commonLocale(sources)}
	for _, s := range sources {
		name := cmp.Or(s.Intent.Annotations[AnnotationName], s.Intent.Name)
		if bot.named[name] != nil {
			r.Add(Changed, s.File, "Intent "+s.Intent.Name, "another Intent has the same annotation %s: this one is called %s", AnnotationName, s.Intent.Name)
			name = s.Intent.Name
		}
		if bot.named[name] != nil {
			r.Add(Dropped, s.File, "Intent "+s.Intent.Name, "another Intent has its name as the annotation %s: correct that", AnnotationName)
			continue
		}
		i := bot.intent(name, s.File)
		i.take(s.Intent, bot.Locale, r)
		r.Intents++
		for _, text := range i.Texts {
			r.Utterances += len(text.Utterances)
		}
	}
	return bot
}

// commonLocale is the language that most Intents have; English where none has one.
func commonLocale(sources []Source) string {
	counts := map[string]int{}
	for _, s := range sources {
		if l := s.Intent.Spec.Locale; locales.MatchString(l) {
			counts[l]++
		}
	}
	common := "en"
	for _, l := range slices.Sorted(maps.Keys(counts)) {
		if counts[l] > counts[common] {
			common = l
		}
	}
	return common
}

func (i *Intent) take(intent *v1alpha1.Intent, locale string, r *Report) {
	spec := intent.Spec
	given := originalFields(intent, r, i.File)
	braced := replacer(given)
	if spec.Locale != "" && !locales.MatchString(spec.Locale) {
		r.Add(Changed, i.File, "Intent "+intent.Name, "spec.locale %q is not a language such as en or pt-BR: it counts as %s", spec.Locale, locale)
		spec.Locale = ""
	}
	main := i.text(cmp.Or(spec.Locale, locale))
	main.Utterances, main.Reply = spec.Utterances, braced.Replace(spec.Reply.Text)
	i.Description, i.Confirmed = spec.Description, spec.Risk == v1alpha1.RiskHigh && spec.Confirmation != ""
	if i.Confirmed {
		main.Confirmation = braced.Replace(spec.Confirmation)
	}
	for _, f := range spec.Fields {
		name := given[f.Name]
		main.Prompts[name] = f.Prompt
		i.Fields = append(i.Fields, &Field{Name: name, Type: f.Type, Pattern: f.Pattern, Choices: f.Choices, Required: f.Presence != v1alpha1.FieldOptional})
		if f.Minimum != "" || f.Maximum != "" || f.Region != "" {
			r.Add(Dropped, i.File, "Intent "+intent.Name+", field "+f.Name, "minimum, maximum and region are not known there")
		}
	}
	for _, l := range spec.Locales {
		if !locales.MatchString(l.Locale) || i.Texts[l.Locale] != nil {
			r.Add(Dropped, i.File, "Intent "+intent.Name, "language %q is there twice, or not one such as de or pt-BR", l.Locale)
			continue
		}
		text := i.text(l.Locale)
		text.Utterances, text.Reply, text.Confirmation = l.Utterances, braced.Replace(l.Reply.Text), braced.Replace(l.Confirmation)
		for _, p := range l.Prompts {
			text.Prompts[given[p.Field]] = p.Prompt
			if len(p.Choices) > 0 {
				r.Add(Dropped, i.File, "Intent "+intent.Name+", field "+p.Field, "what its choices are called in %s has no place there", l.Locale)
			}
		}
	}
	i.leaves(intent, r)
}

// leaves lists what no format has a place for.
func (i *Intent) leaves(intent *v1alpha1.Intent, r *Report) {
	spec := intent.Spec
	var left []string
	for field, is := range map[string]bool{
		"tests": len(spec.Tests) > 0, "confidencePercent": spec.ConfidencePercent != nil, "title": spec.Title != "",
		"risk":         spec.Risk != "" && spec.Risk != v1alpha1.RiskLow && !i.Confirmed,
		"confirmation": spec.Confirmation != "" && !i.Confirmed,
	} {
		if is {
			left = append(left, "spec."+field)
		}
	}
	if len(left) > 0 {
		slices.Sort(left)
		r.Add(Dropped, i.File, "Intent "+intent.Name, "%s: there is no place for it there", strings.Join(left, ", "))
	}
}

// originalFields are the names of fields as they were where they come from.
func originalFields(intent *v1alpha1.Intent, r *Report, file string) map[string]string {
	var was map[string]string
	if raw := intent.Annotations[AnnotationFields]; raw != "" {
		if err := json.Unmarshal([]byte(raw), &was); err != nil {
			r.Add(Changed, file, "Intent "+intent.Name, "the annotation %s is not an object of JSON with names: the fields keep their own", AnnotationFields)
			was = nil
		}
	}
	names, taken := map[string]string{}, map[string]bool{}
	for _, f := range intent.Spec.Fields {
		taken[f.Name] = true
	}
	for _, f := range intent.Spec.Fields {
		names[f.Name] = f.Name
		if original := was[f.Name]; original != "" && !taken[original] {
			names[f.Name], taken[original] = original, true
		}
	}
	return names
}
