// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/operator/metricsource/prometheustest"
)

// chartScrapes returns the scrape_configs of the chart's own Prometheus, by job.
func chartScrapes(t *testing.T) map[string]map[string]any {
	t.Helper()
	content, err := os.ReadFile("../../charts/intentops/templates/prometheus-config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	// Whole lines of the template's go, and what it fills in is of no interest.
	plain := regexp.MustCompile(`(?m)^ *\{\{.*\}\}$`).ReplaceAll(content, nil)
	plain = regexp.MustCompile(`\{\{[^}]*\}\}`).ReplaceAll(plain, []byte("x"))
	var configMap struct{ Data map[string]string }
	if err := yaml.Unmarshal(plain, &configMap); err != nil {
		t.Fatal(err)
	}
	var settings struct {
		ScrapeConfigs []map[string]any `json:"scrape_configs"`
	}
	if err := yaml.Unmarshal([]byte(configMap.Data["prometheus.yml"]), &settings); err != nil {
		t.Fatal(err)
	}
	jobs := map[string]map[string]any{}
	for _, job := range settings.ScrapeConfigs {
		jobs[job["job_name"].(string)] = job
	}
	return jobs
}

// TestWhoIsBelievedAboutOtherNamespaces: pods of all namespaces are believed about none but
// their own, and only those of the operator's namespace about any.
func TestWhoIsBelievedAboutOtherNamespaces(t *testing.T) {
	type monitor struct {
		Spec struct {
			NamespaceSelector struct {
				Any        bool
				MatchNames []string
			}
			PodMetricsEndpoints []struct{ HonorLabels bool }
		}
	}
	for _, file := range []string{"podmonitor.yaml", "operator-podmonitor.yaml"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var m monitor
		if err := yaml.Unmarshal([]byte(strings.Split(string(content), "\n---\n")[0]), &m); err != nil {
			t.Fatal(err)
		}
		if len(m.Spec.PodMetricsEndpoints) != 1 {
			t.Fatalf("%s: %+v", file, m)
		}
		if m.Spec.PodMetricsEndpoints[0].HonorLabels && (m.Spec.NamespaceSelector.Any || len(m.Spec.NamespaceSelector.MatchNames) != 1) {
			t.Errorf("%s believes the pods of every namespace about all others", file)
		}
	}
	for name, job := range chartScrapes(t) {
		discovery, _ := yaml.Marshal(job["kubernetes_sd_configs"])
		if job["honor_labels"] == true && !strings.Contains(string(discovery), "namespaces:") {
			t.Errorf("the chart's job %s believes the pods of every namespace about all others", name)
		}
	}
}

// TestAPodSpeaksForItsOwnBotOnly lets pods claim to be the shop's bot: one elsewhere, one of another
// Bot, and two that have its labels and do not belong to its Deployment.
func TestAPodSpeaksForItsOwnBotOnly(t *testing.T) {
	target := func(namespace, bot, controller, lines string) map[string]any {
		exporter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, lines) }))
		t.Cleanup(exporter.Close)
		kind, name, _ := strings.Cut(controller, "/")
		return map[string]any{
			"targets": []string{exporter.Listener.Addr().String()},
			"labels": map[string]string{
				"__meta_kubernetes_pod_namespace": namespace, "__meta_kubernetes_pod_container_port_name": "metrics",
				"__meta_kubernetes_pod_name": "a-pod", "__meta_kubernetes_pod_label_app_kubernetes_io_instance": bot,
				"__meta_kubernetes_pod_label_pod_template_hash": "5d4f",
				"__meta_kubernetes_pod_controller_kind":         kind, "__meta_kubernetes_pod_controller_name": name,
			},
		}
	}
	const claim = `intentops_rollout_assigned_total{namespace="shop",bot="support",pod="a-pod",rollout="r",step="five",track="candidate"} 9000` + "\n"
	job := chartScrapes(t)["intentops-bots"]
	delete(job, "kubernetes_sd_configs")
	job["fallback_scrape_protocol"] = "PrometheusText0.0.4"
	job["static_configs"] = []map[string]any{
		target("shop", "support", "ReplicaSet/support-5d4f", `intentops_rollout_assigned_total{namespace="shop",bot="support",rollout="r",step="five",track="candidate"} 20`+"\n"+
			"intentops_bot_conflicts_total 1\n"),
		target("elsewhere", "support", "ReplicaSet/support-5d4f", claim+
			`intentops_rollout_assigned_total{namespace="shop",exported_namespace="shop",bot="support",rollout="s",step="five",track="candidate"} 9000`+"\n"),
		target("shop", "other", "ReplicaSet/other-5d4f", claim),
		target("shop", "support", "/", claim),
		target("shop", "support", "ReplicaSet/other-5d4f", claim),
		target("shop", "support", "StatefulSet/support-5d4f", claim),
	}
	scrapes, err := yaml.Marshal(map[string]any{"scrape_configs": []any{job}})
	if err != nil {
		t.Fatal(err)
	}
	server := prometheustest.Start(t, "global: {scrape_interval: 500ms, scrape_timeout: 500ms}\n"+string(scrapes))
	for query, want := range map[string][]string{
		`count({__name__=~"intentops_.+"})`: {"5"},
		`count(up)`:                         {"3"},
		`max by (namespace, bot, rollout) (intentops_rollout_assigned_total{namespace="shop",bot="support"})`: {"20"},
		`max by (namespace, bot, rollout) (intentops_rollout_assigned_total{namespace="shop",bot="other"})`:   {"9000"},
		`max by (namespace, bot, rollout) (intentops_rollout_assigned_total{namespace="elsewhere"})`:          {"9000", "9000"},
		`count({__name__=~"intentops_.+", exported_namespace!=""}) or vector(0)`:                              {"0"},
		`count({__name__=~"intentops_.+", exported_bot!=""}) or vector(0)`:                                    {"0"},
		`intentops_bot_conflicts_total{namespace="shop",bot="support"}`:                                       {"1"},
	} {
		var got []string
		eventually(t, func() bool { got = ask(t, server, query); slices.Sort(got); return slices.Equal(got, want) },
			func() string { return query + " (-want +got):\n" + cmp.Diff(want, got) })
	}
}
