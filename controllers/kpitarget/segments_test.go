// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func TestSegmentsNameTheExtremes(t *testing.T) {
	part := func(contained, escalated int64) kpi.Counts {
		return kpi.Counts{Outcomes: kpi.Outcomes{Contained: contained, Escalated: escalated}}
	}
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").MinSamples(100).Obj()
	target.Spec.Segments = []v1alpha1.Segment{v1alpha1.SegmentChannel, v1alpha1.SegmentIntent}
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	counts := metricsource.BotKPIs{
		Current:  part(150, 50),
		Channels: map[string]kpi.Counts{"web": part(150, 50)},
		Intents: map[string]kpi.Counts{
			"refund": part(40, 40), "order-status": part(100, 5), "_none": part(10, 3),
			"rare": part(0, 9), // a tenth of minSamples is 10
		},
	}
	f.measured(counts)
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	want := []v1alpha1.SegmentStatus{
		{By: v1alpha1.SegmentChannel, Worst: &v1alpha1.SegmentMeasurement{Name: "web", Value: "25%", Samples: new(int64(200))}},
		{
			By:    v1alpha1.SegmentIntent,
			Worst: &v1alpha1.SegmentMeasurement{Name: "refund", Value: "50%", Samples: new(int64(80))},
			Best:  &v1alpha1.SegmentMeasurement{Name: "order-status", Value: "4.8%", Samples: new(int64(105))},
		},
	}
	if diff := cmp.Diff(want, got.Status.Segments); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}

	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Segments = nil })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Segments).To(BeEmpty())
}

func TestExtremesFollowTheDirection(t *testing.T) {
	ratings := map[string]kpi.Counts{"a": {Ratings: [5]int64{0, 0, 0, 0, 50}}, "b": {Ratings: [5]int64{50}}, "c": {}}
	volumes := map[string]kpi.Counts{"a": {Conversations: 9}, "b": {Conversations: 4}}
	tests := map[string]struct {
		name                v1alpha1.KPI
		objective           v1alpha1.Objective
		parts               map[string]kpi.Counts
		wantWorst, wantBest string
	}{
		"higher is better":                        {v1alpha1.KPICSAT, v1alpha1.Objective{AtLeast: "4"}, ratings, "b", "a"},
		"higher is better, whatever the bound is": {v1alpha1.KPICSAT, v1alpha1.Objective{AtMost: "4"}, ratings, "b", "a"},
		"the objective says that more is better":  {v1alpha1.KPIChatVolume, v1alpha1.Objective{AtLeast: "4"}, volumes, "b", "a"},
		"the objective says that less is better":  {v1alpha1.KPIChatVolume, v1alpha1.Objective{AtMost: "4"}, volumes, "a", "b"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w, _, err := understand(tc.name, v1alpha1.KPIDefinition{Objective: tc.objective})
			if err != nil {
				t.Fatal(err)
			}
			got := extremes(w, tc.parts)
			if got.Worst.Name != tc.wantWorst || got.Best.Name != tc.wantBest {
				t.Errorf("worst %s, best %s; want %s, %s", got.Worst.Name, got.Best.Name, tc.wantWorst, tc.wantBest)
			}
		})
	}
}
