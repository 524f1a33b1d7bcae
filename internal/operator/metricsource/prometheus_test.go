// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/operator/metricsource/prometheustest"
)

// TestAgainstPrometheus proves the queries on a real Prometheus, and on another program with its
// API: what replicas export twice counts once, windows begin when they should, and a pod that goes
// away takes no count with it.
func TestAgainstPrometheus(t *testing.T) {
	for _, engine := range []prometheustest.Engine{prometheustest.Prometheus, prometheustest.VictoriaMetrics} {
		t.Run(engine.Name, func(t *testing.T) { testQueries(t, engine) })
	}
}

func testQueries(t *testing.T, engine prometheustest.Engine) {
	var scale atomic.Int64
	scale.Store(1)
	var gone, reading atomic.Bool
	pod := func(name string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if gone.Load() {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			fmt.Fprintf(w, "intentops_release_loaded{namespace=\"shop\",bot=\"support\",pod=%q,track=\"stable\",release=\"r1\"} 7\n", name)
			fmt.Fprintf(w, "intentops_bot_secret_missing{namespace=\"shop\",bot=\"support\",pod=%q,secret=\"desk\",key=\"key\"} %d\n", name, len(name)-1)
			if reading.Load() {
				return
			}
			n := scale.Load()
			for _, line := range []string{
				`intentops_rollout_assigned_total{L,rollout="w1",step="five",track="candidate"} %d`,
				`intentops_rollout_outcomes_total{L,rollout="w1",step="five",track="candidate",outcome="escalated"} %d`,
				`intentops_rollout_shadow_total{L,rollout="w1",would="same"} %d`,
				`intentops_conversations_total{L,channel="web"} %d`,
				`intentops_conversations_total{L,channel="rest"} %d`,
				`intentops_conversation_outcomes_total{L,channel="web",intent="refund",outcome="contained",reason="none"} %d`,
				`intentops_ratings_total{L,channel="web",intent="refund",handled_by="bot",rating="4"} %d`,
				`intentops_first_response_seconds_bucket{L,channel="web",responder="bot",le="1"} %d`,
				`intentops_first_response_seconds_bucket{L,channel="web",responder="bot",le="+Inf"} %d`,
				`intentops_handle_seconds_bucket{L,channel="web",intent="refund",le="300"} %d`,
				`intentops_handle_seconds_bucket{L,channel="rest",intent="refund",le="300"} %d`,
				`intentops_handle_seconds_sum{L,channel="rest",intent="refund"} %d.5`,
				`intentops_resolution_seconds_bucket{L,channel="web",intent="refund",le="+Inf"} %d`,
				`intentops_sla_total{L,priority="high",target="resolution",result="hit"} %d`,
				`intentops_sla_total{L,priority="low",target="first_response",result="hit"} %d`,
				`intentops_nps_total{L,score="9"} %d`,
				`intentops_nps_total{L,score="10"} %d`,
				`intentops_reviews_total{L,intent="refund",quality="4"} %d`,
			} {
				line = strings.ReplaceAll(line, "L", `namespace="shop",bot="support"`)
				fmt.Fprintf(w, line+"\n", n)
			}
		}))
		t.Cleanup(server.Close)
		return server.Listener.Addr().String()
	}
	s, _ := startEngine(t, engine, "", pod("a"), pod("bb"))

	eventually(t, "both pods are scraped", func(ctx context.Context) bool {
		loaded, err := s.Loaded(ctx)
		bot := loaded.Bots[support]
		age, known := loaded.Age(support)
		// One pod finds its Secret, the other does not.
		return err == nil && len(bot.Pods) == 2 && loaded.Missing[support][SecretKey{"desk", "key"}] == SecretMissing && bot.Pods[0].Sequence == 7 && known && age < 5*time.Second
	})
	scale.Store(10)
	eventually(t, "replicas count once", func(ctx context.Context) bool {
		rollouts, err := s.Rollouts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		k := Key{Namespace: "shop", Bot: "support", Rollout: "w1"}
		of := rollouts.Bots[BotKey{k.Namespace, k.Bot}]
		step := of.Counts[k.Rollout]["five"].Candidate
		if step.Assigned > 10 {
			t.Fatalf("counted twice: %+v", step)
		}
		return step.Assigned == 10 && step.Conversations == 10 && step.Escalated == 10 && of.Shadow[k.Rollout].Same == 10
	})
	// Nothing is known from an hour ago, so everything counts.
	eventually(t, "a window that begins before the bot", func(ctx context.Context) bool {
		kpis, err := s.KPIs(ctx, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		now := kpis.Bots[support]
		return now.Current.Conversations == 20 && now.Current.Outcomes.Contained == 10 && now.Current.Ratings[3] == 10 &&
			now.Current.FirstResponse["bot"].Total() == 10 && now.Intents["refund"].Outcomes.Contained == 10 && !now.HasPrevious
	})
	eventually(t, "what people and helpdesks do", func(ctx context.Context) bool {
		kpis, err := s.KPIs(ctx, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		now, web := kpis.Bots[support].Current, kpis.Bots[support].Channels["web"]
		return now.Handle[300] == 20 && now.HandleMilliseconds == 10500 && now.Resolution["full"].Total() == 10 && now.SLA.Hit == 20 &&
			now.NPS[9] == 10 && now.NPS[10] == 10 && now.Reviews[3] == 10 && web.Conversations == 10 && web.Handle == nil &&
			kpis.Bots[support].Intents["refund"].Handle[300] == 20
	})
	window := 3*time.Second + engine.Delay
	var raised time.Time
	raise := func() { raised = time.Now(); scale.Add(15) }
	// The moment to look at lasts for one window. Where the machine was too busy to see it, more is
	// counted, which makes another.
	seen := func(ctx context.Context, is func(BotKPIs) bool) bool {
		kpis, err := s.KPIs(ctx, window)
		if err != nil {
			t.Fatal(err)
		}
		now := kpis.Bots[support]
		if now.Current.Conversations == 0 && now.Previous.Conversations == 0 && time.Since(raised) > 3*window {
			raise()
		}
		return is(now)
	}
	raise()
	eventually(t, "a window that has begun counts the difference", func(ctx context.Context) bool {
		return seen(ctx, func(now BotKPIs) bool {
			return now.HasPrevious && now.Current.Conversations == 30 && now.Current.Outcomes.Contained == 15
		})
	})
	eventually(t, "and nothing once it has passed", func(ctx context.Context) bool {
		return seen(ctx, func(now BotKPIs) bool {
			return now.HasPrevious && now.Current.Conversations == 0 && now.Previous.Conversations == 30
		})
	})
	reading.Store(true)
	eventually(t, "the pods are still reading their ledger", func(ctx context.Context) bool {
		rollouts, err := s.Rollouts(ctx)
		return err == nil && len(rollouts.Bots) == 0
	})
	eventually(t, "which takes no count away", func(ctx context.Context) bool {
		kpis, err := s.KPIs(ctx, time.Hour)
		return err == nil && kpis.Bots[support].Current.Conversations == 2*scale.Load()
	})
	gone.Store(true)
	eventually(t, "the pods are gone", func(ctx context.Context) bool {
		loaded, err := s.Loaded(ctx)
		return err == nil && len(loaded.Bots) == 0
	})
	eventually(t, "their totals stand for a while", func(ctx context.Context) bool {
		kpis, err := s.KPIs(ctx, time.Hour)
		return err == nil && kpis.Bots[support].Current.Conversations == 2*scale.Load()
	})
}

func eventually(t *testing.T, what string, done func(context.Context) bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !done(t.Context()) {
		if time.Now().After(deadline) {
			t.Fatalf("did not come about: %s", what)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func startPrometheus(t *testing.T, targets ...string) *Source {
	t.Helper()
	s, _ := startPrometheusWith(t, "", targets...)
	return s
}

// startPrometheusWith adds lines to the scrape configuration, and returns the URL too.
func startPrometheusWith(t *testing.T, scrape string, targets ...string) (*Source, string) {
	t.Helper()
	return startEngine(t, prometheustest.Prometheus, scrape, targets...)
}

func startEngine(t *testing.T, engine prometheustest.Engine, scrape string, targets ...string) (*Source, string) {
	t.Helper()
	url := engine.Start(t, fmt.Sprintf(`global: {scrape_interval: 200ms, scrape_timeout: 200ms}
scrape_configs:
- job_name: bots
  honor_labels: true
  fallback_scrape_protocol: PrometheusText0.0.4
  static_configs: [{targets: [%s]}]
%s`, strings.Join(targets, ", "), scrape))
	s, err := New(url, WithTick(50*time.Millisecond), WithKPITick(50*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return s, url
}
