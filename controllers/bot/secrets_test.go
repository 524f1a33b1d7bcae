// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// TestOnlyPodsLookForSecrets: what pods say of Secrets becomes the Bot's condition, and the
// operator asks for none itself.
func TestOnlyPodsLookForSecrets(t *testing.T) {
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: v1alpha1.SecretReference{Name: "desk"}}}
	}).Obj()
	f := newFixture(t, bot)
	f.reconciler.Live = interceptor.NewClient(env.Client, interceptor.Funcs{
		Get: func(ctx context.Context, c client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
			if obj.GetObjectKind().GroupVersionKind().Kind == "Secret" || fmt.Sprintf("%T", obj) == fmt.Sprintf("%T", &corev1.Secret{}) {
				t.Errorf("the operator asks for the Secret %s", key)
			}
			return c.Get(ctx, key, obj, opts...)
		},
	})
	desk := metricsource.SecretKey{Secret: "desk", Key: "key"}
	for _, step := range []struct {
		loaded LoadedSource
		want   string
	}{
		{nil, "ReferencesResolved=Unknown MetricsError: Not known whether the pods find their Secrets: the operator has no Prometheus"},
		{podsOf{namespace: f.namespace}, "ReferencesResolved=Unknown Progressing: No pod has said yet whether it finds its Secrets"},
		{podsOf{namespace: f.namespace, missing: map[metricsource.SecretKey]metricsource.SecretState{desk: metricsource.SecretMissing, {Secret: "another", Key: "key"}: metricsource.SecretMissing}},
			`ReferencesResolved=False SecretNotFound: spec.events[0].secretRef: pods find no Secret "desk" with the key "key" in this namespace: create it`},
		{podsOf{namespace: f.namespace, missing: map[metricsource.SecretKey]metricsource.SecretState{desk: metricsource.SecretFound}},
			"ReferencesResolved=True Resolved: The escalation policy and all Secrets are there"},
		{podsOf{namespace: f.namespace, missing: map[metricsource.SecretKey]metricsource.SecretState{desk: metricsource.SecretShort}},
			`ReferencesResolved=False SecretNotFound: spec.events[0].secretRef: the key "key" of Secret "desk", or its previous-key, is too short to be safe: put in what openssl rand -hex 32 prints`},
		{podsOf{namespace: f.namespace, missing: map[metricsource.SecretKey]metricsource.SecretState{desk: metricsource.SecretFound}, shared: true},
			"ReferencesResolved=True Resolved: The escalation policy and all Secrets are there; but this Bot can read Bots of other namespaces on its NATS server (spec.store.nats), and they can read it: give each namespace an account of its own"},
	} {
		f.reconciler.Loaded = step.loaded
		result, err := f.reconciler.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(bot)})
		f.Expect(err).NotTo(HaveOccurred())
		f.Expect(conditions(get(f, bot.Name, bot))).To(ContainElement(step.want))
		if !strings.HasPrefix(step.want, "ReferencesResolved=True") {
			f.Expect(result.RequeueAfter).To(Equal(loadingInterval), "nobody tells when a pod finds it")
		}
	}
}
