// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-logr/logr/funcr"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// engineFailures are those that were counted, by reason.
func (d *fixture) engineFailures() map[understanding.Reason]float64 {
	counted := map[understanding.Reason]float64{}
	for _, reason := range understanding.Reasons() {
		if n := testutil.ToFloat64(d.metrics.classifyErrors.WithLabelValues(string(reason))); n > 0 {
			counted[reason] = n
		}
	}
	return counted
}

// logged keeps the lines that are logged at the level of every day.
func (d *fixture) logged() *[]string {
	lines := new([]string)
	d.log = funcr.New(func(_, line string) { *lines = append(*lines, line) }, funcr.Options{})
	return lines
}

// TestWhatAnEngineAnswers has a release that knows hours only.
func TestWhatAnEngineAnswers(t *testing.T) {
	const rasa, generic = "rasa", "http"
	tests := map[string]struct {
		engine, body string
		want         conversation.Kind
		reason       understanding.Reason // empty: the engine did not fail
	}{
		"rasa understands": {
			rasa, `{"intent":{"name":"hours","confidence":0.9},"intent_ranking":[{"name":"hours","confidence":0.9},{"name":"bye","confidence":0.1}]}`,
			conversation.KindAnswer, "",
		},
		"rasa is a rounding error above certain": {
			rasa, `{"intent":{"name":"hours","confidence":1.0000001},"intent_ranking":[{"name":"hours","confidence":1.0000001},{"name":"bye","confidence":-1e-8}]}`,
			conversation.KindAnswer, "",
		},
		"rasa falls back, though the runner-up would do": {
			rasa, `{"intent":{"name":"nlu_fallback","confidence":0.7},"intent_ranking":[{"name":"nlu_fallback","confidence":0.7},{"name":"hours","confidence":0.6}]}`,
			conversation.KindClarify, "",
		},
		"rasa means an intent that the release lacks": {
			rasa, `{"intent":{"name":"bye","confidence":0.95},"intent_ranking":[{"name":"bye","confidence":0.95},{"name":"hours","confidence":0.6}]}`,
			conversation.KindClarify, "",
		},
		"rasa gives percentages": {
			rasa, `{"intent":{"name":"hours","confidence":93}}`,
			conversation.KindClarify, understanding.ReasonConfidence,
		},
		"another engine understands": {
			generic, `{"predictions":[{"intent":"hours","confidence":0.9}]}`,
			conversation.KindAnswer, "",
		},
		"another engine is a rounding error above certain": {
			generic, `{"predictions":[{"intent":"hours","confidence":1.0000001},{"intent":"bye","confidence":-1e-8}]}`,
			conversation.KindAnswer, "",
		},
		"another engine passes on the fallback of Rasa": {
			generic, `{"predictions":[{"intent":"nlu_fallback","confidence":0.7},{"intent":"hours","confidence":0.6}]}`,
			conversation.KindClarify, "",
		},
		"another engine means an intent that the release lacks": {
			generic, `{"predictions":[{"intent":"hours","confidence":0.6},{"intent":"bye","confidence":0.95}]}`,
			conversation.KindClarify, "",
		},
		"another engine forgets the contract": {
			generic, `{"intent":"hours"}`,
			conversation.KindClarify, understanding.ReasonMalformed,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, tc.body) }))
			defer server.Close()
			connect := understanding.NewHTTP
			if tc.engine == rasa {
				connect = understanding.NewRasa
			}
			engine, err := connect(server.URL, server.Client())
			if err != nil {
				t.Fatal(err)
			}
			d := newFixture(t, engine)
			out, err := d.Say(t.Context(), d.open(t), dialogue.Message{ID: "m1", Text: "when"}, nil)
			if err != nil || len(out.Replies) != 1 || out.Replies[0].Kind != tc.want {
				t.Errorf("replies %+v, error %v, want %s", out.Replies, err, tc.want)
			}
			want := map[understanding.Reason]float64{}
			if tc.reason != "" {
				want[tc.reason] = 1
			}
			if diff := cmp.Diff(want, d.engineFailures()); diff != "" {
				t.Errorf("failures (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnEngineThatFailsIsNotUnderstood(t *testing.T) {
	d := newFixture(t, &classifier{err: understanding.ErrNotUnderstood})
	id := d.open(t)
	out, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil)
	if err != nil || len(out.Replies) != 1 || out.Replies[0].Kind != conversation.KindClarify {
		t.Errorf("outcome %+v, error %v, want a question", out.Replies, err)
	}
	if diff := cmp.Diff(map[understanding.Reason]float64{understanding.ReasonOther: 1}, d.engineFailures()); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	out, err = d.Say(t.Context(), id, dialogue.Message{ID: "m2", Text: "when"}, nil)
	if err != nil || out.State.Handoff == nil || out.State.Handoff.Reason != conversation.ReasonEngineFailed {
		t.Errorf("handoff %+v, error %v, want one because the engine failed", out.State.Handoff, err)
	}
}

// TestAFailingEngineIsLoggedOnce says the cause of each kind of failure in the log, and not
// for each message.
func TestAFailingEngineIsLoggedOnce(t *testing.T) {
	const words = "my card 4111 1111 1111 1111 was stolen"
	status := http.StatusServiceUnavailable
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		_, _ = io.Copy(w, r.Body)
	}))
	defer server.Close()
	engine, err := understanding.NewHTTP(server.URL+"/?token=secret", server.Client())
	if err != nil {
		t.Fatal(err)
	}
	d := newFixture(t, engine)
	lines := d.logged()
	say := func(n int) {
		for i := range n {
			if _, err := d.Say(t.Context(), d.open(t), dialogue.Message{ID: fmt.Sprint(i), Text: words}, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	say(20)
	status = http.StatusOK // it repeats the request, which is not an answer
	say(20)
	if len(*lines) != 2 || !strings.Contains((*lines)[0], "answered with status 503") || !strings.Contains((*lines)[1], "no predictions") {
		t.Errorf("the log says %q, want one line for each kind of failure", *lines)
	}
	for _, line := range *lines {
		if strings.Contains(line, "4111") || strings.Contains(line, "secret") {
			t.Errorf("the log gives away what the customer wrote, or the token: %s", line)
		}
	}
	want := map[understanding.Reason]float64{understanding.ReasonStatus: 20, understanding.ReasonMalformed: 20}
	if diff := cmp.Diff(want, d.engineFailures()); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}
