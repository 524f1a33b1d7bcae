// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"

	"github.com/intentops/intentops/api/v1alpha1"
)

// rasaVersion is that of the training data of Rasa 3.
const rasaVersion = "3.1"

// rasaOut is a project that is written.
type rasaOut struct {
	r                       *Report
	nlu, intents, rules     []any
	responses, slots, forms *yamlv3.Node
	regexes                 map[string]string
	named                   map[string]bool
	fields                  map[string]*Field
}

func writeRasa(bot *Bot, r *Report) Files {
	o := &rasaOut{r: r, responses: mapping(), slots: mapping(), forms: mapping(), regexes: map[string]string{}, named: map[string]bool{}, fields: map[string]*Field{}}
	for _, i := range bot.Intents {
		o.add(i, bot.Locale)
	}
	domain := mapping("version", quoted(rasaVersion), "intents", o.intents, "slots", o.slots, "forms", o.forms, "responses", o.responses)
	return Files{
		"config.yml":     asYAML(mapping("language", strings.ToLower(bot.Locale))),
		"data/nlu.yml":   asYAML(mapping("version", quoted(rasaVersion), "nlu", o.nlu)),
		"data/rules.yml": asYAML(mapping("version", quoted(rasaVersion), "rules", o.rules)),
		"domain.yml":     asYAML(domain),
	}
}

func (o *rasaOut) add(i *Intent, locale string) {
	locale = i.nearest(locale)
	text := i.text(locale)
	for _, other := range slices.Sorted(maps.Keys(i.Texts)) {
		if other != locale {
			o.r.Add(Dropped, i.File, "intent "+i.Name+", "+other, "a Rasa assistant has one language, and this one has %s: make an assistant for each", locale)
		}
	}
	said := o.examples(i, text.Utterances)
	if len(said) == 0 {
		return
	}
	o.nlu = append(o.nlu, mapping("intent", i.Name, "examples", examplesNode(said)))
	of, _, retrieval := strings.Cut(i.Name, "/")
	if !o.named[of] {
		o.intents, o.named[of] = append(o.intents, of), true
	}
	if i.Description != "" {
		o.r.Add(Dropped, i.File, "intent "+i.Name, "its description: Rasa has none")
	}
	if text.Confirmation != "" {
		o.r.Add(Dropped, i.File, "intent "+i.Name, "its confirmation: make it a slot of a form")
	}
	action := "utter_" + i.Name
	fields := slices.DeleteFunc(slices.Clone(i.Fields), func(f *Field) bool { return !f.Required || text.Prompts[f.Name] == "" })
	if len(fields) < len(i.Fields) {
		o.r.Add(Dropped, i.File, "intent "+i.Name, "its Optional fields: a form asks for every slot that it has")
	}
	if text.Reply != "" {
		set(o.responses, action, []any{mapping("text", quoted(text.Reply))})
	}
	switch {
	case retrieval:
		if rule := "utter_" + of; !o.named[rule] {
			o.named[rule] = true
			o.rules = append(o.rules, mapping("rule", "answer "+of, "steps", []any{mapping("intent", of), mapping("action", rule)}))
		}
	case len(fields) > 0:
		o.form(i, text, fields, action)
	default:
		o.rules = append(o.rules, mapping("rule", "answer "+i.Name, "steps", []any{mapping("intent", i.Name), mapping("action", action)}))
	}
}

// nearest is a language of the intent: the very one, else one of another country such as en-GB
// for en.
func (i *Intent) nearest(locale string) string {
	if i.Texts[locale] != nil {
		return locale
	}
	of := func(tag string) string { return strings.SplitN(tag, "-", 2)[0] }
	for _, other := range slices.Sorted(maps.Keys(i.Texts)) {
		if of(other) == of(locale) {
			return other
		}
	}
	return locale
}

// form is what asks for fields, with the rules that begin and end it.
func (o *rasaOut) form(i *Intent, text *Text, fields []*Field, action string) {
	form := strings.NewReplacer("/", "_", " ", "_").Replace(i.Name) + "_form"
	var slots []any
	for _, f := range fields {
		slots = append(slots, f.Name)
		set(o.responses, "utter_ask_"+form+"_"+f.Name, []any{mapping("text", quoted(text.Prompts[f.Name]))})
		o.slot(i, f, form)
	}
	set(o.forms, form, mapping("required_slots", slots))
	loop := mapping("active_loop", form)
	o.rules = append(o.rules,
		mapping("rule", "begin "+i.Name, "steps", []any{mapping("intent", i.Name), mapping("action", form), loop}),
		mapping("rule", "answer "+i.Name, "condition", []any{loop}, "steps", []any{
			mapping("action", form), mapping("active_loop", nil), mapping("slot_was_set", []any{mapping("requested_slot", nil)}), mapping("action", action),
		}))
}

func (o *rasaOut) slot(i *Intent, f *Field, form string) {
	about := mapping("type", "text")
	switch f.Type {
	case v1alpha1.FieldNumber:
		about = mapping("type", "float")
	case v1alpha1.FieldChoice:
		var values []any
		for _, choice := range f.Choices {
			values = append(values, quoted(choice))
		}
		about = mapping("type", "categorical", "values", values)
	case "", v1alpha1.FieldText:
	default:
		o.r.Add(Changed, i.File, "intent "+i.Name+", field "+f.Name, "its type %s: it takes any text there", f.Type)
	}
	fill := mapping("type", "from_text", "conditions", []any{mapping("active_loop", form, "requested_slot", f.Name)})
	set(about, "mappings", []any{fill})
	if o.fields[f.Name] == nil {
		o.fields[f.Name] = f
		set(o.slots, f.Name, about)
	} else if !reflect.DeepEqual(o.fields[f.Name], f) {
		o.r.Add(Changed, i.File, "intent "+i.Name+", field "+f.Name, "another intent has a field of this name: the two are one slot, which is as that one says")
	}
	if f.Pattern != "" && o.regexes[f.Name] == "" {
		o.regexes[f.Name] = f.Pattern
		o.nlu = append(o.nlu, mapping("regex", f.Name, "examples", examplesNode([]string{f.Pattern})))
	}
}

// examples are the utterances that Rasa reads as they are.
func (o *rasaOut) examples(i *Intent, utterances []string) []string {
	var said []string
	for n, utterance := range utterances {
		item := "intent " + i.Name + ", utterance " + asText(n+1)
		if rasaEntity.MatchString(utterance) {
			o.r.Add(Dropped, i.File, item, "Rasa would read its brackets as an entity, and has no way to write them otherwise")
			continue
		}
		if trimmed := strings.Trim(utterance, rasaStrips); trimmed != utterance {
			o.r.Add(Changed, i.File, item, "Rasa removes the space around it")
			utterance = trimmed
		}
		said = append(said, utterance)
	}
	return said
}

// examplesNode writes a line each as long as Rasa would not cut one of them.
func examplesNode(said []string) *yamlv3.Node {
	if !slices.ContainsFunc(said, func(s string) bool { return lineEnds.MatchString(s) || strings.ContainsAny(s, "\t\ufeff") }) {
		return &yamlv3.Node{Kind: yamlv3.ScalarNode, Tag: "!!str", Style: yamlv3.LiteralStyle, Value: "- " + strings.Join(said, "\n- ") + "\n"}
	}
	list := &yamlv3.Node{Kind: yamlv3.SequenceNode}
	for _, s := range said {
		list.Content = append(list.Content, mapping("text", quoted(s)))
	}
	return list
}
