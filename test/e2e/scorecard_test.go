// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/hack/simulator/journal"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/test/harness"
)

// scorecards prints the scorecard of the Bot, and one of the events of customers and people.
func (s *suite) scorecards(t *testing.T) {
	t.Run("of the Bot", s.scorecardOfBot)
	t.Run("of the events", s.scorecardOfEvents)
}

// plugin runs the kubectl plugin as a person would.
func (s *suite) plugin(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(s.ctx, filepath.Join(s.Root, "bin", "tools", "kubectl-intentops"), args...)
	var out, progress bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &progress
	if err := cmd.Run(); err != nil {
		t.Fatalf("kubectl intentops %s: %v\n%s", strings.Join(args, " "), err, &progress)
	}
	return out.String()
}

// scorecardOfBot compares the plugin's output with the KPITargets themselves.
func (s *suite) scorecardOfBot(t *testing.T) {
	targets := &v1alpha1.KPITargetList{}
	must(t, s.List(s.ctx, targets, client.InNamespace(harness.Namespace)))
	prometheus, err := s.ServiceURL(s.ctx, harness.SystemNamespace, "intentops-prometheus")
	must(t, err)
	outputs := map[string]string{}
	for _, format := range []string{"table", "markdown", "html", "json"} {
		outputs[format] = s.plugin(t, "scorecard", harness.BotName, "-n", harness.Namespace, "-o", format)
	}
	outputs["with Prometheus"] = s.plugin(t, "scorecard", harness.BotName, "-n", harness.Namespace, "--prometheus", prometheus)
	t.Logf("$ kubectl intentops scorecard %s --prometheus URL\n%s", harness.BotName, outputs["with Prometheus"])
	for format, printed := range outputs {
		if format == "json" {
			continue
		}
		for i := range targets.Items {
			target := &targets.Items[i]
			for _, text := range []string{string(target.Spec.KPI), string(target.Status.Current.Value), string(target.Status.State)} {
				if !strings.Contains(printed, text) {
					t.Errorf("%s: %s has %q, the scorecard does not say it:\n%s", format, target.Name, text, printed)
				}
			}
		}
	}
	var card struct {
		KPIs []struct {
			Name    string   `json:"name"`
			Value   *float64 `json:"value"`
			Samples int64    `json:"samples"`
		} `json:"kpis"`
	}
	must(t, json.Unmarshal([]byte(outputs["json"]), &card))
	if len(card.KPIs) != len(targets.Items) {
		t.Errorf("the scorecard has %d KPIs, want %d", len(card.KPIs), len(targets.Items))
	}
	for _, k := range card.KPIs {
		for i := range targets.Items {
			target := &targets.Items[i]
			if target.Name != k.Name {
				continue
			}
			definition, _ := kpi.Lookup(target.Spec.KPI)
			if k.Value == nil || definition.Unit.Print(*k.Value) != target.Status.Current.Value || k.Samples != *target.Status.Current.Samples {
				t.Errorf("json: %s is %+v, want %+v", k.Name, k, *target.Status.Current)
			}
		}
	}
}

func (s *suite) customersEvents() string { return filepath.Join(s.dir, "customers.ndjson") }

// before is how long ago everything happened for the scorecard of events: long enough for
// everything to have matured.
const before = 10 * 24 * time.Hour

// scorecardOfEvents computes from the events alone what was measured live.
func (s *suite) scorecardOfEvents(t *testing.T) {
	customers, err := os.ReadFile(s.customersEvents())
	must(t, err)
	desk, err := s.HelpdeskEvents(s.ctx)
	must(t, err)
	file := filepath.Join(s.dir, "events.ndjson")
	must(t, os.WriteFile(file, moved(t, before, customers, desk, s.ownEvents.Bytes()), 0o600))
	t.Logf("$ kubectl intentops scorecard --from events.ndjson\n%s", s.plugin(t, "scorecard", "--from", file))

	type stat struct {
		Value   *float64 `json:"value"`
		Samples int64    `json:"samples"`
	}
	var card struct {
		KPIs []struct {
			KPI v1alpha1.KPI `json:"kpi"`
			stat
			Series map[string]stat `json:"series"`
		} `json:"kpis"`
		Events struct {
			Read       int64            `json:"read"`
			Duplicates int64            `json:"duplicates"`
			Unknown    map[string]int64 `json:"unknown"`
			Refused    map[string]int64 `json:"refused"`
		} `json:"events"`
	}
	must(t, json.Unmarshal([]byte(s.plugin(t, "scorecard", "--from", file, "-o", "json")), &card))
	// The only event that is refused is the one that says what time it is.
	if e := card.Events; e.Refused["UnknownConversation"] != 1 || len(e.Refused) != 1 || len(e.Unknown) != 0 || e.Duplicates != 0 {
		t.Errorf("events: %+v", e)
	}
	computed := map[string]stat{}
	for _, k := range card.KPIs {
		computed[string(k.KPI)] = k.stat
		for name, series := range k.Series {
			computed[string(k.KPI)+" "+name] = series
		}
	}
	want := s.figures(t)
	for name, k := range map[string]string{
		"escalation": "EscalationRate", "containment": "ContainmentRate", "deflection": "DeflectionRate",
		"sla": "SLAHitRate", "csat": "CSAT", "quality": "ResponseQuality", "nps": "NPS", "volume": "ChatVolume",
		"handle-time": "AverageHandleTime", "human-response": "FirstResponseTime human",
		"resolution": "ResolutionTime first",
		// Not "replies": a customer who got the bot's answer at the second try may have heard
		// it after the person's first reply, which then ends the wait in the file.
	} {
		f, got := want[name], computed[k]
		kind, _, _ := strings.Cut(k, " ")
		definition, _ := kpi.Lookup(v1alpha1.KPI(kind))
		switch {
		case got.Value == nil || got.Samples != f.samples:
			t.Errorf("%s has %d samples, want %d", k, got.Samples, f.samples)
		case name == "resolution":
			// It begins with the customer's first message: the customer says when it was sent,
			// the bot when it came. Half of the messages are on their way for less than this.
			if d := *got.Value - f.value; d < -0.001 || d > 5 {
				t.Errorf("%s is %vs, want %vs", k, *got.Value, f.value)
			}
		case definition.Unit.Print(*got.Value) != definition.Unit.Print(f.value):
			t.Errorf("%s is %s, want %s", k, definition.Unit.Print(*got.Value), definition.Unit.Print(f.value))
		default:
			t.Logf("%s: %s of %d, the same from events and live", k, definition.Unit.Print(*got.Value), got.Samples)
		}
	}
}

// moved lets events happen earlier, and adds one at the end that says what time it is.
func moved(t *testing.T, by time.Duration, files ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	last := time.Time{}
	shift := func(m map[string]any, key string) {
		text, is := m[key].(string)
		if !is {
			return
		}
		at, err := time.Parse(time.RFC3339Nano, text)
		must(t, err)
		if key == "time" && at.After(last) {
			last = at
		}
		m[key] = at.Add(-by).Format(time.RFC3339Nano)
	}
	for line := range bytes.Lines(bytes.Join(files, nil)) {
		var e map[string]any
		must(t, json.Unmarshal(line, &e))
		shift(e, "time")
		if data, is := e["data"].(map[string]any); is {
			for _, key := range []string{"start", "end", "dueAt"} {
				shift(data, key)
			}
		}
		raw, err := json.Marshal(e)
		must(t, err)
		fmt.Fprintf(&out, "%s\n", raw)
	}
	journal.New(&out).Write(journal.Event("/e2e", "now", "conversation.assigned", "nobody", last, nil))
	return out.Bytes()
}
