// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache_test

import (
	"testing"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/managercache"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestIndexesFindWithinANamespaceOnly also notes when controller-runtime writes values of all
// namespaces in another way: then they are kept again.
func TestIndexesFindWithinANamespaceOnly(t *testing.T) {
	g := NewWithT(t)
	one, other := env.Namespace(t), env.Namespace(t)
	var intents []client.Object
	for _, namespace := range []string{one, other} {
		order, refund := testenv.MakeIntent("order").Bot("sales").Obj(), testenv.MakeIntent("refund").Bot("support").Obj()
		env.Create(t, namespace, order, refund)
		intents = append(intents, order, refund)
	}
	for name, namespaces := range map[string][]string{"all": nil, "some": {one, other}} {
		options := managercache.Options(managercache.Shard{}, namespaces...)
		options.Scheme = env.Scheme
		c, err := cache.New(env.Config, options)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(c.IndexField(t.Context(), &v1alpha1.Intent{}, "bot", func(o client.Object) []string {
			return []string{o.(*v1alpha1.Intent).Spec.BotRef.Name}
		})).To(Succeed())
		go func() { _ = c.Start(t.Context()) }()
		g.Expect(c.WaitForCacheSync(t.Context())).To(BeTrue())
		var found v1alpha1.IntentList
		g.Expect(c.List(t.Context(), &found, client.InNamespace(one), client.MatchingFields{"bot": "sales"})).To(Succeed())
		g.Expect(found.Items).To(HaveLen(1), name)
		g.Expect(found.Items[0].Namespace+"/"+found.Items[0].Name).To(Equal(one+"/order"), name)
		g.Expect(c.List(t.Context(), &found, client.MatchingFields{"bot": "sales"})).To(Succeed())
		g.Expect(found.Items).To(BeEmpty(), name)
	}
	for _, intent := range intents { // other tests count them
		env.Delete(t, intent)
	}
}
