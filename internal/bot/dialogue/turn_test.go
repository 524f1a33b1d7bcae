// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// TestConversations plays whole conversations: each line of say is answered by the line of
// want beside it.
func TestConversations(t *testing.T) {
	const (
		offer    = "offer: Did you mean one of these?"
		clarify  = "clarify: I did not quite understand that. Could you say it in other words?"
		handoff  = "handoff: A person will take over from here. They get what you told me, so you need not repeat it."
		waiting  = "notice: A person has been asked to take over. Please wait; what you write is passed on to them."
		ask      = "field: What is your order number?"
		askAgain = "field: That does not look right. What is your order number?"
		welcome  = "notice: You are welcome. Write again if there is anything else."
	)
	tests := map[string]struct {
		say, want []string
		// wantHandoff is reason, rule, and whether the policy required it.
		wantHandoff string
		wantOutcome string
	}{
		"a question that the bot knows is answered": {
			say: []string{"when are you open"}, want: []string{"answer: Nine to five (1)."},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=hours,outcome=contained,reason=none}",
		},
		"the intent's own threshold is above the policy's": {
			say: []string{"perhaps when are you open"}, want: []string{offer},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=_none,outcome=abandoned,reason=none}",
		},
		"the policy's threshold holds for other intents": {
			say: []string{"perhaps my parcel"}, want: []string{ask},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=order-status,outcome=abandoned,reason=none}",
		},
		"two intents close to each other are offered": {
			say: []string{"torn about my parcel"}, want: []string{offer},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=_none,outcome=abandoned,reason=none}",
		},
		"an intent of another engine that the release does not have is not understood": {
			say: []string{"elsewhere"}, want: []string{clarify},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=_none,outcome=abandoned,reason=none}",
		},
		"not understood twice in a row goes to a person": {
			say: []string{"blue", "green"}, want: []string{clarify, handoff},
			wantHandoff: "low_confidence  false",
			wantOutcome: "conversation_outcomes_total{channel=web,intent=_none,outcome=escalated,reason=low_confidence}",
		},
		"an answer in between forgives": {
			say: []string{"blue", "when are you open", "green"}, want: []string{clarify, "answer: Nine to five (1).", clarify},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=hours,outcome=contained,reason=none}",
		},
		"thanks after an answer are no riddle": {
			say: []string{"when are you open", "great, thanks"}, want: []string{"answer: Nine to five (1).", welcome},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=hours,outcome=contained,reason=none}",
		},
		"a field is asked for, checked, and put into the answer": {
			say: []string{"where is my parcel", "it is AB123456."}, want: []string{ask, "answer: Order AB123456 is on its way. "},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=order-status,outcome=contained,reason=none}",
		},
		"values in the first message are picked up in passing": {
			say:         []string{"parcel AB123456 for ann@example.com please"},
			want:        []string{"answer: Order AB123456 is on its way. ann@example.com"},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=order-status,outcome=contained,reason=none}",
		},
		"a value that is not given goes to a person": {
			say: []string{"my parcel", "what?", "number 12", "still 12"}, want: []string{ask, ask, askAgain, handoff},
			wantHandoff: "field_not_given  false",
			wantOutcome: "conversation_outcomes_total{channel=web,intent=order-status,outcome=escalated,reason=field_not_given}",
		},
		"another question instead of a value is answered": {
			say: []string{"my parcel", "when are you open"}, want: []string{ask, "answer: Nine to five (1).\n" + ask},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=hours,outcome=contained,reason=none}",
		},
		"the same question again asks for the value again": {
			say: []string{"parcel AB123456", "my other parcel"}, want: []string{"answer: Order AB123456 is on its way. ", ask},
			wantOutcome: "conversation_outcomes_total{channel=web,intent=order-status,outcome=contained,reason=none}",
		},
		"a rule hands over, which the policy requires": {
			say: []string{"close my account"}, want: []string{handoff},
			wantHandoff: "rule high-risk true",
			wantOutcome: "conversation_outcomes_total{channel=web,intent=close-account,outcome=policy_escalated,reason=rule.high-risk}",
		},
		"a wish for a person is the bot's failure, also by a rule": {
			say: []string{"I want to talk to a person"}, want: []string{handoff},
			wantHandoff: "user_requested asked false",
			wantOutcome: "conversation_outcomes_total{channel=web,intent=_none,outcome=escalated,reason=user_requested}",
		},
		"a wish for a person while a value is asked for": {
			say: []string{"my parcel", "let me speak to an agent"}, want: []string{ask, handoff},
			wantHandoff: "user_requested asked false",
			wantOutcome: "conversation_outcomes_total{channel=web,intent=order-status,outcome=escalated,reason=user_requested}",
		},
		"after the handoff the customer is told to wait, and nothing is answered": {
			say: []string{"close my account", "when are you open"}, want: []string{handoff, waiting},
			wantHandoff: "rule high-risk true",
			wantOutcome: "conversation_outcomes_total{channel=web,intent=close-account,outcome=policy_escalated,reason=rule.high-risk}",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var got []string
			for _, text := range tc.say {
				got = append(got, w.say(text))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("replies (-want +got):\n%s", diff)
			}
			handed := ""
			if h := w.state.Handoff; h != nil {
				handed = h.Reason + " " + h.Rule + " " + map[bool]string{true: "true", false: "false"}[h.PolicyRequired]
				if len(w.outbox) == 0 || w.outbox[0].ID != "c1-h1" || !strings.Contains(string(w.outbox[0].Body), `"to":"https://helpdesk.example"`) {
					t.Errorf("outbox %+v, want the packet c1-h1 first", w.outbox)
				}
			} else if len(w.outbox) > 0 {
				t.Errorf("outbox %+v without a handoff", w.outbox)
			}
			if handed != tc.wantHandoff {
				t.Errorf("handoff %q, want %q", handed, tc.wantHandoff)
			}
			w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
			if diff := cmp.Diff([]string{tc.wantOutcome}, w.counted("conversation_outcomes")); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			checkContract(t, w.ledger)
		})
	}
}

