// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package scenario is what simulated customers want and how they are: the file that
// --scenario names.
package scenario

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// Scenario describes a population of customers. Shares and probabilities are 0..1.
type Scenario struct {
	// Customers is how many different people there are; 0: each conversation has its own.
	Customers int `json:"customers,omitempty"`
	// Locale that customers state; empty: none.
	Locale string `json:"locale,omitempty"`
	// Tiers by weight; empty: customers state none.
	Tiers map[string]float64 `json:"tiers,omitempty"`

	// Intents are what customers want.
	Intents []Intent `json:"intents"`
	// OffTopic customers want something that no intent covers.
	OffTopic Group `json:"offTopic,omitempty"`
	// AskForHuman customers want a person from the start. Its utterances are also what
	// others write who lose patience.
	AskForHuman Group `json:"askForHuman,omitempty"`
	// Angry customers are angry from the start. Its utterances are also what harmed
	// customers write.
	Angry Group `json:"angry,omitempty"`

	// Fields are values that customers give when the bot asks.
	Fields []Field `json:"fields,omitempty"`

	// Rating says who rates, and how.
	Rating Rating `json:"rating,omitempty"`

	// Harm is by intent how probable it is that its answer does harm. Harmed customers ask
	// for a person or leave angry, and rate by Rating.Unhappy.
	Harm map[string]float64 `json:"harm,omitempty"`
}

// Intent is something that customers want.
type Intent struct {
	Name string `json:"name"`
	// Weight among the intents. Default: 1.
	Weight float64 `json:"weight,omitempty"`
	// Utterances are how customers say it: other sentences than those that the bot learns
	// from, else the simulation says nothing about customers.
	Utterances []string `json:"utterances"`
}

// Group is a share of all customers, with what they write.
type Group struct {
	Share      float64  `json:"share,omitempty"`
	Utterances []string `json:"utterances,omitempty"`
}

// Field answers a question of the bot.
type Field struct {
	// Prompt is a part of the question, whatever the case.
	Prompt string `json:"prompt"`
	// Values of which a customer gives one.
	Values []string `json:"values"`
}

// Rating is how customers rate: for each way in which a conversation may end, the weights
// of 1, 2, 3, 4 and 5.
type Rating struct {
	// Share of customers who rate at all.
	Share float64 `json:"share,omitempty"`
	// Helpdesk is the share of conversations handed over in which the helpdesk asks for the
	// rating: there customers do not give it to the bot.
	Helpdesk float64 `json:"helpdesk,omitempty"`
	// Solved is by customers who got their answer.
	Solved []float64 `json:"solved,omitempty"`
	// Human is by customers whom a person served.
	Human []float64 `json:"human,omitempty"`
	// Unsolved is by customers who gave up.
	Unsolved []float64 `json:"unsolved,omitempty"`
	// Unhappy is by customers whom an answer did harm.
	Unhappy []float64 `json:"unhappy,omitempty"`
}

var defaultRating = Rating{
	Solved:   []float64{1, 2, 7, 35, 55},
	Human:    []float64{3, 7, 20, 40, 30},
	Unsolved: []float64{35, 35, 20, 10, 0},
	Unhappy:  []float64{70, 30, 0, 0, 0},
}

// maxFile is the largest scenario that is read, in bytes.
const maxFile = 4 << 20

