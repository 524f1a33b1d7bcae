// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// TestWhatBotsReportIsUnderstood feeds each value that our own bot may write into a label
// of the KPI family to the reader.
func TestWhatBotsReportIsUnderstood(t *testing.T) {
	asked := regexp.MustCompile("^(" + counterNames + "|" + agentNames + ")$")
	notRead := map[string]bool{ledger.TurnConfidence: true, ledger.Handoffs: true, ledger.EscalationReviews: true}
	for _, family := range ledger.Families {
		if notRead[family.Name] || strings.HasPrefix(family.Name, "intentops_rollout_") {
			continue
		}
		names := []string{family.Name}
		if family.Kind == ledger.Histogram {
			names = []string{family.Name + "_bucket"}
			if family.Name == ledger.Handle {
				names = append(names, family.Name+"_sum")
			}
		}
		for _, name := range names {
			if !asked.MatchString(name) {
				t.Errorf("%s is not asked for", name)
			}
			first := model.Metric{model.MetricNameLabel: model.LabelValue(name), "le": "+Inf"}
			for _, label := range family.Labels {
				first[model.LabelName(label.Name)] = "x"
				if len(label.Values) > 0 {
					first[model.LabelName(label.Name)] = model.LabelValue(label.Values[0])
				}
			}
			understand(t, first)
			for _, label := range family.Labels {
				for _, value := range label.Values {
					series := first.Clone()
					series[model.LabelName(label.Name)] = model.LabelValue(value)
					understand(t, series)
				}
			}
		}
	}
}

func understand(t *testing.T, series model.Metric) {
	t.Helper()
	bot := &botReading{intents: map[string]kpi.Counts{}, channels: map[string]kpi.Counts{}}
	if bad := bot.add(&model.Sample{Metric: series, Value: 3}); bad != nil {
		t.Errorf("%v", bad)
	}
	if cmp.Equal(bot.total, kpi.Counts{}) {
		t.Errorf("%s is not counted", series)
	}
}
