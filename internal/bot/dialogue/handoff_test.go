// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestMessagesAfterTheHandoffAreForwarded(t *testing.T) {
	w := newWorld(t)
	w.say("close my account")
	w.say("it is account AB123456")
	w.take(Accepted(w.state, "c1-h1", w.now, w.inForce()))
	if got := w.say("are you open?"); got != "" {
		t.Errorf("a person has the conversation, and the bot says %q", got)
	}
	w.sayAs("m"+string(rune('a'+w.messages)), "are you open?") // sent again by the channel
	var got []string
	for _, m := range w.outbox[1:] {
		if m.Conversation != "c1" {
			t.Errorf("message of conversation %q", m.Conversation)
		}
		got = append(got, m.ID+" "+string(m.Body))
	}
	want := []string{
		`c1-h1-m3 {"packetVersion":"v1","kind":"message","handoffId":"c1-h1","messageId":"c1-h1-m3","conversation":"c1","seq":3,"at":"2026-03-02T09:00:10Z","text":"it is account AB123456"}`,
		`c1-h1-m5 {"packetVersion":"v1","kind":"message","handoffId":"c1-h1","messageId":"c1-h1-m5","conversation":"c1","seq":5,"at":"2026-03-02T09:00:20Z","text":"are you open?"}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outbox after the packet (-want +got):\n%s", diff)
	}
	if n := w.counted("conversations_total"); len(n) != 1 {
		t.Errorf("counted %v", n)
	}
	checkContract(t, w.ledger)
}

func TestTheCustomerIsToldTheStateOfTheHandoff(t *testing.T) {
	for state, want := range map[conversation.HandoffState]string{
		conversation.HandoffRequested: "notice: " + release.TextsFor(nil, "").WaitingForAgent,
		conversation.HandoffTimeout:   "notice: " + release.TextsFor(nil, "").NoAgentYet,
		conversation.HandoffFailed:    "notice: " + release.TextsFor(nil, "").NoAgentYet,
		conversation.HandoffAccepted:  "",
	} {
		w := newWorld(t)
		w.say("close my account")
		w.state.Handoff.State = state
		if got := w.say("hello?"); got != want {
			t.Errorf("%s: %q, want %q", state, got, want)
		}
	}
}

func TestAConversationThatTheAgentClosedIsOver(t *testing.T) {
	mark := func(kind conversation.MarkKind) func(*world) {
		return func(w *world) {
			w.state.Helpdesk = &conversation.Helpdesk{Marks: []conversation.HelpdeskMark{{At: w.now, Kind: kind}}}
		}
	}
	for name, tc := range map[string]struct {
		meanwhile  func(*world)
		say        string
		want       error
		wantReply  string
		wantPassed bool
	}{
		"a person still has it":                 {meanwhile: mark(conversation.MarkHuman), say: "are you open?", wantPassed: true},
		"resolved":                              {meanwhile: mark(conversation.MarkResolved), say: "are you open?", want: ErrOver},
		"thanks for the resolution":             {meanwhile: mark(conversation.MarkResolved), say: "thank you very much", wantReply: release.TextsFor(nil, "").YouAreWelcome},
		"silent for a day":                      {meanwhile: func(w *world) { w.now = w.now.Add(25 * time.Hour) }, say: "are you open?", want: ErrOver},
		"thanks after the agent's time is over": {meanwhile: func(w *world) { w.now = w.now.Add(25 * time.Hour) }, say: "thank you very much", want: ErrOver},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.say("close my account")
			w.take(Accepted(w.state, "c1-h1", w.now, w.inForce()))
			tc.meanwhile(w)
			sent := len(w.outbox)
			out, err := Turn(w.state, Message{ID: "next", Text: tc.say, ReceivedAt: w.now}, w.inputs(tc.say))
			if !errors.Is(err, tc.want) {
				t.Fatalf("%v, want %v", err, tc.want)
			}
			w.take(out)
			if len(w.outbox) > sent != tc.wantPassed {
				t.Errorf("%d messages to the helpdesk, want one: %t", len(w.outbox)-sent, tc.wantPassed)
			}
			reply := ""
			for _, r := range out.Replies {
				reply += r.Text
			}
			if reply != tc.wantReply {
				t.Errorf("reply %q, want %q", reply, tc.wantReply)
			}
			// What was answered stays answered.
			if again, err := Turn(w.state, Message{ID: "mb", Text: "close my account", ReceivedAt: w.now}, w.inputs("close my account")); err != nil || again.Changed || len(again.Replies) != 1 {
				t.Errorf("the first message again: %+v, %v", again, err)
			}
		})
	}
}
