// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Stop ends the node if it runs and clears what is left of it, also after a
// crash or a reboot. Images stay.
func Stop(c cluster.Cluster) error {
	if p, running := Running(c); running {
		if err := p.kill(); err != nil {
			return err
		}
	}
	if err := unplug(c); err != nil {
		return err
	}
	if err := removeCgroups(c.Cgroup()); err != nil {
		return err
	}
	for _, path := range []string{processFile(c), c.Kubeconfig(), c.Run()} {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

// Purge forgets the images too.
func Purge(c cluster.Cluster) error { return os.RemoveAll(c.Dir()) }

// cgroupRoots are the mounts of cgroups: one per controller (version 1), or one.
func cgroupRoots() []string {
	if _, err := os.Stat("/sys/fs/cgroup/cgroup.controllers"); err == nil {
		return []string{"/sys/fs/cgroup"}
	}
	var roots []string
	entries, _ := os.ReadDir("/sys/fs/cgroup")
	for _, e := range entries {
		if e.IsDir() { // the rest are links to joined controllers
			roots = append(roots, filepath.Join("/sys/fs/cgroup", e.Name()))
		}
	}
	return roots
}

// MakeCgroups makes the parent of the pods' groups, which kubelet wants to find.
func MakeCgroups(group string) error {
	for _, root := range cgroupRoots() {
		if err := os.MkdirAll(filepath.Join(root, group), 0o755); err != nil {
			return fmt.Errorf("cgroup: %w", err)
		}
	}
	return nil
}

// removeCgroups tries for a while: a group is busy until the kernel has buried
// its last process.
func removeCgroups(group string) error {
	for limit := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		var failed error
		for _, root := range cgroupRoots() {
			if err := removeTree(filepath.Join(root, group)); err != nil {
				failed = err
			}
		}
		if failed == nil || time.Now().After(limit) {
			return failed
		}
	}
}

// removeTree removes folders from the leaves up; the files in a cgroup are not
// real and go with it.
func removeTree(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := removeTree(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.Remove(dir)
}
