// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

var (
	kustomizationKind = schema.GroupVersionKind{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Kind: "Kustomization"}
	gitRepositoryKind = schema.GroupVersionKind{Group: "source.toolkit.fluxcd.io", Version: "v1", Kind: "GitRepository"}
)

// fluxTimeout is longer than the timeouts of config/flux: within these Flux may wait for what
// was committed before.
const fluxTimeout = 5 * time.Minute

// applyKustomizations applies those of config/flux, for the demo's namespace, and looked at every
// few seconds. All else stays as users copy it.
func (g *gitOps) applyKustomizations(t *testing.T) {
	t.Helper()
	source := g.fluxObject(gitRepositoryKind, "flux-system")
	source.Object["spec"] = map[string]any{
		"url": g.repo.URL, "ref": map[string]any{"branch": "main"}, "interval": "10m",
	}
	must(t, g.ApplyObject(g.ctx, source))
	objects, err := g.Read("config/flux/kustomizations.yaml")
	must(t, err)
	for _, obj := range objects {
		spec := obj.Object["spec"].(map[string]any)
		if spec["targetNamespace"] != nil {
			spec["targetNamespace"] = harness.Namespace
		}
		spec["interval"], spec["retryInterval"] = "10s", "5s"
		must(t, g.ApplyObject(g.ctx, obj))
	}
}

func (g *gitOps) fluxObject(kind schema.GroupVersionKind, name string) *unstructured.Unstructured {
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(kind)
	u.SetNamespace(harness.FluxNamespace)
	u.SetName(name)
	return u
}

// kustomization is what the status of one says.
type kustomization struct {
	conditions         []metav1.Condition
	applied, attempted string
	handled            string
	current            bool
}

func (k *kustomization) is(condition string) bool {
	return meta.IsStatusConditionTrue(k.conditions, condition)
}

func (k *kustomization) ready() string {
	if c := meta.FindStatusCondition(k.conditions, v1alpha1.ConditionReady); c != nil {
		return fmt.Sprintf("%s %s: %s", c.Status, c.Reason, c.Message)
	}
	return "no condition Ready"
}

func (g *gitOps) kustomization(t *testing.T, name string) *kustomization {
	t.Helper()
	u := g.fluxObject(kustomizationKind, name)
	must(t, g.Get(g.ctx, client.ObjectKeyFromObject(u), u))
	conditions, err := harness.Conditions(u)
	must(t, err)
	text := func(field string) string {
		value, _, _ := unstructured.NestedString(u.Object, "status", field)
		return value
	}
	observed, _, _ := unstructured.NestedInt64(u.Object, "status", "observedGeneration")
	return &kustomization{
		conditions: conditions, applied: text("lastAppliedRevision"), attempted: text("lastAttemptedRevision"),
		handled: text("lastHandledReconcileAt"), current: observed == u.GetGeneration(),
	}
}

// commit commits the work tree and tells Flux, as the hosting service's webhook would.
func (g *gitOps) commit(t *testing.T, message string) string {
	t.Helper()
	commit, err := g.repo.Commit(g.ctx, message)
	must(t, err)
	g.fetch(t)
	return commit
}

// revert reverts the last commit.
func (g *gitOps) revert(t *testing.T) string {
	t.Helper()
	commit, err := g.repo.Revert(g.ctx)
	must(t, err)
	g.fetch(t)
	return commit
}

func (g *gitOps) fetch(t *testing.T) {
	t.Helper()
	_, err := g.request(gitRepositoryKind, "flux-system")
	if client.IgnoreNotFound(err) != nil {
		t.Fatal(err)
	}
}

// request asks for a reconciliation, as flux reconcile does, and returns what Flux will say that
// it handled.
func (g *gitOps) request(kind schema.GroupVersionKind, name string) (string, error) {
	at := time.Now().Format(time.RFC3339Nano)
	patch := fmt.Sprintf(`{"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":%q}}}`, at)
	return at, g.Patch(g.ctx, g.fluxObject(kind, name), client.RawPatch("application/merge-patch+json", []byte(patch)))
}

// green waits until Kustomizations have applied a commit and found all of it healthy.
func (g *gitOps) green(t *testing.T, commit string, names ...string) {
	t.Helper()
	for _, name := range names {
		must(t, harness.WaitFor(g.ctx, "Kustomization "+name+" to be green", fluxTimeout, func(context.Context) (bool, string) {
			k := g.kustomization(t, name)
			return k.current && k.is(v1alpha1.ConditionReady) && strings.HasSuffix(k.applied, commit),
				fmt.Sprintf("applied %s, tried %s, want %s; %s", k.applied, k.attempted, commit, k.ready())
		}))
	}
}

// reconciled asks for reconciliations, one after the other, and waits until each has ended well.
// The next one may have begun by then.
func (g *gitOps) reconciled(t *testing.T, times int, names ...string) {
	t.Helper()
	for range times {
		for _, name := range names {
			at, err := g.request(kustomizationKind, name)
			must(t, err)
			must(t, harness.WaitFor(g.ctx, "Kustomization "+name+" to be reconciled", fluxTimeout, func(context.Context) (bool, string) {
				k := g.kustomization(t, name)
				return k.handled == at && k.is(v1alpha1.ConditionReady) && !k.is(v1alpha1.ConditionReconciling), k.ready()
			}))
		}
	}
}

// suspended stops Kustomizations, and waits until they do nothing any more, or lets them go on.
func (g *gitOps) suspended(t *testing.T, suspend bool, names ...string) {
	t.Helper()
	patch := fmt.Sprintf(`{"spec":{"suspend":%t}}`, suspend)
	for _, name := range names {
		must(t, g.Patch(g.ctx, g.fluxObject(kustomizationKind, name), client.RawPatch("application/merge-patch+json", []byte(patch))))
		if !suspend {
			continue
		}
		must(t, harness.WaitFor(g.ctx, "Kustomization "+name+" to stop", fluxTimeout, func(context.Context) (bool, string) {
			k := g.kustomization(t, name)
			return !k.is(v1alpha1.ConditionReconciling), k.ready()
		}))
	}
}

// operators scales the operator, and waits until it is so.
func (g *gitOps) operators(t *testing.T, replicas int) {
	t.Helper()
	_, err := g.Kubectl(g.ctx, "scale", "deployment", "intentops-manager", "-n", harness.SystemNamespace, fmt.Sprintf("--replicas=%d", replicas))
	must(t, err)
	must(t, harness.WaitFor(g.ctx, fmt.Sprintf("%d pods of the operator", replicas), podTimeout, func(context.Context) (bool, string) {
		pods := g.pods(t, harness.SystemNamespace, "intentops-manager")
		return len(pods) == replicas, fmt.Sprintf("there are %d", len(pods))
	}))
}

// explainFlux prints what a person would look at after a failure.
func (g *gitOps) explainFlux(t *testing.T) {
	t.Helper()
	g.explain(t)
	out, err := g.Kubectl(t.Context(), "get", "gitrepositories,kustomizations", "-n", harness.FluxNamespace, "-o", "yaml")
	t.Logf("%s %v", out, err)
	for _, name := range []string{"source-controller", "kustomize-controller"} {
		log, err := os.ReadFile(harness.FluxLog(g.dir, name))
		t.Logf("%s %v\n%s", name, err, log[max(0, len(log)-maxShown):])
	}
}
