// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
	"github.com/intentops/intentops/internal/view"
)

// clusterCard is the scorecard of a Bot's KPITargets.
type clusterCard struct {
	Bot       string       `json:"bot"`
	Namespace string       `json:"namespace"`
	KPIs      []clusterKPI `json:"kpis"`
}

// clusterKPI is one KPITarget: numbers as in files.
type clusterKPI struct {
	history.Value
	Name string `json:"name"`
	// Judged is the series that is judged, of a KPI that has several.
	Judged     v1alpha1.Series    `json:"judgedSeries,omitempty"`
	Target     string             `json:"target"`
	State      v1alpha1.KPIState  `json:"state"`
	Trend      v1alpha1.Trend     `json:"trend,omitempty"`
	Milestones []clusterMilestone `json:"milestones,omitempty"`
	// Guardrails are KPITargets beside it, and how they stand.
	Guardrails []v1alpha1.GuardrailStatus `json:"guardrails,omitempty"`
	// Segments are all that Prometheus knows, or the worst and the best of the status.
	Segments []clusterSegment `json:"segments,omitempty"`
	Message  string           `json:"message,omitempty"`
}

type clusterMilestone struct {
	Day    int32                   `json:"day"`
	Target string                  `json:"target"`
	State  v1alpha1.MilestoneState `json:"state"`
	history.Stat
}

// clusterSegment is a KPI in one channel or intent.
type clusterSegment struct {
	By   v1alpha1.Segment `json:"by"`
	Name string           `json:"name"`
	// Which is worst or best where only these two are known.
	Which string `json:"which,omitempty"`
	history.Stat
	// Few says that there are too few samples to compare it.
	Few bool `json:"few,omitempty"`
}

// pageSize is how many objects one request asks for.
const pageSize = 500

func (o *scorecardOptions) fromCluster(ctx context.Context) (*scorecard, error) {
	client, namespace, err := o.cluster()
	if err != nil {
		return nil, err
	}
	targets, err := kpiTargets(ctx, client, namespace, o.bot)
	if err != nil {
		return nil, err
	}
	if len(targets) == 0 {
		bots := v1alpha1.GroupVersion.WithResource("bots")
		if _, err := client.Resource(bots).Namespace(namespace).Get(ctx, o.bot, metav1.GetOptions{}); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("no KPITarget in namespace %s names Bot %s: create one, or compute KPIs from events with --from", namespace, o.bot)
	}
	card := &clusterCard{Bot: o.bot, Namespace: namespace}
	for i := range targets {
		card.KPIs = append(card.KPIs, kpiOfTarget(&targets[i]))
	}
	if o.prometheus == "" {
		shown := cardOfTargets(card)
		shown.notes = append(shown.notes, "Every channel and intent, and what belongs beside each value: --prometheus URL.")
		return shown, nil
	}
	if err := addMeasured(ctx, o.prometheus, card, targets); err != nil {
		return nil, err
	}
	return cardOfTargets(card), nil
}

// kpiTargets lists those of a Bot, in the order of the catalogue.
func kpiTargets(ctx context.Context, client dynamic.Interface, namespace, bot string) ([]v1alpha1.KPITarget, error) {
	var out []v1alpha1.KPITarget
	resource := client.Resource(v1alpha1.GroupVersion.WithResource("kpitargets")).Namespace(namespace)
	for next := ""; ; {
		list, err := resource.List(ctx, metav1.ListOptions{Limit: pageSize, Continue: next})
		if err != nil {
			return nil, err
		}
		for i := range list.Items {
			var t v1alpha1.KPITarget
			if err := runtime.DefaultUnstructuredConverter.FromUnstructured(list.Items[i].Object, &t); err != nil {
				return nil, fmt.Errorf("KPITarget %s: %w", list.Items[i].GetName(), err)
			}
			if t.Spec.BotRef.Name == bot {
				out = append(out, t)
			}
		}
		if next = list.GetContinue(); next == "" {
			break
		}
	}
	view.SortKPIs(out)
	return out, nil
}

