// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// resolveGates finds the bounds of a batch's gates, or chooses gates where it has none.
func (s *Snapshot) resolveGates(b *v1alpha1.IntentBatch, c *content) (gates []gate.Gate, because string, bad []problem) {
	if _, _, err := gate.Thresholds(budget(b), max(1, len(b.Spec.Gates))); err != nil {
		bad = append(bad, problem{v1alpha1.ReasonGateInvalid, "spec." + err.Error(), true})
	}
	if len(b.Spec.Gates) == 0 {
		limit, target := s.defaultLimit(b)
		gates, because = gate.Defaults(s.composition(b, c), limit, target)
		because = c.counting(because, len(b.Spec.Intents))
		if atOnce(s.effectiveSteps(b)) {
			because = "The steps give the batch to every conversation at once, so there is nothing to compare with stable."
			gates = nil
		}
		return gates, because, bad
	}
	partial := !atOnce(s.effectiveSteps(b))
	for _, spec := range b.Spec.Gates {
		g, problem := s.resolveGate(b, spec)
		if problem == nil && g.Compare == v1alpha1.CompareStable && !partial {
			problem = invalid(spec.Name, "compare: Stable needs a step between 1%% and 99%%, with customers on both tracks: add one to spec.steps or use compare: Target")
		}
		if problem != nil {
			bad = append(bad, *problem)
			continue
		}
		gates = append(gates, g)
	}
	if s.composition(b, c).Mixed() {
		gates = gate.Apart(gates)
	}
	return gates, "", bad
}

func invalid(name, format string, args ...any) *problem {
	return &problem{v1alpha1.ReasonGateInvalid, fmt.Sprintf("spec.gates[%s].", name) + fmt.Sprintf(format, args...), true}
}

func (s *Snapshot) resolveGate(b *v1alpha1.IntentBatch, spec v1alpha1.Gate) (gate.Gate, *problem) {
	metric, limit := spec.Metric, spec.Limit
	if spec.KPITargetRef != nil {
		target := s.Targets[spec.KPITargetRef.Name]
		switch {
		case target == nil:
			return gate.Gate{}, &problem{v1alpha1.ReasonReferenceNotFound, fmt.Sprintf(
				"spec.gates[%s].kpiTargetRef: there is no KPITarget %s in this namespace: create it or give a metric and a bound here",
				spec.Name, spec.KPITargetRef.Name), false}
		case target.Spec.BotRef.Name != b.Spec.BotRef.Name:
			return gate.Gate{}, invalid(spec.Name, "kpiTargetRef: KPITarget %s belongs to Bot %s: name one of Bot %s",
				target.Name, target.Spec.BotRef.Name, b.Spec.BotRef.Name)
		}
		of, found := gateable[target.Spec.KPI]
		if !found {
			return gate.Gate{}, invalid(spec.Name, "kpiTargetRef: %s of KPITarget %s cannot gate a rollout: name one of EscalationRate or CSAT",
				target.Spec.KPI, target.Name)
		}
		if metric == "" {
			metric = of.metric
		}
		if metric != of.metric {
			return gate.Gate{}, invalid(spec.Name, "metric: %s does not go with %s of KPITarget %s: remove one of the two",
				metric, target.Spec.KPI, target.Name)
		}
		if spec.Compare == v1alpha1.CompareTarget && limit == "" {
			if limit = of.objective(target.DefinitionInForce(s.Now).Objective); limit == "" {
				return gate.Gate{}, invalid(spec.Name, "limit: the objective of KPITarget %s has no %s: add it there or give a limit here", target.Name, of.bound)
			}
		}
	}
	bound := limit
	if spec.Compare == v1alpha1.CompareStable {
		bound = spec.Margin
	}
	g, err := gate.Parse(spec.Name, metric, spec.Compare, bound)
	if err != nil {
		return gate.Gate{}, invalid(spec.Name, "%v", err)
	}
	return g, nil
}

