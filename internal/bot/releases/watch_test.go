// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/internal/release"
)

// apiServer is as much of an API server as a bot uses: ConfigMaps by name, and one watch. It
// can go away and come back.
type apiServer struct {
	t        *testing.T
	mu       sync.Mutex
	version  int
	objects  map[string]corev1.ConfigMap
	watchers map[chan []byte]string
	away     bool
}

func newAPIServer(t *testing.T) (*apiServer, *Cluster) {
	t.Helper()
	a := &apiServer{t: t, version: 1, objects: map[string]corev1.ConfigMap{}, watchers: map[chan []byte]string{}}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	c, err := NewCluster(&rest.Config{Host: server.URL}, "shop-ns", "shop", logr.Discard())
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

// put creates or changes a ConfigMap.
func (a *apiServer) put(cm corev1.ConfigMap) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.version++
	kind := "ADDED"
	if _, there := a.objects[cm.Name]; there {
		kind = "MODIFIED"
	}
	cm.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"}
	cm.Namespace, cm.ResourceVersion = "shop-ns", strconv.Itoa(a.version)
	a.objects[cm.Name] = cm
	for w, name := range a.watchers {
		if name == cm.Name {
			w <- event(kind, cm)
		}
	}
}

func (a *apiServer) putPointer(p release.Pointer) {
	a.t.Helper()
	data, err := release.EncodePointer(p)
	if err != nil {
		a.t.Fatal(err)
	}
	a.put(corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u1"}, Data: map[string]string{release.PointerKey: string(data)},
	})
}

func (a *apiServer) putBundle(b release.Bundle) {
	for i, part := range b.Parts {
		a.put(corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: release.PartName("shop", b.Release, i)},
			BinaryData: map[string][]byte{release.PartKey: part},
		})
	}
}

// leave ends all connections and refuses new ones, until it is called with false.
func (a *apiServer) leave(away bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.away = away
	if away {
		for w := range a.watchers {
			close(w)
			delete(a.watchers, w)
		}
	}
}

func event(kind string, object any) []byte {
	data, _ := json.Marshal(map[string]any{"type": kind, "object": object}) // plain data
	return append(data, '\n')
}

func (a *apiServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	const base = "/api/v1/namespaces/shop-ns/configmaps"
	a.mu.Lock()
	away := a.away
	a.mu.Unlock()
	name, byName := strings.CutPrefix(r.URL.Path, base+"/")
	selected, bySelector := strings.CutPrefix(r.URL.Query().Get("fieldSelector"), "metadata.name=")
	switch {
	case away:
		panic(http.ErrAbortHandler)
	case byName:
		a.get(w, name)
	case r.URL.Path != base || !bySelector:
		// The bot's Role names its objects: anything wider would be refused.
		w.WriteHeader(http.StatusForbidden)
		_ = json.NewEncoder(w).Encode(metav1.Status{Status: "Failure", Reason: metav1.StatusReasonForbidden, Code: http.StatusForbidden})
	case r.URL.Query().Get("watch") != "":
		a.watch(w, r, selected)
	default:
		a.list(w, selected)
	}
}

func (a *apiServer) get(w http.ResponseWriter, name string) {
	a.mu.Lock()
	cm, ok := a.objects[name]
	a.mu.Unlock()
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		_ = json.NewEncoder(w).Encode(metav1.Status{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure",
			Message: fmt.Sprintf("configmaps %q not found", name), Reason: metav1.StatusReasonNotFound, Code: http.StatusNotFound,
		})
		return
	}
	_ = json.NewEncoder(w).Encode(cm)
}

func (a *apiServer) list(w http.ResponseWriter, name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := corev1.ConfigMapList{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMapList"},
		ListMeta: metav1.ListMeta{ResourceVersion: strconv.Itoa(a.version)},
		Items:    []corev1.ConfigMap{},
	}
	if cm, ok := a.objects[name]; ok {
		l.Items = append(l.Items, cm)
	}
	_ = json.NewEncoder(w).Encode(l)
}

