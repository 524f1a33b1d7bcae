// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// eventType is what an adapter makes of a change of status.
func eventType(t *testing.T, events []Event, problems []error, err error) string {
	t.Helper()
	if err != nil || len(events) > 1 || len(problems) != len(events) {
		t.Fatalf("%d events, %v, %v", len(events), problems, err)
	}
	if len(events) == 0 {
		return ""
	}
	return events[0].Type
}

// TestEveryChangeOfStatus has all pairs of the statuses of each helpdesk, in all spellings: into
// resolved resolves, out of it reopens, and everything else becomes no event.
func TestEveryChangeOfStatus(t *testing.T) {
	helpdesks := map[string]struct {
		open, resolved []string
		change         func(t *testing.T, before, now string) string
	}{
		"chatwoot": {
			open: []string{`"open"`, `"pending"`, `"snoozed"`, `0`, `2`, `3`, `"a status to come"`}, resolved: []string{`"resolved"`, `1`},
			change: func(t *testing.T, before, now string) string {
				events, problems, err := decodeChatwoot(t.Context(), request{body: fmt.Appendf(nil,
					`{"event":"conversation_status_changed","id":12,"status":%s,"changed_attributes":[{"status":{"previous_value":%s,"current_value":%s}}]}`, now, before, now)})
				return eventType(t, events, problems, err)
			},
		},
		"zendesk": {
			open: []string{`"NEW"`, `"OPEN"`, `"PENDING"`, `"HOLD"`, `"open"`, `"A_STATUS_TO_COME"`}, resolved: []string{`"SOLVED"`, `"CLOSED"`, `"solved"`},
			change: func(t *testing.T, before, now string) string {
				events, problems, err := decodeZendesk(t.Context(), request{body: fmt.Appendf(nil,
					`{"id":"e1","type":"zen:event-type:ticket.status_changed","detail":{"id":"5"},"event":{"previous":%s,"current":%s}}`, before, now)})
				return eventType(t, events, problems, err)
			},
		},
	}
	for name, helpdesk := range helpdesks {
		all := slices.Concat(helpdesk.open, helpdesk.resolved)
		for _, before := range all {
			for _, now := range all {
				want, from, to := "", slices.Contains(helpdesk.resolved, before), slices.Contains(helpdesk.resolved, now)
				switch {
				case !from && to:
					want = typeResolved
				case from && !to:
					want = typeReopened
				}
				if got := helpdesk.change(t, before, now); got != want {
					t.Errorf("%s: from %s to %s gives %q, want %q", name, before, now, got, want)
				}
			}
		}
	}
	for _, before := range []string{`"OPEN"`, `"SOLVED"`, `"CLOSED"`} {
		if got := helpdesks["zendesk"].change(t, before, `"DELETED"`); got != "" {
			t.Errorf("a ticket that is deleted when it was %s: %q", before, got)
		}
	}
}

// TestStatusTablesCoverEveryChange finds a status that was added to the names and not to the changes.
func TestStatusTablesCoverEveryChange(t *testing.T) {
	for name, s := range map[string]statusTable{"chatwoot": chatwootStatusTable, "zendesk": zendeskStatusTable} {
		all := []status{unknown}
		for _, known := range s.names {
			all = append(all, known)
		}
		for _, before := range append(all, notGiven) {
			for _, now := range all {
				if _, ok := s.changes[before][now]; !ok {
					t.Errorf("%s: from %q to %q is missing", name, before, now)
				}
			}
		}
	}
}

// TestLeavingResolvedReopensOnce sends several webhooks for each change of a conversation.
func TestLeavingResolvedReopensOnce(t *testing.T) {
	w := newWorld(t, Secrets{Chatwoot: "helpdesk"})
	w.open(handedOver())
	const story = "pending open resolved snoozed open pending resolved resolved pending snoozed open"
	before, at := "pending", after(10*time.Minute)
	for now := range strings.FieldsSeq(story) {
		at = at.Add(time.Minute)
		for _, event := range []string{"conversation_status_changed", "conversation_updated"} {
			body := fmt.Sprintf(`{"event":%q,"account":{"id":7},"id":12,"custom_attributes":{"intentops_conversation":"c1"},"status":%q,"updated_at":%d,
				"changed_attributes":[{"status":{"previous_value":%q,"current_value":%q}}]}`, event, now, at.Unix(), before, now)
			if a := w.chatwoot(body); a.status != 200 {
				t.Fatalf("from %s to %s: %d %s", before, now, a.status, a.text)
			}
		}
		before = now
	}
	state, _, err := w.store.Load(t.Context(), "c1")
	if err != nil {
		t.Fatal(err)
	}
	var got []conversation.MarkKind
	for _, m := range state.Helpdesk.Marks {
		got = append(got, m.Kind)
	}
	want := []conversation.MarkKind{conversation.MarkResolved, conversation.MarkReopened, conversation.MarkResolved, conversation.MarkReopened}
	if !slices.Equal(got, want) {
		t.Errorf("the conversation was %v, want %v", got, want)
	}
}
