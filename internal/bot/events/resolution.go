// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// fullAfter is how long a conversation must stay resolved before its last resolution is
// taken for the last.
const fullAfter = 72 * time.Hour

// Values of the label cycle.
const (
	cycleFirst = "first"
	cycleFull  = "full"
)

// resolution finds the last resolution before the conversation was reopened, and since when
// it has been resolved; zero: it is open. What happens once it has been resolved for
// fullAfter does not change either.
func resolution(marks []conversation.HelpdeskMark) (last, since time.Time) {
	for _, m := range marks {
		if !since.IsZero() && m.At.Sub(since) >= fullAfter {
			return last, since
		}
		switch m.Kind {
		case conversation.MarkResolved:
			last = m.At
			if since.IsZero() {
				since = m.At
			}
		case conversation.MarkReopened:
			since = time.Time{}
		}
	}
	return last, since
}

// firstResolved is when the conversation was first resolved; zero: never.
func firstResolved(marks []conversation.HelpdeskMark) time.Time {
	for _, m := range marks {
		if m.Kind == conversation.MarkResolved {
			return m.At
		}
	}
	return time.Time{}
}

// resolutions counts how long it took until the conversation was first resolved, and until
// it was resolved for good: once each, from the beginning of the conversation. Closing early
// and reopening gains nothing.
func (t *take) resolutions() {
	count := func(cycle string, at time.Time) {
		t.count(ledger.Resolution, since(t.began(), at), "channel", t.state.Channel, "intent", t.state.IntentLabel(), "cycle", cycle)
	}
	if first := firstResolved(t.marks); !first.IsZero() && !t.desk.ResolvedFirst {
		t.desk.ResolvedFirst = true
		count(cycleFirst, first)
	}
	last, lasting := resolution(t.marks)
	if !lasting.IsZero() && !t.desk.ResolvedFull && !t.now.Before(lasting.Add(fullAfter+late)) {
		t.desk.ResolvedFull = true
		count(cycleFull, last)
	}
}
