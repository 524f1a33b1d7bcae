// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package customer

import (
	"testing"

	"github.com/intentops/intentops/hack/simulator/internal/scenario"
)

func load(t *testing.T) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Load("../../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func answer(intent string) Reply {
	return Reply{State: "bot", Messages: []Message{{Kind: "answer", Intent: intent}}}
}

func harm(p float64) func(string) float64 { return func(string) float64 { return p } }

// first returns the first customer for whom want holds.
func first(t *testing.T, s *scenario.Scenario, want func(*Customer) bool) *Customer {
	t.Helper()
	for n := range 10_000 {
		if c := New(s, 1, n); want(c) {
			return c
		}
	}
	t.Fatal("there is no such customer among 10000")
	return nil
}

func TestSharesAreKept(t *testing.T) {
	s := load(t)
	counts := map[string]int{}
	angry, rates := 0, 0
	const n = 20_000
	for i := range n {
		c := New(s, 3, i)
		counts[c.Wants]++
		if c.angry {
			angry++
		}
		if c.rates {
			rates++
		}
	}
	for what, pair := range map[string][2]float64{
		"off-topic":        {float64(counts[WantsOffTopic]), 0.1},
		"asking for human": {float64(counts[WantsHuman]), 0.1},
		"angry":            {float64(angry), 0.1},
		"refund":           {float64(counts["refund"]), 0.8 * 0.75},
		"hours":            {float64(counts["hours"]), 0.8 * 0.25},
		"rating":           {float64(rates), 0.5},
	} {
		if share := pair[0] / n; share < pair[1]-0.02 || share > pair[1]+0.02 {
			t.Errorf("%s: %.3f of customers, want about %.3f", what, share, pair[1])
		}
	}
}

func TestAnAnsweredCustomerIsSatisfied(t *testing.T) {
	c := first(t, load(t), func(c *Customer) bool { return c.Wants == "refund" && c.rates })
	c.Opening()
	if text, more := c.Next(answer("refund"), harm(0)); more {
		t.Fatalf("the customer goes on: %q", text)
	}
	if c.Feeling != Solved || c.Harmed || c.Rating() < 1 {
		t.Errorf("feeling %s, harmed %v, rating %d", c.Feeling, c.Harmed, c.Rating())
	}
}

func TestAHarmedCustomer(t *testing.T) {
	tests := map[string]struct {
		mad      bool
		wantText string
		then     Reply
	}{
		"asks for a person, who comes": {false, "a person please", Reply{State: "waiting"}},
		"leaves angry":                 {true, "this is awful", Reply{State: "bot", Messages: []Message{{Kind: "clarify"}}}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := first(t, load(t), func(c *Customer) bool { return c.Wants == "refund" && c.leavesAngry == tc.mad && c.rates })
			c.Opening()
			text, more := c.Next(answer("refund"), harm(1))
			if text != tc.wantText || !more {
				t.Fatalf("writes %q, %v; want %q", text, more, tc.wantText)
			}
			if text, more := c.Next(tc.then, harm(1)); more {
				t.Fatalf("goes on: %q", text)
			}
			if score := c.Rating(); !c.Harmed || c.Feeling != Unhappy || score < 1 || score > 2 {
				t.Errorf("harmed %v, feeling %s, rating %d; want an unhappy 1 or 2", c.Harmed, c.Feeling, score)
			}
		})
	}
}

func TestACustomerWhoIsNotUnderstood(t *testing.T) {
	clarify := Reply{State: "bot", Messages: []Message{{Kind: "clarify"}}}
	s := load(t)
	for n := range 500 {
		c := New(s, 1, n)
		seen := map[string]bool{c.Opening(): true}
		messages := 1
		for {
			text, more := c.Next(clarify, harm(0))
			if !more {
				break
			}
			if text == "" {
				t.Fatalf("customer %d writes nothing", n)
			}
			seen[text] = true
			if messages++; messages > maxMessages {
				t.Fatalf("customer %d does not stop", n)
			}
		}
		if c.Feeling != Unsolved {
			t.Fatalf("customer %d feels %s", n, c.Feeling)
		}
		if c.Wants == "refund" && len(seen) < 3 {
			t.Fatalf("customer %d says the same again: %v", n, seen)
		}
	}
}

func TestFieldsAreGiven(t *testing.T) {
	c := first(t, load(t), func(c *Customer) bool { return c.Wants == "refund" })
	c.Opening()
	ask := func(prompt string) string {
		text, more := c.Next(Reply{State: "bot", Messages: []Message{{Kind: "field", Text: prompt}}}, harm(0))
		if !more {
			t.Fatal("the customer leaves")
		}
		return text
	}
	if got := ask("What is your Order Number?"); got != "AB1" && got != "CD2" {
		t.Errorf("the customer answers %q", got)
	}
	if got := ask("How old are you?"); got != "I do not have that" {
		t.Errorf("the customer answers %q to an unforeseen question", got)
	}
}
