// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command pause holds a pod's namespaces open and does nothing else.
package main

import (
	"context"
	"os/signal"
	"syscall"
)

func main() {
	// It is PID 1 where a pod shares its processes: let the kernel reap them.
	signal.Ignore(syscall.SIGCHLD)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	<-ctx.Done()
}
