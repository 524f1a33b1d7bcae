// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Lock waits until nobody else starts, stops or builds in this checkout, and
// returns how to let go. The kernel lets go for a process that dies.
func Lock(c cluster.Cluster) (unlock func(), err error) {
	if err := os.MkdirAll(c.Home(), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(c.Home(".lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		fmt.Fprintln(os.Stderr, "waiting for another localcluster command to finish")
		if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	return func() { _ = file.Close() }, nil
}
