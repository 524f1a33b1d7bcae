// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestTheOppositeOfAnIntentIsAskedAbout: however sure the classifier is, since the words are those of
// the intent but for one.
func TestTheOppositeOfAnIntentIsAskedAbout(t *testing.T) {
	intent := func(name string, utterances ...string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: "Low", Utterances: utterances, Reply: release.Reply{Text: name}}
	}
	for name, tc := range map[string]struct {
		in        release.Intent
		say, want string
	}{
		"lower instead of raise":           {intent("raise", "raise my limit", "increase my limit"), "lower my limit please", offered},
		"pause instead of end":             {intent("end", "end my membership", "cancel my membership"), "pause my membership", offered},
		"import instead of export":         {intent("export", "export my data", "download my data"), "how do I import my data", offered},
		"what the intent does is answered": {intent("raise", "raise my limit", "increase my limit"), "raise my limit please", "answer: raise"},
		"and so is who says neither":       {intent("raise", "raise my limit", "increase my limit"), "my limit is not enough", "answer: raise"},
		"and who says both":                {intent("raise", "raise my limit", "increase my limit"), "you lowered my limit, please raise it", "answer: raise"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", tc.in)
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: tc.in.Name, Confidence: 0.98}}
			}
			if got := w.say(tc.say); got != tc.want {
				t.Errorf("%q is answered %q, want %q", tc.say, got, tc.want)
			}
		})
	}
}

// raising is a bot that raises limits after asking how far, deletes accounts at once, and cancels orders
// after a yes.
func raising(t *testing.T) *world {
	t.Helper()
	intent := func(name, risk string, utterances ...string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: risk, Utterances: utterances, Reply: release.Reply{Text: name}}
	}
	raise := intent("raise", "Medium", "raise my limit", "increase my limit")
	raise.Fields = []release.Field{{Name: "to", Type: release.FieldNumber, Prompt: "How far?", Required: true}}
	raise.Reply.Text = "raised to {to}"
	w := newWorld(t)
	w.stable = compiled(t, "stable", raise, intent("delete", "Medium", "delete my account", "close my account"), intent("cancel", "High", "cancel my order", "call my order off"), hours("1"))
	w.stable.Rules = nil
	w.stable.Policy.UnresolvedTurns = 5
	w.predictions = func(text string) []understanding.Prediction {
		for _, p := range []struct{ word, intent string }{{"limit", "raise"}, {"account", "delete"}, {"order", "cancel"}, {"open", "hours"}} {
			if strings.Contains(text, p.word) {
				return []understanding.Prediction{{Intent: p.intent, Confidence: 0.95}}
			}
		}
		return nil
	}
	return w
}

func TestNothingIsDoneThatWasTakenBackOrOnlySpokenOf(t *testing.T) {
	const howFar, raised, deleted, shallICancel, cancelled = "field: How far?", "answer: raised to 3000", "answer: delete", "confirm: Shall I go ahead: Cancel?", "answer: cancel"
	shallIDelete := "confirm: Shall I go ahead: Delete?"
	for name, tc := range map[string]struct{ say, want []string }{
		"a value is given":                         {[]string{"raise my limit", "3000"}, []string{howFar, raised}},
		"a value is taken back in the same breath": {[]string{"raise my limit", "3000. No! Don't raise it"}, []string{howFar, leftAsIs}},
		"or let go of":                             {[]string{"raise my limit", "3000? forget it"}, []string{howFar, leftAsIs}},
		"the opposite is wanted instead":           {[]string{"raise my limit", "lower it to 300"}, []string{howFar, offered}},
		"who says so is answered":                  {[]string{"delete my account"}, []string{deleted}},
		"who only names the thing is asked":        {[]string{"it's in my account"}, []string{shallIDelete}},
		"who asks whether it was done is asked":    {[]string{"did you delete my account?"}, []string{shallIDelete}},
		"also as the second request of a message":  {[]string{"when do you open? And should I rather close my account?"}, []string{nineToFive + "\noffer: You also asked about this: Delete. Shall I go on with it?"}},
		"who wants it back is offered":             {[]string{"restore my account"}, []string{offered}},
		"thanks for another answer are no yes":     {[]string{"cancel my order", "when do you open", "ok thanks", "yes"}, []string{shallICancel, nineToFive + "\n" + shallICancel, shallICancel, cancelled}},
		"praise that asks to go ahead is one":      {[]string{"cancel my order", "when do you open", "perfect, do it"}, []string{shallICancel, nineToFive + "\n" + shallICancel, cancelled}},
		"but not what it asks to wait with":        {[]string{"cancel my order", "when do you open", "perfect, do it tomorrow"}, []string{shallICancel, nineToFive + "\n" + shallICancel, welcome + "\n" + shallICancel}},
		"nor is praise":                            {[]string{"cancel my order", "when do you open", "perfect", "yes please"}, []string{shallICancel, nineToFive + "\n" + shallICancel, shallICancel, cancelled}},
		"a yes after another answer is one":        {[]string{"cancel my order", "when do you open", "yes please"}, []string{shallICancel, nineToFive + "\n" + shallICancel, cancelled}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, raising(t), tc.say, tc.want) })
	}
}

// TestWhatIsOnlyToldOfNeedsAYes, where an intent takes something away at once, if only for a while, and
// whatever else its utterances say.
func TestWhatIsOnlyToldOfNeedsAYes(t *testing.T) {
	pause := []string{"pause my plan", "put my plan on hold", "I travel in June", "I am away for long", "mein Abo pausieren", "暂停会员", "サブスクを休止したい", "suspender mi plan"}
	const shallI, done = "confirm: Shall I go ahead: Pause?", "answer: pause"
	for text, want := range map[string]string{
		"is my plan paused?":                         shallI,
		"my plan was put on hold":                    shallI,
		"ist mein Abo pausiert?":                     shallI,
		"¿está pausado mi plan?":                     shallI,
		"mon forfait a été suspendu":                 shallI,
		"il mio piano è sospeso":                     shallI,
		"a assinatura foi pausada":                   shallI,
		"aboneliğim dondurulmuş":                     shallI,
		"تم تجميد اشتراكي":                           shallI,
		"我的会员被暂停了吗":                                  shallI,
		"サブスクは休止中ですか":                                shallI,
		"you paused it before, please pause my plan": done,
		"can I pause my plan?":                       done,
		"I would like my plan paused":                done,
		"I travel a lot":                             done,
		"un-pause my plan":                           offered,
		"das Abo wieder aktivieren":                  offered,
		"恢复会员":                                       offered,
	} {
		t.Run(text, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{Name: "pause", Revision: "pause-1", Risk: "Medium", Utterances: pause, Reply: release.Reply{Text: "pause"}})
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "pause", Confidence: 0.98}}
			}
			if got := w.say(text); got != want {
				t.Errorf("answered %q, want %q", got, want)
			}
		})
	}
}
