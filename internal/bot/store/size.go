// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"io/fs"
	"path/filepath"
	"time"
)

// measureEvery is how often the store's size is looked at.
const measureEvery = 2 * time.Second

// Size is how many bytes the store used when it was last measured: those of the stream, or, where
// they are more, those of the embedded server's files.
func (s *Store) Size() uint64 { return s.size.Load() }

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
	info, err := s.stream.Info(cctx)
	if err != nil {
		return
	}
	size := info.State.Bytes
	if s.srv != nil {
		size = max(size, folderSize(s.opts.Dir))
	}
	s.size.Store(size)
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
