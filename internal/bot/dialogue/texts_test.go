// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/contract/release"
)

// saying is a release like w's stable one that says other things of itself.
func (w *world) saying(hash string, texts ...v1alpha1.BotTexts) *decide.Compiled {
	w.t.Helper()
	c := compiled(w.t, hash, orderStatus(), hours("1"), closeAccount())
	c.Texts = release.ResolveTexts(texts)
	return c
}

func TestTheBotSpeaksTheCustomersLanguage(t *testing.T) {
	own := v1alpha1.BotTexts{Locale: "de", NotUnderstood: "Wie bitte?"}
	for name, tc := range map[string]struct {
		texts  []v1alpha1.BotTexts
		none   bool
		locale string
		want   string
	}{
		"a language of the defaults":                {locale: "fr-CA", want: "Je n'ai pas bien compris"},
		"written in capitals":                       {locale: "ES-mx", want: "No lo he entendido bien"},
		"a language that there is not":              {locale: "sw", want: "I did not quite"},
		"no language":                               {want: "I did not quite"},
		"the Bot's own words":                       {texts: []v1alpha1.BotTexts{own}, locale: "de-CH", want: "Wie bitte?"},
		"another language than the Bot's own words": {texts: []v1alpha1.BotTexts{own}, locale: "ja-JP", want: "申し訳ございません"},
		"a folder without texts":                    {none: true, locale: "tr", want: "Bunu tam olarak anlayamadım"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.stable, w.state.Locale = w.saying("stable", tc.texts...), tc.locale
			if tc.none {
				w.stable.Texts = nil
			}
			if got := w.say("blue"); !strings.Contains(got, tc.want) {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// TestTheBotsOwnTextsAreThoseOfItsTrack goes through every text on both tracks of a
// rollout that brings nothing but texts.
func TestTheBotsOwnTextsAreThoseOfItsTrack(t *testing.T) {
	all := func(mark v1alpha1.BotText) v1alpha1.BotTexts {
		return v1alpha1.BotTexts{
			Locale: "en", NotUnderstood: mark + " what?", ValueNotAccepted: mark + " no.", YouAreWelcome: mark + " welcome.", HandingOver: mark + " handing over.",
			WaitingForAgent: mark + " wait.", NoAgentYet: mark + " no agent yet.", RequestReceived: mark + " received.",
		}
	}
	for _, track := range []string{conversation.TrackStable, conversation.TrackCandidate} {
		t.Run(track, func(t *testing.T) {
			begin := func() *world {
				w := newWorld(t).rolling(50).customerOn(track)
				w.stable, w.candidate = w.saying("stable", all("stable")), w.saying("candidate", all("candidate"))
				return w
			}
			expect := func(got, want string) {
				t.Helper()
				if !strings.Contains(got, track+" "+want) {
					t.Errorf("the bot says %q, want %q of the %s track", got, want, track)
				}
			}
			said := func(w *world, out Outcome) string {
				w.take(out)
				if len(out.Replies) == 0 {
					return ""
				}
				return out.Replies[0].Text
			}

			w := begin()
			expect(w.say("blue"), "what?")
			w = begin()
			w.say("where is my parcel")
			expect(w.say("number 12"), "no.")
			w = begin()
			w.say("when are you open")
			expect(w.say("thank you"), "welcome.")

			w = begin()
			expect(w.say("close my account"), "handing over.")
			expect(w.say("hurry"), "wait.")
			expect(said(w, Due(w.state, conversation.DueAccept, w.now.Add(time.Hour), w.inForce())), "no agent yet.")
			expect(w.say("hello?"), "no agent yet.")
			expect(said(w, Accepted(w.state, w.state.Handoff.ID, w.now, w.inForce())), "received.")
			w = begin()
			w.say("close my account")
			expect(said(w, Failed(w.state, w.state.Handoff.ID, w.now, w.inForce())), "no agent yet.")
		})
	}
}

func TestAConversationIsAssignedWhenTheTextsDiffer(t *testing.T) {
	for name, tc := range map[string]struct {
		brings v1alpha1.BotTexts
		says   []string
		want   bool
	}{
		"asks back in other words":                    {v1alpha1.BotTexts{Locale: "en", NotUnderstood: "What?"}, []string{"blue"}, true},
		"answers without the texts":                   {v1alpha1.BotTexts{Locale: "en", NotUnderstood: "What?"}, []string{"when are you open"}, false},
		"another language":                            {v1alpha1.BotTexts{Locale: "de", NotUnderstood: "Wie?"}, []string{"blue"}, false},
		"the first prompt needs no text":              {v1alpha1.BotTexts{Locale: "en", ValueNotAccepted: "No."}, []string{"where is my parcel"}, false},
		"the second does":                             {v1alpha1.BotTexts{Locale: "en", ValueNotAccepted: "No."}, []string{"where is my parcel", "number 12"}, true},
		"a handoff is where texts of the wait differ": {v1alpha1.BotTexts{Locale: "en", NoAgentYet: "Nobody."}, []string{"close my account"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(50)
			w.candidate = compiled(t, "candidate", orderStatus(), hours("1"), closeAccount(), returns())
			w.candidate.Texts = release.ResolveTexts([]v1alpha1.BotTexts{tc.brings})
			for _, text := range tc.says {
				w.say(text)
			}
			if got := w.state.Assignment != nil; got != tc.want {
				t.Errorf("assigned %t, want %t", got, tc.want)
			}
			if a := w.state.Assignment; a != nil && a.Kind != conversation.KindChangedIntent {
				t.Errorf("counted as %s: stable has such texts too", a.Kind)
			}
		})
	}
}
