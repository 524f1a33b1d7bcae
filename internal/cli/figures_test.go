// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
)

// ofShop is what Bot support of the shop has counted until now: more than the statuses say.
const ofShop = `
intentops_rollout_assigned_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate 140
intentops_rollout_assigned_total rollout=week-2-9f1c2a7b,step=quarter,track=stable 420
intentops_rollout_outcomes_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate,outcome=contained 96
intentops_rollout_outcomes_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate,outcome=escalated 35
intentops_rollout_outcomes_total rollout=week-2-9f1c2a7b,step=quarter,track=stable,outcome=contained 402
intentops_rollout_ratings_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate,rating=4 20
intentops_rollout_ratings_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate,rating=5 10
intentops_rollout_assigned_total rollout=week-3-5d0e4b1a,step=half,track=candidate 8
intentops_release_loaded pod=a,track=stable,release=r1,part=sequence 7
intentops_release_loaded pod=a,track=stable,release=r1,part=scraped 1799999997
intentops_conversation_outcomes_total channel=web,intent=order-status,outcome=contained 300
intentops_conversation_outcomes_total channel=web,intent=order-status,outcome=escalated 100
intentops_ratings_total channel=web,intent=order-status,handled_by=bot,rating=5 80
`

// shopMetrics answers as a Prometheus that heard of Bot support 3 s ago, and since yesterday. It
// counts the queries, where somebody wants to know.
func shopMetrics(t *testing.T, series string, queries *atomic.Int64) string {
	t.Helper()
	type sample struct {
		Metric map[string]string `json:"metric"`
		Value  [2]any            `json:"value"`
	}
	all := map[string][]sample{"loaded": {}, "rollout": {}, "kpi": {}}
	for line := range strings.Lines(strings.TrimSpace(series)) {
		words := strings.Fields(line)
		metric := map[string]string{"__name__": words[0], "namespace": "shop", "bot": "support"}
		for _, label := range strings.Split(words[1], ",") {
			name, value, _ := strings.Cut(label, "=")
			metric[name] = value
		}
		family := "kpi"
		switch {
		case words[0] == "intentops_release_loaded":
			family = "loaded"
		case strings.HasPrefix(words[0], "intentops_rollout_"):
			family = "rollout"
		}
		all[family] = append(all[family], sample{metric, [2]any{1.8e9, words[2]}})
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if queries != nil {
			queries.Add(1)
		}
		answer, query := all["kpi"], r.FormValue("query")
		switch {
		case strings.Contains(query, " offset "):
			answer = []sample{}
		case strings.Contains(query, "intentops_rollout_"):
			answer = all["rollout"]
		case strings.Contains(query, "timestamp(intentops_release_loaded)"):
			answer = all["loaded"]
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"status": "success", "data": map[string]any{"resultType": "vector", "result": answer},
		})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// TestALookAsksTheSameFewQueriesHoweverManyThereAre: a team with hundreds of batches looks often.
func TestALookAsksTheSameFewQueriesHoweverManyThereAre(t *testing.T) {
	for _, kind := range []string{"batches", "intents"} {
		var asked [2]int64
		for k, n := range []int{1, 300} {
			objects := []runtime.Object{shopBot()}
			for i := range n {
				b := rollingBatch()
				b.Name = fmt.Sprintf("week-%d", i)
				objects = append(objects, b, shopIntent(fmt.Sprintf("intent-%d", i), b.Name, v1alpha1.IntentRolling))
			}
			var queries atomic.Int64
			w := newWorld(t, shopScreen, objects...)
			if code := w.run("get", kind, "--prometheus", shopMetrics(t, ofShop, &queries)); code != exitDone || w.err.Len() > 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			if lines := strings.Count(w.out.String(), "metrics 3s ago"); lines != n {
				t.Errorf("%s: %d of %d have the figures of now:\n%s", kind, lines, n, w.out)
			}
			asked[k] = queries.Load()
		}
		if asked[0] != asked[1] || asked[0] == 0 || asked[0] > 10 {
			t.Errorf("%s: %d queries for one and %d for 300", kind, asked[0], asked[1])
		}
	}
}

// TestFiguresThatCannotBeRightAreNotShown: those of the status are, and why is said.
func TestFiguresThatCannotBeRightAreNotShown(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, tc := range map[string]struct{ kind, address, want string }{
		"a count fell":                {"batches", shopMetrics(t, strings.Replace(ofShop, "outcome=contained 96", "outcome=contained 9", 1), nil), "Warning: IntentBatch week-2: step quarter, candidate: conversations fell from 113 to 44. The figures are those of the status.\n"},
		"more counted than assigned":  {"batches", shopMetrics(t, strings.Replace(ofShop, "track=candidate 140", "track=candidate 14", 1), nil), "Warning: IntentBatch week-2: step quarter, candidate: 131 conversations counted of 14 assigned. The figures are those of the status.\n"},
		"a label that is not known":   {"batches", shopMetrics(t, strings.Replace(ofShop, "rating=4", "rating=9", 1), nil), "label rating must be 1, 2, 3, 4 or 5. The figures are those of the status.\n"},
		"a bot that was not heard of": {"batches", shopMetrics(t, strings.ReplaceAll(ofShop, "intentops_release_loaded", "another"), nil), "Warning: IntentBatch week-2, week-3: Prometheus has not heard of Bot support in the last minutes: is it the one that scrapes it? The figures are those of the status.\n"},
		"intents of such a bot":       {"intents", shopMetrics(t, strings.ReplaceAll(ofShop, "intentops_release_loaded", "another"), nil), "Warning: Intent lost-parcel, order-status, refund: Prometheus has not heard of Bot support"},
		"nobody answers":              {"batches", gone.URL, "Warning: --prometheus: reading rollout metrics from Prometheus: the connection is refused. The figures are those of the statuses.\n"},
		"nobody answers for intents":  {"intents", gone.URL, "Warning: --prometheus: reading rollout metrics from Prometheus: the connection is refused. The figures are those of the statuses.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			if code := w.run("get", tc.kind, "--prometheus", tc.address); code != exitDone {
				t.Errorf("exit %d", code)
			}
			if !strings.Contains(w.err.String(), tc.want) || strings.Count(w.err.String(), "\n") != 1 {
				t.Errorf("said %q, want %q", w.err, tc.want)
			}
			for line := range strings.Lines(w.out.String()) {
				if (strings.HasPrefix(line, "week-2") || tc.kind == "intents") && strings.Contains(line, "metrics") {
					t.Errorf("shows %q", line)
				}
			}
			if !strings.Contains(w.out.String(), "status 40s ago") {
				t.Errorf("does not say how old the figures are:\n%s", w.out)
			}
		})
	}
}

