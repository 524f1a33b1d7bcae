// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package releasestest holds an API server for tests of bots.
package releasestest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/internal/contract/release"
)

// APIServer is as much of an API server as a bot uses: ConfigMaps by name, and one watch. It
// can go away and come back.
type APIServer struct {
	// URL of the server.
	URL string

	t        testing.TB
	mu       sync.Mutex
	version  int
	objects  map[string]corev1.ConfigMap
	watchers map[chan []byte]string
	away     bool
}

// Namespace and Bot are the only ones that the server has.
const (
	Namespace = "shop-ns"
	Bot       = "shop"
)

// New starts a server that runs until the test ends.
func New(t testing.TB) *APIServer {
	t.Helper()
	a := &APIServer{t: t, version: 1, objects: map[string]corev1.ConfigMap{}, watchers: map[chan []byte]string{}}
	server := httptest.NewServer(a)
	a.URL = server.URL
	t.Cleanup(func() {
		a.Leave(true) // ends the watches
		server.Close()
	})
	return a
}

// Put creates or changes a ConfigMap.
func (a *APIServer) Put(cm corev1.ConfigMap) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.version++
	kind := "ADDED"
	if _, there := a.objects[cm.Name]; there {
		kind = "MODIFIED"
	}
	cm.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"}
	cm.Namespace, cm.ResourceVersion = Namespace, strconv.Itoa(a.version)
	a.objects[cm.Name] = cm
	for w, name := range a.watchers {
		if name == cm.Name {
			w <- event(kind, cm)
		}
	}
}

// PutPointer makes a pointer the newest.
func (a *APIServer) PutPointer(p release.Pointer) {
	a.t.Helper()
	data, err := release.EncodePointer(p)
	if err != nil {
		a.t.Fatal(err)
	}
	a.Put(corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: release.PointerName(Bot), UID: "u1"}, Data: map[string]string{release.PointerKey: string(data)},
	})
}

// PutBundle keeps a bundle's parts.
func (a *APIServer) PutBundle(b release.Bundle) {
	for i, part := range b.Parts {
		a.Put(corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: release.PartName(Bot, b.Release, i)},
			BinaryData: map[string][]byte{release.PartKey: part},
		})
	}
}

// Leave ends all connections and refuses new ones, until it is called with false.
func (a *APIServer) Leave(away bool) {
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

// ServeHTTP implements http.Handler.
func (a *APIServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	const base = "/api/v1/namespaces/" + Namespace + "/configmaps"
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

func (a *APIServer) get(w http.ResponseWriter, name string) {
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

func (a *APIServer) list(w http.ResponseWriter, name string) {
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

func (a *APIServer) watch(w http.ResponseWriter, r *http.Request, name string) {
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
