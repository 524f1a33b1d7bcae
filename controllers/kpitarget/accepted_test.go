// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"testing"

	. "github.com/onsi/gomega"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestAnObjectiveTheWrongWayRoundIsMeasuredAndDoubted: somebody may want just that, so it is
// judged as it is written; the condition and one event say what is odd.
func TestAnObjectiveTheWrongWayRoundIsMeasuredAndDoubted(t *testing.T) {
	const doubt = "spec.objective.atLeast: a lower EscalationRate is better, so this is met while customers are worse off: use atMost"
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPIEscalationRate, "20%").Obj())
	f.measured(escalations(150, 50))
	for range 2 {
		target, _, err := f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
		f.Expect(target.Status.State).To(Equal(v1alpha1.KPIMet))
		f.Expect(accepted(target)).To(Equal("True Accepted"))
		f.Expect(testenv.Message(target, v1alpha1.ConditionAccepted)).To(Equal("The spec is valid; note: " + doubt))
	}
	f.Expect(f.events()).To(ConsistOf("Warning SpecDoubtful " + doubt))

	testenv.Change(t, env, f.get("t"), func(k *v1alpha1.KPITarget) { k.Spec.Objective = v1alpha1.Objective{AtMost: "30%"} })
	target, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(testenv.Message(target, v1alpha1.ConditionAccepted)).To(Equal("The spec is valid"))
	f.Expect(f.events()).To(BeEmpty())
}
