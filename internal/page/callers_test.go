// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// tokenCluster is an API server that accepts tokens until they are revoked, and takes its time with
// others.
type tokenCluster struct {
	*httptest.Server
	revoked atomic.Bool
	// arrived gets each request with a token that is made up; they are answered once let is closed.
	arrived chan string
	let     chan struct{}
	asked   sync.Map // paths by token
}

func newTokenCluster(t *testing.T) *tokenCluster {
	t.Helper()
	c := &tokenCluster{arrived: make(chan string, 1000), let: make(chan struct{})}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.Header.Get("Authorization")
		before, _ := c.asked.LoadOrStore(token, "")
		c.asked.Store(token, fmt.Sprint(before, " ", r.URL.Path))
		w.Header().Set("Content-Type", "application/json")
		switch {
		case strings.HasPrefix(token, "Bearer made-up"):
			c.arrived <- token
			<-c.let
			fallthrough
		case c.revoked.Load():
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Unauthorized","code":401}`)
		case strings.HasSuffix(r.URL.Path, "/bots"):
			_, _ = io.WriteString(w, `{"apiVersion":"intentops.dev/v1alpha1","kind":"BotList","metadata":{},"items":[]}`)
		default:
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}`)
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// askWith asks a page with a token.
func askWith(t *testing.T, page http.Handler, token string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/bots", http.NoBody)
	r.Header.Set("Authorization", "Bearer "+token)
	answer := httptest.NewRecorder()
	page.ServeHTTP(answer, r)
	return answer
}

// TestMadeUpTokensTakeNobodysTurn: somebody sends as many as he likes, and the API server is slow to
// refuse them. Who was accepted before is answered meanwhile.
func TestMadeUpTokensTakeNobodysTurn(t *testing.T) {
	cluster := newTokenCluster(t)
	page := Handler(Options{Access: ByToken(&rest.Config{Host: cluster.URL})})
	if answer := askWith(t, page, "of-ann"); answer.Code != http.StatusOK {
		t.Fatalf("somebody signs in: %d %s", answer.Code, answer.Body)
	}
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			answer := askWith(t, page, fmt.Sprintf("made-up-%d", i))
			if answer.Code != http.StatusUnauthorized && answer.Code != http.StatusServiceUnavailable {
				t.Errorf("one that is made up: %d %s", answer.Code, answer.Body)
			}
		})
	}
	for range strangersAtOnce {
		select {
		case <-cluster.arrived:
		case <-time.After(time.Minute):
			t.Fatal("nobody else asks")
		}
	}
	for range 5 {
		if answer := askWith(t, page, "of-ann"); answer.Code != http.StatusOK {
			t.Errorf("who was accepted before: %d %s", answer.Code, answer.Body)
		}
	}
	close(cluster.let)
	all.Wait()
	cluster.asked.Range(func(token, paths any) bool {
		if strings.Contains(fmt.Sprint(token), "made-up") && paths != " /apis/intentops.dev/v1alpha1/namespaces/default/bots/who-asks" {
			t.Errorf("%s made the page ask%s", token, paths)
		}
		return true
	})
}

// TestATokenThatIsRevokedIsAStrangersAgain: it keeps no place among those who are signed in.
func TestATokenThatIsRevokedIsAStrangersAgain(t *testing.T) {
	cluster := newTokenCluster(t)
	page := Handler(Options{Access: ByToken(&rest.Config{Host: cluster.URL})})
	for i, want := range []int{http.StatusOK, http.StatusOK, http.StatusUnauthorized, http.StatusUnauthorized} {
		cluster.revoked.Store(i >= 2)
		if answer := askWith(t, page, "of-ann"); answer.Code != want {
			t.Errorf("request %d: %d %s", i, answer.Code, answer.Body)
		}
	}
	const who, bots = " /apis/intentops.dev/v1alpha1/namespaces/default/bots/who-asks", " /apis/intentops.dev/v1alpha1/bots"
	if paths, _ := cluster.asked.Load("Bearer of-ann"); paths != who+bots+bots+bots+who {
		t.Errorf("the cluster was asked for%s", paths)
	}
}
