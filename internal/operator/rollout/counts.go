// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/plural"
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
	var stable []v1alpha1.TrackCounts
	for i := range before {
		stable = append(stable, before[i].Stable)
	}
	r.BaselineEscalationMilli, r.BaselineMissedMilli, r.BaselineCSATMilli = baselines(stable, stableAnswers)
}

// baselines are stable's figures in counts from before; where those are few, the defaults.
func baselines(stable []v1alpha1.TrackCounts, stableAnswers bool) (escalationMilli, missedMilli, csatMilli *int32) {
	escalation, missed, csat := int32(defaultEscalationMilli), int32(defaultMissedMilli), int32(defaultCSATMilli)
	if !stableAnswers {
		escalation = defaultEscalationNewMilli
	}
	var n, escalated, missing, ratings, points int64
	for i := range stable {
		s := &stable[i]
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
	return &escalation, &missed, &csat
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
		New: kindStep(r, v1alpha1.IntentNew), Changed: kindStep(r, v1alpha1.IntentChanged),
	}
}

// counted reads the counts of every step that has begun. Where they are lost, lost says
// which, and the steps are as they were recorded.
func (p *planner) counted() (steps []gate.Step, lost string) {
	fresh := p.Metrics.Rollouts[p.status.Rollout]
	recorded := make([]gate.Step, 0, len(p.status.Steps))
	for i := range p.status.Steps {
		s := gateStep(&p.status.Steps[i])
		recorded = append(recorded, gateStep(&p.status.Steps[i]))
		if p.readable() {
			now := p.evidence(fresh[s.Name])
			for _, part := range []struct {
				of   *gate.Step
				what string
				now  Pair
			}{{&s, "", Pair{now.Candidate, now.Stable}}, {s.New, "new intents, ", now.New}, {s.Changed, "changed intents, ", now.Changed}} {
				if part.of == nil {
					continue
				}
				part.of.Candidate, part.of.Stable = part.now.Candidate, part.now.Stable
				if what := fell(part.of); what != "" && lost == "" {
					lost = fmt.Sprintf("step %s, %s%s", s.Name, part.what, what)
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

// evidence are the counts of those whose conversations decide.
func (p *planner) evidence(t Tracks) Tracks {
	switch {
	case p.status.Evidence != v1alpha1.EvidenceVerified:
		return t
	case t.Verified == nil:
		return Tracks{}
	}
	return *t.Verified
}

// defaultPerNetwork is the schema's default of spec.measurement.anonymousPerNetwork of a Bot.
const defaultPerNetwork = 3

// leftOut says what is not counted of the rollout, and what nothing limits.
func (p *planner) leftOut() gate.Evidence {
	e := gate.Evidence{PerNetwork: defaultPerNetwork}
	if p.Bot != nil && p.Bot.Spec.Measurement != nil && p.Bot.Spec.Measurement.AnonymousPerNetwork != nil {
		e.PerNetwork = *p.Bot.Spec.Measurement.AnonymousPerNetwork
	}
	for i := range p.status.Steps {
		t := p.Metrics.Rollouts[p.status.Rollout][p.status.Steps[i].Name]
		e.Uncounted += t.Uncounted
		e.Unlimited += p.evidence(t).Unlimited
	}
	if p.status.Evidence == v1alpha1.EvidenceVerified {
		e.Uncounted = 0 // they would not count anyhow
	}
	return e
}

// fell says which count of a step is lower than before; empty: none is.
func fell(s *gate.Step) string {
	if err := gate.CheckGrowth(s.PreviousCandidate, s.Candidate); err != nil {
		return fmt.Sprintf("candidate: %v", err)
	}
	if err := gate.CheckGrowth(s.PreviousStable, s.Stable); err != nil {
		return fmt.Sprintf("stable: %v", err)
	}
	return ""
}

// readable says whether the counts can be trusted to be the present ones.
func (p *planner) readable() bool {
	m := &p.Metrics
	return m.Error == "" && m.Known && (m.MaxStaleness <= 0 || m.Age <= m.MaxStaleness)
}

// keepCounts writes the counts that were judged into the status.
func (p *planner) keepCounts(steps []gate.Step) {
	possible := func(s *gate.Step) bool {
		return s != nil && gate.CheckCounts(s.Candidate) == nil && gate.CheckCounts(s.Stable) == nil
	}
	for i := range steps {
		s, r := &steps[i], &p.status.Steps[i]
		if possible(s) {
			r.Candidate, r.Stable = s.Candidate, s.Stable
		}
		for kind, part := range map[v1alpha1.IntentKind]*gate.Step{v1alpha1.IntentNew: s.New, v1alpha1.IntentChanged: s.Changed} {
			if k := kindRecord(r, kind); k != nil && possible(part) {
				k.Candidate, k.Stable = part.Candidate, part.Stable
			}
		}
	}
}

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

// minAttributionSamples is how many conversations an intent must have had to be named as the cause.
const minAttributionSamples = 10

// culpritMark is what messages have in front of the intent that was handed over most.
const culpritMark = "; most handed over: intent "

// Culprit is the intent that a message names as the one that was handed over most; empty: it names
// none.
func Culprit(message string) string {
	_, after, found := strings.Cut(message, culpritMark)
	name, _, ends := strings.Cut(after, " ")
	if !found || !ends {
		return ""
	}
	return name
}

// mostHandedOver names the intent of the rollout that was handed over most over the last day,
// where that is known, of those that the gate is about.
func (p *planner) mostHandedOver(gateName string) string {
	var about v1alpha1.IntentKind
	for i := range p.status.Gates {
		if g := &p.status.Gates[i]; g.Name == gateName {
			about = g.IntentKind
		}
	}
	worst, name, of := -1.0, "", 0
	for i := range p.status.Intents {
		entry := &p.status.Intents[i]
		fact := p.Intents[entry.Name]
		kind := brought(entry)
		if kind == "" || (about != "" && kind != about) {
			continue
		}
		of++
		rate, err := strconv.ParseFloat(strings.TrimSuffix(string(fact.Escalation), "%"), 64)
		if err == nil && fact.Conversations >= minAttributionSamples && rate > worst {
			worst, name = rate, entry.Name
		}
	}
	if name == "" || of < 2 || worst <= 0 {
		return ""
	}
	return fmt.Sprintf("%s%s with %s of %s in the last day",
		culpritMark, name, p.Intents[name].Escalation, plural.Of(p.Intents[name].Conversations, "conversation"))
}
