// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"maps"
	"slices"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"

	"github.com/intentops/intentops/api/v1alpha1"
)

// rasaRule is a rule; those that answer an intent at once, or after a form, can be carried over.
type rasaRule struct {
	Rule      string      `yaml:"rule"`
	Condition yamlv3.Node `yaml:"condition"`
	Steps     []rasaStep  `yaml:"steps"`

	file string
}

// rasaStep is a step by its kind. The intents of an "or" are lines of one text; other lists are
// left out.
type rasaStep map[string]string

// UnmarshalYAML takes any step.
func (s *rasaStep) UnmarshalYAML(node *yamlv3.Node) error {
	*s = rasaStep{}
	for n := 0; n+1 < len(node.Content) && node.Kind == yamlv3.MappingNode; n += 2 {
		switch key, value := node.Content[n].Value, node.Content[n+1]; {
		case value.Kind == yamlv3.ScalarNode && value.Tag != "!!null":
			(*s)[key] = value.Value
		case key == "or" && value.Kind == yamlv3.SequenceNode:
			var among []rasaStep
			if err := value.Decode(&among); err != nil {
				return err
			}
			for _, one := range among {
				(*s)["intent"] = strings.TrimPrefix((*s)["intent"]+"\n"+one["intent"], "\n")
			}
		}
	}
	return nil
}

// step returns what kind of step one is: a text such as intent, with its value.
func (rule *rasaRule) step(n int, kind string) string {
	if n >= len(rule.Steps) {
		return ""
	}
	return rule.Steps[n][kind]
}

// answer finds replies and fields of intents in rules, forms and responses.
func (p *rasaProject) answer() {
	used, submits := map[string]bool{}, p.submits()
	actions, files := map[string]string{}, map[string]string{} // by intent
	for n := range p.Rules {
		rule := &p.Rules[n]
		intents, action := rule.step(0, "intent"), rule.step(1, "action")
		begins := p.formOf(action) != nil && rule.step(2, "active_loop") == action
		switch {
		case intents != "" && action != "" && (begins || rule.Condition.IsZero() && len(rule.Steps) == 2):
			for intent := range strings.SplitSeq(intents, "\n") {
				if actions[intent] == "" {
					actions[intent], files[intent] = action, rule.file
				}
			}
		case rule.step(0, "action") != "" && submits[rule.step(0, "action")] != "":
			// What a form says at its end.
		default:
			p.r.Add(Dropped, rule.file, "rule "+rule.Rule, "only rules are carried over that answer an intent at once, or after a form")
		}
	}
	for _, i := range p.bot.Intents {
		of, _, retrieval := strings.Cut(i.Name, "/")
		action := actions[i.Name]
		if retrieval && actions[of] != "" {
			action = "utter_" + i.Name
		}
		if form := p.formOf(action); form != nil {
			p.fill(i, action, form, used)
			action = submits[action]
		}
		switch {
		case p.Responses[action] != nil:
			p.reply(i, action, used)
		case p.Responses["utter_"+i.Name] != nil:
			p.reply(i, "utter_"+i.Name, used)
		case strings.HasPrefix(action, "utter_"):
			p.r.Add(Dropped, i.File, "intent "+i.Name, "its answer %s is not among the responses", action)
		case action != "":
			p.r.Add(Dropped, i.File, "intent "+i.Name, "its action %s is a program, or a form that is not here: a reply is a text", action)
		}
	}
	named := map[string]bool{} // faq/hours is answered as faq
	for _, i := range p.bot.Intents {
		of, _, _ := strings.Cut(i.Name, "/")
		named[i.Name], named[of] = true, true
	}
	for _, intent := range slices.Sorted(maps.Keys(actions)) {
		if !named[intent] {
			p.r.Add(Dropped, files[intent], "rule for "+intent, "no intent of this name has examples: what is not understood is for the EscalationPolicy")
		}
	}
	p.leave(used)
}