// Load reads a scenario file. Unknown fields are errors.
func Load(path string) (*Scenario, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s: larger than %d MiB", path, maxFile>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Parse reads a scenario and sets defaults. The error names the field.
func Parse(data []byte) (*Scenario, error) {
	s := &Scenario{}
	if err := yaml.UnmarshalStrict(data, s); err != nil {
		return nil, err
	}
	for i := range s.Intents {
		if s.Intents[i].Weight == 0 {
			s.Intents[i].Weight = 1
		}
	}
	for _, w := range []struct{ set, fallback *[]float64 }{
		{&s.Rating.Solved, &defaultRating.Solved},
		{&s.Rating.Human, &defaultRating.Human},
		{&s.Rating.Unsolved, &defaultRating.Unsolved},
		{&s.Rating.Unhappy, &defaultRating.Unhappy},
	} {
		if *w.set == nil {
			*w.set = slices.Clone(*w.fallback)
		}
	}
	return s, s.check()
}

func (s *Scenario) check() error {
	var problems []error
	problem := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }

	if len(s.Intents) == 0 {
		problem("intents: at least one is needed")
	}
	names := map[string]bool{}
	for i, intent := range s.Intents {
		at := fmt.Sprintf("intents[%d]", i)
		switch {
		case intent.Name == "":
			problem("%s.name: is missing", at)
		case names[intent.Name]:
			problem("%s.name: %q is there twice", at, intent.Name)
		}
		names[intent.Name] = true
		if intent.Weight < 0 {
			problem("%s.weight: must not be negative", at)
		}
		problems = append(problems, checkTexts(at+".utterances", intent.Utterances, true)...)
	}
	if s.Customers < 0 {
		problem("customers: must not be negative")
	}
	total := 0.0
	for _, group := range []struct {
		name string
		Group
	}{{"offTopic", s.OffTopic}, {"askForHuman", s.AskForHuman}, {"angry", s.Angry}} {
		if group.Share < 0 || group.Share > 1 {
			problem("%s.share: must be from 0 to 1", group.name)
		}
		problems = append(problems, checkTexts(group.name+".utterances", group.Utterances, group.Share > 0)...)
		total += group.Share
	}
	if total > 1 {
		problem("the shares of offTopic, askForHuman and angry are more than 1 together")
	}
	if len(s.Harm) > 0 && (len(s.AskForHuman.Utterances) == 0 || len(s.Angry.Utterances) == 0) {
		problem("harm: needs askForHuman.utterances and angry.utterances, which harmed customers write")
	}
	problems = append(problems, s.CheckHarm(s.Harm))
	for i, field := range s.Fields {
		if field.Prompt == "" {
			problem("fields[%d].prompt: is missing", i)
		}
		problems = append(problems, checkTexts(fmt.Sprintf("fields[%d].values", i), field.Values, true)...)
	}
	for tier, weight := range s.Tiers {
		if weight < 0 {
			problem("tiers.%s: must not be negative", tier)
		}
	}
	if s.Rating.Share < 0 || s.Rating.Share > 1 {
		problem("rating.share: must be from 0 to 1")
	}
	if s.Rating.Helpdesk < 0 || s.Rating.Helpdesk > 1 {
		problem("rating.helpdesk: must be from 0 to 1")
	}
	for name, weights := range map[string][]float64{
		"solved": s.Rating.Solved, "human": s.Rating.Human, "unsolved": s.Rating.Unsolved, "unhappy": s.Rating.Unhappy,
	} {
		if len(weights) != 5 || slices.Min(weights) < 0 || slices.Max(weights) == 0 {
			problem("rating.%s: give five weights, for ratings of 1 to 5", name)
		}
	}
	return errors.Join(problems...)
}

// CheckHarm refuses harm by intents that are not in the scenario.
func (s *Scenario) CheckHarm(harm map[string]float64) error {
	for _, intent := range slices.Sorted(maps.Keys(harm)) {
		if p := harm[intent]; !(p >= 0 && p <= 1) {
			return fmt.Errorf("harm.%s: must be from 0 to 1", intent)
		}
		if !slices.ContainsFunc(s.Intents, func(i Intent) bool { return i.Name == intent }) {
			return fmt.Errorf("harm.%s: the scenario has no such intent", intent)
		}
	}
	return nil
}

// maxText is the longest message that a bot takes, in bytes.
const maxText = 4000

func checkTexts(field string, texts []string, needed bool) (problems []error) {
	if needed && len(texts) == 0 {
		problems = append(problems, fmt.Errorf("%s: at least one is needed", field))
	}
	for i, text := range texts {
		if strings.TrimSpace(text) == "" || len(text) > maxText {
			problems = append(problems, fmt.Errorf("%s[%d]: must have from 1 to %d bytes", field, i, maxText))
		}
	}
	return problems
}
