// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lockEvery is how often it is looked whether Dir is free.
const lockEvery = 100 * time.Millisecond

// lockDir waits until no other process uses dir: during an update the old pod may still run
// on the same volume, and two servers on the same files destroy them.
func (s *Store) lockDir(ctx context.Context) (unlock func(), err error) {
	dir := s.opts.Dir
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: locking Dir: %w", err)
	}
	ctx, cancel := s.patience(ctx)
	defer cancel()
	tick := s.opts.Clock.NewTicker(lockEvery)
	defer tick.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			_ = f.Close()
			return nil, fmt.Errorf("store: locking Dir: %w", err)
		}
		s.waiting.set("the folder " + dir + " is used by another process: only one bot can use it at a time")
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, fmt.Errorf("store: the folder %s is used by another process: only one bot can use it at a time; stop the other one, or give this one a folder or volume of its own", dir)
		case <-tick.C():
		}
	}
}
