// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// constructor is the shape NewRasa and NewHTTP share.
type constructor func(string, *http.Client) (*Remote, error)

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestRemoteAnswers(t *testing.T) {
	cases := map[string]struct {
		engine constructor
		body   string
		want   []Prediction
	}{
		"rasa with a ranking repeats its first intent": {
			engine: NewRasa,
			body: `{"text":"hi","intent":{"name":"greet","confidence":0.8},"entities":[],
				"intent_ranking":[{"name":"greet","confidence":0.8},{"name":"bye","confidence":0.1}]}`,
			want: []Prediction{{"greet", 0.8}, {"bye", 0.1}},
		},
		"rasa without a ranking": {
			engine: NewRasa,
			body:   `{"intent":{"name":"greet","confidence":1}}`,
			want:   []Prediction{{"greet", 1}},
		},
		"rasa recognises nothing": {
			engine: NewRasa,
			body:   `{"intent":{"name":null,"confidence":0.0},"intent_ranking":[]}`,
		},
		"rasa falls back, the real intents stay": {
			engine: NewRasa,
			body: `{"intent":{"name":"nlu_fallback","confidence":0.7},
				"intent_ranking":[{"name":"nlu_fallback","confidence":0.7},{"name":"bye","confidence":0.2}]}`,
			want: []Prediction{{"bye", 0.2}},
		},
		"http in any order, best first": {
			engine: NewHTTP,
			body:   `{"predictions":[{"intent":"a","confidence":0.1},{"intent":"b","confidence":0.6}],"extra":1}`,
			want:   []Prediction{{"b", 0.6}, {"a", 0.1}},
		},
		"http with more than asked for": {
			engine: NewHTTP,
			body: `{"predictions":[{"intent":"a","confidence":0.1},{"intent":"b","confidence":0.1},{"intent":"c","confidence":0.1},
				{"intent":"d","confidence":0.1},{"intent":"e","confidence":0.1},{"intent":"f","confidence":0.2}]}`,
			want: []Prediction{{"f", 0.2}, {"a", 0.1}, {"b", 0.1}, {"c", 0.1}, {"d", 0.1}},
		},
		"http names an intent twice, the better one counts": {
			engine: NewHTTP,
			body:   `{"predictions":[{"intent":"a","confidence":0.1},{"intent":"a","confidence":0.6}]}`,
			want:   []Prediction{{"a", 0.6}},
		},
		"http understands nothing": {
			engine: NewHTTP,
			body:   `{"predictions":[]}`,
			want:   []Prediction{},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(answering(http.StatusOK, tc.body))
			defer server.Close()
			engine, err := tc.engine(server.URL, server.Client())
			if err != nil {
				t.Fatal(err)
			}
			got, err := engine.Classify(t.Context(), "hi")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("predictions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRemoteDistrustsHostileAnswers(t *testing.T) {
	const key = "secret-token"
	cases := map[string]struct {
		engine  constructor
		handler http.HandlerFunc
		want    string
	}{
		"engine is down":                     {NewRasa, answering(503, "{}"), "status 503"},
		"status says created":                {NewHTTP, answering(201, `{"predictions":[]}`), "status 201"},
		"not JSON":                           {NewRasa, answering(200, "<html>"), "not the JSON"},
		"two JSON values":                    {NewHTTP, answering(200, `{"predictions":[]}{}`), "not the JSON"},
		"cut off":                            {NewHTTP, answering(200, `{"predictions":[`), "not the JSON"},
		"confidence is text":                 {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":"1"}]}`), "not the JSON"},
		"confidence above one":               {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":1.01}]}`), "not in 0..1"},
		"confidence below zero":              {NewRasa, answering(200, `{"intent":{"name":"a","confidence":-0.1}}`), "not in 0..1"},
		"confidence beyond float64":          {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":1e999}]}`), "not the JSON"},
		"confidence left out":                {NewHTTP, answering(200, `{"predictions":[{"intent":"a"}]}`), "no confidence"},
		"rasa confidence left out":           {NewRasa, answering(200, `{"intent":{"name":"a"}}`), "no confidence"},
		"one bad entry among good ones":      {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":1},{"intent":"b","confidence":7}]}`), "not in 0..1"},
		"intent without a name":              {NewHTTP, answering(200, `{"predictions":[{"confidence":1}]}`), "no intent"},
		"intent with an endless name":        {NewHTTP, answering(200, `{"predictions":[{"intent":"`+strings.Repeat("a", 300)+`","confidence":1}]}`), "256 bytes"},
		"no list":                            {NewHTTP, answering(200, `{}`), "no predictions"},
		"null":                               {NewHTTP, answering(200, `null`), "no predictions"},
		"rasa null":                          {NewRasa, answering(200, `null`), "no intent"},
		"larger than a mebibyte":             {NewHTTP, answering(200, `{"predictions":[],"x":"`+strings.Repeat("x", 1<<20)+`"}`), "larger than"},
		"nested too deep for the JSON stack": {NewHTTP, answering(200, `{"predictions":`+strings.Repeat("[", 100_000)), "not the JSON"},
		"redirect to somewhere else": {NewRasa, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, "status 307"},
		"hangs up": {NewRasa, func(http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}, "EOF"},
		"promises more than it sends": {NewHTTP, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"predictions":[]}`)
		}, "EOF"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(tc.handler)
			defer server.Close()
			engine, err := tc.engine(server.URL+"?token="+key, server.Client())
			if err != nil {
				t.Fatal(err)
			}
			got, err := engine.Classify(t.Context(), "hi")
			if got != nil || !errors.Is(err, ErrNotUnderstood) {
				t.Fatalf("got %v and error %v, want only an error that is ErrNotUnderstood", got, err)
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %q does not say %q", err, tc.want)
			}
			if strings.Contains(err.Error(), key) {
				t.Errorf("error %q gives the token away", err)
			}
		})
	}
}

func TestRemoteDoesNotWaitForASlowEngine(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		// The headers come at once, so that only the body is late.
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-release
	}))
	defer server.Close()
	defer close(release)
	engine, err := NewHTTP(server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	engine.timeout = 20 * time.Millisecond
	_, err = engine.Classify(t.Context(), "hi")
	if !errors.Is(err, ErrNotUnderstood) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want ErrNotUnderstood because of the deadline", err)
	}
}
