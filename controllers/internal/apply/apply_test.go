// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package apply

import (
	"context"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/controllers/internal/testenv"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// child has fields to which the API server adds others.
func child(namespace string) *appsv1.Deployment {
	labels := map[string]string{"app": "bot"}
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "bot", Namespace: namespace, Labels: labels, OwnerReferences: []metav1.OwnerReference{{
			APIVersion: "intentops.dev/v1alpha1", Kind: "Bot", Name: "bot", UID: "1", Controller: new(true),
		}}},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{
				TerminationGracePeriodSeconds: new(int64(45)),
				Containers: []corev1.Container{{
					Name: "bot", Image: "bot:1", Env: []corev1.EnvVar{{Name: "LEVEL", Value: "1"}},
					Ports:         []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}},
					LivenessProbe: &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/", Port: intstr.FromString("http")}}},
				}},
			}},
		},
	}
}

func TestAnOperatorThatBeginsAppliesOnlyWhatDiffers(t *testing.T) {
	for name, tc := range map[string]struct {
		before func(*appsv1.Deployment) // what the earlier operator applied otherwise
		change func(*appsv1.Deployment) // what somebody did since
		want   Result
		writes int
	}{
		"nothing differs": {},
		"somebody added what is not ours": {change: func(d *appsv1.Deployment) {
			d.Annotations["by"] = "somebody"
			d.Spec.Template.Annotations = map[string]string{"restartedAt": "noon"}
		}},
		"somebody changed a field of ours": {change: func(d *appsv1.Deployment) { d.Spec.Template.Spec.Containers[0].Image = "bot:0" }, want: Updated, writes: 1},
		"somebody removed a label of ours": {change: func(d *appsv1.Deployment) { delete(d.Labels, "app") }, want: Updated, writes: 1},
		"somebody added a container": {change: func(d *appsv1.Deployment) {
			d.Spec.Template.Spec.Containers = append(d.Spec.Template.Spec.Containers, corev1.Container{Name: "proxy", Image: "proxy:1"})
		}, writes: 1},
		"the earlier operator set a field that is no longer wanted": {before: func(d *appsv1.Deployment) { d.Spec.Paused = true }, want: Updated, writes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			writes := 0
			counting := interceptor.NewClient(env.Client, interceptor.Funcs{
				Apply: func(ctx context.Context, c client.WithWatch, obj runtime.ApplyConfiguration, opts ...client.ApplyOption) error {
					writes++
					return c.Apply(ctx, obj, opts...)
				},
			})
			namespace := env.Namespace(t)
			earlier := child(namespace)
			if tc.before != nil {
				tc.before(earlier)
			}
			g.Expect(New(counting, env.Client, "test").Apply(t.Context(), earlier)).To(Equal(Created))
			if tc.change != nil {
				testenv.Change(t, env, child(namespace), tc.change)
			}
			writes = 0
			begins := New(counting, env.Client, "test")
			result, err := begins.Apply(t.Context(), child(namespace))
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(writes).To(Equal(tc.writes))
			g.Expect(result).To(Equal(tc.want))
			live := &appsv1.Deployment{}
			g.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(earlier), live)).To(Succeed())
			g.Expect(live.Spec.Template.Spec.Containers[0].Image).To(Equal("bot:1"))
			g.Expect(live.Labels).To(HaveKeyWithValue("app", "bot"))
			g.Expect(live.Spec.Paused).To(BeFalse())

			g.Expect(begins.Apply(t.Context(), child(namespace))).To(Equal(Unchanged))
			g.Expect(writes).To(Equal(tc.writes), "afterwards it is at rest")
		})
	}
}
