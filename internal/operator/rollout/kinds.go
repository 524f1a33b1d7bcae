// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// apart says whether gates look at new and changed intents apart.
func apart(gates []gate.Gate) bool {
	return slices.ContainsFunc(gates, func(g gate.Gate) bool { return g.Kind != "" })
}

// pooled says whether gates that were fixed for a rollout judge new and changed intents
// together, as an operator from before they were judged apart did. Such figures hide harm.
func (v *view) pooled(pinned []v1alpha1.GateStatus) bool {
	return len(pinned) > 0 && apart(v.gates) &&
		!slices.ContainsFunc(pinned, func(g v1alpha1.GateStatus) bool { return g.IntentKind != "" })
}

// addKinds gives the record of a step what its gates need to look at each kind of intents
// apart: baselines from the steps before, and the number of conversations to wait for, unless
// people have set it.
func (p *planner) addKinds(r *v1alpha1.StepRecord, before []v1alpha1.StepRecord, minimum bool) {
	gates := p.pinned()
	if !apart(gates) {
		return
	}
	for _, kind := range []v1alpha1.IntentKind{v1alpha1.IntentNew, v1alpha1.IntentChanged} {
		if kindRecord(r, kind) != nil {
			continue
		}
		k := v1alpha1.IntentKindRecord{IntentKind: kind}
		var stable []v1alpha1.TrackCounts
		for i := range before {
			if was := kindRecord(&before[i], kind); was != nil {
				stable = append(stable, was.Stable)
			}
		}
		k.BaselineEscalationMilli, k.BaselineMissedMilli, k.BaselineCSATMilli = baselines(stable, kind == v1alpha1.IntentChanged)
		r.IntentKinds = append(r.IntentKinds, k)
		if minimum {
			kindRecord(r, kind).MinConversations = gate.Minimum(gates, kind, budget(p.Batch), int(p.status.PlannedSteps), gateStep(r))
		}
	}
}

// kindRecord is the part of a record about a kind of intents; nil: it has none.
func kindRecord(r *v1alpha1.StepRecord, kind v1alpha1.IntentKind) *v1alpha1.IntentKindRecord {
	if i := slices.IndexFunc(r.IntentKinds, func(k v1alpha1.IntentKindRecord) bool { return k.IntentKind == kind }); i >= 0 {
		return &r.IntentKinds[i]
	}
	return nil
}

// kindStep is that part as the gates read it.
func kindStep(r *v1alpha1.StepRecord, kind v1alpha1.IntentKind) *gate.Step {
	k := kindRecord(r, kind)
	if k == nil {
		return nil
	}
	return &gate.Step{
		Name: r.Name, Percent: value(r.Percent),
		BaselineEscalation: float64(value(k.BaselineEscalationMilli)) / 1000,
		BaselineMissed:     float64(value(k.BaselineMissedMilli)) / 1000,
		BaselineCSAT:       float64(value(k.BaselineCSATMilli)) / 1000,
		Candidate:          k.Candidate, Stable: k.Stable,
		PreviousCandidate: k.Candidate, PreviousStable: k.Stable,
	}
}

// minimums are how many conversations of each kind the present step waits for.
func minimums(r *v1alpha1.StepRecord) (fresh, changed int64) {
	if k := kindRecord(r, v1alpha1.IntentNew); k != nil {
		fresh = k.MinConversations
	}
	if k := kindRecord(r, v1alpha1.IntentChanged); k != nil {
		changed = k.MinConversations
	}
	return fresh, changed
}
