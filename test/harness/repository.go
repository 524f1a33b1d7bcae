// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Repository is a Git repository that is served over HTTP, as a hosting service would, and a
// work tree to commit from.
type Repository struct {
	// Dir is the work tree, and URL where the repository is served, on loopback.
	Dir, URL string
}

// ServeRepository makes an empty repository below dir, and serves it until the context ends.
func ServeRepository(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{Dir: filepath.Join(dir, "work")}
	served := filepath.Join(dir, "served")
	bare := filepath.Join(served, "shop.git")
	for _, args := range [][]string{
		{"init", "--quiet", "--bare", "--initial-branch=main", bare},
		{"init", "--quiet", "--initial-branch=main", r.Dir},
		{"-C", r.Dir, "remote", "add", "origin", bare},
	} {
		if _, err := git(ctx, args...); err != nil {
			return nil, err
		}
	}
	programs, err := git(ctx, "--exec-path")
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{
		Handler: &cgi.Handler{
			Path: filepath.Join(programs, "git-http-backend"),
			Env:  []string{"GIT_PROJECT_ROOT=" + served, "GIT_HTTP_EXPORT_ALL=1"},
		},
		ReadHeaderTimeout: 10 * time.Second,
	}
	go func() { _ = server.Serve(listener) }() // it ends when it is closed
	context.AfterFunc(ctx, func() { _ = server.Close() })
	r.URL = "http://" + listener.Addr().String() + "/shop.git"
	return r, nil
}

// Commit commits and pushes the whole work tree, and returns the commit.
func (r *Repository) Commit(ctx context.Context, message string) (string, error) {
	return r.push(ctx, []string{"add", "--all"}, []string{"commit", "--quiet", "--message", message})
}

// Revert reverts the last commit, pushes that, and returns the new one.
func (r *Repository) Revert(ctx context.Context) (string, error) {
	return r.push(ctx, []string{"revert", "--no-edit", "HEAD"})
}

func (r *Repository) push(ctx context.Context, commands ...[]string) (string, error) {
	for _, args := range append(commands, []string{"push", "--quiet", "origin", "main"}) {
		if _, err := git(ctx, append([]string{"-C", r.Dir}, args...)...); err != nil {
			return "", err
		}
	}
	return git(ctx, "-C", r.Dir, "rev-parse", "HEAD")
}

// git runs git without anybody's settings.
func git(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=ops", "GIT_AUTHOR_EMAIL=ops@shop.example", "GIT_COMMITTER_NAME=ops", "GIT_COMMITTER_EMAIL=ops@shop.example")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}