func TestThePacketListsTheMissingField(t *testing.T) {
	w := newWorld(t)
	w.say("my parcel")
	w.say("I want a human")
	if body := string(w.outbox[0].Body); !strings.Contains(body, `"missing":"orderId"`) {
		t.Errorf("packet %s does not tell that orderId is missing", body)
	}
	if w.state.Collecting != nil {
		t.Error("the bot still asks for a value after the handoff")
	}
}

func TestKillSwitchHandsOverAtOnce(t *testing.T) {
	w := newWorld(t).rolling(100)
	w.pointer.Automation = AutomationDisabled
	if got := w.say("when are you open"); !strings.HasPrefix(got, "handoff: ") {
		t.Errorf("reply %q, want a handoff", got)
	}
	if h := w.state.Handoff; h.Reason != conversation.ReasonAutomationDisabled || !h.PolicyRequired {
		t.Errorf("handoff %+v, want automation_disabled, required by the policy", h)
	}
	if w.state.Assignment != nil {
		t.Error("a conversation without an answer was assigned to a track")
	}
}

// A conversation that the bot had a part in is one of the bot's, also when it is switched off
// before the end; one that began later is none.
func TestOutcomesTellWhetherTheBotHadAPartBeforeTheKillSwitch(t *testing.T) {
	for name, tc := range map[string]struct {
		before []string
		want   string
	}{
		"the bot answered before":    {before: []string{"when are you open"}, want: conversation.ReasonAutomationStopped},
		"the conversation began now": {want: conversation.ReasonAutomationDisabled},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for _, text := range tc.before {
				w.say(text)
			}
			w.pointer.Automation = AutomationDisabled
			w.say("where is my parcel")
			if got := conversationOutcome(&w.state).Labels["reason"]; got != tc.want {
				t.Errorf("reason %q, want %q", got, tc.want)
			}
			if w.state.Handoff.Reason != conversation.ReasonAutomationDisabled {
				t.Errorf("the packet says %q", w.state.Handoff.Reason)
			}
		})
	}
}

func TestTheSameMessageAgainGetsTheSameReplies(t *testing.T) {
	w := newWorld(t)
	first := w.sayAs("m1", "when are you open")
	counted := len(w.ledger)
	w.say("my parcel")
	if got := w.sayAs("m1", "when are you open"); got != first {
		t.Errorf("second time %q, first time %q", got, first)
	}
	if w.state.Messages != 2 || len(w.counted("first_response")) != 2 || counted == 0 {
		t.Errorf("%d messages and %v, want the repetition not to count", w.state.Messages, w.counted(""))
	}
	_, err := Turn(w.state, Message{ID: "m1", Text: "something else"}, w.inputs("something else"))
	if !errors.Is(err, ErrMessageReused) {
		t.Errorf("another text under the same id: %v, want ErrMessageReused", err)
	}
}

