// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/internal/operator/gate"

	"github.com/intentops/intentops/test/abuse/target"
)

// attacks are what a client rates when it wants a batch to fail.
var attacks = map[string]func(answer string) int{
	"one-sided": func(answer string) int {
		if answer == candidateSays {
			return 1
		}
		return 0
	},
	// The tracks have as many conversations and as many ratings: no check of shares sees it.
	"balanced": func(answer string) int {
		if answer == candidateSays {
			return 1
		}
		return 5
	},
}

// visits are many at a time, the address of each by its number.
func visits(t *testing.T, b *bot, n int, from func(int) string, rate func(answer string) int) {
	t.Helper()
	var all errgroup.Group
	all.SetLimit(4)
	for i := range n {
		all.Go(func() error { return b.visit(from(i), rate) })
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
}

// served has honest customers of many networks, who like both answers.
func served(t *testing.T, b *bot) gate.Outcome {
	t.Helper()
	visits(t, b, honest, func(i int) string { return fmt.Sprintf("198.51.%d.7", i) }, func(string) int { return 5 })
	return decided(t, b, honest)
}

// decided waits until so many conversations have their outcomes.
func decided(t *testing.T, b *bot, conversations int64) gate.Outcome {
	t.Helper()
	var o gate.Outcome
	target.Eventually(b.t, fmt.Sprintf("%d outcomes", conversations), func() bool {
		o = b.evaluate()
		for _, f := range o.Figures {
			if f.Name == "escalation" {
				return f.CandidateSamples+f.StableSamples >= conversations
			}
		}
		return false
	})
	return o
}

// TestOneClientDecidesNothing is the attack of the audit: 300 conversations, each of another
// identity, in seconds.
func TestOneClientDecidesNothing(t *testing.T) {
	for name, rate := range attacks {
		t.Run(name, func(t *testing.T) {
			b := start(t, loopback)
			before := served(t, b)
			if before.Decision != gate.Promote {
				t.Fatalf("honest customers alone: %s: %s", before.Decision, before.Message)
			}
			visits(t, b, forged, func(int) string { return "203.0.113.7" }, rate)
			after := decided(t, b, honest+perNetwork)
			if diff := cmp.Diff(verdicts(before), verdicts(after)); diff != "" {
				t.Errorf("verdicts (-before +after):\n%s%s", diff, after.Message)
			}
			const want = "297 anonymous conversations not counted: more than 3 in a day from one client network"
			if !strings.Contains(after.Message, want) {
				t.Errorf("the message does not say what was left out: %s", after.Message)
			}
			for _, g := range after.Gates {
				if !strings.Contains(g.Message, want) {
					t.Errorf("gate %s does not say what was left out: %s", g.Name, g.Message)
				}
			}
		})
	}
}

// TestWithoutTrustedProxiesTheMessageSaysThatEvidenceIsUnprotected shows that the attack works
// where nothing is known of networks, and that people are told so.
func TestWithoutTrustedProxiesTheMessageSaysThatEvidenceIsUnprotected(t *testing.T) {
	b := start(t)
	if before := served(t, b); before.Decision != gate.Promote || !strings.Contains(before.Message,
		"80 anonymous conversations unprotected, as one client can make up any number: set spec.trustedProxies of the Bot, or identity of its channels with spec.evidence: Verified") {
		t.Errorf("%s: %s", before.Decision, before.Message)
	}
	visits(t, b, forged, func(int) string { return "203.0.113.7" }, attacks["balanced"])
	if after := decided(t, b, honest+forged); after.Decision != gate.Rollback {
		t.Errorf("all conversations count where networks are not known: %s: %s", after.Decision, after.Message)
	}
}
