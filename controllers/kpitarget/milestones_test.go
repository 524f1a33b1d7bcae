// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/kpi"
)

func TestMilestones(t *testing.T) {
	wanted := []kpi.Milestone{
		{Day: 30, Objective: kpi.Objective{AtLeast: true, Bound: 4, Text: ">= 4"}},
		{Day: 60, Objective: kpi.Objective{AtLeast: true, Bound: 4.3, Text: ">= 4.3"}},
	}
	pending := func(n int32, target string, due metav1.Time) v1alpha1.MilestoneStatus {
		return v1alpha1.MilestoneStatus{Day: n, Target: target, Due: due, State: v1alpha1.MilestonePending}
	}
	done := func(n int32, target string, state v1alpha1.MilestoneState, value v1alpha1.Value, at metav1.Time) v1alpha1.MilestoneStatus {
		return v1alpha1.MilestoneStatus{
			Day: n, Target: target, Due: day(int(n)), State: state,
			Measured: &v1alpha1.KPIMeasurement{Value: value, Samples: new(int64(200)), At: at},
		}
	}
	at := func(value v1alpha1.Value, number float64) judged {
		return judged{
			measured: &v1alpha1.KPIMeasurement{Value: value, Samples: new(int64(200))},
			state: func(o kpi.Objective) v1alpha1.KPIState {
				if number >= o.Bound {
					return v1alpha1.KPIMet
				}
				return v1alpha1.KPIMissed
			},
		}
	}
	few := judged{
		measured: &v1alpha1.KPIMeasurement{Value: "5", Samples: new(int64(2))},
		state:    func(kpi.Objective) v1alpha1.KPIState { return v1alpha1.KPINoData },
	}
	tests := map[string]struct {
		before []v1alpha1.MilestoneStatus
		since  time.Time
		now    metav1.Time
		by     judged
		want   []v1alpha1.MilestoneStatus
	}{
		"no baseline yet": {
			now: day(90), by: at("4.6", 4.6),
			want: []v1alpha1.MilestoneStatus{pending(30, ">= 4", metav1.Time{}), pending(60, ">= 4.3", metav1.Time{})},
		},
		"the day before, though it is reached": {
			since: day(0).Time, now: day(29), by: at("4.6", 4.6),
			want: []v1alpha1.MilestoneStatus{pending(30, ">= 4", day(30)), pending(60, ">= 4.3", day(60))},
		},
		"the day itself": {
			since: day(0).Time, now: day(30), by: at("4.1", 4.1),
			want: []v1alpha1.MilestoneStatus{done(30, ">= 4", v1alpha1.MilestoneMet, "4.1", day(30)), pending(60, ">= 4.3", day(60))},
		},
		"too few samples on the day": {
			since: day(0).Time, now: day(31), by: few,
			want: []v1alpha1.MilestoneStatus{pending(30, ">= 4", day(30)), pending(60, ">= 4.3", day(60))},
		},
		"nothing measured on the day": {
			since: day(0).Time, now: day(31),
			want: []v1alpha1.MilestoneStatus{pending(30, ">= 4", day(30)), pending(60, ">= 4.3", day(60))},
		},
		"what was judged stays, whatever comes after": {
			before: []v1alpha1.MilestoneStatus{done(30, ">= 4", v1alpha1.MilestoneMet, "4.1", day(30))},
			since:  day(0).Time, now: day(61), by: at("3", 3),
			want: []v1alpha1.MilestoneStatus{done(30, ">= 4", v1alpha1.MilestoneMet, "4.1", day(30)), done(60, ">= 4.3", v1alpha1.MilestoneMissed, "3", day(61))},
		},
		"another bound is another milestone": {
			before: []v1alpha1.MilestoneStatus{done(30, ">= 3", v1alpha1.MilestoneMet, "3.1", day(30))},
			since:  day(0).Time, now: day(40), by: at("3.5", 3.5),
			want: []v1alpha1.MilestoneStatus{done(30, ">= 4", v1alpha1.MilestoneMissed, "3.5", day(40)), pending(60, ">= 4.3", day(60))},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := milestones(wanted, tc.before, tc.since, tc.now.Time, tc.by)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("milestones (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMilestonesCountFromTheBaseline(t *testing.T) {
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(v1alpha1.Baseline{Window: "7d"}).Obj()
	target.Spec.Milestones = []v1alpha1.Milestone{{Day: 60, AtMost: "35%"}, {Day: 30, AtMost: "40%"}}
	target.Spec.Owners.Execution = "team-lead-emea"
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	f.measured(escalations(54, 46))
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	want := []v1alpha1.MilestoneStatus{
		{Day: 30, Target: "<= 40%", State: v1alpha1.MilestonePending},
		{Day: 60, Target: "<= 35%", State: v1alpha1.MilestonePending},
	}
	if diff := cmp.Diff(want, got.Status.Milestones); diff != "" {
		t.Errorf("before the baseline (-want +got):\n%s", diff)
	}

	const days = 24 * time.Hour
	captured := got.CreationTimestamp.Add(8 * days)
	f.clock.SetTime(captured)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Milestones[0].Due.Time).To(BeTemporally("==", captured.Add(30*days)))
	f.events()

	f.clock.SetTime(captured.Add(30 * days))
	f.measured(escalations(62, 38))
	for range 2 {
		got, _, err = f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
	}
	f.Expect(got.Status.Milestones[0].State).To(Equal(v1alpha1.MilestoneMet))
	f.Expect(got.Status.Milestones[0].Measured.Value).To(Equal(v1alpha1.Value("38%")))
	f.Expect(got.Status.Milestones[1].State).To(Equal(v1alpha1.MilestonePending))
	if diff := cmp.Diff([]string{"Normal MilestoneMet Milestone <= 40% of day 30: EscalationRate is 38% with 100 samples (owner: team-lead-emea)"}, f.events()); diff != "" {
		t.Errorf("events of day 30 (-want +got):\n%s", diff)
	}
	f.clock.SetTime(captured.Add(60 * days))
	_, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	if diff := cmp.Diff([]string{"Warning MilestoneMissed Milestone <= 35% of day 60: EscalationRate is 38% with 100 samples (owner: team-lead-emea)"}, f.events()); diff != "" {
		t.Errorf("events of day 60 (-want +got):\n%s", diff)
	}
}
