// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package build makes the cluster's programs with the Go tool chain.
package build

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// All builds the programs that are not up to date and links their names.
func All(c cluster.Cluster, programs ...Program) error {
	for i, p := range programs {
		if err := one(c, p, fmt.Sprintf("[%d/%d]", i+1, len(programs))); err != nil {
			return fmt.Errorf("build %s: %w", p.Name, err)
		}
		for _, link := range p.Links {
			if err := symlink(p.Name, c.Home(link)); err != nil {
				return err
			}
		}
	}
	return nil
}

// LinkEnvtest fills the folder for KUBEBUILDER_ASSETS and returns it.
func LinkEnvtest(c cluster.Cluster) (string, error) {
	for _, name := range Envtest {
		if err := symlink("../"+Kube.Name, c.Home("envtest", name)); err != nil {
			return "", err
		}
	}
	return c.Home("envtest"), nil
}

func one(c cluster.Cluster, p Program, step string) error {
	out, args := c.Home(p.Name), p.args()
	key, err := fingerprint(c.Source(p.Module), args)
	if err != nil {
		return err
	}
	if upToDate(out, key) {
		return nil
	}
	started := time.Now()
	say("%s building %s", step, p.About)
	if err := compile(c.Source(p.Module), p.Package, out, args); err != nil {
		return err
	}
	say("%s built %s in %s", step, p.Name, time.Since(started).Round(time.Second))
	return os.WriteFile(keyFile(out), []byte(key), 0o644)
}

func (p Program) args() []string {
	args := []string{"-trimpath", "-ldflags", strings.TrimSpace("-s -w " + p.LDFlags)}
	if p.Tags != "" {
		args = append(args, "-tags", p.Tags)
	}
	return args
}

// compile builds next to the target and renames: a running cluster keeps the
// file that it has open, and an interrupted build leaves no half binary.
func compile(dir, pkg, out string, args []string) error {
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	next := out + ".next"
	defer func() { _ = os.Remove(next) }() // there only after a failure
	cmd := goTool(dir, append(append([]string{"build", "-v", "-o", next}, args...), pkg)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	// With -v, go build names every package that it compiles: that is progress.
	// Anything else that it says is kept for the error.
	meter := newMeter(func() int { return packages(dir, pkg, args) })
	var said []string
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if line := lines.Text(); isPackage(line) {
			meter.add()
		} else {
			said = append(said, line)
		}
	}
	meter.stop()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%w\n%s", err, strings.Join(said, "\n"))
	}
	return os.Rename(next, out)
}

func isPackage(line string) bool {
	return !strings.ContainsAny(line, " :#") && line != ""
}

func packages(dir, pkg string, args []string) int {
	out, err := goTool(dir, append(append([]string{"list", "-deps"}, args...), pkg)...).Output()
	if err != nil {
		return 0
	}
	return strings.Count(string(out), "\n")
}

// goTool is nice, so that a build does not starve a cluster that serves tests.
func goTool(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("nice", append([]string{"-n", "5", "go"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	return cmd
}

func symlink(target, path string) error {
	if have, err := os.Readlink(path); err == nil && have == target {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