// awaited are the KPITargets that gate a batch and whose baseline is still being measured.
func (s *Snapshot) awaited(b *v1alpha1.IntentBatch) []string {
	var names []string
	for _, spec := range b.Spec.Gates {
		if spec.KPITargetRef == nil {
			continue
		}
		name := spec.KPITargetRef.Name
		if t := s.Targets[name]; t != nil && t.AwaitsBaseline(s.Now) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// gateable are the KPIs that have counts for each track of a rollout.
var gateable = map[v1alpha1.KPI]struct {
	metric    v1alpha1.GateMetric
	bound     string
	objective func(v1alpha1.Objective) v1alpha1.Value
}{
	v1alpha1.KPIEscalationRate: {v1alpha1.MetricEscalation, "atMost", func(o v1alpha1.Objective) v1alpha1.Value { return o.AtMost }},
	v1alpha1.KPICSAT:           {v1alpha1.MetricCSAT, "atLeast", func(o v1alpha1.Objective) v1alpha1.Value { return o.AtLeast }},
}

// defaultLimit is the objective for the escalation rate, from the first of the Bot's
// KPITargets by name that has one.
func (s *Snapshot) defaultLimit(b *v1alpha1.IntentBatch) (limit float64, target string) {
	for name, t := range s.Targets {
		if t.Spec.BotRef.Name != b.Spec.BotRef.Name || t.Spec.KPI != v1alpha1.KPIEscalationRate || (target != "" && name > target) {
			continue
		}
		if g, err := gate.Parse("escalation", v1alpha1.MetricEscalation, v1alpha1.CompareTarget, t.DefinitionInForce(s.Now).Objective.AtMost); err == nil {
			limit, target = g.Bound, name
		}
	}
	return limit, target
}

// composition counts what differs from stable: a policy or an engine that does counts as a
// changed intent. With nothing that differs everything counts, so that the gates can be shown
// before a rollout.
func (s *Snapshot) composition(b *v1alpha1.IntentBatch, c *content) gate.Composition {
	var differs, all gate.Composition
	for _, name := range b.Spec.Intents {
		stable := s.stable(name)
		if stable != "" {
			all.Changed++
		} else {
			all.New++
		}
		switch {
		case stable == "":
			differs.New++
		case stable != c.revisions[name]:
			differs.Changed++
		}
	}
	for _, other := range []struct{ included, differs bool }{
		{c.policy != nil, s.policyDiffers(c)}, {c.understanding != nil, s.understandingDiffers(c)},
		{c.texts != nil, s.textsDiffer(c)},
	} {
		if other.included && len(b.Spec.Intents) == 0 {
			all.Changed++
		}
		if other.differs && s.Live != nil {
			differs.Changed++
		}
	}
	if differs == (gate.Composition{}) {
		return all
	}
	return differs
}

// counting explains gates that were chosen by counts to which the policy, the engine
// and the texts belong.
func (c *content) counting(because string, intents int) string {
	var others []string
	if c.policy != nil {
		others = append(others, "the escalation policy")
	}
	if c.understanding != nil {
		others = append(others, "the engine")
	}
	if c.texts != nil {
		others = append(others, "the bot's texts")
	}
	switch {
	case len(others) == 0:
		return because
	case intents == 0:
		return fmt.Sprintf("Stable has %s of its own, so escalation, CSAT and missed escalations are compared with it.", strings.Join(others, " and "))
	}
	return fmt.Sprintf("%s Where %s differs, it counts as a changed intent.", because, strings.Join(others, " or "))
}

// note warns of a gate that is valid and says little.
func (v *view) note() string {
	c := v.brings
	if v.batch.Spec.Gates == nil || c.New == 0 {
		return ""
	}
	for _, g := range v.gates {
		if g.Metric == v1alpha1.MetricEscalation && g.Compare == v1alpha1.CompareTarget {
			return ""
		}
	}
	for _, g := range v.gates {
		if g.Metric != v1alpha1.MetricEscalation {
			continue
		}
		if c.Mixed() {
			return fmt.Sprintf("spec.gates[%s] compares escalation of changed intents with stable, and stable hands new ones to a person, so nothing bounds theirs: a gate with compare: Target does", g.SpecName())
		}
		return fmt.Sprintf("spec.gates[%s] compares new intents with stable, which hands them to a person, so it hardly ever fails: a gate with compare: Target bounds their escalation", g.Name)
	}
	return ""
}

// budget is how often the gates may be wrong.
func budget(b *v1alpha1.IntentBatch) gate.Budget {
	out := gate.Budget{FalseRollback: 0.05, FalsePromotion: 0.05}
	if e := b.Spec.ErrorRates; e != nil {
		if e.FalseRollbackPercent != nil {
			out.FalseRollback = float64(*e.FalseRollbackPercent) / 100
		}
		if e.FalsePromotionPercent != nil {
			out.FalsePromotion = float64(*e.FalsePromotionPercent) / 100
		}
	}
	return out
}

// pinned are the gates fixed when the rollout began.
func (p *planner) pinned() []gate.Gate {
	var out []gate.Gate
	for _, s := range p.status.Gates {
		// The text was written by this package, so it parses; a status that somebody
		// damaged gives a gate that the evidence refuses.
		g, _ := gate.Parse(s.Name, s.Metric, s.Compare, s.Bound)
		g.Kind = s.IntentKind
		out = append(out, g)
	}
	return out
}

// gatesChanged says whether the spec's own gates or its budget differ from the pinned ones.
// Gates chosen by default stay as they were chosen until the next rollout; where none were,
// as the batch was to go to everybody at once, steps that came later ask for some.
func (p *planner) gatesChanged() bool {
	return len(p.view.problems) == 0 && (p.view.otherEvidence(p.status.Evidence) || p.view.asksOtherwise(p.status.Gates, p.status.DefaultGatesReason))
}

// otherEvidence says whether the spec asks for other people's conversations than a rollout counts.
func (v *view) otherEvidence(counted v1alpha1.Evidence) bool {
	return (v.batch.Spec.Evidence == v1alpha1.EvidenceVerified) != (counted == v1alpha1.EvidenceVerified)
}

// asksOtherwise says the same of any gates that were fixed for a rollout of the batch.
func (v *view) asksOtherwise(pinned []v1alpha1.GateStatus, because string) bool {
	harm, safe, err := gate.Thresholds(budget(v.batch), len(pinned))
	if err != nil {
		return false
	}
	for _, s := range pinned {
		if s.HarmThresholdMilliNats != harm || s.SafeThresholdMilliNats != safe {
			return true
		}
	}
	if len(v.batch.Spec.Gates) == 0 {
		return because == "" || v.pooled(pinned) || (len(pinned) == 0 && len(v.gates) > 0)
	}
	if len(v.gates) != len(pinned) {
		return true
	}
	for i, g := range v.gates {
		s := &pinned[i]
		if s.Name != g.Name || s.IntentKind != g.Kind || s.Metric != g.Metric || s.Compare != g.Compare || s.Bound != g.Text() {
			return true
		}
	}
	return false
}