// TestVerifiedEvidenceIsShownAlone, as it alone decides.
func TestVerifiedEvidenceIsShownAlone(t *testing.T) {
	b := rollingBatch()
	b.Status.Evidence = v1alpha1.EvidenceVerified
	b.Status.Steps[1].Candidate, b.Status.Steps[1].Stable = v1alpha1.TrackCounts{}, v1alpha1.TrackCounts{}
	series := strings.Replace(ofShop, "step=quarter,track=candidate,outcome=contained", "step=quarter,track=candidate,evidence=limited,outcome=contained", 1)
	series += "intentops_rollout_assigned_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate,evidence=verified 9\n" +
		"intentops_rollout_outcomes_total rollout=week-2-9f1c2a7b,step=quarter,track=candidate,outcome=escalated,evidence=verified 7\n"
	w := newWorld(t, shopScreen, shopBot(), b)
	if code := w.run("get", "batches", "--prometheus", shopMetrics(t, series, nil)); code != exitDone || w.err.Len() > 0 {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	if !strings.Contains(w.out.String(), "7, 0") || !strings.Contains(w.out.String(), "100%") {
		t.Errorf("shows\n%s", w.out)
	}
}

// TestAWatchAsksTheMetricsAgain although no object changes.
func TestAWatchAsksTheMetricsAgain(t *testing.T) {
	w := newWorld(t, shopScreen)
	w.look = time.Millisecond
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	out := &lines{}
	w.Out = out
	root := rootOf("test", w.IOStreams, w.plugin)
	root.SetArgs([]string{"get", "batches", "--watch", "--prometheus", shopMetrics(t, ofShop, nil)})
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	for strings.Count(out.String(), "metrics 3s ago") < 4 {
		select {
		case err := <-ended:
			t.Fatalf("ended with %v:\n%s", err, out)
		case <-time.After(time.Millisecond):
		}
	}
	interrupt()
	if code := codeOf(ctx, <-ended, w.IOStreams); code != exitDone {
		t.Errorf("exit %d", code)
	}
}
