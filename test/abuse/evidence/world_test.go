// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package evidence makes up conversations against a running bot, and asks the gates.
package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/go-logr/logr"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/test/abuse/target"
)

const (
	rolloutID      = "hours-1"
	stableSays     = "From 9 to 5."
	candidateSays  = "From 9 to 5, on Sundays too."
	untilOutcomes  = 1 // seconds
	loopback       = "127.0.0.0/8"
	perNetwork     = 3
	honest, forged = 80, 300
)

// bot runs in this process, with a rollout that half of its customers get.
type bot struct {
	t             *testing.T
	chat, metrics string
}

func start(t *testing.T, trusted ...string) *bot {
	t.Helper()
	c := target.Config(t)
	c.Channels = []channel.Config{{Name: "web", Type: channel.TypeWebChat}}
	c.TrustedProxies = trusted
	// What this test asks is not how many conversations may begin.
	c.NewConversations, c.NetworkConversations = 100_000, 100_000
	// Nor how fast it is on a busy machine.
	c.TurnTimeout = 30 * time.Second
	for name, content := range map[string]any{
		"release.json": answering(stableSays), "candidate.json": answering(candidateSays),
		"pointer.json": release.Pointer{
			Version: release.FormatVersion, Automation: "Enabled",
			Rollout:     &release.Rollout{ID: rolloutID, Batch: "hours", Step: "half", Percent: 50, Salt: "8f1d3c5b7a9e0f2d4c6b8a7e9f0d1c3b"},
			Measurement: release.Measurement{OutcomeAfterSeconds: untilOutcomes, RatingWithinSeconds: 3600, AnonymousPerNetwork: perNetwork},
		},
	} {
		target.WriteJSON(t, filepath.Join(c.ReleaseDir, name), content)
	}
	s := target.Run(t, c, logr.Discard())
	return &bot{t: t, chat: "ws://" + s.ChatAddress() + "/chat/ws", metrics: "http://" + s.MetricsAddress()}
}

func answering(text string) release.Release {
	return target.Shop(text, release.Handoff{Require: []string{}, URL: "https://helpdesk.invalid", AcceptWithinSeconds: 60})
}

// visit is the conversation of a customer whom the bot has never seen. rate says what they rate
// the answer that they got; 0: nothing.
func (b *bot) visit(from string, rate func(answer string) int) error {
	ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Minute)
	defer cancel()
	socket, resp, err := websocket.Dial(ctx, b.chat, &websocket.DialOptions{HTTPHeader: http.Header{"X-Forwarded-For": {from}}})
	if err != nil {
		return fmt.Errorf("%w (%v)", err, resp)
	}
	defer func() { _ = socket.CloseNow() }()
	ask := func(message string) (answer string, err error) {
		for {
			if err := socket.Write(ctx, websocket.MessageText, []byte(message)); err != nil {
				return "", err
			}
			_, data, err := socket.Read(ctx)
			switch {
			case err != nil:
				return "", err
			case !strings.Contains(string(data), `"type":"error"`):
				return string(data), nil
			case !strings.Contains(string(data), `"retryAfterSeconds"`):
				return "", fmt.Errorf("%s: %s", message, data)
			}
			time.Sleep(100 * time.Millisecond) // the same again, as a browser does
		}
	}
	if _, err := ask(`{"type":"hello"}`); err != nil {
		return err
	}
	answer, err := ask(`{"type":"message","messageId":"m1","text":"when are you open?"}`)
	if err != nil {
		return err
	}
	said := stableSays
	if strings.Contains(answer, candidateSays) {
		said = candidateSays
	}
	if score := rate(said); score > 0 {
		_, err = ask(fmt.Sprintf(`{"type":"rating","score":%d}`, score))
	}
	return err
}

// evaluate reads the bot's metrics as the operator does, and has the gates decide.
func (b *bot) evaluate() gate.Outcome {
	b.t.Helper()
	source, err := metricsource.New(b.prometheus().URL)
	if err != nil {
		b.t.Fatal(err)
	}
	snapshot, err := source.Rollouts(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	steps, err := snapshot.For(metricsource.Key{Namespace: "default", Bot: "bot", Rollout: rolloutID})
	if err != nil {
		b.t.Fatal(err)
	}
	counts := steps["half"]
	return gate.Evaluate(gate.Input{
		Gates: []gate.Gate{
			{Name: "csat", Metric: "CSAT", Compare: "Stable", Bound: 0.3},
			{Name: "escalation", Metric: "Escalation", Compare: "Stable", Bound: 0.05},
		},
		Budget: gate.Budget{FalseRollback: 0.05, FalsePromotion: 0.05}, PlannedSteps: 1, StableAnswers: true,
		Steps: []gate.Step{{
			Name: "half", Percent: 50, BaselineEscalation: 0.3, BaselineMissed: 0.02, BaselineCSAT: 4,
			Candidate: counts.Candidate, Stable: counts.Stable,
		}},
		MinConversations: 20, Elapsed: time.Hour,
		Evidence: gate.Evidence{Uncounted: counts.Uncounted, PerNetwork: perNetwork, Unlimited: counts.Unlimited},
	})
}

// prometheus answers every query with the bot's series about rollouts.
func (b *bot) prometheus() *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		resp, err := http.Get(b.metrics + "/metrics")
		if err != nil {
			b.t.Error(err)
			return
		}
		defer func() { _ = resp.Body.Close() }()
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(resp.Body)
		if err != nil {
			b.t.Error(err)
			return
		}
		result := model.Vector{}
		for name, family := range families {
			if !strings.HasPrefix(name, "intentops_rollout_") {
				continue
			}
			for _, m := range family.GetMetric() {
				labels := model.Metric{model.MetricNameLabel: model.LabelValue(name)}
				for _, l := range m.GetLabel() {
					labels[model.LabelName(l.GetName())] = model.LabelValue(l.GetValue())
				}
				result = append(result, &model.Sample{Metric: labels, Value: model.SampleValue(m.GetCounter().GetValue()), Timestamp: model.Now()})
			}
		}
		answer := map[string]any{"status": "success", "data": map[string]any{"resultType": "vector", "result": result}}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			b.t.Error(err)
		}
	}))
	b.t.Cleanup(s.Close)
	return s
}

// verdicts of the gates by name.
func verdicts(o gate.Outcome) map[string]string {
	out := map[string]string{"": string(o.Decision) + " " + string(o.Verdict)}
	maps.Insert(out, func(yield func(string, string) bool) {
		for _, g := range o.Gates {
			if !yield(g.Name, string(g.Verdict)) {
				return
			}
		}
	})
	return out
}
