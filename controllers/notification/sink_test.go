// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/contract/signature"
	"github.com/intentops/intentops/internal/operator/notify"
)

const testKey = "a key of at least thirty-two bytes"

func fact(message string) notify.Fact {
	return notify.Fact{ID: "f-1", Type: notify.RolledBack, At: time.Now(), Data: notify.Data{
		Namespace: "shop", Bot: "support", Kind: "IntentBatch", Name: "week-3", Message: message,
	}}
}

// secret is a folder with the files of a Secret.
func secret(t *testing.T, keys map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "notifications")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for key, value := range keys {
		if err := os.WriteFile(filepath.Join(dir, key), []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWhatASinkAnswers(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	t.Cleanup(elsewhere.Close)
	for name, tc := range map[string]struct {
		code       int
		retryAfter string
		kind       string
		refused    bool
		// first and sixth are the waits after as many attempts.
		first, sixth time.Duration
	}{
		"it is taken":              {code: 200},
		"it is taken for later":    {code: 202},
		"the sink fails":           {code: 500, kind: "status", first: time.Second, sixth: 32 * time.Second},
		"its URL is gone":          {code: 410, kind: "status", first: time.Second, sixth: 32 * time.Second},
		"nobody may write":         {code: 403, kind: "status", first: time.Second, sixth: 32 * time.Second},
		"there is too much":        {code: 429, retryAfter: "120", kind: "status", first: 2 * time.Minute, sixth: 2 * time.Minute},
		"it asks for a day":        {code: 503, retryAfter: "86400", kind: "status", first: 5 * time.Minute, sixth: 5 * time.Minute},
		"it sends us elsewhere":    {code: 307, kind: "redirect", first: time.Second, sixth: 32 * time.Second},
		"it never takes this":      {code: 400, kind: "status", refused: true},
		"it never takes so much":   {code: 413, kind: "status", refused: true},
		"it never takes this text": {code: 422, kind: "status", refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", elsewhere.URL)
				w.Header().Set("Retry-After", tc.retryAfter)
				w.WriteHeader(tc.code)
				_, _ = io.WriteString(w, "what the sink repeats")
			}))
			t.Cleanup(server.Close)
			clock := clocktesting.NewFakeClock(time.Now())
			s := newSink(Options{Format: notify.CloudEvents, URL: server.URL, Clock: clock})
			for attempt := 1; attempt <= 6; attempt++ {
				again, f := s.send(t.Context(), fact("because"))
				switch {
				case f == nil && tc.kind != "" || f != nil && (f.kind != tc.kind || f.refused != tc.refused):
					t.Fatalf("attempt %d: %+v, want %q, refused %t", attempt, f, tc.kind, tc.refused)
				case f != nil && strings.Contains(f.message, "repeats"):
					t.Errorf("the reason %q repeats the answer", f.message)
				}
				want := map[int]time.Duration{1: tc.first, 6: tc.sixth}[attempt]
				if (attempt == 1 || attempt == 6) && (again < want*4/5 || again > want*6/5) {
					t.Errorf("after attempt %d the sink is left alone for %s, want about %s", attempt, again, want)
				}
				if again > 0 {
					if wait, f := s.send(t.Context(), fact("another")); f != nil || wait != again {
						t.Errorf("after attempt %d the sink is asked for another fact: %v, %s", attempt, f, wait)
					}
				}
				clock.SetTime(clock.Now().Add(time.Hour))
			}
		})
	}
}

func TestEventsAreSignedAndChatsAreNot(t *testing.T) {
	var head http.Header
	var body, target string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		head, body, target = r.Header.Clone(), string(raw), r.URL.RequestURI()
	}))
	t.Cleanup(server.Close)
	keys := map[string]string{"url": server.URL + "/in?team=a\n", "key": testKey, "previous-key": testKey + " of before", "token": "t-1\n"}
	for format, signed := range map[notify.Format]bool{notify.CloudEvents: true, notify.Slack: false, notify.Teams: false} {
		s := newSink(Options{Format: format, SecretDir: secret(t, keys)})
		if _, f := s.send(t.Context(), fact("because")); f != nil {
			t.Fatalf("%s: %v", format, f)
		}
		if target != "/in?team=a" || head.Get("Content-Type") != format.ContentType() || head.Get("Authorization") != "Bearer t-1" {
			t.Errorf("%s: %s, %v", format, target, head)
		}
		for _, key := range []string{testKey, testKey + " of before"} {
			_, err := signature.Verify(head, signature.Request{
				Direction: "to-sink", Bot: "shop/support", Method: http.MethodPost, Target: target, Body: []byte(body),
			}, time.Now(), []byte(key))
			if (err == nil) != signed {
				t.Errorf("%s: %v, want signed: %t", format, err, signed)
			}
		}
		if wait, f := s.send(t.Context(), fact("another")); f != nil || (wait > 0) == signed {
			t.Errorf("%s: the next message may go in %s: chats take one a second (%v)", format, wait, f)
		}
	}
}

func TestASinkThatCannotBeUsedIsSaidWithoutItsURL(t *testing.T) {
	const planted = "T0PLANTED"
	for name, tc := range map[string]struct {
		keys map[string]string
		want string
	}{
		"no URL":                    {map[string]string{"key": testKey}, "the Secret of the notifications has no readable key url"},
		"not a URL":                 {map[string]string{"url": "hooks.example/" + planted}, "the key url of the Secret of the notifications is not a URL that begins with https://"},
		"in the clear":              {map[string]string{"url": "http://hooks.example/" + planted}, "the key url of the Secret of the notifications is http and leaves the cluster: use https"},
		"with a password":           {map[string]string{"url": "https://u:" + planted + "@hooks.example/"}, "the key url of the Secret of the notifications has a user or password"},
		"with a fragment":           {map[string]string{"url": "https://hooks.example/#" + planted}, "the key url of the Secret of the notifications has a fragment"},
		"the metadata of the cloud": {map[string]string{"url": "https://169.254.169.254/" + planted}, "the URL leads to a link-local address"},
		"nobody is there":           {map[string]string{"url": "http://127.0.0.1:1/" + planted}, "connection refused"},
		"a short key":               {map[string]string{"url": "http://127.0.0.1:1/" + planted, "key": "short"}, "has 5 bytes and must have at least 32"},
	} {
		s := newSink(Options{Format: notify.CloudEvents, SecretDir: secret(t, tc.keys)})
		_, f := s.send(t.Context(), fact("because"))
		if f == nil || f.refused || !strings.Contains(f.message, tc.want) || strings.Contains(f.message, planted) {
			t.Errorf("%s: %v, want %q", name, f, tc.want)
		}
	}
}

func TestHostsOfTheCluster(t *testing.T) {
	for host, want := range map[string]bool{
		"broker": true, "broker.events.svc": true, "broker.events.svc.cluster.local": true, "broker.events.svc.cluster.local.": true,
		"broker.events": false, "sink.example": false, "10.0.0.1": false, "evil.svc.example": false, "": false,
	} {
		if got := inCluster(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}
