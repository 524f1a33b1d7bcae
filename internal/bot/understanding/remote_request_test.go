// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRemoteRequest(t *testing.T) {
	var got struct {
		Method, URI, Type string
		Body              map[string]string
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got.Method, got.URI, got.Type = r.Method, r.RequestURI, r.Header.Get("Content-Type")
		_ = json.NewDecoder(r.Body).Decode(&got.Body)
		_, _ = io.WriteString(w, `{"intent":{"name":null}}`)
	}))
	defer server.Close()
	engine, err := NewRasa(server.URL+"/base/?token=t", server.Client())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Classify(t.Context(), "hi\xff"+strings.Repeat("é", MaxTextBytes)); err != nil {
		t.Fatal(err)
	}
	if got.Method != http.MethodPost || got.URI != "/base/model/parse?token=t" || got.Type != "application/json" {
		t.Errorf("got %s %s as %s", got.Method, got.URI, got.Type)
	}
	text := got.Body["text"]
	if len(got.Body) != 1 || !strings.HasPrefix(text, "hi\uFFFDé") || len(text) > MaxTextBytes+2 {
		t.Errorf("got a text of %d bytes and %d fields", len(text), len(got.Body))
	}
}

func TestRemoteURL(t *testing.T) {
	cases := map[string]string{
		"empty":          "",
		"no scheme":      "rasa:5005",
		"not HTTP":       "file:///etc/passwd",
		"no host":        "http:///parse",
		"cannot be read": "http://[::1/?token=secret",
	}
	for name, address := range cases {
		t.Run(name, func(t *testing.T) {
			for _, engine := range []constructor{NewRasa, NewHTTP} {
				if _, err := engine(address, nil); err == nil || strings.Contains(err.Error(), "secret") {
					t.Errorf("got error %v, want one that does not repeat the address", err)
				}
			}
		})
	}
}
