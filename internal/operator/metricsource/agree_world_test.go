// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	clocktesting "k8s.io/utils/clock/testing"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/conversation/conversationtest"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/events"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/turns"
	"github.com/intentops/intentops/internal/bot/understanding"
	scorecard "github.com/intentops/intentops/internal/contract/kpi/history"
	"github.com/intentops/intentops/internal/contract/release"
)

// hours understands messages with the word "open", and nothing else.
type hours struct{}

func (hours) Classify(_ context.Context, text string) ([]understanding.Prediction, error) {
	if strings.Contains(text, "open") {
		return []understanding.Prediction{{Intent: "hours", Confidence: 0.9}}, nil
	}
	return nil, nil
}

type oneView struct{ view *releases.View }

func (v oneView) View() *releases.View { return v.view }

// shop is a bot with its helpdesk, on a clock of its own, that writes down everything that
// happens as events of a file.
type shop struct {
	t        *rapid.T
	store    *conversationtest.Memory
	clock    *clocktesting.FakeClock
	bot      *turns.Processor
	ingestor *events.Ingestor
	file     *scorecard.History
	// looked says which due messages were delivered.
	looked map[int]bool
	serial int
}

func openShop(t *rapid.T) *shop {
	compiled, err := decide.Compile("stable", release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{{Name: "hours", Revision: "hours-1", Utterances: []string{"open"}, Reply: release.Reply{Text: "Nine to five."}}},
		Policy: release.Policy{ConfidencePercent: 50, UnresolvedTurns: 3,
			Handoff: release.Handoff{Require: []string{}, URL: "https://helpdesk.example", AcceptWithinSeconds: 60}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{
		t: t, store: conversationtest.NewMemory(), clock: clocktesting.NewFakeClock(start),
		file: scorecard.New(time.Time{}), looked: map[int]bool{},
	}
	s.bot = turns.New(turns.Options{
		Store: s.store, Packer: handoff.Packer{}, Clock: s.clock, Log: logr.Discard(), Timeout: time.Minute,
		Metrics: turns.NewMetrics(prometheus.NewRegistry()),
		Views: oneView{&releases.View{
			Stable:  &releases.Loaded{Compiled: compiled, Classifier: hours{}},
			Pointer: release.Pointer{Automation: "Enabled", Measurement: release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 86400}},
		}},
	})
	s.ingestor = events.NewIngestor(events.Options{
		Store: s.store, Clock: s.clock, Metrics: events.NewMetrics(prometheus.NewRegistry()),
		Rules: func() events.Rules {
			return events.Rules{RatingWithin: 24 * time.Hour, Settle: events.DefaultSettle, WrapUp: events.DefaultWrapUp}
		},
	})
	return s
}

// advance lets time pass, and delivers what is due meanwhile, in order.
func (s *shop) advance(to time.Time) {
	for {
		due, next := s.store.Due(), -1
		for i, d := range due {
			if !s.looked[i] && !d.At.After(to) && (next < 0 || d.At.Before(due[next].At)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		s.looked[next] = true
		if due[next].At.After(s.clock.Now()) {
			s.clock.SetTime(due[next].At)
		}
		run := s.bot.RunDue
		if due[next].Kind == conversation.DueHelpdesk {
			run = s.ingestor.Due
		}
		if err := run(s.t.Context(), due[next]); err != nil {
			s.t.Fatal(err)
		}
	}
	if to.After(s.clock.Now()) {
		s.clock.SetTime(to)
	}
}

type data map[string]any

// document is an event as a file has it.
func (s *shop) document(eventType, conversation string, at time.Time, d data) []byte {
	s.serial++
	line, err := json.Marshal(map[string]any{
		"specversion": "1.0", "source": "/shop", "id": fmt.Sprint(s.serial), "type": events.Prefix + eventType,
		"subject": conversation, "time": at, "data": d,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return line
}

// write puts an event into the file.
func (s *shop) write(line []byte) {
	e, err := scorecard.Parse(line)
	if err != nil {
		s.t.Fatalf("%s: %v", line, err)
	}
	s.file.Add(e)
}

// tell sends an event to the bot, as often as is said, and puts it into the file as often.
func (s *shop) tell(eventType, id string, at time.Time, d data, times int) {
	line := s.document(eventType, id, at, d)
	body, err := json.Marshal(d)
	if err != nil {
		s.t.Fatal(err)
	}
	e := events.Event{
		Source: "/shop", ID: fmt.Sprint(s.serial), Type: events.Prefix + eventType, Conversation: id, Time: at, Data: body,
	}
	for i := range times {
		s.write(line)
		verdicts, err := s.ingestor.Ingest(s.t.Context(), []events.Event{e})
		if err != nil {
			s.t.Fatal(err)
		}
		// What is told again, or of a target that was counted as missed, changes nothing.
		if got := verdicts[0].Result; got.Refused() || got == events.DifferentContent || i == 0 && got == events.Duplicate {
			s.t.Fatalf("%s, time %d: %s (%s)", line, i, got, verdicts[0].Message)
		}
	}
}

func (s *shop) open(customer string) string {
	state, err := s.bot.Open(s.t.Context(), turns.Opening{Customer: customer, Channel: "web"})
	if err != nil {
		s.t.Fatal(err)
	}
	return state.ID
}

// say has a customer write to the bot, and writes down what the bot does. With a person, the
// customer keeps silent.
func (s *shop) say(id, customer, text string) {
	before, err := s.bot.Get(s.t.Context(), id, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if before.WithPerson() {
		return
	}
	out, err := s.bot.Say(s.t.Context(), id, dialogue.Message{ID: fmt.Sprint("m", before.Messages), Text: text}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	now := s.clock.Now()
	if before.FirstMessageAt.IsZero() {
		s.write(s.document("conversation.started", id, now, data{"channel": "web", "customer": customer}))
	}
	s.write(s.document("message.received", id, now, data{}))
	s.write(s.document("turn.classified", id, now, data{"intent": out.State.Intent}))
	if h := out.State.Handoff; out.State.Handoffs > before.Handoffs {
		s.write(s.document("handoff.requested", id, now, data{"reason": h.Reason, "policyRequired": h.PolicyRequired}))
	}
	for _, r := range out.Replies {
		kind := map[conversation.Kind]string{conversation.KindAnswer: "answer", conversation.KindClarify: "clarify"}[r.Kind]
		if kind == "" {
			kind = "notice"
		}
		s.write(s.document("message.sent", id, now, data{"actor": "bot", "kind": kind}))
	}
}

// closeBooks writes down what the bot alone knows: which customers it never answered.
func (s *shop) closeBooks(ids []string) {
	for _, id := range ids {
		state, err := s.bot.Get(s.t.Context(), id, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		if state.Outcome() == conversation.OutcomeAbandoned && !state.GaveUp() {
			s.write(s.document("conversation.abandoned", id, state.FirstMessageAt.Add(30*time.Minute), data{}))
		}
	}
}
