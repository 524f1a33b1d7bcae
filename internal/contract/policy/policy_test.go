// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/contract/release"
)

func rules(expressions ...string) release.Policy {
	var policy release.Policy
	for i, when := range expressions {
		policy.Rules = append(policy.Rules, release.Rule{
			Name: fmt.Sprintf("rule-%d", i), When: when, Priority: "High", Queue: fmt.Sprintf("queue-%d", i),
		})
	}
	return policy
}

func angryCustomer() Input {
	return Input{
		Intent:       Intent{Name: "refund", Risk: "High", Confidence: 0.62},
		Message:      Message{Sentiment: -0.6, Length: 41},
		Customer:     Customer{Tier: "enterprise", Locale: "de-CH", Channel: "web"},
		Conversation: Conversation{Turns: 3, UnresolvedTurns: 1},
	}
}

func TestEvaluate(t *testing.T) {
	cases := map[string]struct {
		rules []string
		want  string // name of the rule that matches; empty: none
	}{
		"no rules":                              {nil, ""},
		"a rule that holds":                     {[]string{"intent.risk == 'High'"}, "rule-0"},
		"a rule that does not":                  {[]string{"message.asksForHuman"}, ""},
		"the first that matches wins":           {[]string{"message.asksForHuman", "message.sentiment < -0.4", "true"}, "rule-1"},
		"a double against a whole number":       {[]string{"message.sentiment < 0 && intent.confidence < 1"}, "rule-0"},
		"every field by its name":               {[]string{everyField}, "rule-0"},
		"regular expressions":                   {[]string{"customer.locale.matches('^de(-|$)')"}, "rule-0"},
		"the part after || is not needed":       {[]string{"true || 1 / conversation.unresolvedTurns > 0"}, "rule-0"},
		"a list of names":                       {[]string{"intent.name in ['refund', 'cancel']"}, "rule-0"},
		"a choice":                              {[]string{"customer.tier == 'enterprise' ? intent.confidence < 0.7 : false"}, "rule-0"},
		"a constant for sending all to someone": {[]string{"true"}, "rule-0"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			policy, err := Compile(rules(tc.rules...))
			if err != nil {
				t.Fatal(err)
			}
			if policy.Len() != len(tc.rules) {
				t.Errorf("%d rules, want %d", policy.Len(), len(tc.rules))
			}
			match, matched, err := policy.Evaluate(angryCustomer())
			if err != nil {
				t.Fatal(err)
			}
			if match.Rule != tc.want || matched != (tc.want != "") {
				t.Errorf("rule %q matched (%v), want %q", match.Rule, matched, tc.want)
			}
		})
	}
}

const everyField = "intent.name == 'refund' && intent.risk == 'High' && intent.confidence == 0.62 && " +
	"message.sentiment == -0.6 && !message.asksForHuman && message.length == 41 && " +
	"customer.tier == 'enterprise' && customer.locale == 'de-CH' && customer.channel == 'web' && " +
	"conversation.turns == 3 && conversation.unresolvedTurns == 1"

func TestMatchCarriesTheRule(t *testing.T) {
	policy, err := Compile(rules("false", "true"))
	if err != nil {
		t.Fatal(err)
	}
	got, _, _ := policy.Evaluate(Input{})
	if diff := cmp.Diff(Match{Rule: "rule-1", Priority: "High", Queue: "queue-1"}, got); diff != "" {
		t.Errorf("match (-want +got):\n%s", diff)
	}
}

func TestCompileErrorsSayWhere(t *testing.T) {
	cases := map[string]struct {
		rules []string
		want  string
	}{
		"an unknown variable":    {[]string{"true", "mesage.sentiment < 0"}, `rules[1] "rule-1": 1:1: undeclared reference to 'mesage'`},
		"an unknown field":       {[]string{"true && intent.rsk == 'High'"}, `rules[0] "rule-0": 1:15: undefined field 'rsk'`},
		"on the second line":     {[]string{"true &&\n  customer.vip"}, `rules[0] "rule-0": 2:11: undefined field 'vip'`},
		"a syntax error":         {[]string{"intent.risk == "}, `rules[0] "rule-0": 1:16: Syntax error: `},
		"types that do not fit":  {[]string{"intent.risk > 3"}, `rules[0] "rule-0": 1:13: found no matching overload for '_>_' applied to '(string, int)'`},
		"not a bool":             {[]string{"intent.confidence"}, `rules[0] "rule-0": gives double, want true or false: compare it with something`},
		"a dynamic value":        {[]string{"[1, 'a'][0]"}, `rules[0] "rule-0": gives dyn, want true or false`},
		"nothing":                {[]string{" \n"}, `rules[0] "rule-0": when is empty: write a condition, or true to match every message`},
		"a regular expression":   {[]string{"customer.locale.matches('(')"}, `rules[0] "rule-0": 1:25: invalid matches argument`},
		"loops within loops":     {[]string{loops(3, 2)}, `rules[0] "rule-0": 1:`},
		"a loop that takes long": {[]string{loops(2, 90)}, `rules[0] "rule-0": may cost `},
		"too large":              {[]string{"1 == 1" + strings.Repeat(" && 1 == 1", 1000)}, `rules[0] "rule-0": `},
		"nested too deeply":      {[]string{strings.Repeat("(", 400) + "true" + strings.Repeat(")", 400)}, `rules[0] "rule-0": `},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			policy, err := Compile(rules(tc.rules...))
			if err == nil {
				t.Fatal("compiled, want an error")
			}
			if policy != nil {
				t.Error("got a policy beside the error")
			}
			if !strings.HasPrefix(err.Error(), tc.want) {
				t.Errorf("got  %s\nwant %s", err, tc.want)
			}
		})
	}
}

