// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"

	"github.com/intentops/intentops/internal/plural"
)

// rasaFile is a YAML file of a Rasa project; what is not about intents is only counted.
type rasaFile struct {
	Language  string                    `yaml:"language"`
	NLU       []rasaNLU                 `yaml:"nlu"`
	Responses map[string][]rasaResponse `yaml:"responses"`
	Slots     map[string]rasaSlot       `yaml:"slots"`
	Forms     map[string]yamlv3.Node    `yaml:"forms"`
	Rules     []rasaRule                `yaml:"rules"`
	Stories   []yamlv3.Node             `yaml:"stories"`
	Flows     map[string]yamlv3.Node    `yaml:"flows"`
}

type rasaNLU struct {
	Intent   string      `yaml:"intent"`
	Synonym  string      `yaml:"synonym"`
	Regex    string      `yaml:"regex"`
	Lookup   string      `yaml:"lookup"`
	Examples yamlv3.Node `yaml:"examples"`
}

type rasaResponse struct {
	Text      string      `yaml:"text"`
	Channel   string      `yaml:"channel"`
	Condition yamlv3.Node `yaml:"condition"`
	Buttons   yamlv3.Node `yaml:"buttons"`
	Image     string      `yaml:"image"`
	Custom    yamlv3.Node `yaml:"custom"`
}

type rasaSlot struct {
	Type   string `yaml:"type"`
	Values []any  `yaml:"values"`
}

// rasaProject is all of a project.
type rasaProject struct {
	rasaFile
	bot *Bot
	r   *Report
	// annotated is how many words of an intent are entities.
	annotated map[string]int
	// regexes are expressions by entity.
	regexes map[string][]string
	domain  string
}

// ofRasa tells a file of Rasa from others that a project has, such as templates of charts.
var ofRasa = regexp.MustCompile(`(?m)^(nlu|responses|slots|forms|rules|stories|flows|language) *:`)

var errNoRasa = errors.New("has no YAML file with nlu: name the folder of a Rasa project, or its data folder")

func readRasa(files Files, r *Report) (*Bot, error) {
	p := &rasaProject{bot: &Bot{}, r: r, annotated: map[string]int{}, regexes: map[string][]string{}}
	p.Responses, p.Slots, p.Forms = map[string][]rasaResponse{}, map[string]rasaSlot{}, map[string]yamlv3.Node{}
	found := false
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.EqualFold(path.Ext(name), ".json") {
			continue
		}
		if !ofRasa.Match(files[name]) {
			continue
		}
		var file rasaFile
		var odd *yamlv3.TypeError
		if err := yamlv3.Unmarshal(files[name], &file); errors.As(err, &odd) {
			r.Add(Dropped, name, "what Rasa does not have so", "%s", strings.Join(odd.Errors[:1], ""))
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found = found || file.NLU != nil
		p.add(name, file)
	}
	if !found {
		return nil, errNoRasa
	}
	if p.Language != "" {
		if p.bot.Locale = localeOf(p.Language); p.bot.Locale == "" {
			r.Add(Changed, "config.yml", "language "+p.Language, "it is not a language such as en or pt-BR: spec.locale is left out")
		}
	}
	for _, i := range p.bot.Intents {
		// Its language is known only now.
		if i.Texts[""] != nil && p.bot.Locale != "" {
			i.Texts = map[string]*Text{p.bot.Locale: i.Texts[""]}
		}
		if n := p.annotated[i.Name]; n > 0 {
			r.Add(Changed, i.File, "intent "+i.Name, "%s %s words that stood for entities: plain text now", plural.Of(n, "example"), plural.Verb(n, "has", "have"))
		}
	}
	p.answer()
	return p.bot, nil
}

func (p *rasaProject) add(name string, file rasaFile) {
	if strings.HasPrefix(path.Base(name), "config") && file.Language != "" {
		p.Language = file.Language
	}
	for _, item := range file.NLU {
		p.addNLU(name, item)
	}
	if file.Responses != nil || file.Slots != nil || file.Forms != nil {
		p.domain = name
	}
	maps.Copy(p.Responses, file.Responses)
	maps.Copy(p.Slots, file.Slots)
	maps.Copy(p.Forms, file.Forms)
	for _, rule := range file.Rules {
		rule.file = name
		p.Rules = append(p.Rules, rule)
	}
	if n := len(file.Stories); n > 0 {
		p.r.Add(Dropped, name, plural.Of(n, "story"), "Intents have no stories: each is an answer, after its fields")
	}
	if n := len(file.Flows); n > 0 {
		p.r.Add(Dropped, name, plural.Of(n, "flow"), "Intents have no flows: each is an answer, after its fields")
	}
}

