// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package contacts

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/conversation"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// customer is one who has several conversations.
type customer struct {
	known  Contacts
	states map[string]conversation.State
	counts []string
}

// change takes one conversation from its state to the next.
func (c *customer) change(id string, at time.Time, change func(*conversation.State)) {
	before, ok := c.states[id]
	if !ok {
		before = conversation.State{ID: id, Customer: "ann", Channel: "web", StartedAt: at}
	}
	after := before.Clone()
	change(&after)
	c.states[id] = after
	if !Concerns(before, after) {
		return
	}
	entries, _ := c.known.Follow(before, after, at)
	for _, e := range entries {
		c.counts = append(c.counts, fmt.Sprintf("%s %s", e.Labels["intent"], e.Labels["reason"]))
	}
}

func (c *customer) says(id string, at time.Time) {
	c.change(id, at, func(s *conversation.State) {
		if s.FirstMessageAt.IsZero() {
			s.FirstMessageAt = at
		}
		s.LastMessageAt, s.Answered, s.Intent = at, true, id
	})
}

func (c *customer) judged(id string, at time.Time) {
	c.change(id, at, func(s *conversation.State) { s.OutcomeCounted = true })
}

func (c *customer) event(id string, at time.Time, kind conversation.MarkKind) {
	c.change(id, at, func(s *conversation.State) {
		if s.Helpdesk == nil {
			s.Helpdesk = &conversation.Helpdesk{}
		}
		s.Helpdesk.Marks = append(s.Helpdesk.Marks, conversation.HelpdeskMark{At: at, Kind: kind})
	})
}

func (c *customer) handed(id string, at time.Time) {
	c.change(id, at, func(s *conversation.State) { s.Handoff = &conversation.Handoff{At: at} })
}

func TestDeflectionsAreUndone(t *testing.T) {
	minute := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	tests := map[string]struct {
		story func(*customer)
		want  []string
	}{
		"nothing": {story: func(c *customer) { c.says("a", noon); c.judged("a", minute(30)) }},
		"the customer comes back after exactly 72 hours": {
			story: func(c *customer) { c.says("a", noon); c.judged("a", minute(30)); c.says("b", hour(72)) },
			want:  []string{"a returned"},
		},
		"the customer comes back a little later": {
			story: func(c *customer) {
				c.says("a", noon)
				c.judged("a", minute(30))
				c.says("b", hour(72).Add(time.Second))
			},
		},
		"the customer is back before the outcome": {
			story: func(c *customer) {
				c.says("a", noon)
				c.says("b", minute(20))
				c.judged("a", minute(30))
				c.judged("b", minute(50))
			},
			want: []string{"a returned"},
		},
		"two conversations go on at the same time, and the first ends last": {
			story: func(c *customer) {
				c.says("a", noon)
				c.says("b", minute(20))
				c.says("a", minute(21))
				c.judged("a", minute(30))
				c.judged("b", minute(50))
			},
		},
		"three times, each within three days of the one before": {
			story: func(c *customer) {
				for i, id := range []string{"a", "b", "c"} {
					c.says(id, hour(48*i))
					c.judged(id, hour(48*i).Add(30*time.Minute))
				}
			},
			want: []string{"a returned", "b returned"},
		},
		"a long conversation ends late": {
			story: func(c *customer) {
				c.says("a", noon)
				c.judged("a", minute(30))
				c.says("a", hour(40))
				c.says("b", hour(100))
			},
			want: []string{"a returned"},
		},
		"a timer resolves it late": {
			story: func(c *customer) {
				c.says("a", noon)
				c.judged("a", minute(30))
				c.event("a", hour(40), conversation.MarkResolved)
				c.says("b", hour(100))
			},
			want: []string{"a returned"},
		},
		"a person takes over after the outcome, and the customer comes back too": {
			story: func(c *customer) {
				c.says("a", noon)
				c.judged("a", minute(30))
				c.handed("a", minute(40))
				c.says("b", hour(1))
			},
			want: []string{"a handed_over"},
		},
		"the customer comes back, and gives the old one up": {
			story: func(c *customer) {
				c.says("a", noon)
				c.judged("a", minute(30))
				c.says("b", hour(1))
				c.event("a", hour(2), conversation.MarkAbandoned)
			},
			want: []string{"a returned"},
		},
		"the customer gives up": {
			story: func(c *customer) {
				c.says("a", noon)
				c.judged("a", minute(30))
				c.event("a", hour(2), conversation.MarkAbandoned)
			},
			want: []string{"a abandoned"},
		},
		"what was handed over was never deflected": {
			story: func(c *customer) {
				c.says("a", noon)
				c.handed("a", minute(1))
				c.judged("a", minute(30))
				c.says("b", hour(1))
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := &customer{states: map[string]conversation.State{}}
			tc.story(c)
			if diff := cmp.Diff(tc.want, c.counts); diff != "" {
				t.Errorf("undone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAConversationWithoutACustomerIsNotFollowed(t *testing.T) {
	if Concerns(conversation.State{}, conversation.State{FirstMessageAt: noon}) {
		t.Error("a conversation without a customer's key concerns a customer")
	}
}

func TestContactsOfACustomerAreBounded(t *testing.T) {
	c := &customer{states: map[string]conversation.State{}}
	for i := range 200 {
		c.says(fmt.Sprint("c", i), noon.Add(time.Duration(i)*time.Minute))
	}
	if n := len(c.known.List); n != maxContacts || c.known.List[n-1].Conversation != "c199" {
		t.Errorf("%d contacts are known, want the %d newest", n, maxContacts)
	}
	record, err := c.known.Record("ann", 7)
	if err != nil || len(record.Value) > 8<<10 || record.Version != 7 {
		t.Errorf("record of %d bytes at %d, error %v", len(record.Value), record.Version, err)
	}
	if diff := cmp.Diff(c.known, Read(record.Value)); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
	c.says("late", noon.Add(30*24*time.Hour))
	if n := len(c.known.List); n != 1 {
		t.Errorf("%d contacts are known a month later, want 1", n)
	}
	if Read([]byte("{")).List != nil {
		t.Error("what is not readable holds contacts")
	}
}