// submits are what forms say at their end: rules with a form, its end and an answer.
func (p *rasaProject) submits() map[string]string {
	submits := map[string]string{}
	for n := range p.Rules {
		rule := &p.Rules[n]
		form := rule.step(0, "action")
		if form == "" || p.formOf(form) == nil {
			continue
		}
		for at := range rule.Steps {
			if action := rule.step(at, "action"); at > 0 && action != form && submits[form] == "" {
				submits[form] = action
			}
		}
	}
	return submits
}

// formOf are the slots that a form asks for, nil: it is not a form.
func (p *rasaProject) formOf(action string) []string {
	node, known := p.Forms[action]
	if !known {
		return nil
	}
	var form struct {
		Slots yamlv3.Node `yaml:"required_slots"`
	}
	if node.Decode(&form) != nil {
		return nil
	}
	slots := []string{}
	for n, slot := range form.Slots.Content {
		if form.Slots.Kind == yamlv3.SequenceNode || n%2 == 0 { // version 2 has a map
			slots = append(slots, slot.Value)
		}
	}
	return slots
}

// fill gives an intent the slots of a form as fields.
func (p *rasaProject) fill(i *Intent, form string, slots []string, used map[string]bool) {
	text := i.text(p.bot.Locale)
	for _, slot := range slots {
		for _, response := range []string{"utter_ask_" + form + "_" + slot, "utter_ask_" + slot} {
			if text.Prompts[slot] == "" && p.Responses[response] != nil {
				text.Prompts[slot] = p.textOf(response, used)
			}
		}
		f := &Field{Name: slot, Required: true, Pattern: p.patternOf(slot)}
		switch about := p.Slots[slot]; about.Type {
		case "float":
			f.Type, f.Pattern = v1alpha1.FieldNumber, ""
		case "categorical":
			f.Type, f.Pattern = v1alpha1.FieldChoice, ""
			for _, value := range about.Values {
				f.Choices = append(f.Choices, asText(value))
			}
		}
		i.Fields = append(i.Fields, f)
	}
}

func (p *rasaProject) reply(i *Intent, response string, used map[string]bool) {
	i.text(p.bot.Locale).Reply = p.textOf(response, used)
}

// textOf is the first variation of a response that is for every channel.
func (p *rasaProject) textOf(response string, used map[string]bool) string {
	first := used[response]
	used[response] = true
	text := ""
	for n, variation := range p.Responses[response] {
		general := variation.Channel == "" && variation.Condition.IsZero() && variation.Text != ""
		if general && text == "" {
			text = variation.Text
			if !first && (!variation.Buttons.IsZero() || variation.Image != "" || !variation.Custom.IsZero()) {
				p.r.Add(Dropped, p.domain, "response "+response, "its buttons, image and custom part: a reply is a text")
			}
		} else if !first {
			p.r.Add(Dropped, p.domain, "response "+response+", variation "+asText(n+1), "a reply is one text, for every channel")
		}
	}
	return text
}

// leave lists what no intent uses.
func (p *rasaProject) leave(used map[string]bool) {
	isField := map[string]bool{}
	for _, i := range p.bot.Intents {
		for _, f := range i.Fields {
			isField[f.Name] = true
		}
	}
	for _, response := range slices.Sorted(maps.Keys(p.Responses)) {
		if !used[response] {
			p.r.Add(Dropped, p.domain, "response "+response, "no rule answers an intent with it")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.regexes)) {
		if !isField[name] || p.patternOf(name) == "" {
			p.r.Add(Dropped, "", "regex "+name, "no form has a slot of this name with one expression that RE2 knows")
		}
	}
	for _, slot := range slices.Sorted(maps.Keys(p.Slots)) {
		if !isField[slot] && slot != "requested_slot" { // Rasa's own
			p.r.Add(Dropped, p.domain, "slot "+slot, "no form of an intent asks for it")
		}
	}
}
