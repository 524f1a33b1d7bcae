// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/google/cel-go/common/operators"

	"github.com/intentops/intentops/internal/contract/release"
)

// Doubt is what is probably not meant in a rule that compiles.
type Doubt struct {
	// Index of the rule in the policy, from 0.
	Index int
	// Message says what is wrong, and what to write instead.
	Message string
}

// risks are the values of intent.risk, but for none.
var risks = []string{"Low", "Medium", "High"}

// ranges are between which numbers the fields are.
var ranges = map[string]struct{ least, most float64 }{
	"intent.confidence":            {0, 1},
	"message.sentiment":            {-1, 1},
	"message.length":               {0, math.Inf(1)},
	"conversation.turns":           {1, math.Inf(1)},
	"conversation.unresolvedTurns": {0, math.Inf(1)},
}

// Doubts are the comparisons with values that a field never has. channels are the names of those
// by which customers of the policy may come; nil: they are not known.
func Doubts(source release.Policy, channels []string) []Doubt {
	var doubts []Doubt
	for _, c := range comparisons(source) {
		message := ""
		switch v := c.value.(type) {
		case float64:
			message = c.beyond(v)
		case string:
			switch c.field {
			case "intent.risk":
				message = c.noneOf("intent.risk is never %q", v, risks)
			case "customer.channel":
				if channels != nil {
					message = c.noneOf("no channel is named %q", v, channels)
				}
			}
		}
		if message != "" {
			doubts = append(doubts, Doubt{c.rule, message})
		}
	}
	return doubts
}

// Named is an Intent that a rule names.
type Named struct {
	// Index of the rule in the policy, from 0.
	Index int
	// Name of the Intent.
	Name string
	// Without is what becomes of the comparison where there is no such Intent, such as never holds.
	Without string
}

// Intents are those that rules name.
func Intents(source release.Policy) []Named {
	var names []Named
	for _, c := range comparisons(source) {
		if name, isText := c.value.(string); isText && c.field == "intent.name" && name != "" {
			names = append(names, Named{c.rule, name, c.outcome(operators.Equals)})
		}
	}
	return names
}

// noneOf doubts a text that is none of those that a field can have; empty is one of them.
func (c comparison) noneOf(what, text string, known []string) string {
	if text == "" || slices.Contains(known, text) || c.operator != operators.Equals && c.operator != operators.NotEquals {
		return ""
	}
	instead := known
	if at := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, text) }); at >= 0 {
		instead = known[at : at+1]
	}
	quoted := make([]string, len(instead))
	for i, k := range instead {
		quoted[i] = "'" + k + "'"
	}
	said := fmt.Sprintf(what, text) + ", so this comparison " + c.outcome(operators.Equals)
	if len(quoted) == 0 {
		return said
	}
	return said + ": write " + strings.Join(quoted, " or ")
}

// beyond doubts a number that a field is always above or always below.
func (c comparison) beyond(number float64) string {
	r, known := ranges[c.field]
	if !known {
		return ""
	}
	said := fmt.Sprintf("%s is %v to %v", c.field, r.least, r.most)
	if math.IsInf(r.most, 1) {
		said = fmt.Sprintf("%s is at least %v", c.field, r.least)
	}
	instead := ""
	if c.field == "intent.confidence" && number > 1 && number <= 100 {
		instead = fmt.Sprintf(": write %v", number/100)
	}
	switch {
	case number > r.most, number == r.most && c.operator == operators.Greater:
		return said + ", so this comparison " + c.outcome(operators.Greater, operators.GreaterEquals, operators.Equals) + instead
	case number < r.least, number == r.least && c.operator == operators.Less:
		return said + ", so this comparison " + c.outcome(operators.Less, operators.LessEquals, operators.Equals) + instead
	}
	return ""
}

// outcome says how a comparison always comes out; never are the operators of those that fail.
func (c comparison) outcome(never ...string) string {
	if slices.Contains(never, c.operator) {
		return "never holds"
	}
	return "always holds"
}
