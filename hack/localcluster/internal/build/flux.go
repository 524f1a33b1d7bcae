// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// WriteFluxCRDs writes the CustomResourceDefinitions that come with Flux's controllers into one
// file, and returns it.
func WriteFluxCRDs(c cluster.Cluster) (string, error) {
	var all bytes.Buffer
	for _, p := range Flux {
		dir, err := moduleDir(c.Source(p.Module), p.Packages[0])
		if err != nil {
			return "", err
		}
		files, err := filepath.Glob(filepath.Join(dir, "config", "crd", "bases", "*.yaml"))
		if err != nil {
			return "", err
		}
		if len(files) == 0 {
			return "", fmt.Errorf("module %s has no CustomResourceDefinitions in config/crd/bases", p.Packages[0])
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&all, "---\n%s\n", content)
		}
	}
	out := c.Home("flux-crds.yaml")
	return out, os.WriteFile(out, all.Bytes(), 0o644)
}

// moduleDir is where the sources of a module are that a go.mod pins, downloaded if need be.
func moduleDir(dir, module string) (string, error) {
	out, err := goTool(dir, "mod", "download", "-json", module).Output()
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w: %s", module, err, out)
	}
	var got struct{ Dir string }
	if err := json.Unmarshal(out, &got); err != nil {
		return "", fmt.Errorf("go mod download %s: %w", module, err)
	}
	return got.Dir, nil
}
