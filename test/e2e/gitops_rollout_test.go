// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// rolledOut lets customers promote the first batch. The Kustomization does not wait for it, and
// nothing that the operator writes differs from Git.
func (g *gitOps) rolledOut(t *testing.T) {
	g.batch(t, "week-1", "to begin", podTimeout, rolling)
	g.reconciled(t, 1, batches)
	if k := g.kustomization(t, batches); !k.is(v1alpha1.ConditionReady) {
		t.Errorf("while the batch rolls its Kustomization is %s", k.ready())
	}
	g.noDifference(t)
	g.customersArrive(t)
	g.batch(t, "week-1", "to be promoted", rolloutTimeout, promoted)
	g.settled(t)
	g.reconciled(t, 1, bots, batches)
}

// fluxChanged finds in the log of kustomize-controller what it changed.
var fluxChanged = regexp.MustCompile(`"[^"]+":"(configured|created|deleted)"`)

// atRest lets Flux apply everything several times. Nothing is written: all that Flux owns and
// the generations stay as they were, and Flux says of no object that it changed it.
func (g *gitOps) atRest(t *testing.T) {
	before, said := g.appliedFields(t), len(g.fluxSaid(t))
	g.reconciled(t, 3, infrastructure, bots, batches)
	if diff := cmp.Diff(before, g.appliedFields(t)); diff != "" {
		t.Errorf("fields that Flux applied (-before +after):\n%s", diff)
	}
	for _, line := range strings.Split(g.fluxSaid(t)[said:], "\n") {
		if change := fluxChanged.FindString(line); change != "" {
			t.Errorf("Flux changed something: %s", change)
		}
	}
	if !strings.Contains(g.fluxSaid(t)[said:], `"Bot/`+harness.Namespace+`/support":"unchanged"`) {
		t.Error("Flux does not say that it looked at the Bot")
	}
	g.noDifference(t)
}

// appliedFields are the fields that Flux applied, with the time, and the generation, by object.
func (g *gitOps) appliedFields(t *testing.T) map[string]string {
	t.Helper()
	fields := map[string]string{}
	for _, kind := range []string{"Bot", "EscalationPolicy", "Intent", "IntentBatch", "BotRelease"} {
		for _, obj := range g.listed(t, kind) {
			for _, entry := range obj.GetManagedFields() {
				if entry.Manager == "kustomize-controller" {
					fields[kind+"/"+obj.GetName()] = fmt.Sprintf("generation %d, %s at %s: %s", obj.GetGeneration(), entry.Operation, entry.Time, entry.FieldsV1.GetRawBytes())
				}
			}
		}
	}
	if len(fields) == 0 {
		t.Error("Flux applied nothing")
	}
	return fields
}

// fluxSaid is the log of kustomize-controller.
func (g *gitOps) fluxSaid(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(harness.FluxLog(g.dir, "kustomize-controller"))
	must(t, err)
	return string(raw)
}

// noDifference compares the work tree with the cluster.
func (g *gitOps) noDifference(t *testing.T) {
	t.Helper()
	for _, dir := range []string{"bots/support", "batches/support"} {
		if out, err := g.Kubectl(g.ctx, "diff", "--server-side", "-n", harness.Namespace, "-f", filepath.Join(g.repo.Dir, dir)); err != nil || out != "" {
			t.Errorf("kubectl diff of %s: %v\n%s", dir, err, out)
		}
	}
}

// reverted edits a live answer, and reverts the commit once the edit is live.
func (g *gitOps) reverted(t *testing.T) {
	const oldText = "Our shops are open Monday to Saturday from 9 to 20 o'clock, and closed on Sundays."
	before := g.newest(t)
	g.replace(t, "bots/support/intents.yaml", oldText, newText)
	commit := g.commit(t, "Longer opening hours")
	g.batch(t, "week-1", "to roll the edit", podTimeout, func(b *v1alpha1.IntentBatch) bool { return b.Status.Attempt == 2 && rolling(b) })
	g.batch(t, "week-1", "to be promoted again", rolloutTimeout, promoted)
	g.settled(t)
	g.green(t, commit, bots, batches)
	if _, text := g.answer(t, edited, question); text != newText {
		t.Errorf("after the edit a customer got %q", text)
	}

	commit = g.revert(t)
	g.served(t, "the earlier revisions", before)
	after := g.newest(t)
	if after.Spec.Cause.Type != v1alpha1.CauseReverted {
		t.Errorf("the newest release is %s by %s, want one that was reverted", after.Name, after.Spec.Cause.Type)
	}
	if diff := cmp.Diff(before.Spec.Intents, after.Spec.Intents); diff != "" {
		t.Errorf("revisions (-before the edit +after its revert):\n%s", diff)
	}
	g.green(t, commit, bots, batches)
	if _, text := g.answer(t, edited, question); text != oldText {
		t.Errorf("after the revert a customer got %q", text)
	}
}

// red adds a batch that does harm. Its Kustomization fails until the commit is reverted, and
// applies that commit at once.
func (g *gitOps) red(t *testing.T) {
	before := g.newest(t)
	must(t, g.customers.Rate(g.ctx, customersPerSecond))
	must(t, g.customers.Harm(g.ctx, harness.HarmfulBatch()))
	g.addBatch(t, "week-3")
	g.commit(t, "The third batch")
	batch := g.batch(t, "week-3", "to be rolled back", rolloutTimeout, func(b *v1alpha1.IntentBatch) bool { return b.Status.Result != "" })
	if batch.Status.Result != v1alpha1.ResultRolledBack {
		t.Fatalf("result %s: %s", batch.Status.Result, ready(batch))
	}
	want := fmt.Sprintf("IntentBatch/%s/week-3 status: 'Failed'", harness.Namespace)
	must(t, harness.WaitFor(g.ctx, "Kustomization "+batches+" to be red", fluxTimeout, func(context.Context) (bool, string) {
		said := g.kustomization(t, batches).ready()
		return strings.HasPrefix(said, "False HealthCheckFailed") && strings.Contains(said, want), said
	}))
	t.Log(g.kustomization(t, batches).ready())
	// Flux names the batch only; the plugin and a notification have the reason.
	said := batch.Status.History[len(batch.Status.History)-1].Message
	if out, _ := g.says(t, "explain", "batch", "week-3"); !strings.Contains(squeezed(out), squeezed(said)) {
		t.Errorf("explain does not say %q:\n%s", said, out)
	}
	g.reconciled(t, 1, bots)
	commit := g.revert(t)
	g.green(t, commit, bots, batches)
	g.served(t, "what was live before", before)
}
