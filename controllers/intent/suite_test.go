// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"context"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// world is a namespace with the controller under test.
type world struct {
	*WithT
	t         *testing.T
	namespace string
	clock     *testclock.FakeClock
}

// newWorld starts the controller.
func newWorld(t *testing.T, source Measurements) *world {
	t.Helper()
	w := &world{WithT: NewWithT(t), t: t, namespace: env.Namespace(t), clock: testclock.NewFakeClock(time.Now())}
	w.SetDefaultEventuallyTimeout(30 * time.Second)
	w.SetDefaultEventuallyPollingInterval(20 * time.Millisecond)
	env.Manager(t, w.namespace, func(mgr ctrl.Manager) error {
		return (&Reconciler{
			Client: mgr.GetClient(), Recorder: mgr.GetEventRecorder("intentops-intent"),
			Clock: w.clock, Measurements: source, MeasureEvery: time.Minute,
		}).SetupWithManager(mgr)
	})
	return w
}

// pass lets time go by, and has the controller look at an Intent then.
func (w *world) pass(intent *v1alpha1.Intent, d time.Duration) {
	w.t.Helper()
	w.clock.Step(d)
	testenv.Change(w.t, env, intent, func(i *v1alpha1.Intent) { i.Annotations = map[string]string{"looked": w.clock.Now().String()} })
}

func (w *world) create(objects ...client.Object) {
	w.t.Helper()
	env.Create(w.t, w.namespace, objects...)
}

// expect waits until an Intent's condition has a reason, checks the whole status, and
// returns the Intent.
func (w *world) expect(name, condition string, value metav1.ConditionStatus, reason string) *v1alpha1.Intent {
	w.t.Helper()
	intent := &v1alpha1.Intent{}
	w.Eventually(func(g Gomega) {
		g.Expect(env.Client.Get(w.t.Context(), client.ObjectKey{Namespace: w.namespace, Name: name}, intent)).To(Succeed())
		g.Expect(testenv.CheckStatus(intent)).To(Succeed())
		got := meta.FindStatusCondition(intent.Status.Conditions, condition)
		g.Expect(got).NotTo(BeNil(), "%s: %v", condition, intent.Status.Conditions)
		g.Expect(got.Reason).To(Equal(reason), got.Message)
		g.Expect(got.Status).To(Equal(value), got.Message)
	}).Should(Succeed())
	return intent
}

func (w *world) expectState(name string, state v1alpha1.IntentState) *v1alpha1.Intent {
	w.t.Helper()
	intent := &v1alpha1.Intent{}
	w.Eventually(func(g Gomega) {
		g.Expect(env.Client.Get(w.t.Context(), client.ObjectKey{Namespace: w.namespace, Name: name}, intent)).To(Succeed())
		g.Expect(testenv.CheckStatus(intent)).To(Succeed())
		g.Expect(intent.Status.State).To(Equal(state))
	}).Should(Succeed())
	return intent
}

func message(intent *v1alpha1.Intent, condition string) string {
	return meta.FindStatusCondition(intent.Status.Conditions, condition).Message
}

// events returns the reasons of the Intent's events.
func (w *world) events(g Gomega, name string) []string {
	list := &corev1.EventList{}
	g.Expect(env.Client.List(w.t.Context(), list, client.InNamespace(w.namespace))).To(Succeed())
	var reasons []string
	for i := range list.Items {
		if list.Items[i].InvolvedObject.Name == name {
			reasons = append(reasons, list.Items[i].Reason)
		}
	}
	return reasons
}

func (w *world) revisions(g Gomega) []string {
	list := &appsv1.ControllerRevisionList{}
	g.Expect(env.Client.List(w.t.Context(), list, client.InNamespace(w.namespace))).To(Succeed())
	var names []string
	for i := range list.Items {
		names = append(names, list.Items[i].Name)
	}
	return names
}

// figures are Measurements that a test sets.
type figures struct {
	mu    sync.Mutex
	value *v1alpha1.IntentMeasurements
	err   error
	asked int
}

func (f *figures) set(value *v1alpha1.IntentMeasurements, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.value, f.err = value, err
}

func (f *figures) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

func (f *figures) Measurements(context.Context, string, string, string) (*v1alpha1.IntentMeasurements, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	return f.value.DeepCopy(), f.err
}
