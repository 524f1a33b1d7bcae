// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/cli/screen"
)

// repository commits the shop, and then changes it.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Rename(folder(t, "", "", ""), filepath.Join(dir, "shop")); err != nil {
		t.Fatal(err)
	}
	runGit(t, dir, "init", "--quiet", "--initial-branch=main")
	commitAll(t, dir, "before")
	return dir
}

func runGit(t *testing.T, dir string, args ...string) {
	t.Helper()
	all := append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@shop.test"}, args...)
	if out, err := exec.Command("git", all...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v: %s", args, err, out)
	}
}

func commitAll(t *testing.T, dir, message string) {
	t.Helper()
	runGit(t, dir, "add", "--all")
	runGit(t, dir, "commit", "--quiet", "-m", message)
}

// TestWhatAnotherBranchGotSinceIsNotUndone: a pull request that is a day old must not be told that
// it removes what its target branch got meanwhile.
func TestWhatAnotherBranchGotSinceIsNotUndone(t *testing.T) {
	root := repository(t)
	dir := filepath.Join(root, "shop")
	runGit(t, root, "checkout", "--quiet", "-b", "feature")
	replace(t, dir, "intents.yaml", "- track my package", "- track my box")
	commitAll(t, root, "another utterance")
	runGit(t, root, "checkout", "--quiet", "main")
	write(t, dir, "more.yaml", "apiVersion: intentops.dev/v1alpha1\nkind: Intent\nmetadata: {name: gift-wrap, namespace: shop}\n"+
		"spec: {botRef: {name: support}, utterances: [can you wrap it as a present], reply: {text: We do.}}\n")
	commitAll(t, root, "an Intent")

	objects := func(r *Report) string {
		var changed []string
		for _, c := range r.Changes {
			changed = append(changed, c.Object)
		}
		return strings.Join(changed, ", ")
	}
	const own = "Intent shop/order-status, IntentBatch shop/week-1"
	runGit(t, root, "checkout", "--quiet", "feature")
	r := checked(t, Options{Dir: dir, Since: "main", Diff: true})
	if objects(r) != own || len(r.Findings) > 0 || r.Parted == "" {
		t.Errorf("a branch beside main changes %s, parted %q, %+v", objects(r), r.Parted, r.Findings)
	}
	var text bytes.Buffer
	r.WriteText(&text, screen.Screen{Width: 80})
	if !strings.Contains(text.String(), "CHANGES SINCE main\nCompared with commit "+r.Parted[:12]+", where this branch left it.\n") {
		t.Error(text.String())
	}

	// As code hosts check a pull request: merged.
	runGit(t, root, "checkout", "--quiet", "--detach")
	runGit(t, root, "merge", "--quiet", "--no-edit", "main")
	if r := checked(t, Options{Dir: dir, Since: "main", Diff: true}); objects(r) != own || r.Parted != "" {
		t.Errorf("a merge changes %s, parted %q", objects(r), r.Parted)
	}

	// As in a shallow clone: nothing is known of what they have in common.
	runGit(t, root, "checkout", "--quiet", "--orphan", "alone")
	commitAll(t, root, "all at once")
	if r := checked(t, Options{Dir: dir, Since: "main", Diff: true}); objects(r) != own || r.Parted != "" {
		t.Errorf("a branch without history changes %s, parted %q", objects(r), r.Parted)
	}
}
