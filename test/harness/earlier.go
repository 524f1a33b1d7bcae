// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// EarlierTag is the tag of the images of the earlier version.
const EarlierTag = "earlier"

// EarlierCommit is the commit that hack/upgrade-from names. With none, why is the reason.
func (c *Cluster) EarlierCommit(ctx context.Context) (commit, why string, err error) {
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(c.Root, "hack", "upgrade-from.sh"))
	cmd.Stdout, cmd.Stderr = &out, &said
	err = cmd.Run()
	why = strings.TrimSpace(said.String())
	if err != nil {
		return "", "", fmt.Errorf("%w: %s", err, why)
	}
	return strings.TrimSpace(out.String()), why, nil
}

// BuildEarlier puts the tree of a commit below bin, makes images of its operator and its bot
// with EarlierTag, and loads them into the cluster. It returns the tree's folder, named from
// the root of the repository.
func (c *Cluster) BuildEarlier(ctx context.Context, commit string) (string, error) {
	home := filepath.Join("bin", "earlier")
	if err := os.RemoveAll(filepath.Join(c.Root, home)); err != nil {
		return "", err
	}
	tree := filepath.Join(home, "tree")
	if err := os.MkdirAll(filepath.Join(c.Root, tree), 0o755); err != nil {
		return "", err
	}
	packed := filepath.Join(c.Root, home, "tree.tar")
	steps := [][]string{
		{"git", "archive", "--output", packed, commit},
		{"tar", "-x", "-f", packed, "-C", tree},
	}
	localcluster := filepath.Join("bin", "localcluster", "localcluster")
	load := []string{localcluster, "load"}
	for _, name := range []string{"manager", "bot"} {
		binary, image := filepath.Join(c.Root, home, name), filepath.Join(home, name+".tar")
		archive := []string{
			localcluster, "image", "--user", "65532", "--binary", binary, "--entrypoint", "/" + name,
			"--name", "ghcr.io/intentops/" + name + ":" + EarlierTag, "--out", image,
		}
		if name == "bot" {
			archive = append(archive, "--dir", "/var/lib/intentops")
		}
		steps = append(steps,
			[]string{
				"go", "build", "-C", tree, "-trimpath", "-buildvcs=false",
				"-ldflags", "-s -w -X main.version=" + EarlierTag, "-o", binary, "./cmd/" + name,
			},
			archive)
		load = append(load, image)
	}
	for _, step := range append(steps, load) {
		cmd := exec.CommandContext(ctx, step[0], step[1:]...)
		cmd.Dir = c.Root
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(step, " "), err, out)
		}
	}
	return tree, nil
}
