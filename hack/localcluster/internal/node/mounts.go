// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// tunables are settings of the whole machine that kubelet changes to its liking,
// among them to panic on an oops. We let it change copies.
var tunables = []string{
	"vm/overcommit_memory", "vm/panic_on_oom",
	"kernel/panic", "kernel/panic_on_oops",
	"kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes",
}

func mountAll(c cluster.Cluster) error {
	m := &mounter{}
	// Nothing that we mount may show up on the host. Among ourselves it is shared,
	// for pods that ask for mount propagation.
	m.mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE)
	m.mount("none", "/", "", unix.MS_REC|unix.MS_SHARED)
	m.mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC)
	// Sockets, network namespaces of pods, their addresses: all of this run only.
	m.mount("tmpfs", "/run", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV)
	// Folders that kubelet and CNI cannot be told to keep elsewhere.
	m.bind(c.Log(), "/var/log")
	m.bind(c.Run("cni"), "/var/lib/cni")
	m.bind(c.Run("kubelet"), "/var/lib/kubelet")
	for _, name := range tunables {
		m.bindCopy(filepath.Join("/proc/sys", name), c.Run("tunables", strings.ReplaceAll(name, "/", ".")))
	}
	return m.err
}

// mounter mounts until something fails.
type mounter struct{ err error }

func (m *mounter) try(what string, err error) bool {
	if m.err == nil && err != nil {
		m.err = fmt.Errorf("%s: %w", what, err)
	}
	return m.err == nil
}

func (m *mounter) mount(source, target, kind string, flags uintptr) {
	if m.err == nil {
		m.try("mount "+target, unix.Mount(source, target, kind, flags, ""))
	}
}

func (m *mounter) bind(source, target string) {
	for _, dir := range []string{source, target} {
		if m.err == nil {
			m.try("bind", os.MkdirAll(dir, 0o755))
		}
	}
	m.mount(source, target, "", unix.MS_BIND)
}

// bindCopy puts a copy of a file over it.
func (m *mounter) bindCopy(path, copied string) {
	if m.err != nil {
		return
	}
	content, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return
	}
	if m.try("read "+path, err) &&
		m.try("copy "+path, os.MkdirAll(filepath.Dir(copied), 0o755)) &&
		m.try("copy "+path, os.WriteFile(copied, content, 0o644)) {
		m.mount(copied, path, "", unix.MS_BIND)
	}
}
