// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// sees expects what Flux and Argo CD make of a batch, and what Argo CD offers to do.
func (f *fixture) sees(b *v1alpha1.IntentBatch, flux, argo, message string, actions ...string) {
	f.t.Helper()
	got, err := testenv.Flux(b)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got).To(Equal(flux), "Flux: %s", testenv.Message(b, v1alpha1.ConditionReady))
	status, said, err := testenv.ArgoCD(b)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(status).To(Equal(argo), "Argo CD: %s", said)
	f.Expect(said).To(ContainSubstring(message))
	offered, err := testenv.ArgoCDActions(b)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(offered).To(Equal(actions))
}

// manually makes a batch whose step half needs an approval.
func manually(name string, intents ...string) *v1alpha1.IntentBatch {
	b := batch(name, intents...).Obj()
	b.Spec.Steps[1].Approval = v1alpha1.ApprovalManual
	return b
}

func TestWhatFluxAndArgoCDMakeOfARollout(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), manually("week-1", "order-status"))
	b := &v1alpha1.IntentBatch{}
	f.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: "week-1"}, b)).To(Succeed())
	f.sees(b, "InProgress", "Progressing", "not looked at this version yet", "hold")

	b, _ = f.reconcile("week-1")
	f.sees(b, "Current", "Progressing", "step shadow", "hold")

	f.follow()
	f.reconcile("week-1")
	f.pass(10 * time.Minute)
	b, _ = f.reconcile("week-1")
	f.sees(b, "Current", "Suspended", "step half needs an approval: add {step: half, revision: ", "hold")

	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) {
		b.Spec.Approvals = []v1alpha1.StepApproval{{Step: "half", Revision: b.Status.Revision[:8]}}
	})
	f.sees(b, "InProgress", "Progressing", "not looked at this version yet", "hold")
	b, _ = f.reconcile("week-1")
	f.sees(b, "Current", "Progressing", "step half", "hold")
	f.follow()
	f.reconcile("week-1")

	spec, err := testenv.RunArgoCDAction(b, "hold", nil)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(spec).To(HaveKeyWithValue("state", "Held"))
	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) { b.Spec.State = v1alpha1.BatchHeld })
	b, _ = f.reconcile("week-1")
	f.sees(b, "Current", "Suspended", "held by spec.state", "resume")
	spec, err = testenv.RunArgoCDAction(b, "resume", nil)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(spec).To(HaveKeyWithValue("state", "Active"))
	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) { b.Spec.State = v1alpha1.BatchActive })
	f.reconcile("week-1")

	f.pass(10 * time.Minute)
	f.count(b, counts(60, 48, 9, 4, 2, 1, 1), counts(60, 58, 1, 1, 2, 8, 9))
	b, _ = f.reconcile("week-1")
	f.sees(b, "Failed", "Degraded", "rolled back at step half, 50% of conversations: escalation 80%", "hold", "retry")

	spec, err = testenv.RunArgoCDAction(b, "retry", nil)
	f.Expect(err).NotTo(HaveOccurred())
	retry, _ := spec["retry"].(string)
	_, err = time.Parse(time.RFC3339, retry)
	f.Expect(err).NotTo(HaveOccurred(), retry)
	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) { b.Spec.Retry = v1alpha1.RetryValue(retry) })
	b, _ = f.reconcile("week-1")
	f.sees(b, "Current", "Progressing", "step half", "hold")
}

func TestWhatFluxAndArgoCDMakeOfTheEnds(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	f.makeLive("order-status-a")
	b, _ := f.reconcile("week-1")
	f.sees(b, "Current", "Healthy", "", "hold")

	// A name that is awaited is no failure for ten minutes: Git may bring it in the next file.
	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) { b.Spec.Intents = append(b.Spec.Intents, "later") })
	b, _ = f.reconcile("week-1")
	f.sees(b, "InProgress", "Progressing", "Intent later does not exist", "hold")
	f.pass(11 * time.Minute)
	b, _ = f.reconcile("week-1")
	f.sees(b, "Failed", "Degraded", "Intent later does not exist", "hold")

	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) {
		b.Spec.Intents = []string{"order-status"}
		b.Spec.Review = &v1alpha1.ReviewSchedule{Every: "0s"}
	})
	b, _, _ = f.try("week-1")
	f.sees(b, "Failed", "Degraded", "spec.review.every", "hold")
}
