// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/intentops/intentops/api/v1alpha1"
)

// counted is what the bot counts, since always: metric, labels, value.
const counted = `
intentops_release_loaded pod=a,track=stable,release=r1 7
intentops_conversations_total channel=web 400
intentops_conversations_total channel=email 100
intentops_surveys_offered_total channel=web,survey=csat 250
intentops_surveys_offered_total channel=web,survey=nps 30
intentops_ratings_total channel=web,intent=track,handled_by=bot,rating=5 80
intentops_nps_total score=3 2
intentops_nps_total score=9 10
intentops_ratings_total channel=web,intent=refund,handled_by=bot,rating=2 40
intentops_ratings_total channel=email,intent=refund,handled_by=human,rating=1 5
intentops_first_response_seconds_bucket channel=web,responder=bot,le=1 300
intentops_first_response_seconds_bucket channel=web,responder=bot,le=+Inf 300
intentops_first_response_seconds_bucket channel=web,responder=human,le=60 0
intentops_first_response_seconds_bucket channel=web,responder=human,le=300 200
intentops_first_response_seconds_bucket channel=web,responder=human,le=+Inf 200
`

// metricsServer answers as a Prometheus that scrapes bot support of namespace shop since a
// moment ago: it knows nothing of the past.
func metricsServer(t *testing.T, series string) string {
	t.Helper()
	type sample struct {
		Metric map[string]string `json:"metric"`
		Value  [2]any            `json:"value"`
	}
	now := []sample{}
	for line := range strings.Lines(strings.TrimSpace(series)) {
		words := strings.Fields(line)
		metric := map[string]string{"__name__": words[0], "namespace": "shop", "bot": "support"}
		for _, label := range strings.Split(words[1], ",") {
			name, value, _ := strings.Cut(label, "=")
			metric[name] = value
		}
		now = append(now, sample{metric, [2]any{1.8e9, words[2]}})
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := now
		if strings.Contains(r.FormValue("query"), " offset ") {
			answer = []sample{}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"status": "success", "data": map[string]any{"resultType": "vector", "result": answer},
		})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func measuredTargets() []runtime.Object {
	csat := target("csat", "support", v1alpha1.KPICSAT, v1alpha1.KPITargetStatus{
		Target: ">= 4.3", State: v1alpha1.KPIMissed,
		Current: &v1alpha1.KPIMeasurement{Value: "3.88", Low: "3.6", High: "4.1", Samples: new(int64(125))},
		Segments: []v1alpha1.SegmentStatus{{
			By: v1alpha1.SegmentIntent, Worst: &v1alpha1.SegmentMeasurement{Name: "refund", Value: "1.89", Samples: new(int64(45))},
		}},
	})
	csat.Spec.MinSamples = new(int64(100))
	first := target("first-response", "support", v1alpha1.KPIFirstResponseTime, v1alpha1.KPITargetStatus{
		Target:           "<= 60s",
		Current:          &v1alpha1.KPIMeasurement{Value: "500ms", Samples: new(int64(300))},
		LockedDefinition: &v1alpha1.KPIDefinition{Series: v1alpha1.SeriesBot, Window: "1d"},
	})
	first.Spec.Series = v1alpha1.SeriesHuman // applied when the lock ends
	elsewhere := target("nps", "support", v1alpha1.KPINPS, v1alpha1.KPITargetStatus{
		Target: ">= 30", State: v1alpha1.KPIMet,
		Current: &v1alpha1.KPIMeasurement{Value: "41", Low: "35", High: "47", Samples: new(int64(800))},
	})
	elsewhere.Spec.Source = &v1alpha1.KPISource{Prometheus: &v1alpha1.PrometheusQueries{Distribution: "sum by (score) (surveys_nps_total)"}}
	nps := target("recommend", "support", v1alpha1.KPINPS, v1alpha1.KPITargetStatus{
		Target: ">= 30", State: v1alpha1.KPINoData, Current: &v1alpha1.KPIMeasurement{Value: "66.7", Low: "10", High: "90", Samples: new(int64(12))},
	})
	return []runtime.Object{csat, first, elsewhere, nps}
}

func TestScorecardWithPrometheus(t *testing.T) {
	address := metricsServer(t, counted)
	for _, output := range []string{"table", "json", "markdown", "html"} {
		t.Run(output, func(t *testing.T) {
			var out bytes.Buffer
			o := &scorecardOptions{
				IOStreams: genericiooptions.IOStreams{Out: &out}, bot: "support", output: output, minSamples: 100,
				prometheus: address, now: time.Now, cluster: cluster(t, measuredTargets()...),
			}
			if err := o.run(context.Background()); err != nil {
				t.Fatal(err)
			}
			golden(t, "scorecard-measured-"+output, out.String())
		})
	}
}

func TestScorecardSaysWhatIsWrongWithPrometheus(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	tests := map[string]struct{ address, want string }{
		"no URL":              {"localhost:9090", "use a URL such as http://prometheus:9090"},
		"nobody answers":      {gone.URL, "reading kpi metrics from Prometheus"},
		"another Prometheus":  {metricsServer(t, ""), "it has no metrics of Bot support in namespace shop"},
		"a bot that is wrong": {metricsServer(t, "intentops_ratings_total rating=6 1"), "label rating must be 1, 2, 3, 4 or 5"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := &scorecardOptions{bot: "support", output: "table", minSamples: 1, prometheus: tc.address, cluster: cluster(t, measuredTargets()...)}
			if err := o.run(context.Background()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}
