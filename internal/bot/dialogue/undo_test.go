// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// switching has two intents of which one undoes the other, one that nothing undoes, and one of low risk.
func switching(t *testing.T) *world {
	t.Helper()
	intent := func(name, risk string, utterances ...string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: risk, Utterances: utterances, Reply: release.Reply{Text: name}}
	}
	w := newWorld(t)
	w.stable = compiled(t, "stable",
		intent("roaming-on", "Medium", roaming...), intent("roaming-off", "Medium", "turn off roaming", "deactivate roaming", "I need no roaming any more", "remove roaming"),
		intent("towels", "Medium", "send me towels", "I need fresh towels", "bring towels please"), hours("1"))
	w.stable.Rules = nil
	w.stable.Policy.UnresolvedTurns = 3
	w.predictions = func(text string) []understanding.Prediction {
		for _, p := range []struct{ word, intent string }{{"off roaming", "roaming-off"}, {"roaming", "roaming-on"}, {"towels", "towels"}, {"open", "hours"}} {
			if strings.Contains(text, p.word) {
				return []understanding.Prediction{{Intent: p.intent, Confidence: 0.95}}
			}
		}
		return nil
	}
	return w
}

// TestWhatWasDoneIsNotLetGoOf: it is too late for that, and to say otherwise would be wrong. What may help is
// offered.
func TestWhatWasDoneIsNotLetGoOf(t *testing.T) {
	const (
		on, off, towels = "answer: roaming-on", "answer: roaming-off", "answer: towels"
		cannot          = "offer: I can't undo that myself. Can one of these help?"
	)
	for name, tc := range map[string]struct{ say, want []string }{
		"it is taken back":                    {[]string{"turn on roaming", "sorry, wrong button, take that back"}, []string{on, cannot}},
		"or let go of":                        {[]string{"turn on roaming", "never mind"}, []string{on, cannot}},
		"or to be undone":                     {[]string{"turn on roaming", "undo that"}, []string{on, cannot}},
		"or was a mistake":                    {[]string{"turn on roaming", "no wait, I didn't want that"}, []string{on, cannot}},
		"with its name":                       {[]string{"send me towels", "never mind the towels"}, []string{towels, cannot}},
		"a yes takes what is offered":         {[]string{"turn on roaming", "undo that", "yes"}, []string{on, cannot, off}},
		"the opposite is done":                {[]string{"turn on roaming", "turn off roaming"}, []string{on, off}},
		"thanks take nothing back":            {[]string{"turn on roaming", "thanks, that's all"}, []string{on, "notice: You are welcome. Write again if there is anything else."}},
		"of an answer alone there is no harm": {[]string{"when do you open", "never mind"}, []string{nineToFive, leftAsIs}},
		"what was only asked is let go of":    {[]string{"is roaming on?", "never mind"}, []string{"confirm: Shall I go ahead: Roaming on?", leftAsIs}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, switching(t), tc.say, tc.want) })
	}
}

// TestOnlyWhatUndoesItIsOffered: where nothing does, there is a person, and a yes is to that.
func TestOnlyWhatUndoesItIsOffered(t *testing.T) {
	w := switching(t)
	w.say("turn on roaming")
	w.say("undo that")
	if got := strings.Join(w.state.Offered.Intents, " "); got != "roaming-off" {
		t.Errorf("offered %q, want what turns it off", got)
	}
	w = switching(t)
	w.say("send me towels")
	w.say("undo that")
	if got := w.state.Offered.Intents; len(got) > 0 {
		t.Errorf("offered %q, want a person only", got)
	}
	if got := w.say("yes"); !strings.HasPrefix(got, "handoff: ") {
		t.Errorf("a yes is answered %q, want a person", got)
	}
}