func (a *apiServer) watch(w http.ResponseWriter, r *http.Request, name string) {
	events := make(chan []byte, 100)
	a.mu.Lock()
	// A watch from a version gets what it missed.
	from, _ := strconv.Atoi(r.URL.Query().Get("resourceVersion"))
	if cm, ok := a.objects[name]; ok {
		if at, _ := strconv.Atoi(cm.ResourceVersion); at > from || r.URL.Query().Get("sendInitialEvents") != "" {
			events <- event("ADDED", cm)
		}
	}
	if r.URL.Query().Get("sendInitialEvents") != "" {
		events <- event("BOOKMARK", corev1.ConfigMap{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
			ObjectMeta: metav1.ObjectMeta{
				ResourceVersion: strconv.Itoa(a.version), Annotations: map[string]string{metav1.InitialEventsAnnotationKey: "true"},
			},
		})
	}
	a.watchers[events] = name
	a.mu.Unlock()
	flusher := w.(http.Flusher)
	flusher.Flush()
	for {
		select {
		case e, open := <-events:
			if !open {
				return
			}
			_, _ = w.Write(e)
			flusher.Flush()
		case <-r.Context().Done():
			return
		}
	}
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
	a.putPointer(pointer(1, one))
	next(t, pointers, 1)
	a.putPointer(pointer(2, one))
	next(t, pointers, 2)

	t.Run("one that cannot be read is left out", func(t *testing.T) {
		a.put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u1"}, Data: map[string]string{release.PointerKey: "{"}})
		a.put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u1"}})
		a.putPointer(pointer(3, one))
		next(t, pointers, 3)
	})
	t.Run("an older one of the same object is left out", func(t *testing.T) {
		a.putPointer(pointer(1, one))
		a.putPointer(pointer(4, one))
		next(t, pointers, 4)
	})
	t.Run("a new object may begin anew", func(t *testing.T) {
		data, err := release.EncodePointer(pointer(1, one))
		if err != nil {
			t.Fatal(err)
		}
		a.put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u2"}, Data: map[string]string{release.PointerKey: string(data)}})
		next(t, pointers, 1)
	})
	t.Run("the API server goes away and comes back", func(t *testing.T) {
		a.leave(true)
		p := pointer(9, one)
		p.Automation = "Disabled"
		data, err := release.EncodePointer(p)
		if err != nil {
			t.Fatal(err)
		}
		a.put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", UID: "u2"}, Data: map[string]string{release.PointerKey: string(data)}})
		a.leave(false)
		next(t, pointers, 9)
	})
}

func TestBundlesAreFetchedByName(t *testing.T) {
	one := bundle(t, "nine to five")
	a, c := newAPIServer(t)
	a.putBundle(one)
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
	a.put(corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "empty"}})
	_, err = c.Fetch(t.Context(), release.BundleRef{Release: "x", ConfigMaps: []string{"empty"}})
	if err == nil || !strings.Contains(err.Error(), `ConfigMap "empty": has no binaryData "part"`) {
		t.Errorf("ConfigMap without a part: %v", err)
	}
}

// TestAChangeIsServedAtOnce measures from the write of the pointer to its effect on turns.
func TestAChangeIsServedAtOnce(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	a, c := newAPIServer(t)
	a.putBundle(one)
	a.putBundle(two)
	f, _ := follow(t, c, nil)
	watch(t, c, f.Offer)
	a.putPointer(rolling(pointer(1, one), two, 0))
	eventually(t, "the rollout", serves(f, one.Release, two.Release, 0))
	worst := time.Duration(0)
	for i := range int32(100) {
		begin := time.Now()
		a.putPointer(rolling(pointer(int64(i)+2, one), two, i+1))
		eventually(t, "the share", serves(f, one.Release, two.Release, i+1))
		worst = max(worst, time.Since(begin))
	}
	if worst > time.Second {
		t.Errorf("the slowest of 100 changes took %s", worst)
	}
	t.Logf("the slowest of 100 changes took %s", worst)
}
