// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// mistakes are what people do to files without meaning customers.
func (g *gitOps) mistakes(t *testing.T) {
	before := g.newest(t)
	const oldName, newName = "batches/support/week-1.yaml", "batches/support/first.yaml"
	must(t, os.Rename(filepath.Join(g.repo.Dir, oldName), filepath.Join(g.repo.Dir, newName)))
	g.green(t, g.commit(t, "Rename a file"), bots, batches)
	g.same(t, before)

	g.replace(t, newName, "{name: week-1}", "{name: first}")
	g.green(t, g.commit(t, "Rename a batch"), bots, batches)
	renamed := g.batch(t, "first", "to be promoted", podTimeout, promoted)
	if !renamed.Status.StartedAt.IsZero() {
		t.Errorf("the renamed batch rolled: %+v", renamed.Status)
	}
	if _, err := g.Batch(g.ctx, "week-1"); !apierrors.IsNotFound(err) {
		t.Errorf("the batch is still there under its old name: %v", err)
	}
	g.same(t, before)

	g.replace(t, newName, "opening-hours", "opening-huors")
	g.commit(t, "Mistype an intent")
	g.batch(t, "first", "not to be accepted", podTimeout, func(b *v1alpha1.IntentBatch) bool { return reason(b) == v1alpha1.ReasonReferenceNotFound })
	g.same(t, before)
	g.replace(t, newName, "opening-huors", "opening-hours")
	began := time.Now()
	g.green(t, g.commit(t, "Correct the name"), bots, batches)
	t.Logf("the correction was applied and green after %.0f seconds", time.Since(began).Seconds())
	if b := g.batch(t, "first", "to be promoted", podTimeout, promoted); !b.Status.StartedAt.IsZero() {
		t.Errorf("the corrected batch rolled: %+v", b.Status)
	}
	g.same(t, before)
}

// same checks that nothing happened to what customers get.
func (g *gitOps) same(t *testing.T, want *v1alpha1.BotRelease) {
	t.Helper()
	if live := g.newest(t); live.Name != want.Name || live.Spec.Digest != want.Spec.Digest {
		t.Errorf("release %s became %s by %s", want.Name, live.Name, live.Spec.Cause.Type)
	}
	g.answer(t, edited, question)
}

// served waits until every pod serves what a release has.
func (g *gitOps) served(t *testing.T, what string, want *v1alpha1.BotRelease) {
	t.Helper()
	began := time.Now()
	must(t, harness.WaitFor(g.ctx, what+" to be served", podTimeout, func(ctx context.Context) (bool, string) {
		bot, err := g.Bot(ctx)
		if err != nil || bot.Status.Release == nil {
			return false, fmt.Sprint(err)
		}
		return bot.Status.Release.Stable == want.Spec.Digest, fmt.Sprintf("%+v, want %s", bot.Status.Release, want.Spec.Digest)
	}))
	t.Logf("%s: served after %.0f seconds", what, time.Since(began).Seconds())
	g.settled(t)
}

// approved adds a batch that waits for a person, who approves it by a commit: the patch that the
// plugin prints.
func (g *gitOps) approved(t *testing.T) {
	g.addBatch(t, "week-2")
	commit := g.commit(t, "The second batch")
	waits := func(b *v1alpha1.IntentBatch) bool { return reason(b) == v1alpha1.ReasonApprovalRequired }
	g.batch(t, "week-2", "to ask for an approval", rolloutTimeout, waits)
	g.green(t, commit, batches)

	printed, said := g.says(t, "approve", "week-2")
	if !strings.Contains(said, "Nothing was changed.") || !strings.Contains(said, "Kustomization flux-system/support-batches applies") {
		t.Errorf("approve says %q", said)
	}
	g.merge(t, "batches/support/week-2.yaml", printed)
	if !waits(g.batch(t, "week-2", "to wait still", podTimeout, waits)) {
		t.Error("it does not wait for the commit")
	}
	began := time.Now()
	commit = g.commit(t, "Approve the second batch")
	g.batch(t, "week-2", "to be promoted", podTimeout, promoted)
	t.Logf("promoted %.0f seconds after the commit that approves it", time.Since(began).Seconds())
	g.green(t, commit, batches)
	g.settled(t)
}

// merge puts the spec of a patch into a manifest.
func (g *gitOps) merge(t *testing.T, name, patch string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(g.repo.Dir, name))
	must(t, err)
	var manifest, change map[string]any
	must(t, yaml.Unmarshal(raw, &manifest))
	must(t, yaml.Unmarshal([]byte(patch), &change))
	maps.Copy(manifest["spec"].(map[string]any), change["spec"].(map[string]any))
	raw, err = yaml.Marshal(manifest)
	must(t, err)
	g.write(t, name, raw)
}

// byHand writes to objects that Flux applies, by the plugin.
func (g *gitOps) byHand(t *testing.T) {
	const undone = "Warning: Flux (Kustomization flux-system/support) will undo this: it applies spec.automation of Bot support from Git. " +
		"Commit the change, or stop it: flux suspend kustomization support --namespace flux-system\n"
	automation := func(want v1alpha1.Automation) {
		t.Helper()
		must(t, harness.WaitFor(g.ctx, "automation to be "+string(want), podTimeout, func(ctx context.Context) (bool, string) {
			bot, err := g.Bot(ctx)
			return err == nil && bot.Spec.Automation == want, fmt.Sprintf("%+v %v", bot.Spec.Automation, err)
		}))
	}
	if _, said := g.says(t, "disable", harness.BotName, "--apply"); said != undone {
		t.Errorf("disable says %q, want %q", said, undone)
	}
	automation(v1alpha1.AutomationEnabled)

	g.suspended(t, true, bots)
	g.says(t, "disable", harness.BotName, "--apply")
	_, err := g.request(kustomizationKind, bots)
	must(t, err)
	g.reconciled(t, 2, batches)
	automation(v1alpha1.AutomationDisabled)
	g.suspended(t, false, bots)
	automation(v1alpha1.AutomationEnabled)

	// Git says nothing about the state of the batch.
	if _, said := g.says(t, "hold", "week-2", "--apply"); !strings.Contains(said, "Flux (Kustomization flux-system/support-batches) will undo this as soon as Git sets spec.state") {
		t.Errorf("hold says %q", said)
	}
	g.reconciled(t, 2, batches)
	if b := g.batch(t, "week-2", "to be there", podTimeout, func(*v1alpha1.IntentBatch) bool { return true }); b.Spec.State != v1alpha1.BatchHeld {
		t.Errorf("the state is %s, want what was applied and Git does not set", b.Spec.State)
	}
	g.says(t, "resume", "week-2", "--apply")
	g.atRest(t)
}

// says runs a verb of the plugin, and returns what it prints and what it says about that.
func (g *gitOps) says(t *testing.T, args ...string) (out, said string) {
	t.Helper()
	cmd := exec.CommandContext(g.ctx, filepath.Join(g.Root, "bin", "tools", "kubectl-intentops"), append(args, "-n", harness.Namespace)...)
	var printed, aside bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &aside
	if err := cmd.Run(); err != nil {
		t.Fatalf("kubectl intentops %s: %v\n%s", strings.Join(args, " "), err, &aside)
	}
	return printed.String(), aside.String()
}
