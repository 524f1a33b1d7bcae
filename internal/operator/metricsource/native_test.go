// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/api"
	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/bot/ledger"
)

// TestNativeHistogramsAgainstPrometheus has a real Prometheus scrape a bot's native histograms
// beside the classic ones: the operator's figures are the same as ever, and a quantile can be
// read from either.
func TestNativeHistogramsAgainstPrometheus(t *testing.T) {
	var entries []ledger.Entry
	for i := range 40 {
		entries = append(entries,
			ledger.Entry{Metric: ledger.Response, Labels: map[string]string{"channel": "web", "responder": "human"}, Value: float64(20 * i)},
			ledger.Entry{Metric: ledger.Handle, Labels: map[string]string{"channel": "web", "intent": "hours"}, Value: float64(20 * i)})
	}
	record, err := ledger.Encode(entries)
	if err != nil {
		t.Fatal(err)
	}
	totals, err := ledger.New(ledger.Options{Log: records(record), Namespace: "shop", Bot: "support", Logger: logr.Discard()})
	if err != nil {
		t.Fatal(err)
	}
	if err := totals.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(totals)
	pod := httptest.NewServer(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	t.Cleanup(pod.Close)
	s, url := startPrometheusWith(t, "  scrape_native_histograms: true\n  always_scrape_classic_histograms: true\n", pod.Listener.Addr().String())
	client, err := api.NewClient(api.Config{Address: url})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(ctx context.Context, query string) string {
		value, _, err := promv1.NewAPI(client).Query(ctx, query, time.Time{})
		if vector, ok := value.(model.Vector); err == nil && ok && len(vector) == 1 {
			return fmt.Sprintf("%.1f", float64(vector[0].Value))
		}
		return ""
	}
	eventually(t, "native histograms are there", func(ctx context.Context) bool {
		return ask(ctx, "histogram_count(intentops_response_seconds)") == "40.0"
	})
	for query, want := range map[string]string{
		"intentops_response_seconds_count":                                     "40.0",
		"histogram_sum(intentops_response_seconds)":                            "15600.0",
		"abs(histogram_quantile(0.5, intentops_response_seconds)-390)<bool 20": "1.0",
		`intentops_response_seconds_bucket{le="300.0"}`:                        "16.0",
	} {
		if got := ask(t.Context(), query); got != want {
			t.Errorf("%s is %q, want %s", query, got, want)
		}
	}
	eventually(t, "the operator reads the classic ones", func(ctx context.Context) bool {
		kpis, err := s.KPIs(ctx, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		bot := kpis.Bots[support]
		return bot.Bad == nil && bot.Current.Response["human"].Total() == 40 && bot.Current.Response["human"][300] == 16 &&
			bot.Current.Handle.Total() == 40 && bot.Current.HandleMilliseconds == 15_600_000
	})
}
