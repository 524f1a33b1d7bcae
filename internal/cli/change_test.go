// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	ktesting "k8s.io/client-go/testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// writes are the requests that changed something.
func (w *world) writes() []ktesting.PatchActionImpl {
	var out []ktesting.PatchActionImpl
	for _, action := range w.client.Actions() {
		if patch, ok := action.(ktesting.PatchActionImpl); ok {
			out = append(out, patch)
		}
	}
	return out
}

// verbs are all that change something, with what they do to the shop.
var verbs = map[string]struct {
	args []string
	spec string
}{
	"approve":        {[]string{"approve", "week-3"}, `{"approvals":[{"revision":"5d0e4b1a","step":"half"},{"revision":"5d0e4b1a","step":"all"}]}`},
	"approve-a-step": {[]string{"approve", "week-2", "--step", "all", "--revision", "9f1c2a"}, `{"approvals":[{"revision":"9f1c2a7b","step":"all"}]}`},
	"promote":        {[]string{"promote", "week-2"}, `{"approvals":[{"revision":"9f1c2a7b","step":"half"},{"revision":"9f1c2a7b","step":"all"}]}`},
	"hold":           {[]string{"hold", "week-2"}, `{"state":"Held"}`},
	"retry":          {[]string{"retry", "week-4"}, `{"retry":"2026-11-09T12:00:00Z"}`},
	"review":         {[]string{"review", "week-2", "--decision", "Rollback", "--by", "ann"}, `{"lastReview":{"at":"2026-11-09T12:00:00Z","by":"ann","decision":"Rollback"}}`},
	"pin":            {[]string{"pin", "support", "support-000002"}, `{"releaseRef":{"name":"support-000002"}}`},
	"disable":        {[]string{"disable", "support"}, `{"automation":"Disabled"}`},
}

func TestVerbsPrintThePatchToCommit(t *testing.T) {
	for name, tc := range verbs {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			if code := w.run(tc.args...); code != 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			golden(t, "screens/patch-"+name, w.out.String()+"--- standard error\n"+w.err.String())
			if n := len(w.writes()); n != 0 {
				t.Errorf("%d writes without --apply", n)
			}
			w.out.Reset()
			if code := w.run(append(tc.args, "-o", "json")...); code != 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			var patch struct{ Spec json.RawMessage }
			if err := json.Unmarshal(w.out.Bytes(), &patch); err != nil {
				t.Fatal(err)
			}
			if got := compact(t, patch.Spec); got != tc.spec {
				t.Errorf("spec %s, want %s", got, tc.spec)
			}
		})
	}
}

func compact(t *testing.T, raw []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestVerbsApplyWithOneRequest: what is one request is done or not, also when it is interrupted.
func TestVerbsApplyWithOneRequest(t *testing.T) {
	for name, tc := range verbs {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			if code := w.run(append(tc.args, "--apply")...); code != 0 || w.err.Len() > 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			golden(t, "screens/apply-"+name, w.out.String())
			writes := w.writes()
			if len(writes) != 1 {
				t.Fatalf("%d writes, want one", len(writes))
			}
			patch := writes[0]
			if patch.PatchOptions.FieldManager != "intentops-plugin" {
				t.Errorf("field manager %q: Flux takes fields away from managers that begin with kubectl", patch.PatchOptions.FieldManager)
			}
			if want := `{"metadata":{"resourceVersion":"7"},"spec":` + tc.spec + `}`; compact(t, patch.Patch) != want {
				t.Errorf("patch %s, want %s", patch.Patch, want)
			}
			// The same once more has nothing to do, but for those that give a new value each time.
			w.client.ClearActions()
			w.run(append(tc.args, "--apply")...)
			if n := len(w.writes()); n != 0 {
				t.Errorf("%d writes when it was done already", n)
			}
		})
	}
}

