// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// Bounds of the API.
const (
	maxUtterances = 1000
	maxUtterance  = 500
	maxFields     = 20
	maxLocales    = 20
	maxChoices    = 10
	maxChoice     = 60
)

// ToIntents makes Intents of a bot that has the name ref in Kubernetes. What the API does not
// take is dropped where the rest is worth having without it, and else left for a person to mend;
// the report says which.
func ToIntents(bot *Bot, ref string, r *Report) []*v1alpha1.Intent {
	var names []string
	for _, i := range bot.Intents {
		names = append(names, i.Name)
	}
	given := kubernetesNames(names)
	var out []*v1alpha1.Intent
	var contents []release.Intent
	files := map[string]string{}
	for _, i := range bot.Intents {
		made := i.toIntent(bot, ref, given[i.Name], r)
		if made == nil {
			continue
		}
		out, files[made.Name] = append(out, made), i.File
		content := release.AsWritten(made.Spec, made.Name)
		contents = append(contents, content)
		for _, p := range release.Check(content) {
			r.Add(Mend, i.File, "Intent "+made.Name, "%s: %s", p.Field, p.Message)
		}
		r.Utterances += len(content.AllUtterances())
	}
	for _, p := range release.Duplicates(contents) {
		r.Add(Mend, files[p.Intent], "Intent "+p.Intent, "%s: %s", p.Field, p.Message)
	}
	r.Intents = len(out)
	return out
}

// toIntent is nil where there is nothing that customers say.
func (i *Intent) toIntent(bot *Bot, ref, name string, r *Report) *v1alpha1.Intent {
	kept := map[string][]string{}
	for _, locale := range slices.Sorted(maps.Keys(i.Texts)) {
		kept[locale] = i.fitting(locale, i.Texts[locale].Utterances, r)
	}
	main := i.mainLocale(bot.Locale, kept)
	if len(kept[main]) == 0 {
		r.Add(Dropped, i.File, "intent "+i.Name, "it has no example of what customers write, and an Intent needs at least one")
		return nil
	}
	given := fieldNames(i.fieldNames())
	intent := &v1alpha1.Intent{ObjectMeta: metav1.ObjectMeta{Name: name}}
	intent.APIVersion, intent.Kind = v1alpha1.GroupVersion.String(), "Intent"
	text, braced := i.text(main), replacer(given)
	intent.Spec = v1alpha1.IntentSpec{
		BotRef: v1alpha1.LocalReference{Name: ref}, Description: i.Description, Locale: main, Utterances: kept[main],
		Reply: v1alpha1.IntentReply{Text: braced.Replace(text.Reply)},
	}
	if i.Confirmed && text.Confirmation != "" {
		intent.Spec.Risk, intent.Spec.Confirmation = v1alpha1.RiskHigh, braced.Replace(text.Confirmation)
		r.Add(Changed, i.File, "intent "+i.Name, "the bot asks for confirmation before the answer: the Intent has the risk High for it, which rules of the EscalationPolicy may read")
	}
	intent.Spec.Fields = i.fields(text, given, r)
	intent.Annotations = i.annotations(intent, given)
	for _, locale := range slices.Sorted(maps.Keys(i.Texts)) {
		if l := i.Texts[locale]; locale != main && (len(kept[locale]) > 0 || l.Reply != "") {
			i.addLocale(intent, locale, l, kept[locale], braced, given, r)
		}
	}
	return intent
}

// mainLocale is the default language where customers say something in it, or else the first.
func (i *Intent) mainLocale(preferred string, kept map[string][]string) string {
	if len(kept[preferred]) > 0 {
		return preferred
	}
	for _, locale := range slices.Sorted(maps.Keys(kept)) {
		if len(kept[locale]) > 0 {
			return locale
		}
	}
	return preferred
}

// fitting are the utterances that the API takes.
func (i *Intent) fitting(locale string, all []string, r *Report) []string {
	item := func(n int) string {
		if locale == "" {
			return fmt.Sprintf("intent %s, utterance %d", i.Name, n+1)
		}
		return fmt.Sprintf("intent %s, %s, utterance %d", i.Name, locale, n+1)
	}
	var kept []string
	for n, utterance := range all {
		switch length := utf8.RuneCountInString(utterance); {
		case utterances.Normalise(utterance) == "":
			r.Add(Dropped, i.File, item(n), "it has no word in it")
		case length > maxUtterance:
			r.Add(Dropped, i.File, item(n), "it has %d characters, and an utterance may have %d", length, maxUtterance)
		case len(kept) == maxUtterances:
			r.Add(Dropped, i.File, item(n), "an Intent may have %d utterances in a language: this one and the %d after it are left out", maxUtterances, len(all)-n-1)
			return kept
		default:
			kept = append(kept, utterance)
		}
	}
	return kept
}

