// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clienttesting "k8s.io/client-go/testing"
)

func TestRequestsThatAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		method, path, authorization, host string
		more                              bool
		status                            int
		says                              string
	}{
		"nobody":                    {path: "/api/bots", status: 401, says: "You are not signed in."},
		"another key":               {path: "/api/bots", authorization: "Bearer another", status: 401, says: "You are not signed in."},
		"a password":                {path: "/api/bots", authorization: "Basic YTpi", status: 401, says: "You are not signed in."},
		"an empty token":            {path: "/api/bots", authorization: "Bearer ", status: 401, says: "You are not signed in."},
		"a token of two lines":      {path: "/api/bots", authorization: "Bearer a\r\nImpersonate-User: admin", status: 401, says: "You are not signed in."},
		"a token without an end":    {path: "/api/bots", authorization: "Bearer " + strings.Repeat("x", longestToken+1), status: 401, says: "You are not signed in."},
		"two tokens":                {path: "/api/bots", authorization: "Bearer " + theKey, more: true, status: 401, says: "You are not signed in."},
		"a write":                   {method: http.MethodPost, path: "/api/bots", authorization: "Bearer " + theKey, status: 405, says: "The page only reads."},
		"a deletion":                {method: http.MethodDelete, path: "/api/namespaces/shop", authorization: "Bearer " + theKey, status: 405, says: "The page only reads."},
		"another name for the host": {path: "/api/start", host: "attacker.example:8080", status: 421, says: "Open the page by the link"},
		"another port of the host":  {path: "/", host: "127.0.0.1:8081", status: 421, says: "Open the page by the link"},
		"a name that is a path":     {path: "/api/namespaces/..%2f..%2fapi", authorization: "Bearer " + theKey, status: 400, says: "namespace is not a name that Kubernetes has"},
		"a name with markup":        {path: "/api/namespaces/shop/batches/%3Cscript%3E", authorization: "Bearer " + theKey, status: 400, says: "name is not a name that Kubernetes has"},
		"a batch that is not there": {path: "/api/namespaces/shop/batches/week-9", authorization: "Bearer " + theKey, status: 404, says: "There is no IntentBatch week-9 in namespace shop."},
		"nothing to approve":        {path: "/api/namespaces/shop/batches/week-1/approval", authorization: "Bearer " + theKey, status: 409, says: "no step that is still ahead of IntentBatch week-1"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shop()...)
			w.page = Handler(Options{Access: byKey(theKey, w.client), Hosts: []string{"127.0.0.1:8080"}})
			method := tc.method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequestWithContext(t.Context(), method, tc.path, http.NoBody)
			r.Host = "127.0.0.1:8080"
			if tc.host != "" {
				r.Host = tc.host
			}
			if tc.authorization != "" {
				r.Header.Set("Authorization", tc.authorization)
			}
			if tc.more {
				r.Header.Add("Authorization", "Bearer other")
			}
			answer := httptest.NewRecorder()
			w.page.ServeHTTP(answer, r)
			var said struct{ Message string }
			if err := json.Unmarshal(answer.Body.Bytes(), &said); err != nil {
				t.Fatalf("%s: %v", answer.Body, err)
			}
			if answer.Code != tc.status || !strings.HasPrefix(said.Message, tc.says) {
				t.Errorf("%d %q, want %d %q", answer.Code, said.Message, tc.status, tc.says)
			}
			if strings.Contains(answer.Body.String(), theKey) {
				t.Error("the answer has the token")
			}
			for _, a := range w.client.Actions() {
				if a.GetVerb() != "get" && a.GetVerb() != "list" {
					t.Errorf("it asks to %s %s", a.GetVerb(), a.GetResource().Resource)
				}
			}
		})
	}
}

func TestEveryAnswerForbidsWhatThePageDoesNotDo(t *testing.T) {
	w := newWorld(t, shop()...)
	for _, path := range []string{"/", "/app.js", "/page.css", "/uplot/uPlot.iife.min.js", "/uplot/LICENSE", "/api/start", "/api/bots", "/api/namespaces/shop", "/nothing"} {
		h := w.ask(path).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other sites may read it", path)
		}
		if strings.HasPrefix(path, "/api/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: may be stored", path)
		}
	}
	if page := w.ask("/").Body.String(); strings.Contains(page, "://") || strings.Contains(page, "style=") || strings.Contains(page, "onclick") {
		t.Error("the page has markup that the policy forbids, or a link elsewhere")
	}
}

