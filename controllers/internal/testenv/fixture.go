// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"testing"
	"time"

	"github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// World is a namespace in which a manager runs a controller, as the operator does.
type World struct {
	*gomega.WithT
	T         *testing.T
	Env       *Environment
	Namespace string
}

// NewWorld makes a namespace for one test and starts a manager that sees only it.
func (e *Environment) NewWorld(t *testing.T, setup func(ctrl.Manager) error) *World {
	t.Helper()
	w := &World{WithT: gomega.NewWithT(t), T: t, Env: e, Namespace: e.Namespace(t)}
	w.SetDefaultEventuallyTimeout(30 * time.Second)
	w.SetDefaultEventuallyPollingInterval(20 * time.Millisecond)
	e.Manager(t, w.Namespace, setup)
	return w
}

// Create creates objects in the namespace, in order.
func (w *World) Create(objects ...client.Object) {
	w.T.Helper()
	w.Env.Create(w.T, w.Namespace, objects...)
}

// Eventual reads an object until its status is sound and the checks pass.
func (w *World) Eventual(name string, into client.Object, check func(gomega.Gomega)) {
	w.T.Helper()
	w.Eventually(func(g gomega.Gomega) {
		g.Expect(w.Env.Client.Get(w.T.Context(), client.ObjectKey{Namespace: w.Namespace, Name: name}, into)).To(gomega.Succeed())
		g.Expect(CheckStatus(into)).To(gomega.Succeed())
		check(g)
	}).Should(gomega.Succeed())
}

// EventualCondition reads an object until a condition is as expected.
func (w *World) EventualCondition(name string, into client.Object, kind string, value metav1.ConditionStatus, reason string) {
	w.T.Helper()
	w.Eventual(name, into, func(g gomega.Gomega) {
		got := Condition(into, kind)
		g.Expect(got).NotTo(gomega.BeNil(), kind)
		g.Expect(got.Reason).To(gomega.Equal(reason), got.Message)
		g.Expect(got.Status).To(gomega.Equal(value), got.Message)
	})
}

// Events are those about an object, as "type reason".
func (w *World) Events(g gomega.Gomega, name string) []string {
	list := &corev1.EventList{}
	g.Expect(w.Env.Client.List(w.T.Context(), list, client.InNamespace(w.Namespace))).To(gomega.Succeed())
	var all []string
	for i := range list.Items {
		if list.Items[i].InvolvedObject.Name == name {
			all = append(all, list.Items[i].Type+" "+list.Items[i].Reason)
		}
	}
	return all
}

// Revisions are the names of all ControllerRevisions.
func (w *World) Revisions(g gomega.Gomega) []string {
	list := &appsv1.ControllerRevisionList{}
	g.Expect(w.Env.Client.List(w.T.Context(), list, client.InNamespace(w.Namespace))).To(gomega.Succeed())
	var names []string
	for i := range list.Items {
		names = append(names, list.Items[i].Name)
	}
	return names
}

// Condition is a condition of an object; nil: it does not have it.
func Condition(object client.Object, kind string) *metav1.Condition {
	_, conditions, err := statusOf(object)
	if err != nil {
		return nil
	}
	return meta.FindStatusCondition(conditions, kind)
}

// Message is the message of a condition of an object; empty: it does not have it.
func Message(object client.Object, kind string) string {
	if c := Condition(object, kind); c != nil {
		return c.Message
	}
	return ""
}

// Conditions are those of an object that are of the kinds, in their order, as
// "kind=status reason".
func Conditions(object client.Object, kinds ...string) []string {
	var out []string
	for _, kind := range kinds {
		if c := Condition(object, kind); c != nil {
			out = append(out, kind+"="+string(c.Status)+" "+c.Reason)
		}
	}
	return out
}

// Recorded takes the events that a recorder has.
func Recorded(recorder *events.FakeRecorder) []string {
	var out []string
	for {
		select {
		case e := <-recorder.Events:
			out = append(out, e)
		default:
			return out
		}
	}
}
