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
// with EarlierTag, and loads them into the cluster. What an earlier run built of the commit is
// used again. It returns the tree's folder, named from the root of the repository.
func (c *Cluster) BuildEarlier(ctx context.Context, commit string) (string, error) {
	home := filepath.Join("bin", "earlier")
	tree, complete := filepath.Join(home, "tree"), filepath.Join(c.Root, home, "commit")
	if built, err := os.ReadFile(complete); err != nil || string(built) != commit {
		if err := c.buildEarlier(ctx, commit, home, tree); err != nil {
			return "", err
		}
		if err := os.WriteFile(complete, []byte(commit), 0o644); err != nil {
			return "", err
		}
	}
	return tree, c.run(ctx, localcluster, "load", filepath.Join(home, "manager.tar"), filepath.Join(home, "bot.tar"))
}

var localcluster = filepath.Join("bin", "localcluster", "localcluster")

func (c *Cluster) buildEarlier(ctx context.Context, commit, home, tree string) error {
	if err := os.RemoveAll(filepath.Join(c.Root, home)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(c.Root, tree), 0o755); err != nil {
		return err
	}
	packed := filepath.Join(c.Root, home, "tree.tar")
	steps := [][]string{
		{"git", "archive", "--output", packed, commit},
		{"tar", "-x", "-f", packed, "-C", tree},
	}
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
	}
	for _, step := range steps {
		if err := c.run(ctx, step...); err != nil {
			return err
		}
	}
	return nil
}

// run runs a program in the root of the repository, with the settings for programs that go
// into an image.
func (c *Cluster) run(ctx context.Context, command ...string) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = c.Root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, out)
	}
	return nil
}
