// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// TestANamespaceRestoredInAnyOrderServesWhatWasLive applies the samples and the release that was live
// in another namespace in random orders, with pauses in which batches begin before the release is there.
func TestANamespaceRestoredInAnyOrderServesWhatWasLive(t *testing.T) {
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
	}))
	t.Cleanup(empty.Close)
	start := func(t *testing.T) string {
		t.Helper()
		namespace := env.Namespace(t)
		source, err := metricsource.New(empty.URL)
		if err != nil {
			t.Fatal(err)
		}
		env.Manager(t, namespace, func(mgr ctrl.Manager) error {
			return Setup(mgr, Options{BotImage: "bot:test", Metrics: source, Tick: time.Second, KPITick: time.Second})
		})
		return namespace
	}
	exported, want := liveOfSamples(t, start(t))
	for range 3 {
		seed := rand.Uint64()
		t.Run(fmt.Sprint("order ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, seed))
			g, namespace := NewWithT(t), start(t)
			objects := samples(t)
			random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
			at := random.IntN(len(objects) + 1)
			objects = append(objects[:at:at], append(copies(exported), objects[at:]...)...)
			for _, object := range objects {
				object.SetNamespace(namespace)
				g.Expect(env.Client.Create(t.Context(), object)).To(Succeed())
				time.Sleep(time.Duration(random.IntN(300)) * time.Millisecond)
			}
			settled := func(g Gomega) {
				bot := &v1alpha1.Bot{}
				g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: namespace, Name: "support"}, bot)).To(Succeed())
				g.Expect(bot.Status.Release).NotTo(BeNil())
				g.Expect(*bot.Status.Release).To(HaveField("Stable", want), historyOf(t, namespace))
				g.Expect(bot.Status.Release.Batch).To(BeEmpty(), historyOf(t, namespace))
				batches := &v1alpha1.IntentBatchList{}
				g.Expect(env.Client.List(t.Context(), batches, client.InNamespace(namespace))).To(Succeed())
				for i := range batches.Items {
					g.Expect(batches.Items[i].Status.Result).To(Equal(v1alpha1.ResultPromoted), batches.Items[i].Name)
				}
			}
			g.Eventually(settled).WithTimeout(30 * time.Second).WithPolling(50 * time.Millisecond).Should(Succeed())
			g.Consistently(settled).WithTimeout(2 * time.Second).WithPolling(100 * time.Millisecond).Should(Succeed())
		})
	}
}

// liveOfSamples are the BotRelease and the bundle of the samples, all at once, without what belongs to
// their namespace, and the digest.
func liveOfSamples(t *testing.T, namespace string) (exported []client.Object, digest string) {
	t.Helper()
	g := NewWithT(t)
	for _, object := range samples(t) {
		object.SetNamespace(namespace)
		if u, ok := object.(*unstructured.Unstructured); ok && u.GetKind() == "Bot" {
			g.Expect(unstructured.SetNestedField(u.Object, string(v1alpha1.ReleaseAtOnce), "spec", "rollout", "firstRelease")).To(Succeed())
		}
		g.Expect(env.Client.Create(t.Context(), object)).To(Succeed())
	}
	record := v1alpha1.BotRelease{}
	g.Eventually(func(g Gomega) {
		list := &v1alpha1.BotReleaseList{}
		g.Expect(env.Client.List(t.Context(), list, client.InNamespace(namespace))).To(Succeed())
		record = v1alpha1.BotRelease{}
		for _, r := range list.Items {
			if r.Spec.Sequence > record.Spec.Sequence {
				record = r
			}
		}
		g.Expect(record.Spec.Intents).NotTo(BeEmpty())
	}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())
	for _, part := range record.Spec.Bundle {
		bundle := &corev1.ConfigMap{}
		g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: namespace, Name: part}, bundle)).To(Succeed())
		exported = append(exported, &corev1.ConfigMap{ObjectMeta: portable(bundle.ObjectMeta), Immutable: bundle.Immutable, BinaryData: bundle.BinaryData})
	}
	record.Spec.Sequence = 11
	release := &v1alpha1.BotRelease{ObjectMeta: portable(record.ObjectMeta), Spec: record.Spec}
	release.Name = "support-11"
	return append(exported, release), record.Spec.Digest
}

func portable(m metav1.ObjectMeta) metav1.ObjectMeta {
	labels := maps.Clone(m.Labels)
	maps.DeleteFunc(labels, func(key, _ string) bool {
		return !strings.HasPrefix(key, "intentops.dev/") && !strings.HasPrefix(key, "app.kubernetes.io/")
	})
	return metav1.ObjectMeta{Name: m.Name, Labels: labels}
}

func copies(objects []client.Object) (all []client.Object) {
	for _, object := range objects {
		all = append(all, object.DeepCopyObject().(client.Object))
	}
	return all
}

// historyOf tells what was live in a namespace, and why.
func historyOf(t *testing.T, namespace string) string {
	t.Helper()
	list := &v1alpha1.BotReleaseList{}
	if err := env.Client.List(t.Context(), list, client.InNamespace(namespace)); err != nil {
		return err.Error()
	}
	var lines []string
	for _, r := range list.Items {
		lines = append(lines, fmt.Sprintf("%s of %d Intents: %s %s", r.Name, len(r.Spec.Intents), r.Spec.Cause.Type, r.Spec.Cause.Message))
	}
	return strings.Join(lines, "\n")
}
