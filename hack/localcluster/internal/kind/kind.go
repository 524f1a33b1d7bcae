// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package kind runs the cluster with kind instead, where Docker and kind are
// present. It was written without either at hand: the commands are kind's
// documented ones, but this path is not tested by us.
package kind

import (
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Available says whether kind is installed and has a Docker daemon to talk to.
func Available() bool {
	if _, err := exec.LookPath("kind"); err != nil {
		return false
	}
	return exec.Command("docker", "info").Run() == nil
}

// Exists says whether the cluster was created.
func Exists(c cluster.Cluster) bool {
	out, err := exec.Command("kind", "get", "clusters").Output()
	return err == nil && slices.Contains(strings.Fields(string(out)), c.Name)
}

// Up creates the cluster, or only writes its kubeconfig again.
func Up(c cluster.Cluster) error {
	if Exists(c) {
		return kind("export", "kubeconfig", "--name", c.Name, "--kubeconfig", c.Kubeconfig())
	}
	return kind("create", "cluster", "--name", c.Name, "--kubeconfig", c.Kubeconfig(), "--wait", "2m")
}

// Down deletes the cluster.
func Down(c cluster.Cluster) error {
	return kind("delete", "cluster", "--name", c.Name, "--kubeconfig", c.Kubeconfig())
}

// Load gives the cluster image archives.
func Load(c cluster.Cluster, archives ...string) error {
	for _, archive := range archives {
		if err := kind("load", "image-archive", archive, "--name", c.Name); err != nil {
			return err
		}
	}
	return nil
}

func kind(args ...string) error {
	cmd := exec.Command("kind", args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
