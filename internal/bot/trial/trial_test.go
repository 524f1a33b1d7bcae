// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"testing"
	"time"

	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAFirstMessageIsUnderstoodWithoutItsValues where it is not with them, and nothing is done at once for it.
func TestAFirstMessageIsUnderstoodWithoutItsValues(t *testing.T) {
	intent := func(name, risk string, fields []release.Field, utterances ...string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: risk, Utterances: utterances, Fields: fields, Reply: release.Reply{Text: "Answer."}}
	}
	day := release.Field{Name: "day", Type: release.FieldDate, Prompt: "Which day?", Required: true}
	r, err := release.Compile([]release.Intent{
		intent("book-court", "High", []release.Field{day}, "Book a court", "I want to reserve a court", "Court booking", "Reserve a tennis court", "I would like to book a court"),
		intent("rent-racket", "Medium", []release.Field{day}, "Rent a racket", "I need a racket", "Racket rental", "Hire a racket", "I would like to rent a racket"),
		intent("hours", "Low", nil, "When are you open?", "Opening hours", "What time do you close?", "Are you open on Sunday?", "Hours"),
	}, release.Policy{
		Name: "test", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 3,
		Handoff: release.Handoff{Require: []string{"CustomerGoal"}, URL: "https://desk.example/handoffs", AcceptWithinSeconds: 60},
	})
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(logr.Discard())}.Compile(r.Hash(), r)
	if err != nil {
		t.Fatal(err)
	}
	pointer := release.Pointer{
		Version: release.FormatVersion, Automation: "Enabled", Stable: release.BundleRef{Release: r.Hash(), ConfigMaps: []string{"test"}},
		Measurement: release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 86400},
	}
	for text, want := range map[string]string{
		"court for us this coming Saturday please":           "confirm book-court",
		"racket rental please, we come this coming Saturday": "confirm rent-racket",
		"are you open this coming Saturday":                  "answer hours",
	} {
		got, err := FirstMessage(t.Context(), loaded, pointer, text, "en", time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC))
		if err != nil || got.Decision+" "+got.Intent != want {
			t.Errorf("%q: %+v %v, want %s", text, got, err, want)
		}
	}
}
