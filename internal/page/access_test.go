// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestOnlyTheCallersTokenReachesTheCluster: a page with an operator's rights must not lend them.
func TestOnlyTheCallersTokenReachesTheCluster(t *testing.T) {
	var got http.Header
	cluster := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"apiVersion":"intentops.dev/v1alpha1","kind":"BotList","metadata":{},"items":[]}`)
	}))
	t.Cleanup(cluster.Close)
	handler := Handler(Options{Access: ByToken(&rest.Config{
		Host: cluster.URL, BearerToken: "of-the-operator", Username: "operator", Password: "secret",
		Impersonate: rest.ImpersonationConfig{UserName: "system:admin"},
	})})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/bots", http.NoBody)
	for name, value := range map[string]string{"Authorization": "Bearer of-the-caller", "Impersonate-User": "admin", "Cookie": "a=b", "X-Remote-User": "admin"} {
		r.Header.Set(name, value)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	if got.Get("Authorization") != "Bearer of-the-caller" {
		t.Errorf("the cluster is asked as %q", got.Get("Authorization"))
	}
	for name := range got {
		if strings.HasPrefix(name, "Impersonate") || name == "Cookie" || strings.HasPrefix(name, "X-") {
			t.Errorf("the cluster gets %s: %s", name, got.Get(name))
		}
	}
}

// TestThePageNeverWrites holds for its client, whoever comes to use it.
func TestThePageNeverWrites(t *testing.T) {
	asked := false
	cluster := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(cluster.Close)
	byKey, err := ByKey("key", &rest.Config{Host: cluster.URL})
	if err != nil {
		t.Fatal(err)
	}
	for name, access := range map[string]Access{"by token": ByToken(&rest.Config{Host: cluster.URL}), "by key": byKey} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		r.Header.Set("Authorization", "Bearer key")
		client, err := access(r)
		if err != nil {
			t.Fatal(err)
		}
		bots := client.Resource(v1alpha1.GroupVersion.WithResource("bots")).Namespace("shop")
		if err := bots.Delete(t.Context(), "support", metav1.DeleteOptions{}); !errors.Is(err, errWrite) {
			t.Errorf("%s: deleting: %v", name, err)
		}
		if _, err := bots.Create(t.Context(), &unstructured.Unstructured{Object: map[string]any{"apiVersion": "intentops.dev/v1alpha1", "kind": "Bot", "metadata": map[string]any{"name": "x"}}}, metav1.CreateOptions{}); !errors.Is(err, errWrite) {
			t.Errorf("%s: creating: %v", name, err)
		}
	}
	if asked {
		t.Error("a write reached the cluster")
	}
}

// TestAnAnswerDoesNotTakeAllMemory: whoever may write objects must not be able to stop the
// operator by looking at them.
func TestAnAnswerDoesNotTakeAllMemory(t *testing.T) {
	cluster := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"apiVersion":"intentops.dev/v1alpha1","kind":"BotList","metadata":{},"items":[{"metadata":{"name":"`)
		_, _ = io.WriteString(w, strings.Repeat("x", mostRead)+`"}}]}`) // the page hangs up
	}))
	t.Cleanup(cluster.Close)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/bots", http.NoBody)
	r.Header.Set("Authorization", "Bearer token")
	answer := httptest.NewRecorder()
	Handler(Options{Access: ByToken(&rest.Config{Host: cluster.URL})}).ServeHTTP(answer, r)
	if answer.Code != http.StatusBadGateway || !strings.Contains(answer.Body.String(), "more than the page can show") {
		t.Errorf("%d %.300s", answer.Code, answer.Body)
	}
}