func (p *rasaProject) addNLU(file string, item rasaNLU) {
	examples := p.examples(file, item)
	switch {
	case item.Intent != "":
		text := p.bot.intent(item.Intent, file).text("")
		for _, example := range examples {
			said, annotated := withoutEntities(example)
			if annotated {
				p.annotated[item.Intent]++
			}
			text.Utterances = append(text.Utterances, said)
		}
	case item.Regex != "":
		p.regexes[item.Regex] = append(p.regexes[item.Regex], examples...)
	case item.Synonym != "":
		p.r.Add(Dropped, file, "synonym "+item.Synonym, "Intents have no synonyms: a field with choices understands near words")
	case item.Lookup != "":
		p.r.Add(Dropped, file, "lookup "+item.Lookup, "Intents have no lookup tables: make it a field with choices, or a pattern")
	}
}

// lineEnds are those that Python's splitlines knows, which Rasa cuts examples by.
var lineEnds = regexp.MustCompile("\r\n|[\n\r\v\f\x1c-\x1e\u0085\u2028\u2029]")

// rasaStrips is what Rasa removes around an example.
const rasaStrips = "\n\r "

// examples of an item: a text with a line each, or a list with metadata.
func (p *rasaProject) examples(file string, item rasaNLU) []string {
	var out []string
	where := strings.TrimSpace("intent " + item.Intent + item.Regex + item.Synonym + item.Lookup)
	if item.Examples.Kind == yamlv3.AliasNode {
		item.Examples = *item.Examples.Alias
	}
	switch item.Examples.Kind {
	case yamlv3.ScalarNode:
		for n, line := range lineEnds.Split(strings.TrimSuffix(item.Examples.Value, "\n"), -1) {
			if example, found := strings.CutPrefix(line, "-"); found {
				out = append(out, strings.Trim(example, rasaStrips))
			} else if strings.TrimSpace(line) != "" {
				p.r.Add(Dropped, file, fmt.Sprintf("%s, line %d of examples", where, n+1), "it does not begin with -, so that Rasa does not read it either")
			}
		}
	case yamlv3.SequenceNode:
		for n, node := range item.Examples.Content {
			var example struct {
				Text     string      `yaml:"text"`
				Metadata yamlv3.Node `yaml:"metadata"`
			}
			if err := node.Decode(&example); err != nil {
				p.r.Add(Dropped, file, fmt.Sprintf("%s, example %d", where, n+1), "it has no text: %v", err)
				continue
			}
			if !example.Metadata.IsZero() {
				p.r.Add(Dropped, file, fmt.Sprintf("%s, metadata of example %d", where, n+1), "utterances have no metadata")
			}
			out = append(out, strings.Trim(example.Text, rasaStrips))
		}
	}
	return out
}

// rasaEntity is [words](entity), [words](entity:value) or [words]{"entity": …}.
var rasaEntity = regexp.MustCompile(`\[([^\]]+?)\](\([^:)]+?(?::[^)]+)?\)|\{[^}]+?\})`)

// withoutEntities is an example as a customer writes it, and whether it had entities.
func withoutEntities(example string) (string, bool) {
	return rasaEntity.ReplaceAllString(example, "$1"), rasaEntity.MatchString(example)
}

// patternOf is the expression of a slot: the only one of that name, if RE2 knows it.
func (p *rasaProject) patternOf(slot string) string {
	if expressions := p.regexes[slot]; len(expressions) == 1 && len(expressions[0]) <= 200 {
		if _, err := regexp.Compile(expressions[0]); err == nil {
			return expressions[0]
		}
	}
	return ""
}

// asText writes a YAML value as Rasa reads it.
func asText(value any) string {
	if s, is := value.(string); is {
		return s
	}
	raw, _ := json.Marshal(value)
	return string(raw)
}
