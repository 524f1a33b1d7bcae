// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// measureEvery is how often the store's size is looked at.
const measureEvery = 2 * time.Second

// size is what a store has: what was measured, and what this pod wrote since, which a burst of
// large messages makes too much to wait for the next look.
type size struct {
	mu                sync.Mutex
	measured, written uint64
}

// wrote counts messages that are about to be stored.
func (s *size) wrote(msgs []*nats.Msg) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range msgs {
		s.written += uint64(m.Size())
	}
}

// committed counts commits that are about to be written to the journal.
func (s *size) committed(bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.written += uint64(bytes)
}

// bytes are those of now; those written so far, with which measuring begins.
func (s *size) bytes() (now, written uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.measured + s.written, s.written
}

// found says what was measured, and how many written bytes it has at least.
func (s *size) found(measured, written uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.measured = measured
	s.written -= written
}

// Size is how many bytes the store used when it was last measured, those of the stream or, where
// they are more, those of the embedded server's files, and those that this pod wrote since. What
// waits in the journal counts with the bytes that it will have in the stream.
func (s *Store) Size() uint64 {
	now, _ := s.size.bytes()
	return now
}

// Measure keeps Size up to date until its context is done.
func (s *Store) Measure(ctx context.Context) error {
	tick := s.opts.Clock.NewTicker(measureEvery)
	defer tick.Stop()
	for {
		s.measure(ctx)
		select {
		case <-tick.C():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// measure keeps what is known when the store cannot be asked.
func (s *Store) measure(ctx context.Context) {
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	_, written := s.size.bytes()
	// Before the files are looked at: what is moved meanwhile counts twice until the next look, rather
	// than not at all.
	waiting := s.journal.size()
	info, err := s.stream.Info(cctx)
	if err != nil {
		return
	}
	used := info.State.Bytes
	if s.srv != nil {
		journal := folderSize(s.journalDir())
		used = max(used, folderSize(s.opts.Dir)-journal) + max(journal, waiting)
	}
	s.size.found(used, written)
}

// journalDir is where the embedded server keeps the journal.
func (s *Store) journalDir() string {
	return filepath.Join(s.opts.Dir, server.JetStreamStoreDir, server.DEFAULT_GLOBAL_ACCOUNT, "streams", s.names.journalStream())
}

// folderSize is the size of a folder's files. Files that go meanwhile do not count.
func folderSize(dir string) (size uint64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil //nolint:nilerr // it has gone
		}
		if info, err := entry.Info(); err == nil {
			size += uint64(info.Size())
		}
		return nil
	})
	return size
}
