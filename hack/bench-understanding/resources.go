// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// spent is what a piece of work took.
type spent struct{ wall, cpu time.Duration }

// stopwatch measures wall and processor time; the two differ on a shared
// machine, and processor time is the one to compare.
func stopwatch() func() spent {
	wall, cpu := time.Now(), processorTime()
	return func() spent { return spent{time.Since(wall), processorTime() - cpu} }
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// memory is the resident memory of this process in MiB now, after giving back
// what is free, and at its highest so far. Both are 0 outside Linux.
func memory() (now, peak float64) {
	debug.FreeOSMemory()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kib, _ := strconv.ParseFloat(fields[1], 64)
		switch fields[0] {
		case "VmRSS:":
			now = kib / 1024
		case "VmHWM:":
			peak = kib / 1024
		}
	}
	return now, peak
}
