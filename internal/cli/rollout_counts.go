// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// What a rollout on paper brings.
const (
	intentsNew     = "New"
	intentsChanged = "Changed"
	intentsMixed   = "Mixed"
)

// countsFile is what was counted in a step.
type countsFile struct {
	// Baseline is stable's figures from before the step.
	Baseline struct {
		Escalation       v1alpha1.Value `json:"escalation,omitempty"`
		MissedEscalation v1alpha1.Value `json:"missedEscalation,omitempty"`
		CSAT             v1alpha1.Value `json:"csat,omitempty"`
	} `json:"baseline,omitempty"`
	Candidate v1alpha1.TrackCounts `json:"candidate,omitempty"`
	Stable    v1alpha1.TrackCounts `json:"stable,omitempty"`
}

func (c *countsFile) empty() bool {
	return c.Baseline == countsFile{}.Baseline && none(&c.Candidate) && none(&c.Stable)
}

func none(c *v1alpha1.TrackCounts) bool {
	return c.Assigned == 0 && c.Conversations == 0 && c.Escalated == 0 && c.PolicyEscalated == 0 && c.MissedEscalations == 0 && len(c.Ratings) == 0
}

// checkKinds finds out whether new and changed intents are judged apart.
func (r *rolloutFile) checkKinds() error {
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.New == nil && s.Changed == nil {
			continue
		}
		if r.Intents == "" {
			r.Intents = intentsMixed
		}
		if r.Intents != intentsMixed {
			return fmt.Errorf("steps[%d]: new and changed go with intents: Mixed, not %s", i, r.Intents)
		}
	}
	if r.mixed() {
		r.gates = gate.Apart(r.gates)
	}
	return nil
}

func (r *rolloutFile) mixed() bool { return r.Intents == intentsMixed }

// kinds are the kinds of intents that are judged apart; the empty one is all.
func (r *rolloutFile) kinds() []v1alpha1.IntentKind {
	if r.mixed() {
		return []v1alpha1.IntentKind{v1alpha1.IntentNew, v1alpha1.IntentChanged}
	}
	return []v1alpha1.IntentKind{""}
}

// resolve reads the counts and baselines of a step.
func (r *rolloutFile) resolve(at string, s *stepFile) (gate.Step, error) {
	if !r.mixed() {
		return s.resolve(at, s, 0.3)
	}
	if !s.empty() {
		return gate.Step{}, fmt.Errorf("%s: baseline, candidate and stable stand under new and changed where intents are Mixed", at)
	}
	all, err := s.resolve(at, s, 0.3)
	if err != nil {
		return all, err
	}
	for _, part := range []struct {
		name       string
		counts     *countsFile
		escalation float64
		to         **gate.Step
	}{{"new", s.New, 0.9, &all.New}, {"changed", s.Changed, 0.3, &all.Changed}} {
		if part.counts == nil {
			part.counts = &countsFile{}
		}
		of, err := part.counts.resolve(at+"."+part.name, s, part.escalation)
		if err != nil {
			return all, err
		}
		*part.to = &of
		add(&all.Candidate, &of.Candidate)
		add(&all.Stable, &of.Stable)
	}
	return all, nil
}

func add(sum, c *v1alpha1.TrackCounts) {
	sum.Assigned += c.Assigned
	sum.Conversations += c.Conversations
	sum.Escalated += c.Escalated
	sum.PolicyEscalated += c.PolicyEscalated
	sum.MissedEscalations += c.MissedEscalations
	for i, n := range c.Ratings {
		if i == len(sum.Ratings) {
			sum.Ratings = append(sum.Ratings, 0)
		}
		sum.Ratings[i] += n
	}
}

// resolve reads the baselines. Where none are given, any will do: a wrong one costs
// conversations, never the error rate.
func (c *countsFile) resolve(at string, s *stepFile, escalation float64) (gate.Step, error) {
	out := gate.Step{
		Name: s.Name, Percent: *s.Percent, Candidate: c.Candidate, Stable: c.Stable,
		BaselineEscalation: escalation, BaselineMissed: 0.02, BaselineCSAT: 4,
	}
	for _, b := range []struct {
		field  string
		metric v1alpha1.GateMetric
		value  v1alpha1.Value
		to     *float64
	}{
		{"escalation", v1alpha1.MetricEscalation, c.Baseline.Escalation, &out.BaselineEscalation},
		{"missedEscalation", v1alpha1.MetricMissedEscalation, c.Baseline.MissedEscalation, &out.BaselineMissed},
		{"csat", v1alpha1.MetricCSAT, c.Baseline.CSAT, &out.BaselineCSAT},
	} {
		if b.value == "" {
			continue
		}
		x, err := gate.ParseBaseline(b.metric, b.value)
		if err != nil {
			return out, fmt.Errorf("%s.baseline.%s: %w", at, b.field, err)
		}
		*b.to = x
	}
	return out, nil
}
