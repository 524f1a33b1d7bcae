// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/controllers/notification"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/operator/notify"
)

// TestARollbackIsToldAndWaitsForNobody lets all controllers roll the samples' first batch and roll
// it back as a review asks, with a sink that takes what it is told, and with one that never
// answers.
func TestARollbackIsToldAndWaitsForNobody(t *testing.T) {
	for name, answers := range map[string]bool{"a sink that works": true, "a sink that never answers": false} {
		t.Run(name, func(t *testing.T) {
			g, namespace := NewWithT(t), env.Namespace(t)
			var mu sync.Mutex
			told := map[string]notify.Data{}
			asked := make(chan struct{}, 1000)
			ended := make(chan struct{})
			sink := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				var e struct {
					Type string
					Data notify.Data
				}
				if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
					t.Error(err)
				}
				asked <- struct{}{}
				if !answers {
					<-ended
					return
				}
				mu.Lock()
				defer mu.Unlock()
				told[e.Type] = e.Data
			}))
			t.Cleanup(sink.Close)
			t.Cleanup(func() { close(ended) })
			empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[]}}`))
			}))
			t.Cleanup(empty.Close)
			source, err := metricsource.New(empty.URL)
			g.Expect(err).NotTo(HaveOccurred())
			env.Manager(t, namespace, func(mgr ctrl.Manager) error {
				return Setup(mgr, Options{BotImage: "bot:test", Metrics: source, Tick: time.Second, KPITick: time.Second, Notifications: &notification.Options{
					Format: notify.CloudEvents, URL: sink.URL, Namespace: namespace, Name: "notifications",
				}})
			})
			for _, object := range samples(t) {
				object.SetNamespace(namespace)
				g.Expect(env.Client.Create(t.Context(), object)).To(Succeed())
			}
			batch := rollingBatch(g, t, namespace)
			testenv.Change(t, env, batch, func(b *v1alpha1.IntentBatch) {
				b.Spec.LastReview = &v1alpha1.Review{At: metav1.NewTime(time.Now()), By: "ann", Decision: v1alpha1.ReviewRollback}
			})
			if !answers {
				<-asked // it is stuck from here on
			}
			g.Eventually(func(g Gomega) {
				g.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(batch), batch)).To(Succeed())
				g.Expect(batch.Status.Result).To(Equal(v1alpha1.ResultRolledBack), testenv.Message(batch, v1alpha1.ConditionReady))
			}).WithTimeout(time.Minute).WithPolling(20 * time.Millisecond).Should(Succeed())
			if !answers {
				return
			}
			g.Eventually(func(g Gomega) {
				mu.Lock()
				defer mu.Unlock()
				g.Expect(told).To(HaveKey(string(notify.Started)))
				g.Expect(told).To(HaveKey(string(notify.RolledBack)))
				g.Expect(told[string(notify.RolledBack)].Message).To(ContainSubstring("ann"))
				g.Expect(told[string(notify.RolledBack)].Name).To(Equal(batch.Name))
			}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())
		})
	}
}

// rollingBatch is the first batch of a namespace that begins.
func rollingBatch(g *WithT, t *testing.T, namespace string) *v1alpha1.IntentBatch {
	t.Helper()
	var found *v1alpha1.IntentBatch
	g.Eventually(func(g Gomega) {
		list := &v1alpha1.IntentBatchList{}
		g.Expect(env.Client.List(t.Context(), list, client.InNamespace(namespace))).To(Succeed())
		i := slices.IndexFunc(list.Items, func(b v1alpha1.IntentBatch) bool { return b.Status.Rollout != "" })
		g.Expect(i).To(BeNumerically(">=", 0), "no batch begins")
		found = &list.Items[i]
	}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())
	return found
}
