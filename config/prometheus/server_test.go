// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/operator/metricsource/prometheustest"
)

// samples are what an operator and two replicas of a bot with trouble export.
const samples = `
intentops_kpi_state{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT",state="Missed",definition_owner="support-ops",execution_owner="emea"} 1
intentops_kpi_state{namespace="shop",kpitarget="deflection",bot="support",kpi="DeflectionRate",state="GuardrailBreached",definition_owner="",execution_owner=""} 1
intentops_kpi_state{namespace="shop",kpitarget="nps",bot="support",kpi="NPS",state="NoData",definition_owner="",execution_owner=""} 1
intentops_kpi_state{namespace="shop",kpitarget="frt",bot="support",kpi="FirstResponseTime",state="Met",definition_owner="",execution_owner=""} 1
intentops_kpi_value{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT"} 4.1
intentops_kpi_low{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT"} 4
intentops_kpi_high{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT"} 4.2
intentops_kpi_objective{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT"} 4.3
intentops_kpi_samples{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT"} 900
intentops_kpi_value{namespace="shop",kpitarget="deflection",bot="support",kpi="DeflectionRate"} 0.41
intentops_kpi_value{namespace="shop",kpitarget="handle-time",bot="support",kpi="AverageHandleTime"} 330
intentops_kpi_segment_value{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT",by="Intent",segment="refund"} 3.6
intentops_kpi_segment_samples{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT",by="Intent",segment="refund"} 80
intentops_kpi_segment_value{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT",by="Intent",segment="rare"} 1
intentops_kpi_segment_samples{namespace="shop",kpitarget="csat",bot="support",kpi="CSAT",by="Intent",segment="rare"} 2
intentops_batch_waiting{namespace="shop",batch="week-1",bot="support",reason="HeldOnFailure"} 1
intentops_batch_waiting{namespace="shop",batch="week-2",bot="support",reason="CollectingEvidence"} 1
intentops_batch_waiting{namespace="shop",batch="week-3",bot="support",reason="Promoted"} 0
intentops_batch_waiting{namespace="shop",batch="week-4",bot="support",reason="RolledBack"} 0
intentops_batch_accepted{namespace="shop",batch="week-1",bot="support"} 1
intentops_batch_accepted{namespace="shop",batch="week-5",bot="support"} 0
intentops_bot_ready{namespace="shop",bot="support",reason="Ready"} 1
intentops_bot_ready{namespace="shop",bot="sales",reason="PodsNotReady"} 0
intentops_bot_automation_enabled{namespace="shop",bot="support"} 1
intentops_bot_automation_enabled{namespace="shop",bot="sales"} 0
intentops_bot_placeholder_helpdesk{namespace="shop",bot="support"} 0
intentops_bot_store_bytes{namespace="shop",bot="support",pod="a"} 700
intentops_bot_store_limit_bytes{namespace="shop",bot="support",pod="a"} 1000
intentops_bot_store_bytes{namespace="shop",bot="first",pod="a"} 700
intentops_bot_store_limit_bytes{namespace="shop",bot="first",pod="a"} 0
intentops_bot_placeholder_helpdesk{namespace="shop",bot="first"} 1
intentops_bot_live_intents{namespace="shop",bot="support"} 1
intentops_bot_live_intent{namespace="shop",bot="support",intent="refund"} 1
intentops_notifications_pending 3
intentops_outbox_pending{namespace="shop",bot="first",pod="f"} 2
intentops_outbox_pending{namespace="shop",bot="support",pod="a"} 3
intentops_outbox_pending{namespace="shop",bot="sales",pod="b"} 0
intentops_conversation_outcomes_total{namespace="shop",bot="support",pod="a",channel="web",intent="refund",outcome="escalated",reason="none"} 25
intentops_conversation_outcomes_total{namespace="shop",bot="support",pod="b",channel="web",intent="refund",outcome="escalated",reason="none"} 25
intentops_conversation_outcomes_total{namespace="shop",bot="support",pod="a",channel="web",intent="refund",outcome="contained",reason="none"} 75
intentops_ratings_total{namespace="shop",bot="support",pod="a",channel="web",intent="refund",handled_by="bot",rating="5"} 3
intentops_ratings_total{namespace="shop",bot="support",pod="b",channel="web",intent="refund",handled_by="bot",rating="5"} 3
intentops_ratings_total{namespace="shop",bot="support",pod="a",channel="web",intent="refund",handled_by="bot",rating="1"} 1
intentops_first_response_seconds_bucket{namespace="shop",bot="support",pod="a",channel="web",responder="bot",le="1"} 10
intentops_first_response_seconds_bucket{namespace="shop",bot="support",pod="a",channel="web",responder="bot",le="+Inf"} 10
intentops_conversations_total{namespace="shop",bot="support",pod="a",channel="web"} 40
intentops_conversations_total{namespace="shop",bot="support",pod="b",channel="web"} 40
intentops_handle_seconds_sum{namespace="shop",bot="support",pod="a",channel="web",intent="refund"} 900
intentops_handle_seconds_sum{namespace="shop",bot="support",pod="b",channel="web",intent="refund"} 900
intentops_handle_seconds_count{namespace="shop",bot="support",pod="a",channel="web",intent="refund"} 3
intentops_handle_seconds_count{namespace="shop",bot="support",pod="b",channel="web",intent="refund"} 3
intentops_resolution_seconds_bucket{namespace="shop",bot="support",pod="a",channel="web",intent="refund",cycle="full",le="3600"} 4
intentops_resolution_seconds_bucket{namespace="shop",bot="support",pod="a",channel="web",intent="refund",cycle="full",le="+Inf"} 4
intentops_sla_total{namespace="shop",bot="support",pod="a",priority="high",target="resolution",result="hit"} 3
intentops_sla_total{namespace="shop",bot="support",pod="a",priority="low",target="resolution",result="missed"} 1
intentops_escalation_reviews_total{namespace="shop",bot="support",pod="a",intent="refund",handed_over="true",warranted="true"} 3
intentops_escalation_reviews_total{namespace="shop",bot="support",pod="a",intent="refund",handed_over="true",warranted="false"} 1
intentops_escalation_reviews_total{namespace="shop",bot="support",pod="a",intent="refund",handed_over="false",warranted="true"} 1
intentops_escalation_reviews_total{namespace="shop",bot="support",pod="a",intent="track",handed_over="false",warranted="false"} 3
intentops_handoffs_total{namespace="shop",bot="support",pod="a",state="requested"} 5
intentops_handoffs_total{namespace="shop",bot="support",pod="b",state="requested"} 5
`

