// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is when the customer of the tests first writes.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// dayRules are those by which ratings count for a rollout within a day.
var dayRules = Rules{RatingWithin: 24 * time.Hour, Settle: DefaultSettle, WrapUp: DefaultWrapUp}

func after(d time.Duration) time.Time { return noon.Add(d) }
func minute(n int) time.Time          { return after(time.Duration(n) * time.Minute) }

// handedOver is a conversation that the bot answered and then handed over after two minutes.
func handedOver() conversation.State {
	return conversation.State{
		ID: "c1", Customer: "ann", Channel: "web", StartedAt: noon, FirstMessageAt: noon, LastMessageAt: noon,
		Intent: "parcel", Answered: true,
		Handoff:    &conversation.Handoff{ID: "c1-h1", State: conversation.HandoffAccepted, At: after(2 * time.Minute)},
		Assignment: &conversation.Assignment{Evidence: "limited", Rollout: "batch-1", Step: "p25", Track: conversation.TrackCandidate, Kind: conversation.KindNewIntent, At: noon},
	}
}

var serial int

// newEvent is an event with data as JSON.
func newEvent(eventType string, at time.Time, data string) Event {
	serial++
	e := Event{Source: "/helpdesk", ID: fmt.Sprint(serial), Type: Prefix + eventType, Conversation: "c1", Time: at}
	if data != "" {
		e.Data = json.RawMessage(data)
	}
	return e
}

// lines writes entries for comparison, without regard to their order.
func lines(entries []ledger.Entry) string {
	out := make([]string, len(entries))
	for i, e := range entries {
		labels, _ := json.Marshal(e.Labels) // sorted
		out[i] = fmt.Sprintf("%s %s %g", strings.TrimPrefix(e.Metric, "intentops_"), labels, e.Value)
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}

// replay gives events to a conversation one by one, each when it came, and settles until end.
func replay(state conversation.State, end time.Time, came func(Event) time.Time, events ...Event) (conversation.State, []ledger.Entry, []Verdict) {
	var entries []ledger.Entry
	var verdicts []Verdict
	settle := func(until time.Time) {
		for state.Helpdesk != nil && !state.Helpdesk.SettleAt.IsZero() && !state.Helpdesk.SettleAt.After(until) {
			out := Settle(state, state.Helpdesk.SettleAt, dayRules, Others{})
			state = out.State
			entries = append(entries, out.Ledger...)
		}
	}
	for _, e := range events {
		now := came(e)
		settle(now)
		out, v := Apply(state, []Event{e}, now, dayRules)
		state = out.State
		entries = append(entries, out.Ledger...)
		verdicts = append(verdicts, v...)
	}
	settle(end)
	return state, entries, verdicts
}

func atOnce(e Event) time.Time { return e.Time.Add(time.Second) }
