// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// answering is a Prometheus that gives every query the same answer.
type answering []byte

// RoundTrip implements http.RoundTripper.
func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(a)), Request: r}, nil
}

// FuzzAnswer has a Prometheus answer anything: no count is below 0, and what cannot be read is said
// to be so.
func FuzzAnswer(f *testing.F) {
	vector := func(samples string) []byte {
		return []byte(`{"status":"success","data":{"resultType":"vector","result":[` + samples + `]}}`)
	}
	for _, seed := range [][]byte{
		vector(``), []byte(`{`), []byte(`{"status":"error"}`), []byte(`{"status":"success","data":{"resultType":"matrix","result":[]}}`),
		vector(`{"metric":{"__name__":"intentops_rollout_conversations_total","namespace":"shop","bot":"support","rollout":"r","step":"s","track":"candidate","kind":"new","evidence":"limited"},"value":[1,"7"]}`),
		vector(`{"metric":{"__name__":"intentops_ratings_total","namespace":"shop","bot":"support","rating":"5","part":"now"},"value":[1,"-7"]}`),
		vector(`{"metric":{"rating":"5"},"value":[1,"NaN"]},{"metric":{"rating":"5"},"value":[1,"1e400"]}`),
		vector(`{"metric":{"le":"+Inf"},"value":[1,"9007199254740993"]}`),
		vector(`{"metric":{"__name__":"intentops_release_loaded","namespace":"shop","bot":"support","pod":"p"},"histogram":[1,{"count":"1","sum":"2","buckets":[]}]}`),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := New("http://prometheus:9090", WithTransport(answering(body)))
		if err != nil {
			t.Fatal(err)
		}
		known := func(what string, err error) {
			if err != nil && err.Error() == "" {
				t.Errorf("%s: an error without words", what)
			}
		}
		rollouts, err := s.Rollouts(t.Context())
		known("rollouts", err)
		for bot, r := range rollouts.Bots {
			for rollout, steps := range r.Counts {
				for step, counts := range steps {
					for _, track := range []v1alpha1.TrackCounts{counts.Candidate, counts.Stable} {
						if track.Assigned < 0 || track.Conversations < 0 || track.Escalated < 0 {
							t.Errorf("%v %s %s: %+v", bot, rollout, step, track)
						}
					}
				}
			}
		}
		_, err = s.Loaded(t.Context())
		known("loaded", err)
		_, err = s.KPIs(t.Context(), time.Hour)
		known("KPIs", err)
		for kpi, queries := range map[v1alpha1.KPI]v1alpha1.PrometheusQueries{
			v1alpha1.KPICSAT: {Distribution: "a"}, v1alpha1.KPISLAHitRate: {Numerator: "a", Denominator: "b"}, v1alpha1.KPIAverageHandleTime: {Distribution: "a", Sum: "b"}, v1alpha1.KPIChatVolume: {Count: "a"},
		} {
			counts, err := s.CustomKPIs(t.Context(), CustomQueries{Namespace: "shop", KPI: kpi, Queries: queries}, time.Hour)
			known(string(kpi), err)
			if counts.Current.Conversations < 0 {
				t.Errorf("%s: %+v", kpi, counts)
			}
		}
	})
}