// TestAPrometheusTakesRulesAndQueries loads the rules into a real Prometheus, looks which
// alerts come up, and asks it each query of the dashboard.
func TestAPrometheusTakesRulesAndQueries(t *testing.T) {
	var scrapes atomic.Int64
	exporter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refused := scrapes.Add(1)
		fmt.Fprintf(w, "%sintentops_metricsource_queries_total{family=\"kpi\",result=\"unavailable\"} %d\n", samples, refused)
		if refused < 6 {
			fmt.Fprintln(w, `intentops_bot_live_intent{namespace="shop",bot="support",intent="warranty"} 1`)
		}
		fmt.Fprintf(w, "intentops_handoff_attempts_total{namespace=\"shop\",bot=\"support\",pod=\"a\",result=\"refused\"} %d\n", refused)
		fmt.Fprintf(w, "intentops_bot_classify_errors_total{namespace=\"shop\",bot=\"support\",pod=\"a\",reason=\"timeout\"} %d\n", refused)
		fmt.Fprintf(w, "intentops_bot_shed_total{namespace=\"shop\",bot=\"support\",pod=\"a\",reason=\"network\"} %d\n", 100*refused)
		fmt.Fprintf(w, "intentops_notifications_total{type=\"dev.intentops.batch.started\",result=\"dropped\"} %d\n", refused)
		fmt.Fprintf(w, "intentops_handoffs_given_up_total{namespace=\"shop\",bot=\"support\",pod=\"a\"} %d\n", refused)
	}))
	t.Cleanup(exporter.Close)
	server := start(t, exporter.Listener.Addr().String())

	want := []string{
		"IntentopsAutomationDisabled sales", "IntentopsBatchHeld support week-1 HeldOnFailure",
		"IntentopsBatchNotAccepted support week-5", "IntentopsBatchRolledBack support week-4", "IntentopsBotNotReady sales", "IntentopsBotShedding support network", "IntentopsBotStoreFilling support", "IntentopsEngineFailing support timeout",
		"IntentopsHandoffsGivenUp support", "IntentopsHandoffsUndelivered support", "IntentopsIntentWithdrawn support warranty", "IntentopsKPIGuardrailBreached support deflection",
		"IntentopsKPIMissed support csat emea", "IntentopsKPINoData support nps", "IntentopsMetricsUnavailable", "IntentopsNotificationsLost", "IntentopsNotificationsUndelivered", "IntentopsPlaceholderHelpdesk first",
	}
	var got []string
	eventually(t, func() bool { got = alerts(t, server); return slices.Equal(got, want) },
		func() string { return "alerts (-want +got):\n" + cmp.Diff(want, got) })

	values := map[string]string{
		"Escalation rate, last day":                    "0.25",
		"CSAT, last day":                               "4",
		"Conversations by outcome, last day":           "",
		"Conversations started in an hour, by channel": "40",
		"Channels and intents over time":               "3.6",
		"Mean handle time, last day":                   "300",
		"Median time to resolve, last day":             "1800",
		"Service levels met, last day":                 "0.75",
		"Handoffs by state, last day":                  "5",
		// Needless ones of those handed over, and missed ones of the others: the same.
		"Needless and missed handoffs, last 7 days": "0.25",
	}
	for _, panel := range readDashboard(t).Panels {
		for _, target := range panel.Targets {
			query := strings.NewReplacer("$__rate_interval", "5s", "$namespace", ".*", "$bot", ".*", "$kpitarget", ".*").Replace(target.Expr)
			var answer []string
			eventually(t, func() bool { answer = ask(t, server, query); return len(answer) > 0 },
				func() string { return fmt.Sprintf("panel %q shows nothing: %s", panel.Title, query) })
			if value := values[panel.Title]; value != "" && !slices.Equal(answer, []string{value}) {
				t.Errorf("panel %q shows %v, want %s", panel.Title, answer, value)
			}
		}
	}
}

