// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// samples are the objects of config/samples, as kustomize would apply them, and the Secret
// that their policy names. The Bot's freeze is left out: what a test sees must not depend on
// the weekday.
func samples(t *testing.T) []client.Object {
	t.Helper()
	var kustomization struct{ Resources []string }
	folder := filepath.Join("..", "config", "samples")
	read := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	if err := yaml.Unmarshal(read("Kustomization"), &kustomization); err != nil {
		t.Fatal(err)
	}
	all := []client.Object{&corev1.Secret{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"}, ObjectMeta: metav1.ObjectMeta{Name: "helpdesk"},
		StringData: map[string]string{"key": "0123456789abcdef0123456789abcdef"},
	}}
	for _, name := range kustomization.Resources {
		for document := range strings.SplitSeq(string(read(name)), "\n---\n") {
			object := &unstructured.Unstructured{}
			if err := yaml.Unmarshal([]byte(document), object); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			unstructured.RemoveNestedField(object.Object, "spec", "rollout", "freezes")
			if object.GetKind() != "" { // no document of comments alone
				all = append(all, object)
			}
		}
	}
	return all
}

// TestTheFirstApplyOfAFolderWarnsOfNothing applies the samples in random orders, and each
// object only after the operator has looked at the one before: the slowest tool there is.
func TestTheFirstApplyOfAFolderWarnsOfNothing(t *testing.T) {
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
	}))
	t.Cleanup(empty.Close)
	for range 3 {
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, seed))
		t.Logf("order %d", seed)
		g, namespace := NewWithT(t), env.Namespace(t)
		source, err := metricsource.New(empty.URL)
		g.Expect(err).NotTo(HaveOccurred())
		stalled := watchStalled(t, namespace)
		env.Manager(t, namespace, func(mgr ctrl.Manager) error {
			return Setup(mgr, Options{BotImage: "bot:test", Metrics: source, Tick: time.Second, KPITick: time.Second})
		})
		objects := samples(t)
		random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
		for _, object := range objects {
			object.SetNamespace(namespace)
			g.Expect(env.Client.Create(t.Context(), object)).To(Succeed())
			if u, ours := object.(*unstructured.Unstructured); ours {
				g.Eventually(func(g Gomega) {
					g.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(u), u)).To(Succeed())
					observed, _, _ := unstructured.NestedInt64(u.Object, "status", "observedGeneration")
					g.Expect(observed).To(Equal(u.GetGeneration()))
				}).WithTimeout(time.Minute).WithPolling(10*time.Millisecond).Should(Succeed(), "%s %s", u.GetKind(), u.GetName())
			}
		}
		// The end of the story: everything is there, and all that is missing are pods.
		g.Eventually(func(g Gomega) {
			batches := &v1alpha1.IntentBatchList{}
			g.Expect(env.Client.List(t.Context(), batches, client.InNamespace(namespace))).To(Succeed())
			for i := range batches.Items {
				g.Expect(meta.IsStatusConditionTrue(batches.Items[i].Status.Conditions, v1alpha1.ConditionAccepted)).To(BeTrue(), batches.Items[i].Name)
			}
			g.Expect(eventsOf(g, t, namespace, corev1.EventTypeNormal)).To(ContainElement(HavePrefix("Bot support: " + v1alpha1.ReasonRolloutChanged)))
		}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())
		g.Consistently(func(g Gomega) {
			g.Expect(eventsOf(g, t, namespace, corev1.EventTypeWarning)).To(BeEmpty())
			g.Expect(stalled()).To(BeEmpty())
		}).WithTimeout(time.Second).Should(Succeed())
	}
}

// eventsOf are the operator's events of a type. Others write events too: the API server, for
// one, warns of cluster IPs that it has to repair.
func eventsOf(g Gomega, t *testing.T, namespace, kind string) []string {
	list := &corev1.EventList{}
	g.Expect(env.Client.List(t.Context(), list, client.InNamespace(namespace))).To(Succeed())
	var out []string
	for i := range list.Items {
		if e := &list.Items[i]; e.Type == kind && e.InvolvedObject.GroupVersionKind().Group == v1alpha1.GroupVersion.Group {
			out = append(out, e.InvolvedObject.Kind+" "+e.InvolvedObject.Name+": "+e.Reason+" "+e.Message)
		}
	}
	return out
}

// watchStalled notes every object of ours that is ever Stalled, and how.
func watchStalled(t *testing.T, namespace string) func() []string {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	for _, list := range []client.ObjectList{
		&v1alpha1.BotList{}, &v1alpha1.IntentList{}, &v1alpha1.IntentBatchList{}, &v1alpha1.EscalationPolicyList{}, &v1alpha1.KPITargetList{},
	} {
		w, err := env.Client.Watch(t.Context(), list, client.InNamespace(namespace))
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for e := range w.ResultChan() {
				if line := stalledIn(e); line != "" {
					mu.Lock()
					seen = append(seen, line)
					mu.Unlock()
				}
			}
		}()
		t.Cleanup(func() { w.Stop(); <-ended })
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func stalledIn(e watch.Event) string {
	var conditions []metav1.Condition
	var name string
	switch o := e.Object.(type) {
	case *v1alpha1.Bot:
		conditions, name = o.Status.Conditions, "Bot "+o.Name
	case *v1alpha1.Intent:
		conditions, name = o.Status.Conditions, "Intent "+o.Name
	case *v1alpha1.IntentBatch:
		conditions, name = o.Status.Conditions, "IntentBatch "+o.Name
	case *v1alpha1.EscalationPolicy:
		conditions, name = o.Status.Conditions, "EscalationPolicy "+o.Name
	case *v1alpha1.KPITarget:
		conditions, name = o.Status.Conditions, "KPITarget "+o.Name
	default:
		return apierrors.FromObject(e.Object).Error()
	}
	for _, c := range conditions {
		if c.Type == v1alpha1.ConditionStalled {
			return name + ": " + c.Reason + " " + c.Message
		}
	}
	return ""
}