func TestVerbsUndoEachOther(t *testing.T) {
	for verb, tc := range map[string]struct {
		before func() runtime.Object
		args   []string
		want   string
	}{
		"resume": {func() runtime.Object { b := rollingBatch(); b.Spec.State = v1alpha1.BatchHeld; return b }, []string{"resume", "week-2"}, `{"state":"Active"}`},
		"unpin": {func() runtime.Object {
			b := shopBot()
			b.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000002"}
			return b
		}, []string{"unpin", "support"}, `{"releaseRef":null}`},
		"enable": {func() runtime.Object { b := shopBot(); b.Spec.Automation = v1alpha1.AutomationDisabled; return b }, []string{"enable", "support"}, `{"automation":"Enabled"}`},
	} {
		t.Run(verb, func(t *testing.T) {
			w := newWorld(t, shopScreen, tc.before())
			if code := w.run(tc.args...); code != 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			golden(t, "screens/patch-"+verb, w.out.String()+"--- standard error\n"+w.err.String())
			if code := w.run(append(tc.args, "--apply")...); code != 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			if writes := w.writes(); len(writes) != 1 || compact(t, writes[0].Patch) != `{"metadata":{"resourceVersion":"7"},"spec":`+tc.want+`}` {
				t.Errorf("writes %v, want %s", writes, tc.want)
			}
		})
	}
}

func TestVerbsRefuseWhatMakesNoSense(t *testing.T) {
	for want, args := range map[string][]string{
		"no step that is still ahead of IntentBatch week-1 asks for an approval":                         {"approve", "week-1", "--apply"},
		"--step x: IntentBatch week-2 has no such step: use one of steps shadow, quarter, half, all":     {"approve", "week-2", "--step", "x"},
		"--step quarter: asks for no approval":                                                           {"approve", "week-2", "--step", "quarter"},
		"--revision 123456: IntentBatch week-2 has revision 9f1c2a7b now: look at it before you approve": {"approve", "week-2", "--revision", "123456"},
		"--revision 12: give at least 6 characters":                                                      {"promote", "week-2", "--revision", "12"},
		"every conversation gets IntentBatch week-1 already":                                             {"promote", "week-1"},
		"IntentBatch week-2 was neither rolled back nor held by a failure":                               {"retry", "week-2"},
		"--decision Maybe: use Continue, Hold or Rollback":                                               {"review", "week-2", "--decision", "Maybe", "--by", "ann"},
		"--by is missing: say who reviewed":                                                              {"review", "week-2", "--decision", "Hold", "--by", ""},
		"IntentBatch week-4 is not rolling: there is nothing to review":                                  {"review", "week-4", "--decision", "Hold", "--by", "ann"},
		`botreleases.intentops.dev "support-000009" not found`:                                           {"pin", "support", "support-000009"},
		`bots.intentops.dev "sales" not found`:                                                           {"disable", "sales", "--apply"},
	} {
		w := newWorld(t, shopScreen)
		if code := w.run(args...); code != exitFailed || w.out.Len() > 0 || !strings.Contains(w.err.String(), want) || len(w.writes()) > 0 {
			t.Errorf("%v: exit %d, stdout %q, stderr %q, want %q", args, code, w.out, w.err, want)
		}
	}
}

func TestAReleaseThatCannotBeServedIsNotPinned(t *testing.T) {
	r := shopRelease(2, v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst})
	r.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionAvailable, Status: "False", Message: "ConfigMap x is gone"}}
	other := shopRelease(3, v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst})
	other.Spec.BotRef.Name = "sales"
	for release, want := range map[string]string{
		"support-000002": "BotRelease support-000002 cannot be served: ConfigMap x is gone",
		"support-000003": "BotRelease support-000003 is of Bot sales, not of support",
	} {
		w := newWorld(t, shopScreen, shopBot(), r, other)
		if code := w.run("pin", "support", release, "--apply"); code != exitFailed || !strings.Contains(w.err.String(), want) || len(w.writes()) > 0 {
			t.Errorf("exit %d: %s, want %s", code, w.err, want)
		}
	}
}

