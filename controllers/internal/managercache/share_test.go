// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func deployment(name string, period int32) *appsv1.Deployment {
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"instance": name}, OwnerReferences: []metav1.OwnerReference{{Name: name}}},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"instance": name}},
			Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{
				Env:           []corev1.EnvVar{{Name: "BOT", Value: name}},
				LivenessProbe: &corev1.Probe{PeriodSeconds: period},
				Resources:     corev1.ResourceRequirements{Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("512Mi")}},
			}}}},
		},
	}
}

func kept[T client.Object](t *testing.T, object T) T {
	t.Helper()
	got, err := keep(object)
	if err != nil {
		t.Fatal(err)
	}
	return got.(T)
}

func TestBotsShareWhatTheirObjectsSayAlike(t *testing.T) {
	one, other := kept(t, deployment("one", 3)), kept(t, deployment("other", 3))
	same := func(a, b any) bool { return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer() }
	x, y := one.Spec.Template.Spec.Containers[0], other.Spec.Template.Spec.Containers[0]
	if !same(x.LivenessProbe, y.LivenessProbe) || !same(x.Resources.Limits, y.Resources.Limits) {
		t.Error("equal parts of two pod templates are there twice")
	}
	again := kept(t, &corev1.Service{ObjectMeta: *deployment("one", 3).ObjectMeta.DeepCopy()})
	if !same(one.Labels, again.Labels) || !same(one.OwnerReferences, again.OwnerReferences) {
		t.Error("two objects of a Bot have labels and owners of their own")
	}
	changed := kept(t, deployment("one", 4))
	for name, pair := range map[string][2]*appsv1.Deployment{
		"one": {one, deployment("one", 3)}, "other": {other, deployment("other", 3)}, "changed": {changed, deployment("one", 4)},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s is another object now (-want +got):\n%s", name, diff)
		}
	}
}

// TestWhatOthersShareIsNotWrittenTo: an informer's first list is kept twice, when others may read what it
// shares.
func TestWhatOthersShareIsNotWrittenTo(t *testing.T) {
	reader, twice := kept(t, deployment("one", 3)), kept(t, deployment("one", 3))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = cmp.Diff(reader, reader.DeepCopy())
	}()
	kept(t, twice) // the race detector looks on
	<-done
}

// TestPartsOfOtherTypesAreNotMixedUp: what differs in its type may be written alike.
func TestPartsOfOtherTypesAreNotMixedUp(t *testing.T) {
	kept(t, deployment("one", 3))
	for range 2 {
		policy := kept(t, &networkingv1.NetworkPolicy{Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: map[string]string{"instance": "one"}},
			Ingress:     []networkingv1.NetworkPolicyIngressRule{{Ports: []networkingv1.NetworkPolicyPort{{Port: new(intstr.FromString("chat"))}}}},
		}})
		service := kept(t, &corev1.Service{Spec: corev1.ServiceSpec{Selector: map[string]string{"instance": "one"}, Ports: []corev1.ServicePort{{Name: "chat"}}}})
		if policy.Spec.PodSelector.MatchLabels["instance"] != "one" || service.Spec.Selector["instance"] != "one" || service.Spec.Ports[0].Name != "chat" {
			t.Errorf("got %v and %v", policy.Spec, service.Spec)
		}
	}
}

func TestPartsAreDroppedSomeTime(t *testing.T) {
	p := &parts{now: map[partKey]any{}}
	value := func(i int) any { return p.of(digest(fmt.Append(nil, i)), new(i)) }
	first, often := value(-1), value(-2)
	for i := range 10 * mostShared {
		value(i)
		if value(-2) != often {
			t.Fatal("what is met again and again was dropped")
		}
	}
	if n := len(p.now) + len(p.before); n > mostShared {
		t.Errorf("%d parts are kept, want at most %d", n, mostShared)
	}
	if value(-1) == first {
		t.Error("what nobody has any more is kept for good")
	}
}
