// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestUtterancesThatDenyHideNoDenial: some utterances of an intent hold a negation. Messages in
// their words mean the intent; others that deny what it is about do not.
func TestUtterancesThatDenyHideNoDenial(t *testing.T) {
	c, err := Compile([]release.Intent{
		{Name: "end-contract", Revision: "1", Risk: "High", Locale: "en", Utterances: []string{
			"please stop and end the contract", "end our contract", "we do not need the contract any more", "I wish to end it",
		}},
		{Name: "payout", Revision: "1", Risk: "Medium", Locale: "en", Utterances: []string{
			"I have not seen my payout yet", "where is the payout", "when does the payout come",
		}},
		{Name: "send-back", Revision: "1", Risk: "Low", Locale: "en", Utterances: []string{
			"I don't like it and would rather post it back", "how do I post it back",
		}},
		{Name: "hours", Revision: "1", Risk: "Low", Utterances: []string{"when are you open"}},
		{Name: "order-status", Revision: "1", Risk: "Low", Utterances: []string{"where is my parcel"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		intent, say string
		denied      bool
	}{
		{"end-contract", "please don't end the contract", true},
		{"end-contract", "I do not want you to end our contract", true},
		{"end-contract", "we don't need to end the contract any more", true},
		{"end-contract", "we do not want the contract any more", false},
		{"end-contract", "we do not need the contract any more", false},
		{"end-contract", "stop and end my contract", false},
		{"end-contract", "the site doesn't let me end the contract", false},
		{"payout", "I don't want a payout", true},
		{"payout", "no payout please", true},
		{"send-back", "I don't want to post it back", true},
		{"send-back", "I don't like it and would rather post it back", false},
		{"payout", "I still haven't seen the payout", false},
		{"payout", "my payout has not come yet", false},
	} {
		if got := c.Intents[tc.intent].Denied(tc.say, signals.Read(tc.say, "en")); got != tc.denied {
			t.Errorf("%q denies %s: %t, want %t", tc.say, tc.intent, got, tc.denied)
		}
	}
}

// TestWhatRefusesAndEndsIsAskedForInEitherWords: most utterances of an intent refuse something, and some ask for it to
// end. Other words for the same mean the intent, and a refusal of those does not.
func TestWhatRefusesAndEndsIsAskedForInEitherWords(t *testing.T) {
	c, err := Compile([]release.Intent{
		{Name: "no-towels", Revision: "1", Risk: "Medium", Locale: "en", Utterances: []string{
			"please don't change my towels", "stop the towel change", "no more towels please", "I don't need new towels",
		}},
		{Name: "hours", Revision: "1", Risk: "Low", Utterances: []string{"when are you open"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for say, denied := range map[string]bool{
		"stop the towel service":                   false,
		"don't change the towels":                  false,
		"please do not stop changing my towels":    true,
		"never stop bringing towels":               true,
		"I don't want you to stop the towel thing": true,
	} {
		if got := c.Intents["no-towels"].Denied(say, signals.Read(say, "en")); got != denied {
			t.Errorf("%q denies it: %t, want %t", say, got, denied)
		}
	}
}
