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
	todo := &plan{}
	for _, p := range programs {
		s := &step{Program: p, out: p.out(c), listed: make(chan struct{}), total: p.Work}
		if !p.Rest {
			var err error
			if s.key, err = fingerprint(c.Source(p.Module), p.args()); err != nil {
				return fmt.Errorf("build %s: %w", p.Name, err)
			}
			if upToDate(s.out, s.key) {
				continue
			}
		}
		todo.steps = append(todo.steps, s)
	}
	go todo.list(c.Source)
	for i, s := range todo.steps {
		if err := todo.one(c, s, fmt.Sprintf("[%d/%d]", i+1, len(todo.steps))); err != nil {
			return fmt.Errorf("build %s: %w", s.Name, err)
		}
	}
	for _, p := range programs {
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

func (p *plan) one(c cluster.Cluster, s *step, count string) error {
	select {
	case <-s.listed:
	case <-time.After(3 * time.Second): // more than Go needs for looking only
		say("%s looking for what is to be compiled, and downloading it: %s", count, s.About)
	}
	p.wait(s)
	started := time.Now()
	say("%s building %s", count, s.About)
	if err := p.compile(s, c.Source(s.Module)); err != nil {
		return err
	}
	p.ended(s)
	say("%s built %s in %s", count, s.Name, time.Since(started).Round(time.Second))
	if s.Rest {
		return nil
	}
	return os.WriteFile(keyFile(s.out), []byte(s.key), 0o644)
}

// out is the binary, or the folder of several.
func (p Program) out(c cluster.Cluster) string {
	switch {
	case len(p.Packages) > 1:
		return c.Bin(p.Into)
	case p.Into != "":
		return c.Bin(p.Into, p.Name)
	}
	return c.Home(p.Name)
}

// plain are the packages that are compiled without inlining. To inline, the compiler reads what
// functions of all imports are made of: that is a third of its time for Kubernetes' thousands of
// small packages over large ones, and here time to compile matters more than time to run. What
// debuggers read is left out as well, since the linker drops it (-s -w). All programs have the same
// flags, as they share what is compiled.
var plain = []string{"k8s.io/...", "sigs.k8s.io/...", "go.etcd.io/..."}

func (p Program) args() []string {
	args := append([]string{"-trimpath", "-ldflags", strings.TrimSpace("-s -w " + p.LDFlags)}, p.Flags...)
	for _, pattern := range plain {
		args = append(args, "-gcflags="+pattern+"=-l -dwarf=false")
	}
	if p.Tags != "" {
		args = append(args, "-tags", p.Tags)
	}
	return args
}

// compile builds next to the target and renames: a running cluster keeps the
// file that it has open, and an interrupted build leaves no half binary. Into a
// folder, Go itself does so.
func (p *plan) compile(s *step, dir string) error {
	next := s.out + ".next"
	if len(s.Packages) > 1 {
		next = s.out + string(filepath.Separator)
	}
	if err := os.MkdirAll(filepath.Dir(next), 0o755); err != nil {
		return err
	}
	args := append([]string{"build", "-v", "-o", next}, s.args()...)
	cmd := s.goTool(dir, append(args, s.Packages...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	// With -v, go build names every package that it compiles: that is progress.
	// Anything else that it says is kept for the error.
	meter := newMeter(p.progress)
	var said []string
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if line := lines.Text(); isPackage(line) {
			p.compiled(s, line)
		} else {
			said = append(said, line)
		}
	}
	meter.stop()
	if err := cmd.Wait(); err != nil {
		if len(s.Packages) == 1 {
			_ = os.Remove(next) // it may not be there
		}
		return fmt.Errorf("%w\n%s", err, strings.Join(said, "\n"))
	}
	if len(s.Packages) > 1 {
		return nil
	}
	return os.Rename(next, s.out)
}

func isPackage(line string) bool {
	return !strings.ContainsAny(line, " :#") && line != ""
}

// goTool is the Go tool for a program.
func (p Program) goTool(dir string, args ...string) *exec.Cmd {
	cmd := goTool(dir, args...)
	if p.GOOS != "" {
		cmd.Env = append(cmd.Env, "GOOS="+p.GOOS)
	}
	return cmd
}

// goTool is nice, so that a build does not starve a cluster that serves tests. The compiler
// spends a third of its time on collecting garbage, more than memory is worth here: it and the
// linker do so only where a process would have more than a gigabyte and a half.
func goTool(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("nice", append([]string{"-n", "5", "go"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append([]string{"GOGC=off", "GOMEMLIMIT=1500MiB"}, os.Environ()...) // the user's own win
	cmd.Env = append(cmd.Env, "CGO_ENABLED=0", "GOWORK=off")
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
