// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"context"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// world is a namespace with the controller under test.
type world struct {
	*testenv.World

	clock *testclock.FakeClock
}

// newWorld starts the controller.
func newWorld(t *testing.T, source Measurements) *world {
	t.Helper()
	clock := testclock.NewFakeClock(time.Now())
	return &world{World: env.NewWorld(t, func(mgr ctrl.Manager) error {
		return (&Reconciler{
			Client: mgr.GetClient(), Recorder: mgr.GetEventRecorder("intentops-intent"),
			Clock: clock, Measurements: source, MeasureEvery: time.Minute,
		}).SetupWithManager(mgr)
	}), clock: clock}
}

// pass lets time go by, and has the controller look at an Intent then.
func (w *world) pass(intent *v1alpha1.Intent, d time.Duration) {
	w.T.Helper()
	w.clock.Step(d)
	testenv.Change(w.T, env, intent, func(i *v1alpha1.Intent) { i.Annotations = map[string]string{"looked": w.clock.Now().String()} })
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

// expect waits for a condition of an Intent.
func (w *world) expect(name, condition string, value metav1.ConditionStatus, reason string) *v1alpha1.Intent {
	w.T.Helper()
	intent := &v1alpha1.Intent{}
	w.EventualCondition(name, intent, condition, value, reason)
	return intent
}

// expectState waits for a state of an Intent.
func (w *world) expectState(name string, state v1alpha1.IntentState) *v1alpha1.Intent {
	w.T.Helper()
	intent := &v1alpha1.Intent{}
	w.Eventual(name, intent, func(g Gomega) { g.Expect(intent.Status.State).To(Equal(state)) })
	return intent
}
