// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func TestObjectsOfOthersAreLeftAlone(t *testing.T) {
	helpdesk := map[string]string{"app": "helpdesk"}
	for name, tc := range map[string]struct {
		foreign func() client.Object
		want    string
	}{
		"a Service": {
			foreign: func() client.Object {
				return &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "support"},
					Spec: corev1.ServiceSpec{Selector: helpdesk, Ports: []corev1.ServicePort{{Name: "web", Port: 443}}}}
			},
			want: `Service "support" is in the way: somebody else made it: delete it, or use another name here`,
		},
		"a Deployment": {
			foreign: func() client.Object {
				return &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: "support"}, Spec: appsv1.DeploymentSpec{
					Selector: &metav1.LabelSelector{MatchLabels: helpdesk},
					Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: helpdesk},
						Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "desk", Image: "desk"}}}}}}
			},
			want: `Deployment "support" is in the way: somebody else made it: delete it, or use another name here`,
		},
		"a ServiceAccount": {
			foreign: func() client.Object {
				return &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "support-bot"}}
			},
			want: `ServiceAccount "support-bot" is in the way: somebody else made it: delete it, or use another name here`,
		},
		"a ConfigMap with the pointer's name": {
			foreign: func() client.Object {
				return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "support-pointer", OwnerReferences: []metav1.OwnerReference{
					{APIVersion: "v1", Kind: "Node", Name: "a", UID: "a", Controller: new(true)},
				}}, Data: map[string]string{"key": "value"}}
			},
			want: `ConfigMap "support-pointer" is in the way: it belongs to Node "a": delete it, or use another name here`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			foreign, bot := tc.foreign(), testenv.MakeBot("support").Obj()
			env.Create(t, f.namespace, foreign, bot)
			version := foreign.GetResourceVersion()
			result, err := f.reconciler.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(bot)})
			f.Expect(err).NotTo(HaveOccurred())
			f.Expect(result.RequeueAfter).To(Equal(mendInterval), "nothing tells when it is gone")
			f.Expect(get(f, foreign.GetName(), foreign).GetResourceVersion()).To(Equal(version))
			f.Expect(stalled(f, bot)).To(And(HaveField("Reason", v1alpha1.ReasonApplyFailed), HaveField("Message", tc.want)))
			f.Expect(testenv.Recorded(f.recorder)).To(ContainElement(ContainSubstring(tc.want)))

			env.Delete(t, foreign)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.Expect(bot.Status.Conditions).NotTo(ContainElement(HaveField("Type", "Stalled")))
		})
	}
}

func TestAForeignBundleIsNamed(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	name := f.pointer(bot).Stable.ConfigMaps[0]
	env.Delete(t, get(f, name, &corev1.ConfigMap{}))
	env.Create(t, f.namespace, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(stalled(f, bot)).To(HaveField("Message", ContainSubstring(`ConfigMap "`+name+`" is in the way`)))
}

func TestAnObjectThatLostItsOwnerIsTakenBack(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	testenv.Change(t, env, get(f, "support", &corev1.Service{}), func(s *corev1.Service) { s.OwnerReferences = nil })
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(get(f, "support", &corev1.Service{}).OwnerReferences).To(HaveLen(1))
}

// TestASuccessorWaitsForTheGarbageCollector deletes a Bot and makes it again: its objects are
// still there, as no garbage collector runs here.
func TestASuccessorWaitsForTheGarbageCollector(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	env.Delete(t, bot)
	bot = testenv.MakeBot("support").Obj()
	env.Create(t, f.namespace, bot)
	f.Expect(f.reconcile(bot)).To(MatchError(ContainSubstring("of a predecessor of the same name is not deleted yet")))
	f.Expect(bot.Status.Conditions).To(ContainElement(HaveField("Type", "Reconciling")))
}

// podsOf says what the pods of the Bot support serve.
type podsOf struct {
	namespace string
	pods      []metricsource.LoadedRelease
	missing   map[metricsource.SecretKey]metricsource.SecretState
	shared    bool
}

func (p podsOf) LoadedSoon(context.Context) (metricsource.LoadedSnapshot, error) {
	key := metricsource.BotKey{Namespace: p.namespace, Bot: "support"}
	return metricsource.LoadedSnapshot{Bots: map[metricsource.BotKey]metricsource.BotLoaded{key: {Pods: p.pods}},
		Missing: map[metricsource.BotKey]map[metricsource.SecretKey]metricsource.SecretState{key: p.missing}, Shared: map[metricsource.BotKey]bool{key: p.shared}}, nil
}

func TestWhatTheAPIServerRefusesIsTold(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.reconciler.Loaded = podsOf{}
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(bot.Status.Conditions).To(ContainElement(And(HaveField("Type", v1alpha1.ConditionReleaseLoaded),
		HaveField("Status", metav1.ConditionFalse), HaveField("Message", "No pod is ready"))))

	// One pod is ready and says nothing of a release, and the next template is refused.
	deployment := get(f, "support", &appsv1.Deployment{})
	deployment.Status.Replicas, deployment.Status.ReadyReplicas = 1, 1
	f.Expect(env.Client.Status().Update(t.Context(), deployment)).To(Succeed())
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) {
		b.Spec.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"containers":[{"name":"bot","resources":{"requests":{"memory":"2Gi"}}}]}}`)}
	})
	for _, pods := range [][]metricsource.LoadedRelease{
		nil,
		{{Pod: "support-1", Track: "stable", Release: f.pointer(bot).Stable.Release, Sequence: f.pointer(bot).Sequence - 1}},
	} {
		f.reconciler.Loaded = podsOf{namespace: f.namespace, pods: pods}
		f.Expect(f.reconcile(bot)).To(Succeed())
		f.Expect(stalled(f, bot)).To(And(HaveField("Reason", v1alpha1.ReasonApplyFailed),
			HaveField("Message", ContainSubstring("must be less than or equal to memory limit of 512Mi"))))
		f.Expect(bot.Status.Conditions).To(ContainElement(And(HaveField("Type", v1alpha1.ConditionReleaseLoaded),
			HaveField("Status", metav1.ConditionFalse), HaveField("Message", "0 of 1 ready pods serve the present release"))))
	}
}

func TestAKillSwitchThatIsRefusedIsTold(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Automation = v1alpha1.AutomationDisabled })
	f.reconciler.Client = interceptor.NewClient(env.Client, interceptor.Funcs{
		Update: func(_ context.Context, _ client.WithWatch, obj client.Object, _ ...client.UpdateOption) error {
			return apierrors.NewForbidden(schema.GroupResource{Resource: "configmaps"}, obj.GetName(), errors.New("a webhook says no"))
		},
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(stalled(f, bot)).To(And(HaveField("Reason", v1alpha1.ReasonApplyFailed),
		HaveField("Message", `writing the pointer: configmaps "support-pointer" is forbidden: a webhook says no`)))
}

func stalled(f *fixture, bot *v1alpha1.Bot) metav1.Condition {
	f.t.Helper()
	get(f, bot.Name, bot)
	for _, c := range bot.Status.Conditions {
		if c.Type == v1alpha1.ConditionStalled {
			return c
		}
	}
	f.t.Fatalf("not stalled: %+v", bot.Status.Conditions)
	return metav1.Condition{}
}