func kpiOfTarget(t *v1alpha1.KPITarget) clusterKPI {
	d, _ := kpi.Lookup(t.Spec.KPI)
	s := &t.Status
	k := clusterKPI{
		Value: history.Value{
			KPI: t.Spec.KPI, Stat: statOfMeasurement(d.Unit, s.Current), Unit: d.Unit.Name(),
			Series: map[string]history.Stat{}, Counterparts: d.CounterpartKPIs,
		},
		Name: t.Name, Judged: d.Judged(view.DefinitionOf(t).Series), Target: s.Target, State: s.State, Trend: s.Trend, Guardrails: s.Guardrails,
	}
	if k.State == "" {
		k.State = v1alpha1.KPINoData
	}
	if s.Baseline != nil {
		k.Baseline = new(statOfMeasurement(d.Unit, s.Baseline))
	}
	for _, c := range s.Conditions {
		if c.Type == v1alpha1.ConditionReady && c.Status != metav1.ConditionTrue {
			k.Message = c.Message
		}
	}
	k.Segments = extremesOfTarget(d.Unit, s.Segments)
	for _, m := range s.Milestones {
		k.Milestones = append(k.Milestones, clusterMilestone{
			Day: m.Day, Target: m.Target, State: m.State, Stat: statOfMeasurement(d.Unit, m.Measured),
		})
	}
	return k
}

// title is the KPI with the series that is judged.
func (k *clusterKPI) title() string {
	d, _ := kpi.Lookup(k.KPI)
	return d.Name(k.Judged)
}

// statOfMeasurement is NaN where a status has no number.
func statOfMeasurement(u kpi.Unit, m *v1alpha1.KPIMeasurement) history.Stat {
	s := history.Stat{Value: history.Number(math.NaN()), Low: history.Number(math.NaN()), High: history.Number(math.NaN())}
	if m == nil {
		return s
	}
	s.Value, s.Low, s.High = numberOf(u, m.Value), numberOf(u, m.Low), numberOf(u, m.High)
	if m.Samples != nil {
		s.Samples = *m.Samples
	}
	return s
}

func numberOf(u kpi.Unit, v v1alpha1.Value) history.Number {
	number, err := u.Parse(v)
	if err != nil {
		return history.Number(math.NaN())
	}
	return history.Number(number)
}

// extremesOfTarget are the worst and the best channel and intent of a status.
func extremesOfTarget(u kpi.Unit, segments []v1alpha1.SegmentStatus) []clusterSegment {
	var out []clusterSegment
	for _, s := range segments {
		for _, extreme := range []struct {
			which string
			at    *v1alpha1.SegmentMeasurement
		}{{"worst", s.Worst}, {"best", s.Best}} {
			if extreme.at != nil {
				stat := statOfMeasurement(u, &v1alpha1.KPIMeasurement{Value: extreme.at.Value, Samples: extreme.at.Samples})
				out = append(out, clusterSegment{By: s.By, Name: extreme.at.Name, Which: extreme.which, Stat: stat})
			}
		}
	}
	return out
}

