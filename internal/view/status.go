// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"cmp"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Bot is a Bot with all that belongs to it.
type Bot struct {
	Name string `json:"name"`
	Standing
	Release   string         `json:"release,omitempty"`
	LiveSince metav1.Time    `json:"liveSince,omitzero"`
	Intents   int32          `json:"intents"`
	Disabled  bool           `json:"disabled,omitempty"`
	Pinned    string         `json:"pinned,omitempty"`
	Batches   []Batch        `json:"batches"`
	KPIs      []KPI          `json:"kpis"`
	Waits     []*Explanation `json:"waits"`
}

// Batch is an IntentBatch as a status shows it.
type Batch struct {
	Name string `json:"name"`
	Standing
	Step       string                `json:"step,omitempty"`
	Percent    *int32                `json:"percent,omitempty"`
	Rolling    bool                  `json:"rolling,omitempty"`
	Escalation v1alpha1.Value        `json:"escalation,omitempty"`
	CSAT       v1alpha1.Value        `json:"csat,omitempty"`
	Gates      []v1alpha1.GateStatus `json:"gates,omitempty"`
}

// KPI is a KPITarget as a status shows it.
type KPI struct {
	Name    string            `json:"name"`
	KPI     v1alpha1.KPI      `json:"kpi"`
	Target  string            `json:"target,omitempty"`
	Value   v1alpha1.Value    `json:"value,omitempty"`
	Samples int64             `json:"samples"`
	Trend   v1alpha1.Trend    `json:"trend,omitempty"`
	State   v1alpha1.KPIState `json:"state,omitempty"`
}

// BotOf is a Bot with those of the batches, releases and targets that belong to it.
func BotOf(bot *v1alpha1.Bot, batches []v1alpha1.IntentBatch, releases []v1alpha1.BotRelease, targets []v1alpha1.KPITarget) Bot {
	v := Bot{
		Name: bot.Name, Standing: StandingOf(bot.Status.Conditions, bot.Generation, bot.Status.ObservedGeneration),
		Intents: Number(bot.Status.LiveIntents), Disabled: bot.Spec.Automation == v1alpha1.AutomationDisabled,
		Batches: []Batch{}, KPIs: []KPI{}, Waits: []*Explanation{},
	}
	if bot.Status.Release != nil {
		v.Release = bot.Status.Release.Name
	}
	if bot.Spec.ReleaseRef != nil {
		v.Pinned = bot.Spec.ReleaseRef.Name
	}
	for i := range releases {
		if r := &releases[i]; r.Name == v.Release {
			v.LiveSince = r.CreationTimestamp
			if c := meta.FindStatusCondition(r.Status.Conditions, v1alpha1.ConditionLive); c != nil && c.Status == metav1.ConditionTrue {
				v.LiveSince = c.LastTransitionTime
			}
		}
	}
	if advice := AdviseOnBot(bot, v.Standing); advice.Who != ByNobody {
		v.Waits = append(v.Waits, &Explanation{Kind: "Bot", Name: bot.Name, Standing: v.Standing, Advice: advice})
	}
	for i := range batches {
		b := &batches[i]
		if b.Spec.BotRef.Name != bot.Name {
			continue
		}
		s := StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		view := Batch{
			Name: b.Name, Standing: s, Step: b.Status.Step, Percent: b.Status.Percent, Escalation: b.Status.Escalation, CSAT: b.Status.CSAT,
			Rolling: b.Status.Rollout != "" && b.Status.Result == "",
		}
		if view.Rolling {
			view.Gates = b.Status.Gates
		}
		v.Batches = append(v.Batches, view)
		if advice := AdviseOnBatch(b, s); advice.Who != ByNobody {
			v.Waits = append(v.Waits, &Explanation{Kind: "IntentBatch", Name: b.Name, Standing: s, Advice: advice})
		}
	}
	for i := range targets {
		v.KPIs = append(v.KPIs, KPIOf(&targets[i]))
	}
	// What waits for a person comes first.
	slices.SortStableFunc(v.Waits, func(a, b *Explanation) int { return cmp.Compare(urgency(a.Who), urgency(b.Who)) })
	return v
}

func urgency(who string) int {
	return slices.Index([]string{ByPerson, ByOperator, ByTime, ByCustomers}, who)
}

// KPIOf is a KPITarget as a status shows it.
func KPIOf(t *v1alpha1.KPITarget) KPI {
	k := KPI{Name: t.Name, KPI: t.Spec.KPI, Target: t.Status.Target, Trend: t.Status.Trend, State: t.Status.State}
	if c := t.Status.Current; c != nil {
		k.Value, k.Samples = c.Value, Number(c.Samples)
	}
	return k
}
