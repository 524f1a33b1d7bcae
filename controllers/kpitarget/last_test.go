// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestInTheMorningTheLastMeasurementIsKnown is a team that looks at its KPIs after a night
// without customers.
func TestInTheMorningTheLastMeasurementIsKnown(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(),
		testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").MinSamples(50).Obj())
	evening := time.Date(2026, 11, 2, 20, 0, 0, 0, time.UTC)
	f.clock.SetTime(evening)
	look := func() *v1alpha1.KPITarget {
		t.Helper()
		got, _, err := f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
		return got
	}
	f.measured(escalations(80, 20))
	first := look().Status.LastMeasured
	f.Expect(first.At.Time).To(BeTemporally("==", evening))
	f.Expect(first.Value).To(BeEquivalentTo("20%"))

	writes := f.writes
	f.pass(time.Minute)
	f.Expect(look().Status.LastMeasured).To(Equal(first))
	f.Expect(f.writes).To(Equal(writes), "the same value needs no write")

	f.pass(time.Minute)
	f.measured(escalations(75, 25))
	look()
	const last = "; last known 25% of 100 conversations at 2026-11-02 20:02 UTC"
	for name, counts := range map[string]func(){
		"a few are left in the window": func() { f.measured(escalations(3, 1)) },
		"none is left":                 func() { f.measured(escalations(0, 0)) },
		"the bot is not scraped":       func() { delete(f.source.bots, 0) },
	} {
		f.pass(8 * time.Hour)
		counts()
		got := look()
		f.Expect(got.Status.State).To(Equal(v1alpha1.KPINoData), name)
		f.Expect(got.Status.LastMeasured.Value).To(BeEquivalentTo("25%"), name)
		f.Expect(got.Status.LastMeasured.Samples).To(HaveValue(BeEquivalentTo(100)), name)
		f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(HaveSuffix(last), name)
	}

	f.measured(escalations(90, 10))
	f.Expect(look().Status.LastMeasured.Value).To(BeEquivalentTo("10%"), "customers are back")

	target := f.get("t")
	testenv.Change(t, env, target, func(k *v1alpha1.KPITarget) { k.Spec.Window = "1h" })
	delete(f.source.bots, 0)
	f.Expect(look().Status.LastMeasured).To(BeNil(), "it answers another question")
}
