// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// slowReader is a browser that takes nothing until it is let.
type slowReader struct {
	*httptest.ResponseRecorder
	begun, let chan struct{}
}

func (s *slowReader) Write(data []byte) (int, error) {
	close(s.begun)
	<-s.let
	return s.ResponseRecorder.Write(data)
}

func TestWhoReadsSlowlyKeepsNobodyWaiting(t *testing.T) {
	w := newWorld(t, shop()...)
	let, ended := make(chan struct{}), make(chan struct{}, mostAtOnce)
	for range mostAtOnce {
		slow := &slowReader{httptest.NewRecorder(), make(chan struct{}), let}
		go func() {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/namespaces/shop", http.NoBody)
			r.Header.Set("Authorization", "Bearer "+theKey)
			w.page.ServeHTTP(slow, r)
			ended <- struct{}{}
		}()
		<-slow.begun
	}
	if answer := w.ask("/api/bots"); answer.Code != http.StatusOK {
		t.Errorf("another reader: %d %s", answer.Code, answer.Body)
	}
	close(let)
	for range mostAtOnce {
		<-ended
	}
}

// TestALongListIsReadInParts: taken apart all at once it would need the memory that rollouts need.
func TestALongListIsReadInParts(t *testing.T) {
	const all = 24
	long := strings.Repeat("c", 600_000)
	var most atomic.Int64
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		from, _ := strconv.Atoi(r.URL.Query().Get("continue"))
		until, next := min(from+limit, all), ""
		if until < all {
			next = strconv.Itoa(until)
		}
		items := make([]string, 0, all)
		for i := range until - from {
			items = append(items, fmt.Sprintf(`{"apiVersion":"intentops.dev/v1alpha1","kind":"Bot","metadata":{"namespace":"shop","name":"b%d","annotations":{"a/b":"%s"}}}`, from+i, long))
		}
		w.Header().Set("Content-Type", "application/json")
		n, _ := fmt.Fprintf(w, `{"apiVersion":"intentops.dev/v1alpha1","kind":"BotList","metadata":{"continue":%q},"items":[%s]}`, next, strings.Join(items, ","))
		if from > 0 && next == "" { // not the whole list, which is cut off
			most.Store(int64(n))
		}
	}))
	t.Cleanup(api.Close)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/bots", http.NoBody)
	r.Header.Set("Authorization", "Bearer token")
	answer := httptest.NewRecorder()
	Handler(Options{Access: ByToken(&rest.Config{Host: api.URL})}).ServeHTTP(answer, r)
	if got := strings.Count(answer.Body.String(), `"name":"b`); answer.Code != http.StatusOK || got != all || strings.Contains(answer.Body.String(), "Only the first") {
		t.Errorf("%d with %d Bots: %.200s", answer.Code, got, answer.Body)
	}
	if got := most.Load(); got == 0 || got > mostOfList {
		t.Errorf("the last part had %d bytes", got)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	var listen net.ListenConfig
	listener, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := NewServer(Handler(Options{}))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); <-ended })
	var dial net.Dialer
	connect := func() net.Conn {
		c, err := dial.DialContext(t.Context(), "tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	// Each has an answer, and stays.
	ask := func(c net.Conn) bool {
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		if _, err := io.WriteString(c, "GET /api/start HTTP/1.1\r\nHost: page\r\n\r\n"); err != nil {
			return false
		}
		n, err := c.Read(make([]byte, 1<<10))
		return err == nil && n > 0
	}
	open := make([]net.Conn, mostConnections)
	for i := range open {
		if open[i] = connect(); !ask(open[i]) {
			t.Fatalf("connection %d has no answer", i)
		}
	}
	if ask(connect()) {
		t.Errorf("there are more than %d connections", mostConnections)
	}
	_ = open[0].Close()
	for deadline := time.Now().Add(time.Minute); !ask(connect()); {
		if time.Now().After(deadline) {
			t.Fatal("one that ended made room for none")
		}
	}
}
