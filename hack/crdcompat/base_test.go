// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheCommitThatUpgradesStartFrom runs the script in a repository of two commits and in a
// shallow clone of it.
func TestTheCommitThatUpgradesStartFrom(t *testing.T) {
	origin := t.TempDir()
	git(t, origin, "init", "--quiet", "--initial-branch=main")
	commit := func() string {
		git(t, origin, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--allow-empty", "-m", "a change")
		return git(t, origin, "rev-parse", "HEAD")
	}
	first := commit()
	git(t, origin, "tag", "v0.1.0")
	commit()
	shallow := filepath.Join(t.TempDir(), "shallow")
	git(t, origin, "clone", "--quiet", "--depth=1", "--no-tags", "file://"+origin, shallow)

	for name, tc := range map[string]struct {
		clone, file    string
		want, wantSaid string
		wantFailed     bool
	}{
		"nothing but comments": {clone: origin, file: "# none yet\n\n", wantSaid: "names no commit yet"},
		"a commit":             {clone: origin, file: "# the last release\n" + first + "\n", want: first},
		"a tag":                {clone: origin, file: "v0.1.0 # the last release\n", want: first},
		"a commit that is nowhere": {
			clone: origin, file: strings.Repeat("0", 40), wantFailed: true, wantSaid: "does not have: run 'git fetch --tags', or correct the file",
		},
		"a commit that a shallow clone lacks": {
			clone: shallow, file: first, wantFailed: true, wantSaid: "because it is shallow: run 'git fetch --unshallow --tags'",
		},
	} {
		t.Run(name, func(t *testing.T) {
			script, err := os.ReadFile("../upgrade-from.sh")
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(tc.clone, "hack")
			if err := os.MkdirAll(dir, 0o750); err != nil {
				t.Fatal(err)
			}
			for file, content := range map[string]string{"upgrade-from.sh": string(script), "upgrade-from": tc.file} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			var out, said bytes.Buffer
			cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "upgrade-from.sh"))
			cmd.Stdout, cmd.Stderr = &out, &said
			err = cmd.Run()
			if (err != nil) != tc.wantFailed || strings.TrimSpace(out.String()) != tc.want || !strings.Contains(said.String(), tc.wantSaid) {
				t.Errorf("error %v, printed %q, said %q; want %q and %q", err, out.String(), said.String(), tc.want, tc.wantSaid)
			}
		})
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}
