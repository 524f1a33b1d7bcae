// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

func noting(id string, v conversation.Version, value string) conversation.Commit {
	return conversation.Commit{
		State:   conversation.State{ID: id},
		Records: []conversation.Record{{Key: "customer/ann", Value: []byte(value), Version: v, TTL: time.Hour}},
	}
}

func noted(t *testing.T, s *Store) (string, conversation.Version) {
	t.Helper()
	value, v, err := s.Record(t.Context(), "customer/ann")
	if err != nil {
		t.Fatal(err)
	}
	return string(value), v
}

func TestARecordIsWrittenWithItsCommitOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	if value, v := noted(t, s); value != "" || v != 0 {
		t.Fatalf("%q at %d before anybody wrote", value, v)
	}
	mustCommit(t, s, "a", 0, noting("a", 0, "one"))
	_, first := noted(t, s)
	if _, err := s.Commit(t.Context(), "b", 0, noting("b", 0, "rival")); !isConflict(err) {
		t.Errorf("a record that is there already: %v, want ErrConflict", err)
	}
	if _, _, err := s.Load(t.Context(), "b"); !isNotFound(err) {
		t.Errorf("the refused commit's conversation: %v, want ErrNotFound", err)
	}
	mustCommit(t, s, "b", 0, noting("b", first, "two"))
	if _, err := s.Commit(t.Context(), "c", 0, noting("c", first, "late")); !isConflict(err) {
		t.Errorf("a record that was replaced: %v, want ErrConflict", err)
	}
	if _, err := s.Commit(t.Context(), "b", 99, noting("b", 0, "stale")); !isConflict(err) {
		t.Errorf("a conversation that has changed: %v, want ErrConflict", err)
	}
	s.Close()
	s = embedded(t, dir)
	if value, _ := noted(t, s); value != "two" {
		t.Errorf("%q after a restart, want two", value)
	}
	if n := count(t, s, s.names.record("customer/ann")); n != 1 {
		t.Errorf("%d messages hold the record, want the newest", n)
	}
}

func TestARecordExpires(t *testing.T) {
	s := embedded(t, t.TempDir())
	c := noting("a", 0, "one")
	c.Records[0].TTL = time.Second
	mustCommit(t, s, "a", 0, c)
	eventually(t, "the record to expire", func() bool { _, v := noted(t, s); return v == 0 })
	mustCommit(t, s, "b", 0, noting("b", 0, "second"))
}

// TestNothingIsLostAmongWriters has many conversations add a letter to one record, in one
// batch and from several pods.
func TestNothingIsLostAmongWriters(t *testing.T) {
	write := func(t *testing.T, pods ...*Store) {
		const writers = 16
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				id := string(rune('a' + i))
				for {
					value, v, err := pods[i%len(pods)].Record(t.Context(), "customer/ann")
					if err == nil {
						_, err = pods[i%len(pods)].Commit(t.Context(), id, 0, noting(id, v, string(value)+id))
					}
					if !isConflict(err) {
						if err != nil {
							t.Errorf("writer %s: %v", id, err)
						}
						return
					}
				}
			})
		}
		wg.Wait()
		value, _ := noted(t, pods[0])
		for i := range writers {
			if strings.Count(value, string(rune('a'+i))) != 1 {
				t.Errorf("%q does not hold each letter once", value)
			}
		}
	}
	t.Run("one pod", func(t *testing.T) { write(t, embedded(t, t.TempDir())) })
	t.Run("three pods", func(t *testing.T) {
		url := startServer(t).url()
		pod := func() *Store { return open(t, func(o *Options) { o.URL = url }) }
		write(t, pod(), pod(), pod())
	})
}

func TestRecordsAreChecked(t *testing.T) {
	s := embedded(t, t.TempDir())
	for name, tc := range map[string]struct {
		records []conversation.Record
		want    string
	}{
		"no key":    {[]conversation.Record{{TTL: time.Hour}}, "Records[0].Key is empty"},
		"no time":   {[]conversation.Record{{Key: "a"}}, "Records[0].TTL is 0s"},
		"one twice": {[]conversation.Record{{Key: "a", TTL: time.Hour}, {Key: "a", TTL: time.Hour}}, "Records[1].Key is in the commit already"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Commit(t.Context(), "a", 0, conversation.Commit{State: conversation.State{ID: "a"}, Records: tc.records})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
		})
	}
}
