// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

func lockOf(target *v1alpha1.KPITarget) string {
	c := meta.FindStatusCondition(target.Status.Conditions, v1alpha1.ConditionDefinitionLocked)
	if c == nil {
		return "none"
	}
	return string(c.Status) + " " + c.Reason
}

func TestALockedDefinitionStaysInForce(t *testing.T) {
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()
	target.Spec.DefinitionLock = "30d"
	target.Spec.Owners.Definition = "support-ops"
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	f.measured(escalations(60, 40))

	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	begun := f.clock.Now().Truncate(time.Second)
	until := begun.Add(30 * 24 * time.Hour)
	f.Expect(lockOf(got)).To(Equal("True Locked"))
	f.Expect(got.Status.LockedUntil.Time).To(BeTemporally("==", until))
	f.Expect(got.Status.LockedDefinition.Objective.AtMost).To(Equal(v1alpha1.Value("30%")))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMissed))
	f.events()

	// The goal is moved to where the ball is, and the lock taken off with it.
	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) {
		k.Spec.Objective.AtMost = "50%"
		k.Spec.MinSamples = new(int64(5))
		k.Spec.DefinitionLock = ""
	})
	for range 2 {
		got, _, err = f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
	}
	f.Expect(got.Status.Target).To(Equal("<= 30%"))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMissed))
	f.Expect(lockOf(got)).To(Equal("True ChangePending"))
	wantMessage := fmt.Sprintf("The definition is locked until %s; until then status.lockedDefinition is in force and not spec: objective, minSamples", until.UTC().Format(time.RFC3339))
	f.Expect(testenv.Message(got, v1alpha1.ConditionDefinitionLocked)).To(Equal(wantMessage))
	if diff := cmp.Diff([]string{"Normal ChangePending " + wantMessage + " (owner: support-ops)"}, f.events()); diff != "" {
		t.Errorf("events of the change (-want +got):\n%s", diff)
	}

	f.clock.SetTime(until.Add(-time.Second))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Target).To(Equal("<= 30%"))

	f.clock.SetTime(until)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Target).To(Equal("<= 50%"))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(lockOf(got)).To(Equal("none"))
	f.Expect(got.Status.LockedDefinition).To(BeNil())
	f.Expect(f.events()).To(ContainElement("Normal DefinitionChanged A changed definition is in force: objective <= 50% (owner: support-ops)"))
}

func TestALockThatEndedLocksTheNextChange(t *testing.T) {
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()
	target.Spec.DefinitionLock = "1d"
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	f.measured(escalations(80, 20))
	begun := f.clock.Now().Truncate(time.Second)
	_, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())

	f.clock.SetTime(begun.Add(40 * time.Hour))
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(lockOf(got)).To(Equal("False LockEnded"))
	writes := f.writes
	f.clock.SetTime(begun.Add(45 * time.Hour))
	_, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.writes).To(Equal(writes), "nothing locks the same definition again")

	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Objective.AtMost = "25%" })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Target).To(Equal("<= 25%"))
	f.Expect(lockOf(got)).To(Equal("True Locked"))
	f.Expect(got.Status.LockedUntil.Time).To(BeTemporally("==", begun.Add(69*time.Hour)))
}

func TestABrokenDefinitionIsNotLocked(t *testing.T) {
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Window("30s").Obj()
	target.Spec.DefinitionLock = "1d"
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	f.measured(escalations(80, 20))
	got, _, err := f.reconcile("t")
	f.Expect(errors.Is(err, reconcile.TerminalError(nil))).To(BeTrue())
	f.Expect(got.Status.LockedDefinition).To(BeNil())

	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Window = "1h" })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(lockOf(got)).To(Equal("True Locked"))

	// Broken under the lock, what was locked is measured on.
	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Window = "30s" })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(testenv.Message(got, v1alpha1.ConditionDefinitionLocked)).To(ContainSubstring("not spec: window. What spec says could not be applied then either: spec.window: 30s is too short"))

	f.clock.SetTime(got.Status.LockedUntil.Time)
	got, _, err = f.reconcile("t")
	f.Expect(errors.Is(err, reconcile.TerminalError(nil))).To(BeTrue())
	f.Expect(conditions(got)).To(ContainElement("Stalled=True WindowTooShort"))
}

func TestLocksOfNoLength(t *testing.T) {
	for _, d := range []v1alpha1.Duration{"0s", "30s", "9999d"} {
		target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()
		target.Spec.DefinitionLock = d
		f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
		got, _, err := f.reconcile("t")
		f.Expect(errors.Is(err, reconcile.TerminalError(nil))).To(BeTrue(), "%s", d)
		f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(HavePrefix("spec.definitionLock: " + string(d)))
	}
}

func TestDifferencesNameEachField(t *testing.T) {
	full := func() v1alpha1.KPIDefinition {
		return v1alpha1.KPIDefinition{Objective: v1alpha1.Objective{AtLeast: "4"}, Window: "7d", MinSamples: new(int64(9))}
	}
	for want, change := range map[string]func(*v1alpha1.KPIDefinition){
		"series":     func(d *v1alpha1.KPIDefinition) { d.Series = v1alpha1.SeriesFirst },
		"source":     func(d *v1alpha1.KPIDefinition) { d.Source = &v1alpha1.KPISource{} },
		"objective":  func(d *v1alpha1.KPIDefinition) { d.Objective.AtLeast = "3" },
		"window":     func(d *v1alpha1.KPIDefinition) { d.Window = "1d" },
		"minSamples": func(d *v1alpha1.KPIDefinition) { d.MinSamples = new(int64(8)) },
		"baseline":   func(d *v1alpha1.KPIDefinition) { d.Baseline = &v1alpha1.Baseline{Value: "2"} },
		"milestones": func(d *v1alpha1.KPIDefinition) { d.Milestones = []v1alpha1.Milestone{{Day: 3, AtLeast: "3"}} },
		"guardrails": func(d *v1alpha1.KPIDefinition) { d.Guardrails = []v1alpha1.Guardrail{{Name: "x"}} },
	} {
		changed := full()
		change(&changed)
		if got := differences(v1alpha1.KPIResolutionTime, full(), changed); !cmp.Equal(got, []string{want}) {
			t.Errorf("changed %s: differences %v", want, got)
		}
	}
	named := full()
	named.Series = v1alpha1.SeriesFull // the default
	if got := differences(v1alpha1.KPIResolutionTime, full(), named); got != nil {
		t.Errorf("the same: differences %v", got)
	}
}

func day(n int) metav1.Time {
	return metav1.NewTime(time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n))
}
