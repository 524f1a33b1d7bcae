// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{WithT: NewWithT(t), t: t, namespace: env.Namespace(t)}
	w.SetDefaultEventuallyTimeout(30 * time.Second)
	w.SetDefaultEventuallyPollingInterval(20 * time.Millisecond)
	env.Manager(t, w.namespace, func(mgr ctrl.Manager) error {
		return (&Reconciler{
			Client: mgr.GetClient(), Recorder: mgr.GetEventRecorder("intentops-escalationpolicy"),
		}).SetupWithManager(mgr)
	})
	return w
}

func (w *world) create(objects ...client.Object) {
	w.t.Helper()
	env.Create(w.t, w.namespace, objects...)
}

// expect waits until the policy's newest spec was judged with a reason, checks the whole
// status, and returns the policy.
func (w *world) expect(name string, value metav1.ConditionStatus, reason string) *v1alpha1.EscalationPolicy {
	w.t.Helper()
	policy := &v1alpha1.EscalationPolicy{}
	w.Eventually(func(g Gomega) {
		g.Expect(env.Client.Get(w.t.Context(), client.ObjectKey{Namespace: w.namespace, Name: name}, policy)).To(Succeed())
		g.Expect(testenv.CheckStatus(policy)).To(Succeed())
		got := meta.FindStatusCondition(policy.Status.Conditions, v1alpha1.ConditionAccepted)
		g.Expect(got).NotTo(BeNil())
		g.Expect(got.Reason).To(Equal(reason), got.Message)
		g.Expect(got.Status).To(Equal(value), got.Message)
	}).Should(Succeed())
	return policy
}

func message(policy *v1alpha1.EscalationPolicy, condition string) string {
	return meta.FindStatusCondition(policy.Status.Conditions, condition).Message
}

func (w *world) events(g Gomega, name string) []string {
	list := &corev1.EventList{}
	g.Expect(env.Client.List(w.t.Context(), list, client.InNamespace(w.namespace))).To(Succeed())
	var all []string
	for i := range list.Items {
		if list.Items[i].InvolvedObject.Name == name {
			all = append(all, list.Items[i].Type+" "+list.Items[i].Reason)
		}
	}
	return all
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
