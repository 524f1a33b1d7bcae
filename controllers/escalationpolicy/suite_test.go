// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// world is a namespace with the controller under test.
type world struct{ *testenv.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{env.NewWorld(t, func(mgr ctrl.Manager) error {
		return (&Reconciler{
			Client: mgr.GetClient(), Recorder: mgr.GetEventRecorder("intentops-escalationpolicy"),
		}).SetupWithManager(mgr)
	})}
}

// expect waits for the condition Accepted of an EscalationPolicy.
func (w *world) expect(name string, value metav1.ConditionStatus, reason string) *v1alpha1.EscalationPolicy {
	w.T.Helper()
	policy := &v1alpha1.EscalationPolicy{}
	w.EventualCondition(name, policy, v1alpha1.ConditionAccepted, value, reason)
	return policy
}
