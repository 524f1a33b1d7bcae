// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache_test

import (
	"fmt"
	"testing"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/managercache"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

func TestEachNamespaceBelongsToOneShard(t *testing.T) {
	const of = 4
	var sizes [of]int
	for i := range 1000 {
		owners := 0
		for number := range of {
			if (managercache.Shard{Number: number + 1, Of: of}).Has(fmt.Sprint("team-", i)) {
				owners++
				sizes[number]++
			}
		}
		if owners != 1 {
			t.Fatalf("namespace team-%d belongs to %d shards", i, owners)
		}
	}
	for number, n := range sizes {
		if n < 200 || n > 300 {
			t.Errorf("shard %d has %d of 1000 namespaces, want about 250", number+1, n)
		}
	}
	if !(managercache.Shard{}).Has("team-1") || !(managercache.Shard{Number: 2, Of: of}).Has("") {
		t.Error("without shards, and what is in no namespace, is everybody's")
	}
}

func TestParseShard(t *testing.T) {
	for text, want := range map[string]managercache.Shard{"": {}, "1/1": {Number: 1, Of: 1}, "2/4": {Number: 2, Of: 4}} {
		if got, err := managercache.ParseShard(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"2", "0/4", "5/4", "1/17", "a/b", "1/", "-1/2"} {
		if _, err := managercache.ParseShard(text); err == nil || err.Error() != "must be such as 2/4, the second of four shards, of at most 16" {
			t.Errorf("%q: %v", text, err)
		}
	}
	if a, b := (managercache.Shard{}).Lease("manager"), (managercache.Shard{Number: 2, Of: 4}).Lease("manager"); a != "manager" || b != "manager-2-of-4" {
		t.Errorf("leases %s and %s", a, b)
	}
}

// TestAShardSeesOnlyItsNamespaces lists some Intents at the start, and some by the watch.
func TestAShardSeesOnlyItsNamespaces(t *testing.T) {
	g := NewWithT(t)
	var namespaces []string
	for range 6 {
		namespaces = append(namespaces, env.Namespace(t))
	}
	create := func(name string) {
		for _, namespace := range namespaces {
			env.Create(t, namespace, testenv.MakeIntent(name).Obj())
		}
	}
	create("first")
	var shards []cache.Cache
	for number := range 2 {
		shard := managercache.Shard{Number: number + 1, Of: 2}
		options := managercache.Options(shard)
		options.Scheme = env.Scheme
		c, err := cache.New(env.Config, options)
		g.Expect(err).NotTo(HaveOccurred())
		go func() { _ = c.Start(t.Context()) }()
		_, err = c.GetInformer(t.Context(), &v1alpha1.Intent{})
		g.Expect(err).NotTo(HaveOccurred())
		shards = append(shards, c)
	}
	create("second")
	g.Eventually(func(g Gomega) {
		all := 0
		for number, c := range shards {
			var list v1alpha1.IntentList
			g.Expect(c.List(t.Context(), &list)).To(Succeed())
			for i := range list.Items {
				g.Expect((managercache.Shard{Number: number + 1, Of: 2}).Has(list.Items[i].Namespace)).To(BeTrue())
			}
			all += len(list.Items)
		}
		g.Expect(all).To(Equal(2 * len(namespaces)))
	}).Should(Succeed())
	gone := testenv.MakeIntent("first").Namespace(namespaces[0]).Obj()
	env.Delete(t, gone)
	g.Eventually(func() bool {
		for _, c := range shards {
			if c.Get(t.Context(), client.ObjectKeyFromObject(gone), &v1alpha1.Intent{}) == nil {
				return false
			}
		}
		return true
	}).Should(BeTrue())
}
