// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/gate"
)

// Stable's figures where nothing was measured yet. A wrong one costs conversations, never
// the error rate. Stable hands intents it does not know to a person.
const (
	defaultEscalationMilli    = 300
	defaultEscalationNewMilli = 900
	defaultMissedMilli        = 20
	defaultCSATMilli          = 4000
)

// minBaseline is how many conversations or ratings a measured baseline takes.
const minBaseline = 30

// setBaselines fixes stable's figures for a step from the steps before it.
func setBaselines(r *v1alpha1.StepRecord, before []v1alpha1.StepRecord, stableAnswers bool) {
	escalation, missed, csat := int32(defaultEscalationMilli), int32(defaultMissedMilli), int32(defaultCSATMilli)
	if !stableAnswers {
		escalation = defaultEscalationNewMilli
	}
	var n, escalated, missing, ratings, points int64
	for i := range before {
		s := &before[i].Stable
		n += s.Conversations
		escalated += s.Escalated
		missing += s.MissedEscalations
		for j, count := range s.Ratings {
			ratings += count
			points += count * int64(j+1)
		}
	}
	if n >= minBaseline {
		escalation = milli(float64(escalated)/float64(n), 0, 1000)
		missed = milli(float64(missing)/float64(n), 0, 1000)
	}
	if ratings >= minBaseline {
		csat = milli(float64(points)/float64(ratings), 1000, 5000)
	}
	r.BaselineEscalationMilli, r.BaselineMissedMilli, r.BaselineCSATMilli = &escalation, &missed, &csat
}

func milli(x float64, low, high int32) int32 {
	return max(low, min(high, int32(math.Round(x*1000))))
}

// gateStep is a step record as the gates read it.
func gateStep(r *v1alpha1.StepRecord) gate.Step {
	return gate.Step{
		Name: r.Name, Percent: value(r.Percent),
		BaselineEscalation: float64(value(r.BaselineEscalationMilli)) / 1000,
		BaselineMissed:     float64(value(r.BaselineMissedMilli)) / 1000,
		BaselineCSAT:       float64(value(r.BaselineCSATMilli)) / 1000,
		Candidate:          r.Candidate, Stable: r.Stable,
		PreviousCandidate: r.Candidate, PreviousStable: r.Stable,
	}
}

// counted reads the counts of every step that has begun. Where they are lost, lost says
// which, and the steps are as they were recorded.
func (p *planner) counted() (steps []gate.Step, lost string) {
	fresh := p.Metrics.Rollouts[p.status.Rollout]
	recorded := make([]gate.Step, 0, len(p.status.Steps))
	for i := range p.status.Steps {
		s := gateStep(&p.status.Steps[i])
		recorded = append(recorded, s)
		if p.readable() {
			s.Candidate, s.Stable = fresh[s.Name].Candidate, fresh[s.Name].Stable
			for _, t := range []struct {
				track         string
				before, after v1alpha1.TrackCounts
			}{{"candidate", s.PreviousCandidate, s.Candidate}, {"stable", s.PreviousStable, s.Stable}} {
				if err := gate.CheckGrowth(t.before, t.after); err != nil && lost == "" {
					lost = fmt.Sprintf("step %s, %s: %v", s.Name, t.track, err)
				}
			}
		}
		steps = append(steps, s)
	}
	if lost != "" {
		return recorded, lost
	}
	return steps, ""
}

// readable says whether the counts can be trusted to be the present ones.
func (p *planner) readable() bool {
	m := &p.Metrics
	return m.Error == "" && m.Known && (m.MaxStaleness <= 0 || m.Age <= m.MaxStaleness)
}

// keepCounts writes the counts that were judged into the status.
func (p *planner) keepCounts(steps []gate.Step) {
	for i := range steps {
		if gate.CheckCounts(steps[i].Candidate) == nil && gate.CheckCounts(steps[i].Stable) == nil {
			p.status.Steps[i].Candidate, p.status.Steps[i].Stable = steps[i].Candidate, steps[i].Stable
		}
	}
}
