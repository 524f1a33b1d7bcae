// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/hack/simulator/internal/botclient"
	"github.com/intentops/intentops/hack/simulator/internal/report"
	"github.com/intentops/intentops/hack/simulator/internal/survey"
	"github.com/intentops/intentops/hack/simulator/journal"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

// The journal must tell what the report counts, also when answers get lost.
func TestTheJournalAgreesWithTheReport(t *testing.T) {
	var file bytes.Buffer
	bot := &fakeBot{breakAttempt: func(attempt int, _ string) (before, after bool) { return attempt%17 == 5, attempt%19 == 6 }}
	s := simulate(t, bot, Options{Conversations: 100, Journal: journal.New(&file)})
	s.traffic.Run(t.Context())
	r := s.report.Report()

	h := history.New(time.Time{})
	if err := h.Collect(history.Read(&file)); err != nil {
		t.Fatal(err)
	}
	h.Add(history.Event{Source: "/test", ID: "end", Type: history.TypePrefix + "handoff.accepted", Time: time.Now().AddDate(0, 0, 30)})
	for _, v := range h.Report(history.Options{MinSamples: 1}).KPIs {
		switch v.KPI {
		case v1alpha1.KPIChatVolume:
			if int64(v.Value) != r.Conversations {
				t.Errorf("the journal has %v conversations, the report %d", v.Value, r.Conversations)
			}
		case v1alpha1.KPICSAT:
			if want := ratings(r); v.Samples != want {
				t.Errorf("the journal has %d ratings, the report %d", v.Samples, want)
			}
		}
	}
}

func ratings(r report.Report) int64 {
	n := int64(0)
	for _, of := range r.Ratings {
		n += of
	}
	return n
}

func TestTheHelpdeskAsksForRatingsOfItsConversations(t *testing.T) {
	bot := &fakeBot{}
	s := simulate(t, bot, Options{Conversations: 200})
	s.traffic.options.Scenario.Rating.Share, s.traffic.options.Scenario.Rating.Helpdesk = 1, 0.5
	s.traffic.Run(t.Context())
	byBot := 0
	for id, c := range bot.conversations {
		asks := c.handed && survey.ThroughHelpdesk(id, 0.5)
		if asks && c.rated != 0 {
			t.Errorf("conversation %s is rated, although the helpdesk asks", id)
		}
		if c.handed && c.rated != 0 {
			byBot++
		}
	}
	if byBot == 0 {
		t.Error("no customer who was handed over rated through the bot")
	}
}

func TestAnswersAreJournalled(t *testing.T) {
	for name, tc := range map[string]struct {
		answer string
		want   journal.Reply
	}{
		"an answer after a greeting": {
			`{"messages":[{"kind":"notice","text":"Hi"},{"kind":"answer","intent":"refund"},{"kind":"notice"}]}`,
			journal.Reply{Intent: "refund", Kind: "answer"},
		},
		"a question":         {`{"messages":[{"kind":"field","intent":"refund"}]}`, journal.Reply{Intent: "refund", Kind: "clarify"}},
		"a handoff":          {`{"handoff":{"reason":"user_requested"},"messages":[{"kind":"handoff"}]}`, journal.Reply{Kind: "notice"}},
		"no automation":      {`{"handoff":{"reason":"automation_disabled"},"messages":[{"kind":"handoff"}]}`, journal.Reply{Kind: "notice", Unclassified: true}},
		"nothing to be said": {`{"messages":[]}`, journal.Reply{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, journalReply(decoded(t, tc.answer))); diff != "" {
				t.Errorf("reply (-want +got):\n%s", diff)
			}
		})
	}
}

func decoded(t *testing.T, text string) (answer botclient.Answer) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// A conversation is none of the bot's only where automation was disabled from its beginning.
func TestRecordOfTheKillSwitch(t *testing.T) {
	answer := botclient.Answer{}
	if err := json.Unmarshal([]byte(`{"handoff":{"reason":"automation_disabled"}}`), &answer); err != nil {
		t.Fatal(err)
	}
	for messages, want := range map[int64]bool{1: true, 2: false} {
		out := report.Conversation{Messages: messages}
		record(&out, answer)
		if out.Disabled != want || !out.PolicyRequired || !out.HandedOver {
			t.Errorf("with message %d: %+v, want disabled %v", messages, out, want)
		}
		again := out
		again.Messages++
		if record(&again, answer); again.Disabled != want {
			t.Errorf("what comes after message %d changes it", messages)
		}
	}
}