func eventually(t *testing.T, done func() bool, what func() string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what())
		}
	}
}

// alerts returns the alerts that are pending or firing.
func alerts(t *testing.T, server string) []string {
	t.Helper()
	var answer struct {
		Data struct {
			Alerts []struct{ Labels, Annotations map[string]string }
		}
	}
	get(t, server+"/api/v1/alerts", &answer)
	var out []string
	for _, a := range answer.Data.Alerts {
		if strings.Contains(a.Annotations["description"], "Owner: .") || strings.Contains(a.Annotations["description"], "error expanding") {
			t.Errorf("%s says %q", a.Labels["alertname"], a.Annotations["description"])
		}
		line := []string{a.Labels["alertname"]}
		for _, label := range []string{"bot", "intent", "kpitarget", "batch", "reason", "execution_owner"} {
			if a.Labels[label] != "" {
				line = append(line, a.Labels[label])
			}
		}
		out = append(out, strings.Join(line, " "))
	}
	slices.Sort(out)
	return out
}

// ask returns the values that a query answers with.
func ask(t *testing.T, server, query string) []string {
	t.Helper()
	var answer struct {
		Data struct {
			Result []struct{ Value [2]any }
		}
	}
	get(t, server+"/api/v1/query?query="+url.QueryEscape(query), &answer)
	var out []string
	for _, r := range answer.Data.Result {
		out = append(out, fmt.Sprint(r.Value[1]))
	}
	return out
}

func get(t *testing.T, address string, into any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return // it is still starting
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode == http.StatusServiceUnavailable {
		return
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", address, content)
	}
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}

// start runs a Prometheus with the rules of this folder and returns its address.
func start(t *testing.T, target string) string {
	t.Helper()
	rules, err := filepath.Abs("rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return prometheustest.Start(t, fmt.Sprintf(`global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
rule_files: [%s]
scrape_configs:
- job_name: all
  honor_labels: true
  fallback_scrape_protocol: PrometheusText0.0.4
  static_configs: [{targets: [%s]}]
`, rules, target))
}
