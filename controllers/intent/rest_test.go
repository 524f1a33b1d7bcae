// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// reconciles counts what the controller did since the process started.
func reconciles(g Gomega) float64 {
	families, err := metrics.Registry.Gather()
	g.Expect(err).NotTo(HaveOccurred())
	var sum float64
	for _, family := range families {
		if family.GetName() != "controller_runtime_reconcile_total" {
			continue
		}
		for _, metric := range family.GetMetric() {
			sum += metric.GetCounter().GetValue()
		}
	}
	return sum
}

func TestAtRestNothingHappens(t *testing.T) {
	const intents = 40
	source := &figures{}
	source.set(&v1alpha1.IntentMeasurements{Escalation: "23%"}, nil)
	w := newWorld(t, source)
	var names []string
	for i := range intents {
		name := fmt.Sprintf("intent-%02d", i)
		names = append(names, name)
		utterances := make([]string, 50)
		for j := range utterances {
			utterances[j] = fmt.Sprintf("thing %d said in the way %d", i, j)
		}
		w.Create(testenv.MakeIntent(name).Utterances(utterances...).Obj())
	}
	batch := testenv.MakeBatch("week-1", names...).Obj()
	w.Create(testenv.MakeBot("support").Obj(), batch)

	versions := func(g Gomega) string {
		list := &v1alpha1.IntentList{}
		g.Expect(env.Client.List(t.Context(), list, client.InNamespace(w.Namespace))).To(Succeed())
		var all []string
		for i := range list.Items {
			g.Expect(list.Items[i].Status.State).To(Equal(v1alpha1.IntentStaged))
			all = append(all, list.Items[i].ResourceVersion)
		}
		g.Expect(all).To(HaveLen(intents))
		return strings.Join(all, " ")
	}
	// At rest when the count stands still between two looks.
	var before float64
	w.Eventually(func(g Gomega) {
		g.Expect(versions(g)).NotTo(BeEmpty())
		last := before
		before = reconciles(g)
		g.Expect(before).To(Equal(last))
	}).WithPolling(500 * time.Millisecond).Should(Succeed())
	at := versions(w)

	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Steps = []v1alpha1.StepRecord{{Name: "five", Percent: new(int32(5)), Candidate: v1alpha1.TrackCounts{Conversations: 7}}}
	})
	asked := source.count()
	w.Eventually(w.clock.HasWaiters).Should(BeTrue())
	w.clock.Step(time.Minute)
	w.Eventually(source.count).Should(Equal(asked+intents), "measurements are looked at")

	w.Consistently(func(g Gomega) {
		g.Expect(reconciles(g)).To(Equal(before))
		g.Expect(versions(g)).To(Equal(at))
	}).WithTimeout(time.Second).Should(Succeed())
}
