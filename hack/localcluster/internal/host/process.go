// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package host is what happens on the machine around a node: start and stop its
// first process, plug in its cable, clear what the kernel keeps.
package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Process names one process for good. A number alone comes back: after a while
// to another process, and after a reboot soon.
type Process struct {
	PID   int
	Start string // in ticks since boot, as the kernel counts
	Boot  string
}

func identify(pid int) (Process, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Process{}, err
	}
	start, err := startTime(string(stat))
	if err != nil {
		return Process{}, err
	}
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return Process{PID: pid, Start: start, Boot: strings.TrimSpace(string(boot))}, err
}

var errDead = errors.New("no longer running")

// startTime reads the 22nd field of /proc/PID/stat. The second is the command
// and may itself hold spaces and parentheses, so count from its end.
func startTime(stat string) (string, error) {
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	if len(fields) < 20 {
		return "", fmt.Errorf("strange stat %q", stat)
	}
	if fields[0] == "Z" || fields[0] == "X" {
		return "", errDead
	}
	return fields[19], nil
}

func (p Process) alive() bool {
	now, err := identify(p.PID)
	return err == nil && now == p
}

// kill ends the process and returns when it is gone. If it is the first of a
// process namespace, the kernel kills all others there before it lets it go.
func (p Process) kill() error {
	if !p.alive() {
		return nil
	}
	if err := syscall.Kill(p.PID, syscall.SIGKILL); err != nil {
		return err
	}
	for limit := time.Now().Add(20 * time.Second); p.alive(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			return fmt.Errorf("process %d does not end", p.PID)
		}
	}
	return nil
}

func (p Process) save(c cluster.Cluster) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return os.WriteFile(processFile(c), raw, 0o644)
}

// Running finds the node's first process, if it still runs.
func Running(c cluster.Cluster) (Process, bool) {
	var p Process
	raw, err := os.ReadFile(processFile(c))
	if err != nil || json.Unmarshal(raw, &p) != nil {
		return Process{}, false
	}
	return p, p.alive()
}

func processFile(c cluster.Cluster) string { return c.Dir("node.json") }