func TestTheScriptsMakeTextAndNeverMarkup(t *testing.T) {
	entries, err := files.ReadDir("files")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".js") {
			continue
		}
		data, err := files.ReadFile("files/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "localStorage", "document.cookie", "setAttribute(\"style\""} {
			if strings.Contains(string(data), word) {
				t.Errorf("%s has %s", e.Name(), word)
			}
		}
	}
}

// TestWhatTheCallerMayNotSee says which permission is missing, and shows the rest.
func TestWhatTheCallerMayNotSee(t *testing.T) {
	refuse := func(w *world, verb, resource string) {
		w.client.PrependReactor(verb, resource, func(clienttesting.Action) (bool, runtime.Object, error) {
			return true, nil, apierrors.NewForbidden(schema.GroupResource{Group: "intentops.dev", Resource: resource}, "", errors.New("no"))
		})
	}
	for name, tc := range map[string]struct {
		verb, resource, path string
		status               int
		want                 []string
	}{
		"releases":        {"list", "botreleases", "/api/namespaces/shop", 200, []string{"You may not list BotReleases in namespace shop: the permission list of botreleases.intentops.dev is missing.", "week-2"}},
		"batches":         {"list", "intentbatches", "/api/namespaces/shop", 200, []string{"You may not list IntentBatches in namespace shop", "support-000004"}},
		"KPIs":            {"list", "kpitargets", "/api/namespaces/shop", 200, []string{"You may not list KPITargets", "week-2"}},
		"bots everywhere": {"list", "bots", "/api/bots", 200, []string{"You may not list Bots in all namespaces: the permission list of bots.intentops.dev is missing."}},
		"a batch":         {"get", "intentbatches", "/api/namespaces/shop/batches/week-2", 403, []string{"You may not get IntentBatches in namespace shop"}},
		"its Bot":         {"get", "bots", "/api/namespaces/shop/batches/week-2", 200, []string{"You may not get Bots", "9f1c2a7b"}},
		"its Intents":     {"list", "intents", "/api/namespaces/shop/batches/week-2", 200, []string{"You may not list Intents", "refund"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shop()...)
			refuse(w, tc.verb, tc.resource)
			answer := w.ask(tc.path)
			if answer.Code != tc.status {
				t.Errorf("status %d, want %d", answer.Code, tc.status)
			}
			for _, want := range tc.want {
				if !strings.Contains(answer.Body.String(), want) {
					t.Errorf("%s\nlacks %q", answer.Body, want)
				}
			}
		})
	}
}

func TestWhatGoesWrongInsideIsNotTold(t *testing.T) {
	for name, tc := range map[string]struct {
		err    error
		status int
		says   string
	}{
		"the token has expired": {apierrors.NewUnauthorized("token of 10.0.0.7"), 401, "The cluster does not accept the token. It may have expired."},
		"no connection":         {errors.New("dial tcp 10.0.0.7:6443: refused, token " + theKey), 502, "The cluster cannot be read now."},
		"too much":              {errTooLarge, 502, "The cluster has more than the page can show."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.client.PrependReactor("list", "bots", func(clienttesting.Action) (bool, runtime.Object, error) { return true, nil, tc.err })
			answer := w.ask("/api/bots")
			if answer.Code != tc.status || !strings.Contains(answer.Body.String(), tc.says) || strings.Contains(answer.Body.String(), "10.0.0.7") {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
		})
	}
}

// TestThePlotsAreDrawnByWhatWasPublished compares the files of uPlot 1.6.32 with those that npm has.
func TestThePlotsAreDrawnByWhatWasPublished(t *testing.T) {
	for name, want := range map[string]string{
		"uPlot.iife.min.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
		"uPlot.min.css":     "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
		"LICENSE":           "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
	} {
		data, err := files.ReadFile("files/uplot/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != want {
			t.Errorf("%s has the SHA-256 %s, want %s", name, got, want)
		}
	}
}
