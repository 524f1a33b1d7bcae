// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/plural"
)

const (
	// maxMessage is the longest message in bytes.
	maxMessage = 1024
	// maxKPIs is how many lines a scorecard has: what a person reads, and a chat takes.
	maxKPIs = 40
	// scorecardHour is when scorecards are told on Mondays, in UTC.
	scorecardHour = 8
)

// OfKPITarget are the facts in a KPITarget's status. A breach is told once a week for the same
// guardrails: a KPI at the edge changes its state often, and one that lasts is worth repeating.
func OfKPITarget(t *v1alpha1.KPITarget, now time.Time) []Fact {
	if t.Status.State != v1alpha1.KPIGuardrailBreached || t.Status.ObservedGeneration != t.Generation {
		return nil
	}
	var names, why []string
	for _, g := range t.Status.Guardrails {
		if g.State == v1alpha1.GuardrailWorse {
			names = append(names, g.Name)
			why = append(why, fmt.Sprintf("%s is worse than before: %s", g.Name, g.Message))
		}
	}
	if len(names) == 0 {
		return nil
	}
	value := ""
	if c := t.Status.Current; c != nil {
		value = fmt.Sprintf(" with %s", c.Value)
	}
	slices.Sort(names)
	return []Fact{{
		ID: id(t.UID, GuardrailBreached, week(now), strings.Join(names, " ")), Type: GuardrailBreached, At: now.UTC().Truncate(time.Second), Standing: true,
		Data: Data{
			Namespace: t.Namespace, Bot: t.Spec.BotRef.Name, Kind: "KPITarget", Name: t.Name, Reason: string(t.Status.State),
			Message: chars.Clip(fmt.Sprintf("objective %s is met%s at a price; %s", t.Status.Target, value, strings.Join(why, "; ")), maxMessage),
		},
	}}
}

// OfBot is the scorecard of a Bot for the present week, if it is due, and after how long the next
// one is. A Bot without KPITargets has none.
func OfBot(b *v1alpha1.Bot, targets []v1alpha1.KPITarget, now time.Time) (facts []Fact, next time.Duration) {
	due := lastDue(now)
	next = due.AddDate(0, 0, 7).Sub(now)
	if len(targets) == 0 {
		return nil, next
	}
	met, missed := 0, 0
	var lines []KPI
	for i := range targets {
		switch t := &targets[i]; t.Status.State {
		case v1alpha1.KPIMet:
			met++
		case v1alpha1.KPIMissed, v1alpha1.KPIGuardrailBreached:
			missed++
		}
		lines = append(lines, line(&targets[i]))
	}
	slices.SortFunc(lines, func(a, b KPI) int { return cmp.Compare(a.Name, b.Name) })
	return []Fact{{
		ID: id(b.UID, Scorecard, week(due)), Type: Scorecard, At: due,
		Data: Data{
			Namespace: b.Namespace, Bot: b.Name, Kind: "Bot", Name: b.Name, KPIs: lines[:min(len(lines), maxKPIs)],
			Message: fmt.Sprintf("week %s: %s, %d met, %d missed or met at a price", week(due), plural.Of(len(targets), "KPI"), met, missed),
		},
	}}, next
}

func line(t *v1alpha1.KPITarget) KPI {
	k := KPI{Name: t.Name, KPI: string(t.Spec.KPI), Target: t.Status.Target, Trend: string(t.Status.Trend), State: string(t.Status.State)}
	if m := t.Status.Baseline; m != nil {
		k.Baseline = string(m.Value)
	}
	if m := t.Status.Current; m != nil {
		k.Current = string(m.Value)
		if m.Samples != nil {
			k.Samples = *m.Samples
		}
	}
	return k
}

// lastDue is the last Monday morning.
func lastDue(now time.Time) time.Time {
	now = now.UTC()
	days := (int(now.Weekday()) + 6) % 7
	due := time.Date(now.Year(), now.Month(), now.Day()-days, scorecardHour, 0, 0, 0, time.UTC)
	if due.After(now) {
		due = due.AddDate(0, 0, -7)
	}
	return due
}