// TestTheBotAnswersWhatAPersonGaveBack hands over by policy, gets the conversation back, and
// hands it over again because the customer asks: the customer's wish is the bot's failure.
func TestTheBotAnswersWhatAPersonGaveBack(t *testing.T) {
	w := newWorld(t)
	w.say("close my account")
	first := w.state.Handoff.ID
	w.state.Handoff.State = conversation.HandoffAccepted
	if got := w.say("when are you open"); got != "" {
		t.Errorf("with a person the bot says %q", got)
	}
	w.state.Handoff.State = conversation.HandoffReturned
	if got := w.say("when are you open"); got != "answer: Nine to five (1)." {
		t.Errorf("back with the bot it says %q", got)
	}
	if out := Accepted(w.state, first, w.now, w.inForce()); out.Changed {
		t.Error("a packet that is accepted late takes the conversation from the bot again")
	}
	w.say("I want to talk to a person")
	if h := w.state.Handoff; h.ID == first || h.State != conversation.HandoffRequested || h.PolicyRequired {
		t.Errorf("the second handoff is %+v", h)
	}
	if got := w.state.Outcome(); got != conversation.OutcomeEscalated {
		t.Errorf("outcome %s", got)
	}
	w.state.Handoff.State = conversation.HandoffReturned
	w.say("close my account")
	if got := w.state.Outcome(); got != conversation.OutcomeEscalated {
		t.Errorf("outcome after a third handoff, by policy: %s", got)
	}
}

// TestFirstResponses tells the first reply of any kind from the bot's first answer or question,
// which counts from the beginning.
func TestFirstResponses(t *testing.T) {
	tests := map[string]struct {
		say  []string
		want []string
	}{
		"an answer":                   {[]string{"when are you open"}, []string{"any 0.04", "bot 0.04"}},
		"a question":                  {[]string{"my parcel"}, []string{"any 0.04", "bot 0.04"}},
		"a handoff, and no more":      {[]string{"close my account", "hello?"}, []string{"any 0.04"}},
		"a handoff after an answer":   {[]string{"when are you open", "close my account"}, []string{"any 0.04", "bot 0.04"}},
		"an answer once it came back": {[]string{"close my account", "<returned>", "when are you open"}, []string{"any 0.04", "bot 10.04"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			replies := 0
			for _, text := range tc.say {
				if text == "<returned>" {
					w.state.Handoff.State = conversation.HandoffReturned
					continue
				}
				w.say(text)
				replies++
			}
			var got []string
			for _, e := range w.ledger {
				if e.Metric == ledger.FirstResponse {
					got = append(got, fmt.Sprint(e.Labels["responder"], " ", e.Value))
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("first responses (-want +got):\n%s", diff)
			}
			if n := len(w.counted("intentops_response_seconds")); n != replies {
				t.Errorf("%d waits, want one for each of %d replies", n, replies)
			}
		})
	}
}

func TestAConversationThatEndedTakesNoMessages(t *testing.T) {
	w := newWorld(t)
	w.sayAs("m1", "when are you open")
	w.take(End(w.state, w.now))
	if _, err := Turn(w.state, Message{ID: "m2", Text: "hello"}, w.inputs("hello")); !errors.Is(err, ErrEnded) {
		t.Errorf("message after the end: %v, want ErrEnded", err)
	}
	if got := w.sayAs("m1", "when are you open"); !strings.HasPrefix(got, "answer: ") {
		t.Errorf("repetition after the end: %q, want the answer again", got)
	}
	if out := End(w.state, w.now); out.Changed {
		t.Error("ended twice")
	}
	if diff := cmp.Diff([]string{"surveys_offered_total{channel=web,handled_by=bot,survey=csat}"}, w.counted("surveys")); diff != "" {
		t.Errorf("surveys (-want +got):\n%s", diff)
	}
}

func TestATranscriptIsBounded(t *testing.T) {
	w := newWorld(t)
	for i := range 3 * conversation.MaxTurns {
		w.sayAs("m"+time.Duration(i).String(), "when are you open")
	}
	s := w.state
	if len(s.Turns) != conversation.MaxTurns || len(s.Seen) != conversation.MaxSeen || len(s.Attempted) != conversation.MaxAttempted {
		t.Errorf("%d lines, %d messages, %d steps are kept", len(s.Turns), len(s.Seen), len(s.Attempted))
	}
	if want := int64(6 * conversation.MaxTurns); s.LastSeq != want || s.Turns[len(s.Turns)-1].Seq != want {
		t.Errorf("last line is number %d, want %d", s.LastSeq, want)
	}
}

func TestAPacketThatCannotBeWrittenChangesNothing(t *testing.T) {
	w := newWorld(t)
	in := w.inputs("close my account")
	in.Packer = packer{err: errPack}
	out, err := Turn(w.state, Message{ID: "m1", Text: "close my account"}, in)
	if !errors.Is(err, errPack) || out.Changed {
		t.Errorf("outcome %+v, error %v: want the error and no change", out, err)
	}
}

func TestTheTranscriptBeginsWhenTheCustomerBeganToWait(t *testing.T) {
	w := newWorld(t)
	w.say("when are you open")
	if got, want := w.state.Turns[0].At, w.state.FirstMessageAt; !got.Equal(want) || !want.Before(w.now) {
		t.Errorf("the transcript begins at %s, the wait at %s, and now it is %s", got, want, w.now)
	}
}