// cardOfTargets puts KPITargets into tables.
func cardOfTargets(c *clusterCard) *scorecard {
	card := &scorecard{title: "Scorecard of " + c.Bot, subtitle: "KPITargets in namespace " + c.Namespace, targets: c}
	all := section{columns: []string{"NAME", "KPI", "TARGET", "BASELINE", "CURRENT", "95% INTERVAL", "CHANGE", "SAMPLES", "TREND", "STATE", "LOOK AT BESIDE IT"}}
	milestones := section{title: "Milestones", columns: []string{"NAME", "DAY", "TARGET", "VALUE", "95% INTERVAL", "SAMPLES", "STATE"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		u := unitOf(k.KPI)
		difference := dash
		if k.Baseline != nil && shown(u, k.Stat.Value) != dash && shown(u, k.Baseline.Value) != dash {
			difference = differenceBetween(u, k)
		}
		all.rows = append(all.rows, []string{
			k.Name, k.title(), k.Target, baseline(u, &k.Value), shown(u, k.Stat.Value), interval(u, k.Low, k.High),
			difference, fmt.Sprint(k.Samples), string(k.Trend), string(k.State), besideTarget(k),
		})
		for _, m := range k.Milestones {
			milestones.rows = append(milestones.rows, []string{k.Name, fmt.Sprint(m.Day), m.Target, shown(u, m.Value), interval(u, m.Low, m.High), fmt.Sprint(m.Samples), string(m.State)})
		}
		if k.Message != "" {
			card.notes = append(card.notes, k.Name+": "+k.Message)
		}
		var bars []bar
		if k.Baseline != nil {
			bars = append(bars, barOf("baseline", u, k.Baseline))
		}
		for _, m := range k.Milestones {
			bars = append(bars, barOf(fmt.Sprintf("day %d", m.Day), u, &m.Stat))
		}
		if p, some := newPlot(k.Name+": "+k.title(), append(bars, barOf("current", u, &k.Stat))); some {
			card.plots = append(card.plots, p)
		}
	}
	card.sections = []section{all}
	for _, s := range []section{milestones, targetSegments(c), targetSeries(c)} {
		if len(s.rows) > 0 {
			card.sections = append(card.sections, s)
		}
	}
	return card
}

// differenceBetween has an interval where the baseline has one; a baseline that was given
// is taken as exact.
func differenceBetween(u kpi.Unit, k *clusterKPI) string {
	now, before := k.Estimate(), k.Baseline.Estimate()
	if math.IsNaN(before.Low) || math.IsNaN(before.High) {
		before.Low, before.High = before.Value, before.Value
	}
	d := kpi.Difference(now, before)
	text := difference(u, history.Number(d.Value))
	if !math.IsNaN(d.Low) && !math.IsNaN(d.High) {
		text += " (" + difference(u, history.Number(d.Low)) + " to " + difference(u, history.Number(d.High)) + ")"
	}
	return text
}

func besideTarget(k *clusterKPI) string {
	var counterparts []string
	for _, c := range k.Guardrails {
		counterparts = append(counterparts, c.Name+" "+string(c.State))
	}
	if len(counterparts) == 0 {
		counterparts = []string{joinKPIs(k.Counterparts)}
	}
	return strings.Trim(strings.Join([]string{seriesBeside(&k.Value), strings.Join(counterparts, ", ")}, "; "), "; ")
}

// targetSegments has the channels and intents of each KPITarget.
func targetSegments(c *clusterCard) section {
	s := section{title: "Segments", columns: []string{"NAME", "KPI", "BY", "SEGMENT", "VALUE", "95% INTERVAL", "SAMPLES", "REMARK"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		u := unitOf(k.KPI)
		for _, p := range k.Segments {
			remark := p.Which
			if p.Few {
				remark = "few"
			}
			s.rows = append(s.rows, []string{
				k.Name, k.title(), string(p.By), p.Name, shown(u, p.Value), interval(u, p.Low, p.High), fmt.Sprint(p.Samples), remark,
			})
		}
	}
	return s
}

// targetSeries has what is beside the values, where Prometheus was asked.
func targetSeries(c *clusterCard) section {
	s := section{title: "Series", columns: []string{"NAME", "KPI", "SERIES", "VALUE", "95% INTERVAL", "SAMPLES"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		for _, name := range slices.Sorted(maps.Keys(k.Series)) {
			series := k.Series[name]
			u := seriesUnit(k.KPI, &series)
			s.rows = append(s.rows, []string{k.Name, k.title(), name, shown(u, series.Value), interval(u, series.Low, series.High), fmt.Sprint(series.Samples)})
		}
	}
	return s
}
