// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/internal/bot/releases/releasestest"
	"github.com/intentops/intentops/internal/contract/release"
)

// newAPIServer returns a server and a client of it.
func newAPIServer(t *testing.T) (*releasestest.APIServer, *Cluster) {
	t.Helper()
	a := releasestest.New(t)
	c, err := NewCluster(&rest.Config{Host: a.URL}, releasestest.Namespace, releasestest.Bot, logr.Discard())
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

// offered watches, and hands over what is offered.
func offered(t *testing.T, c *Cluster) chan release.Pointer {
	t.Helper()
	pointers := make(chan release.Pointer, 100)
	watch(t, c, func(p release.Pointer) { pointers <- p })
	return pointers
}

// watch runs until the test ends.
func watch(t *testing.T, c *Cluster, offer func(release.Pointer)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Watch(ctx, offer) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("watch: %v", err)
		}
	})
}

func next(t *testing.T, pointers chan release.Pointer, sequence int64) {
	t.Helper()
	for {
		select {
		case p := <-pointers:
			if p.Sequence == sequence {
				return
			}
			if p.Sequence > sequence {
				t.Fatalf("pointer %d came, want %d", p.Sequence, sequence)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("pointer %d never came", sequence)
		}
	}
}

func TestThePointerIsWatched(t *testing.T) {
	one := bundle(t, "nine to five")
	a, c := newAPIServer(t)
	pointers := offered(t, c)
	a.PutPointer(pointer(1, one))
	next(t, pointers, 1)
	a.PutPointer(pointer(2, one))
	next(t, pointers, 2)

	t.Run("one that cannot be read is left out", func(t *testing.T) {
		a.Put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u1"}, Data: map[string]string{release.PointerKey: "{"}})
		a.Put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u1"}})
		a.PutPointer(pointer(3, one))
		next(t, pointers, 3)
	})
	t.Run("an older one of the same object is left out", func(t *testing.T) {
		a.PutPointer(pointer(1, one))
		a.PutPointer(pointer(4, one))
		next(t, pointers, 4)
	})
	t.Run("a new object may begin at a lower sequence", func(t *testing.T) {
		data, err := release.EncodePointer(pointer(1, one))
		if err != nil {
			t.Fatal(err)
		}
		a.Put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u2"}, Data: map[string]string{release.PointerKey: string(data)}})
		next(t, pointers, 1)
	})
	t.Run("the API server goes away and comes back", func(t *testing.T) {
		a.Leave(true)
		p := pointer(9, one)
		p.Automation = "Disabled"
		data, err := release.EncodePointer(p)
		if err != nil {
			t.Fatal(err)
		}
		a.Put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u2"}, Data: map[string]string{release.PointerKey: string(data)}})
		a.Leave(false)
		next(t, pointers, 9)
	})
}

func TestBundlesAreFetchedByName(t *testing.T) {
	one := bundle(t, "nine to five")
	a, c := newAPIServer(t)
	a.PutBundle(one)
	parts, err := c.Fetch(t.Context(), one.Ref("shop"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := release.Unpack(one.Release, parts); err != nil {
		t.Error(err)
	}
	missing := bundle(t, "another").Ref("shop")
	if _, err := c.Fetch(t.Context(), missing); err == nil || !strings.Contains(err.Error(), missing.ConfigMaps[0]) {
		t.Errorf("missing bundle: %v, want the ConfigMap's name", err)
	}
	a.Put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "empty"}})
	_, err = c.Fetch(t.Context(), release.BundleRef{Release: "x", ConfigMaps: []string{"empty"}})
	if err == nil || !strings.Contains(err.Error(), `ConfigMap "empty": has no binaryData "part"`) {
		t.Errorf("ConfigMap without a part: %v", err)
	}
}

// TestAChangeIsServedAtOnce measures from the write of the pointer to its effect on turns.
func TestAChangeIsServedAtOnce(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	a, c := newAPIServer(t)
	a.PutBundle(one)
	a.PutBundle(two)
	f, _ := follow(t, c, nil)
	watch(t, c, f.Offer)
	a.PutPointer(rolling(pointer(1, one), two, 0))
	eventually(t, "the rollout", serves(f, one.Release, two.Release, 0))
	worst := time.Duration(0)
	for i := range int32(100) {
		begin := time.Now()
		a.PutPointer(rolling(pointer(int64(i)+2, one), two, i+1))
		eventually(t, "the share", serves(f, one.Release, two.Release, i+1))
		worst = max(worst, time.Since(begin))
	}
	if worst > time.Second {
		t.Errorf("the slowest of 100 changes took %s", worst)
	}
	t.Logf("the slowest of 100 changes took %s", worst)
}
