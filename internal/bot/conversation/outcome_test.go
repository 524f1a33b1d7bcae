// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"testing"
	"time"
)

func TestOver(t *testing.T) {
	at := func(hours float64) time.Time {
		return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(hours * float64(time.Hour)))
	}
	handed := func(marks ...HelpdeskMark) State {
		return State{FirstMessageAt: at(0), LastMessageAt: at(1), Handoff: &Handoff{At: at(1)}, Helpdesk: &Helpdesk{Marks: marks}}
	}
	inState := func(state HandoffState) State {
		s := handed()
		s.Handoff.State = state
		return s
	}
	for name, tc := range map[string]struct {
		state State
		now   time.Time
		want  bool
	}{
		"the bot has it, however long":                       {state: State{LastMessageAt: at(0)}, now: at(1000)},
		"just handed over":                                   {state: handed(), now: at(1)},
		"silent for a night":                                 {state: handed(), now: at(16)},
		"the person says that it is done":                    {state: inState(HandoffCompleted), now: at(2), want: true},
		"given back to the bot":                              {state: inState(HandoffReturned), now: at(1000)},
		"silent for a day":                                   {state: handed(), now: at(25), want: true},
		"the person wrote meanwhile":                         {state: handed(HelpdeskMark{At: at(10), Kind: MarkHuman}), now: at(25)},
		"silent for a day since the person":                  {state: handed(HelpdeskMark{At: at(10), Kind: MarkHuman}), now: at(34), want: true},
		"resolved":                                           {state: handed(HelpdeskMark{At: at(2), Kind: MarkResolved}), now: at(2), want: true},
		"given up":                                           {state: handed(HelpdeskMark{At: at(2), Kind: MarkAbandoned}), now: at(2), want: true},
		"resolved before it was handed over":                 {state: handed(HelpdeskMark{At: at(0.5), Kind: MarkResolved}), now: at(2)},
		"reopened":                                           {state: handed(HelpdeskMark{At: at(2), Kind: MarkResolved}, HelpdeskMark{At: at(3), Kind: MarkReopened}), now: at(4)},
		"reopened less than a day ago":                       {state: handed(HelpdeskMark{At: at(2), Kind: MarkResolved}, HelpdeskMark{At: at(3), Kind: MarkReopened}), now: at(26.5)},
		"reopened, and silent for a day since the reopening": {state: handed(HelpdeskMark{At: at(2), Kind: MarkResolved}, HelpdeskMark{At: at(3), Kind: MarkReopened}), now: at(27), want: true},
		"resolved, and written on by the person":             {state: handed(HelpdeskMark{At: at(2), Kind: MarkResolved}, HelpdeskMark{At: at(3), Kind: MarkHuman}), now: at(4), want: true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tc.state.Over(tc.now); got != tc.want {
				t.Errorf("over: %t, want %t", got, tc.want)
			}
		})
	}
}
