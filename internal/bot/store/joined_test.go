// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/ledger"
)

// TestCountsOfManyTurnsAreOneEntry of the stream, and count as what they are.
func TestCountsOfManyTurnsAreOneEntry(t *testing.T) {
	for name, tc := range map[string]struct {
		channel          string // says how long a record is
		commits, entries int
	}{
		"of one turn":               {"web", 1, 1},
		"of many":                   {"web", 40, 1},
		"but for what is too large": {strings.Repeat("x", maxRecord/4), 10, 4},
		"and what is larger alone":  {strings.Repeat("x", maxRecord), 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := embedded(t, t.TempDir())
			j := holdJournal(s)
			for i := range tc.commits {
				c := turn(fmt.Sprint("c", i), 1)
				c.Ledger[0].Labels = map[string]string{"channel": tc.channel}
				mustCommit(t, s, c.State.ID, 0, c)
			}
			for len(j.groups) > 0 {
				if err := j.moveFacts(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if n := countCommits(t, s); n != tc.commits {
				t.Errorf("%d commits in the ledger, want %d", n, tc.commits)
			}
			info, err := s.stream.Info(t.Context(), jetstream.WithSubjectFilter(s.names.ledger()))
			if err != nil {
				t.Fatal(err)
			}
			if n := int(info.State.Subjects[s.names.ledger()]); n != tc.entries {
				t.Errorf("%d entries of the stream, want %d", n, tc.entries)
			}
		})
	}
}

// TestWhatIsNoListIsNotJoined: it is moved as it is.
func TestWhatIsNoListIsNotJoined(t *testing.T) {
	s := embedded(t, t.TempDir())
	list, err := ledger.Encode(turn("a", 1).Ledger)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range s.journal.joined([]group{{records: [][]byte{list, list, []byte("?"), list, []byte("null"), list}}}) {
		got = append(got, string(m.Data))
	}
	one := string(list)
	want := []string{one[:len(one)-1] + ",\n" + one[1:], "?", one, "null", one}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("joined to %q, want %q", got, want)
	}
}
