// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Kill ends a pod as a node that fails does: its processes get no signal that they could
// act upon, and the pod is gone at once. Deleting a pod by force alone still lets its
// processes say goodbye.
func (c *Cluster) Kill(ctx context.Context, namespace, name string) error {
	pod, err := c.signal(ctx, namespace, name, syscall.SIGKILL)
	if err != nil {
		return err
	}
	return c.Delete(ctx, pod, client.GracePeriodSeconds(0))
}

// Pause stops the processes of a pod, so that it accepts connections and answers nothing, until
// the returned function lets them go on.
func (c *Cluster) Pause(ctx context.Context, namespace, name string) (resume func() error, err error) {
	if _, err := c.signal(ctx, namespace, name, syscall.SIGSTOP); err != nil {
		return nil, err
	}
	return func() error {
		_, err := c.signal(context.WithoutCancel(ctx), namespace, name, syscall.SIGCONT)
		return err
	}, nil
}

// signal sends a signal to each process of a pod, where the cluster runs on this machine.
func (c *Cluster) signal(ctx context.Context, namespace, name string, sig syscall.Signal) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	if err := c.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, pod); err != nil {
		return nil, err
	}
	pids, err := processes(string(pod.UID))
	if err != nil {
		return nil, err
	}
	if len(pids) == 0 {
		fmt.Fprintf(c.Out, "the processes of pod %s cannot be seen from here: none gets the signal %q\n", name, sig)
	}
	for _, pid := range pids {
		// One that has just ended needs no signal.
		_ = syscall.Kill(pid, sig)
	}
	return pod, nil
}

// processes are those of a pod, which a cluster on this machine keeps in a cgroup with the
// pod's UID.
func processes(uid string) ([]int, error) {
	files, err := filepath.Glob("/proc/[0-9]*/cgroup")
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended since
		}
		if !strings.Contains(strings.ReplaceAll(string(raw), "_", "-"), "pod"+uid) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		pids = append(pids, pid)
	}
	return pids, nil
}
