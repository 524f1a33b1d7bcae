// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"context"
	"errors"
	"io"
	"math"
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
		"rasa falls back, the runner-up is not meant": {
			engine: NewRasa,
			body: `{"intent":{"name":"nlu_fallback","confidence":0.7},
				"intent_ranking":[{"name":"nlu_fallback","confidence":0.7},{"name":"bye","confidence":0.69}]}`,
		},
		"rasa names nothing, the ranking is not meant": {
			engine: NewRasa,
			body:   `{"intent":{"name":null,"confidence":0.0},"intent_ranking":[{"name":"bye","confidence":0.9}]}`,
		},
		"rasa ranks its fallback behind, which is no intent": {
			engine: NewRasa,
			body: `{"intent":{"name":"bye","confidence":0.6},
				"intent_ranking":[{"name":"bye","confidence":0.6},{"name":"nlu_fallback","confidence":0.3}]}`,
			want: []Prediction{{"bye", 0.6}},
		},
		"rasa rounds up and down": {
			engine: NewRasa,
			body: `{"intent":{"name":"greet","confidence":1.0000001},
				"intent_ranking":[{"name":"greet","confidence":1.0000001},{"name":"bye","confidence":-1e-8}]}`,
			want: []Prediction{{"greet", 1}, {"bye", 0}},
		},
		"http rounds up and down": {
			engine: NewHTTP,
			body:   `{"predictions":[{"intent":"a","confidence":1},{"intent":"z","confidence":1.000001},{"intent":"c","confidence":-0.000001}]}`,
			want:   []Prediction{{"z", 1}, {"a", 1}, {"c", 0}},
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
	// What the engine writes may repeat what the customer wrote.
	const key, secret = "secret-token", "my-card-number"
	cases := map[string]struct {
		engine  constructor
		handler http.HandlerFunc
		want    string
		reason  Reason
	}{
		"engine is down":                     {NewRasa, answering(503, secret), "status 503", ReasonStatus},
		"status says created":                {NewHTTP, answering(201, `{"predictions":[]}`), "status 201", ReasonStatus},
		"not JSON":                           {NewRasa, answering(200, "<html>"+secret), "not the JSON", ReasonMalformed},
		"two JSON values":                    {NewHTTP, answering(200, `{"predictions":[]}{}`), "not the JSON", ReasonMalformed},
		"cut off":                            {NewHTTP, answering(200, `{"predictions":[`), "not the JSON", ReasonMalformed},
		"confidence is text":                 {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":"1"}]}`), "not the JSON", ReasonMalformed},
		"confidence above one":               {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":1.01}]}`), "not in 0..1", ReasonConfidence},
		"confidence below zero":              {NewRasa, answering(200, `{"intent":{"name":"a","confidence":-0.1}}`), "not in 0..1", ReasonConfidence},
		"confidence beyond float64":          {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":1e999}]}`), "not the JSON", ReasonMalformed},
		"confidence left out":                {NewHTTP, answering(200, `{"predictions":[{"intent":"a"}]}`), "no confidence", ReasonMalformed},
		"rasa confidence left out":           {NewRasa, answering(200, `{"intent":{"name":"a"}}`), "no confidence", ReasonMalformed},
		"confidence beyond rounding above":   {NewRasa, answering(200, `{"intent":{"name":"a","confidence":1.000002}}`), "not in 0..1", ReasonConfidence},
		"confidence beyond rounding below":   {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":-0.000002}]}`), "not in 0..1", ReasonConfidence},
		"one bad entry among good ones":      {NewHTTP, answering(200, `{"predictions":[{"intent":"a","confidence":1},{"intent":"b","confidence":7}]}`), "not in 0..1", ReasonConfidence},
		"intent without a name":              {NewHTTP, answering(200, `{"predictions":[{"confidence":1}]}`), "no intent", ReasonMalformed},
		"intent with an endless name":        {NewHTTP, answering(200, `{"predictions":[{"intent":"`+strings.Repeat("a", 300)+`","confidence":1}]}`), "256 bytes", ReasonMalformed},
		"no list":                            {NewHTTP, answering(200, `{}`), "no predictions", ReasonMalformed},
		"null":                               {NewHTTP, answering(200, `null`), "no predictions", ReasonMalformed},
		"rasa null":                          {NewRasa, answering(200, `null`), "no intent", ReasonMalformed},
		"larger than a mebibyte":             {NewHTTP, answering(200, `{"predictions":[],"x":"`+strings.Repeat("x", 1<<20)+`"}`), "larger than", ReasonMalformed},
		"nested too deep for the JSON stack": {NewHTTP, answering(200, `{"predictions":`+strings.Repeat("[", 100_000)), "not the JSON", ReasonMalformed},
		"redirect to somewhere else": {NewRasa, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, "status 307", ReasonStatus},
		"hangs up": {NewRasa, func(http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}, "EOF", ReasonUnreachable},
		"promises more than it sends": {NewHTTP, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"predictions":[]}`)
		}, "EOF", ReasonUnreachable},
		"no HTTP, which the error must not repeat": {NewHTTP, func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, secret+" is not HTTP\r\n\r\n")
				_ = conn.Close()
			}
		}, "not HTTP", ReasonMalformed},
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
			if got := ReasonOf(err); got != tc.reason {
				t.Errorf("reason %s, want %s", got, tc.reason)
			}
			if strings.Contains(err.Error(), key) || strings.Contains(err.Error(), secret) {
				t.Errorf("error %q gives away the token, or what was sent", err)
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
	if !errors.Is(err, ErrNotUnderstood) || !errors.Is(err, context.DeadlineExceeded) || ReasonOf(err) != ReasonTimeout {
		t.Errorf("got error %v, want ErrNotUnderstood because of the deadline", err)
	}
}

func TestConfidencesOfAnyEngine(t *testing.T) {
	tests := map[string]struct {
		given float64
		want  float64 // NaN: refused
	}{
		"nothing":             {0, 0},
		"certain":             {1, 1},
		"between":             {0.5, 0.5},
		"a bit above 1":       {math.Nextafter(1, 2), 1},
		"32 bits above 1":     {1.0000001, 1},
		"a bit below 0":       {-1e-8, 0},
		"the last rounding":   {1 + rounding, 1},
		"more than rounding":  {1 + 2*rounding, math.NaN()},
		"less than rounding":  {-2 * rounding, math.NaN()},
		"a percentage":        {93, math.NaN()},
		"a logarithm":         {-2.5, math.NaN()},
		"not a number":        {math.NaN(), math.NaN()},
		"infinite":            {math.Inf(1), math.NaN()},
		"infinitely negative": {math.Inf(-1), math.NaN()},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := trusted([]Prediction{{"a", tc.given}})
			switch refused := math.IsNaN(tc.want); {
			case refused != (err != nil):
				t.Errorf("error %v, want one: %v", err, refused)
			case refused && ReasonOf(err) != ReasonConfidence:
				t.Errorf("reason %s", ReasonOf(err))
			case !refused && got[0].Confidence != tc.want:
				t.Errorf("confidence %v, want %v", got[0].Confidence, tc.want)
			}
		})
	}
}

func TestAnEngineThatIsNotThere(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	secure := httptest.NewTLSServer(answering(http.StatusOK, "{}"))
	defer secure.Close()
	plain := httptest.NewServer(answering(http.StatusOK, "{}"))
	defer plain.Close()
	tests := map[string]struct{ url, want string }{
		"no such host":                  {"http://user:secret@engine.invalid:5005", "rasa at http://engine.invalid:5005: "},
		"nobody listens":                {closed.URL, "connection refused"},
		"a certificate that nobody has": {secure.URL, "certificate"},
		"no certificate at all":         {strings.Replace(plain.URL, "http:", "https:", 1), "speaks HTTP"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			engine, err := NewRasa(tc.url+"?token=secret", &http.Client{Transport: &http.Transport{}})
			if err != nil {
				t.Fatal(err)
			}
			engine.timeout = time.Minute // a busy machine is not the engine's fault
			_, err = engine.Classify(t.Context(), "hi")
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want %q and no secret", err, tc.want)
			}
			if got := ReasonOf(err); got != ReasonUnreachable && got != ReasonTimeout {
				t.Errorf("reason %s", got)
			}
		})
	}
}
