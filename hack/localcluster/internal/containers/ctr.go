// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package containers talks to a cluster's containerd, from inside the node or
// from the host.
package containers

import (
	"fmt"
	"os/exec"
	"strings"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Ctr runs containerd's own command line tool on the images and containers that
// kubelet sees.
func Ctr(c cluster.Cluster, args ...string) (string, error) {
	all := append([]string{"--address", c.ContainerdSocket(), "--namespace", "k8s.io"}, args...)
	out, err := exec.Command("ctr", all...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("ctr %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// Load imports image archives.
func Load(c cluster.Cluster, archives ...string) error {
	for _, archive := range archives {
		if _, err := Ctr(c, "images", "import", archive); err != nil {
			return err
		}
	}
	return nil
}