// loops nests loops over lists of n numbers.
func loops(depth, n int) string {
	list := "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]"
	expression := "conversation.turns > 0"
	for i := range depth {
		expression = fmt.Sprintf("%s.all(x%d, %s)", list, i, expression)
	}
	return expression
}

func TestCompileReportsEveryRule(t *testing.T) {
	_, err := Compile(rules("x", "true", "y"))
	want := "rules[0] \"rule-0\": 1:1: undeclared reference to 'x'\nrules[2] \"rule-2\": 1:1: undeclared reference to 'y'"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	var position *CompileError
	if !errors.As(err, &position) {
		t.Fatal("no CompileError")
	}
	if diff := cmp.Diff(&CompileError{Index: 0, Rule: "rule-0", Line: 1, Column: 1, Message: "undeclared reference to 'x'"}, position); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestARuleThatCannotBeEvaluatedEscalates(t *testing.T) {
	cases := map[string]struct {
		rule  string
		input Input
		want  string
	}{
		"division by zero": {"1 / conversation.unresolvedTurns > 0", Input{}, `evaluating rule "rule-0": division by zero`},
		"a value that is quoted by CEL, but not by us": {
			"int(customer.tier) > 3", Input{Customer: Customer{Tier: "4711 Dana"}},
			`evaluating rule "rule-0": a conversion or comparison does not fit the values of this message`,
		},
		"a text far longer than any": {
			"customer.tier.contains(customer.locale)",
			Input{Customer: Customer{Tier: strings.Repeat("x", 1<<20), Locale: strings.Repeat("x", 1<<10) + "y"}},
			`evaluating rule "rule-0": actual cost limit exceeded`,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			policy, err := Compile(rules(tc.rule, "true"))
			if err != nil {
				t.Fatal(err)
			}
			match, matched, err := policy.Evaluate(tc.input)
			if !matched || match.Rule != "rule-0" {
				t.Errorf("rule %q matched (%v), want rule-0", match.Rule, matched)
			}
			if err == nil || err.Error() != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestConcurrentUse(t *testing.T) {
	policy, err := Compile(rules("message.sentiment < -0.9", everyField))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if match, _, err := policy.Evaluate(angryCustomer()); err != nil || match.Rule != "rule-1" {
					t.Errorf("rule %q matched (%v), want rule-1", match.Rule, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func FuzzCompile(f *testing.F) {
	f.Add("intent.risk == 'High' || message.sentiment < -0.4")
	f.Add(everyField)
	f.Add(loops(2, 5))
	f.Add("customer.locale.matches('^de')")
	f.Fuzz(func(t *testing.T, when string) {
		if len(when) > 1000 { // the schema's bound
			return
		}
		policy, err := Compile(rules(when))
		if err != nil {
			if !strings.HasPrefix(err.Error(), `rules[0] "rule-0": `) {
				t.Fatalf("error does not name the rule: %v", err)
			}
			return
		}
		if match, matched, err := policy.Evaluate(angryCustomer()); err != nil && (!matched || match.Rule != "rule-0") {
			t.Fatalf("a rule that fails with %v does not escalate", err)
		}
	})
}

func BenchmarkEvaluate10Rules(b *testing.B) {
	policy, err := Compile(rules(
		"intent.risk == 'Medium'", "message.asksForHuman", "customer.tier == 'gold' && message.sentiment < -0.4",
		"message.sentiment < -0.8", "intent.confidence < 0.3", "conversation.turns > 20", "customer.channel == 'whatsapp'",
		"customer.locale.startsWith('fr')", "message.length > 2000", "intent.name in ['cancel', 'complain', 'legal']",
	))
	if err != nil {
		b.Fatal(err)
	}
	in := angryCustomer()
	for b.Loop() {
		if _, matched, err := policy.Evaluate(in); matched || err != nil {
			b.Fatal(matched, err)
		}
	}
}

func BenchmarkCompile10Rules(b *testing.B) {
	source := rules("intent.risk == 'Medium'", "message.asksForHuman", "customer.tier == 'gold' && message.sentiment < -0.4",
		"message.sentiment < -0.8", "intent.confidence < 0.3", "conversation.turns > 20", "customer.channel == 'whatsapp'",
		"customer.locale.startsWith('fr')", "message.length > 2000", "intent.name in ['cancel', 'complain', 'legal']")
	for b.Loop() {
		if _, err := Compile(source); err != nil {
			b.Fatal(err)
		}
	}
}