// applied is a Bot that a tool applies from Git, with the fields of spec that Git sets.
func applied(manager, fields string, labels, annotations map[string]string) *v1alpha1.Bot {
	b := shopBot()
	b.Labels, b.Annotations = labels, annotations
	b.ManagedFields = []metav1.ManagedFieldsEntry{
		{Manager: "intentops-bot", Operation: "Apply", Subresource: "status", FieldsType: "FieldsV1", FieldsV1: metav1.NewFieldsV1(`{"f:status":{}}`)},
		{Manager: manager, Operation: "Apply", FieldsType: "FieldsV1", FieldsV1: metav1.NewFieldsV1(`{"f:spec":` + fields + `}`)},
	}
	return b
}

// alsoBy adds a manager of fields.
func alsoBy(b *v1alpha1.Bot, manager, operation, fields string) *v1alpha1.Bot {
	b.ManagedFields = append(b.ManagedFields, metav1.ManagedFieldsEntry{
		Manager: manager, Operation: metav1.ManagedFieldsOperationType(operation), FieldsType: "FieldsV1", FieldsV1: metav1.NewFieldsV1(`{"f:spec":` + fields + `}`),
	})
	return b
}

func TestWhatGitAppliesIsSaidWithTheVeryCommand(t *testing.T) {
	flux := map[string]string{"kustomize.toolkit.fluxcd.io/name": "shop", "kustomize.toolkit.fluxcd.io/namespace": "apps"}
	for name, tc := range map[string]struct {
		bot  *v1alpha1.Bot
		want string
	}{
		"Flux applies the field": {applied("kustomize-controller", `{"f:automation":{},"f:replicas":{}}`, flux, nil),
			"Warning: Flux (Kustomization apps/shop) will undo this: it applies spec.automation of Bot support from Git. Commit the change, or stop it: flux suspend kustomization shop --namespace apps\n"},
		"Flux applies other fields": {applied("kustomize-controller", `{"f:replicas":{}}`, flux, nil),
			"Warning: Flux (Kustomization apps/shop) will undo this as soon as Git sets spec.automation of Bot support, which it does not now, and a cluster made again from Git will not have it. Commit the change, or stop it: flux suspend kustomization shop --namespace apps\n"},
		"Flux without its labels": {applied("kustomize-controller", `{"f:automation":{}}`, nil, nil),
			"Warning: Flux will undo this: it applies spec.automation of Bot support from Git. Commit the change, or stop it: flux suspend kustomization NAME --namespace NAMESPACE\n"},
		"a HelmRelease of Flux": {applied("helm-controller", `{"f:automation":{}}`, map[string]string{"helm.toolkit.fluxcd.io/name": "bots", "helm.toolkit.fluxcd.io/namespace": "apps"}, nil),
			"Warning: Flux (HelmRelease apps/bots) will undo this: it applies spec.automation of Bot support from Git. Commit the change, or stop it: flux suspend helmrelease bots --namespace apps\n"},
		"Argo CD": {applied("argocd-controller", `{"f:automation":{}}`, nil, map[string]string{"argocd.argoproj.io/tracking-id": "shop:intentops.dev/Bot:shop/support"}),
			"Warning: Argo CD (Application shop) will undo this: it applies spec.automation of Bot support from Git. Commit the change, or stop it: argocd app set shop --sync-policy none\n"},
		"Flux applies the field in another way than the rest": {alsoBy(applied("kustomize-controller", `{"f:replicas":{}}`, flux, nil), "kustomize-controller", "Update", `{"f:automation":{}}`),
			"Warning: Flux (Kustomization apps/shop) will undo this: it applies spec.automation of Bot support from Git. Commit the change, or stop it: flux suspend kustomization shop --namespace apps\n"},
		"Flux, after the plugin took the field": {alsoBy(applied("kustomize-controller", `{"f:replicas":{}}`, flux, nil), fieldOwner, "Update", `{"f:automation":{}}`),
			"Warning: Flux (Kustomization apps/shop) will undo this if Git sets spec.automation of Bot support, which cannot be seen here, as it was last changed past Git. Commit the change, or stop it: flux suspend kustomization shop --namespace apps\n"},
		"a person": {applied("kubectl-client-side-apply", `{"f:automation":{}}`, nil, nil), ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen, tc.bot)
			if code := w.run("disable", "support", "--apply"); code != 0 || w.err.String() != tc.want {
				t.Errorf("exit %d, stderr\n%s\nwant\n%s", code, w.err, tc.want)
			}
			if len(w.writes()) != 1 {
				t.Error("the kill switch was not applied")
			}
		})
	}
}

