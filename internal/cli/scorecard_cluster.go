// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/kpi"
	"github.com/intentops/intentops/internal/kpi/history"
)

// clusterCard is the scorecard of a Bot's KPITargets.
type clusterCard struct {
	Bot       string        `json:"bot"`
	Namespace string        `json:"namespace"`
	KPIs      []clusterKPI  `json:"kpis"`
	Segments  []clusterPart `json:"segments"`
}

// clusterKPI is one KPITarget: numbers as in files.
type clusterKPI struct {
	history.Value
	Name       string             `json:"name"`
	Target     string             `json:"target"`
	State      v1alpha1.KPIState  `json:"state"`
	Trend      v1alpha1.Trend     `json:"trend,omitempty"`
	Milestones []clusterMilestone `json:"milestones,omitempty"`
	// CounterKPIs are KPITargets beside it, and how they stand.
	CounterKPIs []v1alpha1.CounterKPIStatus `json:"counterKPIs,omitempty"`
	Message     string                      `json:"message,omitempty"`
}

type clusterMilestone struct {
	Day    int32                   `json:"day"`
	Target string                  `json:"target"`
	State  v1alpha1.MilestoneState `json:"state"`
	Value  history.Number          `json:"value"`
}

// clusterPart is the worst or best segment of a KPI.
type clusterPart struct {
	KPI   v1alpha1.KPI     `json:"kpi"`
	By    v1alpha1.Segment `json:"by"`
	Which string           `json:"which"`
	Name  string           `json:"name"`
	Value history.Number   `json:"value"`
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
	card := &clusterCard{Bot: o.bot, Namespace: namespace, Segments: []clusterPart{}}
	for i := range targets {
		card.KPIs = append(card.KPIs, kpiOfTarget(&targets[i]))
		card.Segments = append(card.Segments, partsOfTarget(&targets[i])...)
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
	order := map[v1alpha1.KPI]int{}
	for i, d := range kpi.Catalogue() {
		order[d.KPI] = i
	}
	slices.SortFunc(out, func(a, b v1alpha1.KPITarget) int {
		return cmp.Or(cmp.Compare(order[a.Spec.KPI], order[b.Spec.KPI]), cmp.Compare(a.Name, b.Name))
	})
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
		Name: t.Name, Target: s.Target, State: s.State, Trend: s.Trend, CounterKPIs: s.CounterKPIs,
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
	for _, m := range s.Milestones {
		k.Milestones = append(k.Milestones, clusterMilestone{
			Day: m.Day, Target: m.Target, State: m.State, Value: statOfMeasurement(d.Unit, m.Measured).Value,
		})
	}
	return k
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

func partsOfTarget(t *v1alpha1.KPITarget) []clusterPart {
	d, _ := kpi.Lookup(t.Spec.KPI)
	var out []clusterPart
	for _, s := range t.Status.Segments {
		for _, extreme := range []struct {
			which string
			at    *v1alpha1.SegmentMeasurement
		}{{"worst", s.Worst}, {"best", s.Best}} {
			if extreme.at != nil {
				out = append(out, clusterPart{t.Spec.KPI, s.By, extreme.which, extreme.at.Name, numberOf(d.Unit, extreme.at.Value)})
			}
		}
	}
	return out
}

func cardOfTargets(c *clusterCard) *scorecard {
	card := &scorecard{title: "Scorecard of " + c.Bot, subtitle: "KPITargets in namespace " + c.Namespace, targets: c}
	all := section{columns: []string{"NAME", "KPI", "TARGET", "BASELINE", "CURRENT", "95% INTERVAL", "CHANGE", "SAMPLES", "TREND", "STATE", "LOOK AT BESIDE IT"}}
	milestones := section{title: "Milestones", columns: []string{"NAME", "DAY", "TARGET", "VALUE", "STATE"}}
	segments := section{title: "Segments", columns: []string{"KPI", "BY", "WHICH", "NAME", "VALUE"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		u := unitOf(k.KPI)
		difference := dash
		if k.Baseline != nil && shown(u, k.Stat.Value) != dash && shown(u, k.Baseline.Value) != dash {
			difference = differenceBetween(u, k)
		}
		all.rows = append(all.rows, []string{
			k.Name, string(k.KPI), k.Target, baseline(u, &k.Value), shown(u, k.Stat.Value), interval(u, k.Low, k.High),
			difference, fmt.Sprint(k.Samples), string(k.Trend), string(k.State), besideTarget(k),
		})
		for _, m := range k.Milestones {
			milestones.rows = append(milestones.rows, []string{k.Name, fmt.Sprint(m.Day), m.Target, shown(u, m.Value), string(m.State)})
		}
		if k.Message != "" {
			card.notes = append(card.notes, k.Name+": "+k.Message)
		}
		var bars []bar
		if k.Baseline != nil {
			bars = append(bars, barOf("baseline", u, k.Baseline))
		}
		for _, m := range k.Milestones {
			bars = append(bars, barOf(fmt.Sprintf("day %d", m.Day), u, &history.Stat{Value: m.Value, Low: history.Number(math.NaN()), High: history.Number(math.NaN())}))
		}
		if p, some := newPlot(k.Name+": "+string(k.KPI), append(bars, barOf("current", u, &k.Stat))); some {
			card.plots = append(card.plots, p)
		}
	}
	for _, p := range c.Segments {
		segments.rows = append(segments.rows, []string{string(p.KPI), string(p.By), p.Which, p.Name, shown(unitOf(p.KPI), p.Value)})
	}
	card.sections = []section{all}
	for _, s := range []section{milestones, segments} {
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
	var parts []string
	for _, c := range k.CounterKPIs {
		parts = append(parts, c.Name+" "+string(c.State))
	}
	if len(parts) == 0 {
		return joinKPIs(k.Counterparts)
	}
	return strings.Join(parts, ", ")
}
