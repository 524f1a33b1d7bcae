// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"testing"

	. "github.com/onsi/gomega"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

func TestAConflictIsNoError(t *testing.T) {
	g, namespace := NewWithT(t), env.Namespace(t)
	intent := testenv.MakeIntent("order-status").Obj()
	env.Create(t, namespace, intent)
	mgr := env.Manager(t, namespace, func(mgr ctrl.Manager) error {
		return index.Ensure(mgr, index.IntentsByBot, index.IntentsByUtterance, index.BatchesByIntent, index.ReleasesByBot)
	})
	recorder := events.NewFakeRecorder(10)
	r := &Reconciler{
		Client: testenv.Conflicting{Client: mgr.GetClient()}, Recorder: recorder, Clock: clock.RealClock{},
		revisions: revision.Store{Client: mgr.GetClient(), Live: mgr.GetAPIReader(), FieldOwner: FieldOwner},
	}
	result, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(intent)})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
	g.Expect(recorder.Events).To(BeEmpty(), "what was not written did not happen")
}
