// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

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
// they are more, those of the embedded server's files, and those that this pod wrote since.
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
	info, err := s.stream.Info(cctx)
	if err != nil {
		return
	}
	used := info.State.Bytes
	if s.srv != nil {
		used = max(used, folderSize(s.opts.Dir)) + s.journal.size()
	}
	s.size.found(used, written)
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
