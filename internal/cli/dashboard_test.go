// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/rest"
)

// lines is what a command prints while it runs.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// TestDashboardIsForItsOwnerAlone serves the page with a kubeconfig's rights: to who has the link,
// by its own name, for reading, and for as long as the command runs.
func TestDashboardIsForItsOwnerAlone(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	cluster := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"apiVersion":"intentops.dev/v1alpha1","kind":"BotList","metadata":{},"items":[]}`)
	}))
	t.Cleanup(cluster.Close)
	out, ctx := &lines{}, t.Context()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var opened string
	shown := make(chan struct{})
	o := &dashboardOptions{
		plugin: &plugin{IOStreams: genericiooptions.IOStreams{Out: out, ErrOut: out}, version: "test", now: time.Now}, open: true,
		browse: func(_ context.Context, file string) error {
			defer close(shown)
			opened = file
			return nil
		},
	}
	ended := make(chan error, 1)
	go func() {
		ended <- o.serve(ctx, &rest.Config{Host: cluster.URL, BearerToken: "of-the-kubeconfig"}, "shop")
	}()
	select {
	case <-shown:
	case err := <-ended:
		t.Fatal(err)
	}
	link, _, _ := strings.Cut(out.String(), "\n")
	base, key, found := strings.Cut(link, "/#key=")
	if !found || !strings.HasPrefix(base, "http://127.0.0.1:") || len(key) < 26 {
		t.Fatalf("the link is %q", link)
	}
	info, err := os.Stat(opened)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read the file that opens the link: %v, %v", info, err)
	}
	if content, err := os.ReadFile(opened); err != nil || !strings.Contains(string(content), link) {
		t.Errorf("the file does not lead to the page: %s, %v", content, err)
	}

	for name, tc := range map[string]struct {
		path, key, host, method string
		status                  int
	}{
		"the page":                     {path: "/", status: 200},
		"who has the link":             {path: "/api/namespaces/shop", key: key, status: 200},
		"another user of the machine":  {path: "/api/namespaces/shop", status: 401},
		"who guesses":                  {path: "/api/namespaces/shop", key: "guess", status: 401},
		"a name that was made to lead": {path: "/api/namespaces/shop", key: key, host: "attacker.example", status: 421},
		"a write":                      {path: "/api/namespaces/shop", key: key, method: http.MethodPost, status: 405},
	} {
		method := tc.method
		if method == "" {
			method = http.MethodGet
		}
		r, err := http.NewRequestWithContext(ctx, method, base+tc.path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = tc.host
		if tc.key != "" {
			r.Header.Set("Authorization", "Bearer "+tc.key)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != tc.status {
			t.Errorf("%s: status %d, want %d: %s", name, answer.StatusCode, tc.status, body)
		}
		if strings.Contains(string(body), key) || strings.Contains(string(body), "of-the-kubeconfig") {
			t.Errorf("%s: the answer has a secret", name)
		}
		if strings.HasPrefix(tc.path, "/api/") && !json.Valid(body) {
			t.Errorf("%s: %s is not JSON", name, body)
		}
	}
	mu.Lock()
	if len(asked) != 1 || asked[0] != "GET /apis/intentops.dev/v1alpha1/namespaces/shop/bots Bearer of-the-kubeconfig" {
		t.Errorf("the cluster was asked %q", asked)
	}
	mu.Unlock()
	cancel()
	// Nobody can end it in another way.
	if code := codeOf(ctx, <-ended, o.IOStreams); code != exitDone {
		t.Errorf("an interrupted dashboard ends with the exit code %d, want that of what is done", code)
	}
	if _, err := os.Stat(opened); !os.IsNotExist(err) {
		t.Error("the file with the link stays")
	}
}