// TestAnObjectThatChangedMeanwhile: what was shown is made, or nothing is.
func TestAnObjectThatChangedMeanwhile(t *testing.T) {
	batches := v1alpha1.GroupVersion.WithResource("intentbatches")
	for name, tc := range map[string]struct {
		// meanwhile is what somebody else writes between reading and writing.
		meanwhile func(t *testing.T, batch *unstructured.Unstructured)
		conflicts int
		applied   bool
	}{
		"the operator wrote a status": {func(t *testing.T, batch *unstructured.Unstructured) {
			t.Helper()
			if err := unstructured.SetNestedField(batch.Object, "41%", "status", "escalation"); err != nil {
				t.Fatal(err)
			}
		}, 1, true},
		"and again and again": {func(*testing.T, *unstructured.Unstructured) {}, 4, true},
		"without an end":      {func(*testing.T, *unstructured.Unstructured) {}, 1000, false},
		"somebody set the same field": {func(t *testing.T, batch *unstructured.Unstructured) {
			t.Helper()
			if err := unstructured.SetNestedField(batch.Object, "RolledBack", "spec", "state"); err != nil {
				t.Fatal(err)
			}
		}, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			conflicts := 0
			w.client.PrependReactor("patch", "intentbatches", func(ktesting.Action) (bool, runtime.Object, error) {
				if conflicts == tc.conflicts {
					return false, nil, nil
				}
				conflicts++
				stored, err := w.client.Tracker().Get(batches, "shop", "week-2")
				if err != nil {
					t.Fatal(err)
				}
				batch := stored.(*unstructured.Unstructured).DeepCopy()
				tc.meanwhile(t, batch)
				if err := w.client.Tracker().Update(batches, batch, "shop"); err != nil {
					t.Fatal(err)
				}
				return true, nil, apierrors.NewConflict(schema.GroupResource{}, "week-2", nil)
			})
			code := w.run("hold", "week-2", "--apply")
			if tc.applied != (code == exitDone) || tc.applied != strings.Contains(w.out.String(), "Applied") {
				t.Errorf("exit %d after %d conflicts: %s%s", code, conflicts, w.out, w.err)
			}
			if !tc.applied && !strings.Contains(w.err.String(), "nothing was changed: IntentBatch week-2 has changed since it was read") {
				t.Errorf("says %s", w.err)
			}
		})
	}
}

func TestAnInterruptedVerbSaysThatTheChangeIsWhole(t *testing.T) {
	w := newWorld(t, shopScreen)
	ctx, interrupt := context.WithCancel(context.Background())
	w.client.PrependReactor("patch", "intentbatches", func(ktesting.Action) (bool, runtime.Object, error) {
		interrupt()
		return true, nil, context.Canceled
	})
	root := rootOf("test", w.IOStreams, w.plugin)
	root.SetArgs([]string{"hold", "week-2", "--apply"})
	code := codeOf(ctx, root.ExecuteContext(ctx), w.IOStreams)
	if code != exitInterrupted || !strings.Contains(w.err.String(), "the change is made or not, as a whole: look with kubectl get batch week-2 -o yaml") {
		t.Errorf("exit %d: %s", code, w.err)
	}
	stored, err := w.client.Resource(v1alpha1.GroupVersion.WithResource("intentbatches")).Namespace("shop").Get(context.Background(), "week-2", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if state, _, _ := unstructured.NestedString(stored.Object, "spec", "state"); state != "" {
		t.Errorf("state %q", state)
	}
}
