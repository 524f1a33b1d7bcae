// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// measured opens a store that measures itself by a clock that is stepped.
func measured(t *testing.T, change func(*Options)) (s *Store, measure func(what string, done func(size uint64) bool)) {
	t.Helper()
	clock := testclock.NewFakeClock(time.Now())
	s = open(t, change, func(o *Options) { o.Clock = clock })
	background(t, func(ctx context.Context) error {
		if err := s.Measure(ctx); !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	})
	return s, func(what string, done func(uint64) bool) {
		t.Helper()
		eventually(t, what, func() bool {
			clock.Step(measureEvery)
			return done(s.Size())
		})
	}
}

// grow stores half a megabyte in a conversation.
func grow(t *testing.T, s *Store, id string) conversation.Version {
	t.Helper()
	c := turn(id, 1)
	for range 8 {
		c.State.Turns = append(c.State.Turns, conversation.Turn{Text: strings.Repeat("x", 1<<16)})
	}
	return mustCommit(t, s, id, 0, c)
}

// TestTheSizeFollowsWhatIsStored: what begins and what may be said depends on it, so it must not
// lag behind what customers write, in either kind of store.
func TestTheSizeFollowsWhatIsStored(t *testing.T) {
	const stored = 8 << 16
	external, dir := startServer(t), t.TempDir()
	for name, change := range map[string]func(*Options){
		"embedded": func(o *Options) { o.Dir = dir },
		"external": func(o *Options) { o.URL = external.url() },
	} {
		t.Run(name, func(t *testing.T) {
			s, measure := measured(t, change)
			grow(t, s, "a")
			measure("the first conversation", func(size uint64) bool { return size >= stored })
			before := s.Size()
			for _, id := range []string{"b", "c", "d"} {
				grow(t, s, id)
			}
			measure("three more", func(size uint64) bool { return size >= before+3*stored })
			if size := s.Size(); size > 20*stored {
				t.Errorf("%d bytes, for four conversations of %d", size, stored)
			}
		})
	}
}

// TestWhatIsWrittenCountsBeforeItIsMeasured: a burst fills a store between two looks. What is
// measured then counts once.
func TestWhatIsWrittenCountsBeforeItIsMeasured(t *testing.T) {
	const stored = 8 << 16
	s := open(t, func(o *Options) { o.Dir = t.TempDir() })
	s.measure(t.Context())
	before := s.Size()
	grow(t, s, "a")
	grow(t, s, "b")
	if got := s.Size() - before; got < 2*stored || got > 3*stored {
		t.Errorf("%d bytes more, want those of two conversations of %d", got, stored)
	}
	s.measure(t.Context())
	if got := s.Size() - before; got < 2*stored || got > 3*stored {
		t.Errorf("%d bytes more when they are measured, want those of two conversations of %d", got, stored)
	}
	moveJournal(t, s)
	s.measure(t.Context())
	if got := s.Size() - before; got < 2*stored || got > 3*stored {
		t.Errorf("%d bytes more when they are in the stream, want those of two conversations of %d", got, stored)
	}
}

// TestTheSizeIsThatOfFilesWhereTheyAreMore: a volume is full when its files are, whatever the
// stream says that it holds.
func TestTheSizeIsThatOfFilesWhereTheyAreMore(t *testing.T) {
	dir := t.TempDir()
	_, measure := measured(t, func(o *Options) { o.Dir = dir })
	measure("the first measurement", func(size uint64) bool { return size > 0 })
	if err := os.WriteFile(filepath.Join(dir, "left-over"), make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	measure("the file", func(size uint64) bool { return size >= 3<<20 })
	if size := folderSize(filepath.Join(dir, "none")); size != 0 {
		t.Errorf("a folder that is not there has %d bytes", size)
	}
}

// TestTheSizeIsKeptWhileTheStoreIsAway: a full store that does not answer is still full.
func TestTheSizeIsKeptWhileTheStoreIsAway(t *testing.T) {
	srv := startServer(t)
	s, measure := measured(t, func(o *Options) { o.URL, o.Timeout = srv.url(), 2*time.Second })
	grow(t, s, "a")
	measure("the conversation", func(size uint64) bool { return size >= 8<<16 })
	before := s.Size()
	srv.stop()
	s.measure(t.Context())
	if s.Size() != before {
		t.Errorf("%d bytes while the server is away, %d before", s.Size(), before)
	}
}