func (i *Intent) fieldNames() []string {
	var names []string
	for _, f := range i.Fields {
		names = append(names, f.Name)
	}
	return names
}

// annotations keep the names that are others in Kubernetes.
func (i *Intent) annotations(intent *v1alpha1.Intent, given map[string]string) map[string]string {
	annotations := map[string]string{}
	if intent.Name != i.Name {
		annotations[AnnotationName] = i.Name
	}
	was := map[string]string{}
	for original, name := range given {
		if original != name && slices.ContainsFunc(intent.Spec.Fields, func(f v1alpha1.IntentField) bool { return f.Name == name }) {
			was[name] = original
		}
	}
	if len(was) > 0 {
		raw, _ := json.Marshal(was) // a map of strings always can be
		annotations[AnnotationFields] = string(raw)
	}
	if len(annotations) == 0 {
		return nil
	}
	return annotations
}

// replacer replaces {old} by {new}.
func replacer(given map[string]string) *strings.Replacer {
	var pairs []string
	for _, old := range slices.Sorted(maps.Keys(given)) {
		pairs = append(pairs, "{"+old+"}", "{"+given[old]+"}")
	}
	return strings.NewReplacer(pairs...)
}

func (i *Intent) fields(text *Text, given map[string]string, r *Report) []v1alpha1.IntentField {
	var out []v1alpha1.IntentField
	for _, f := range i.Fields {
		item := "intent " + i.Name + ", field " + f.Name
		if text.Prompts[f.Name] == "" {
			r.Add(Dropped, i.File, item, "the bot never asks for it: if it is to, add it to spec.fields with a prompt")
			continue
		}
		if len(out) == maxFields {
			r.Add(Dropped, i.File, item, "an Intent may have %d fields", maxFields)
			continue
		}
		field := v1alpha1.IntentField{Name: given[f.Name], Prompt: text.Prompts[f.Name], Type: f.Type, Pattern: f.Pattern, Choices: f.Choices}
		if !f.Required {
			field.Presence = v1alpha1.FieldOptional
		}
		if field.Type == v1alpha1.FieldChoice && !areChoices(f.Choices) {
			field.Type, field.Choices = "", nil
			r.Add(Changed, i.File, item, "it takes any text now: choices are 2 to %d that differ, of at most %d characters, and this has %d", maxChoices, maxChoice, len(f.Choices))
		}
		out = append(out, field)
	}
	return out
}

func areChoices(choices []string) bool {
	seen := map[string]bool{}
	for _, choice := range choices {
		key := strings.ToLower(strings.TrimSpace(choice))
		if key == "" || seen[key] || utf8.RuneCountInString(choice) > maxChoice {
			return false
		}
		seen[key] = true
	}
	return len(choices) >= 2 && len(choices) <= maxChoices
}

func (i *Intent) addLocale(intent *v1alpha1.Intent, locale string, l *Text, said []string, braced *strings.Replacer, given map[string]string, r *Report) {
	if locale == "" || len(intent.Spec.Locales) == maxLocales {
		r.Add(Dropped, i.File, fmt.Sprintf("intent %s, language %q", i.Name, locale), "an Intent may have %d further languages, each with a name such as de or pt-BR", maxLocales)
		return
	}
	to := v1alpha1.IntentLocale{Locale: locale, Utterances: said, Reply: v1alpha1.IntentReply{Text: braced.Replace(l.Reply)}}
	if intent.Spec.Confirmation != "" {
		to.Confirmation = braced.Replace(l.Confirmation)
	}
	for _, field := range intent.Spec.Fields {
		for old, name := range given {
			if name == field.Name && l.Prompts[old] != "" {
				to.Prompts = append(to.Prompts, v1alpha1.IntentPrompt{Field: name, Prompt: l.Prompts[old]})
			}
		}
	}
	intent.Spec.Locales = append(intent.Spec.Locales, to)
}
