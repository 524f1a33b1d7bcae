// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"math"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// evaluation is the answer as JSON. Logarithms are natural; estimate, low and high are
// rates from 0 to 1 or points of the 1 to 5 scale, for compare: Stable candidate minus
// stable.
type evaluation struct {
	Decision    gate.Decision    `json:"decision"`
	Reason      string           `json:"reason"`
	Gates       []gateEvaluation `json:"gates"`
	SampleRatio sampleRatio      `json:"sampleRatio"`
	Replay      []replayed       `json:"replay,omitempty"`
	Plan        []planned        `json:"plan,omitempty"`
}

type gateEvaluation struct {
	Name string `json:"name"`
	// IntentKind that the gate is about, where new and changed intents are judged apart.
	IntentKind    v1alpha1.IntentKind `json:"intentKind,omitempty"`
	Verdict       v1alpha1.Verdict    `json:"verdict"`
	LogEHarm      float64             `json:"logEHarm"`
	LogESafe      float64             `json:"logESafe"`
	Threshold     float64             `json:"threshold"`
	ThresholdSafe float64             `json:"thresholdSafe"`
	Estimate      float64             `json:"estimate"`
	Low           float64             `json:"low"`
	High          float64             `json:"high"`
	Conversations int64               `json:"conversations"`
	Needed        int64               `json:"needed"`
	Message       string              `json:"message"`
}

type sampleRatio struct {
	LogE     float64 `json:"logE"`
	Mismatch bool    `json:"mismatch"`
}

// replayed is what would have been decided after a step.
type replayed struct {
	Step     string        `json:"step"`
	Decision gate.Decision `json:"decision"`
	Reason   string        `json:"reason"`
}

func answer(o gate.Outcome) evaluation {
	a := evaluation{
		Decision: o.Decision, Reason: o.Message,
		SampleRatio: sampleRatio{LogE: o.SampleRatio.LogE, Mismatch: o.SampleRatio.Mismatch},
	}
	for i, f := range o.Figures {
		a.Gates = append(a.Gates, gateEvaluation{
			Name: f.Name, IntentKind: o.Gates[i].IntentKind, Verdict: f.Verdict, LogEHarm: f.LogEHarm, LogESafe: f.LogESafe,
			Threshold: f.ThresholdHarm, ThresholdSafe: f.ThresholdSafe,
			Estimate: f.Estimate, Low: f.Low, High: f.High,
			Conversations: f.Conversations, Needed: f.Needed, Message: o.Gates[i].Message,
		})
	}
	return a
}

// input is what the gates see after the first n steps.
func (r *rolloutFile) input(n int) gate.Input {
	in := gate.Input{
		Gates: r.gates, Budget: r.budget, PlannedSteps: r.PlannedSteps,
		StableAnswers: r.stableAnswers(n), Mode: r.Require,
	}
	for i := range r.Steps[:n] {
		in.Steps = append(in.Steps, r.Steps[i].step)
	}
	if r.Require == v1alpha1.GateNoHarm {
		for kind, to := range map[v1alpha1.IntentKind]*int64{
			"": &in.MinConversations, v1alpha1.IntentNew: &in.MinNew, v1alpha1.IntentChanged: &in.MinChanged,
		} {
			if *to = r.MinConversations; *to == 0 && (kind != "") == r.mixed() {
				*to = r.minimum(kind, n-1)
			}
		}
	}
	return in
}

// minimum is what "no harm found" takes of a kind of intents by the end of a step.
func (r *rolloutFile) minimum(kind v1alpha1.IntentKind, step int) int64 {
	return gate.Minimum(r.gates, kind, r.budget, r.PlannedSteps, r.Steps[step].step)
}

// counted says whether there are counts at all, or only a plan.
func (r *rolloutFile) counted() bool {
	for i := range r.Steps {
		if c := &r.Steps[i].step.Candidate; c.Assigned != 0 || c.Conversations != 0 || len(c.Ratings) > 0 {
			return true
		}
	}
	return false
}

// handsOver is the share of escalations from which stable plainly does not know the
// intents and hands everybody to a person.
const handsOver = 0.9

func (r *rolloutFile) stableAnswers(n int) bool {
	if r.Intents != "" {
		return r.Intents == intentsChanged
	}
	var conversations, escalated float64
	for i := range r.Steps[:n] {
		conversations += float64(r.Steps[i].step.Stable.Conversations)
		escalated += float64(r.Steps[i].step.Stable.Escalated)
	}
	return conversations > 0 && escalated < handsOver*conversations
}

// replay decides after each step. A rollback stays one.
func (r *rolloutFile) replay() []replayed {
	var out []replayed
	for n := 1; n <= len(r.Steps); n++ {
		o := gate.Evaluate(r.input(n))
		if n > 1 && out[n-2].Decision == gate.Rollback {
			o.Decision, o.Message = gate.Rollback, "was rolled back before"
		}
		out = append(out, replayed{Step: r.Steps[n-1].Name, Decision: o.Decision, Reason: o.Message})
	}
	return out
}

// planned is what a step takes at a rate of conversations. Hours are 0 where nothing has
// to be waited for, and null where no number of conversations is reached.
type planned struct {
	Step    string  `json:"step"`
	Percent int32   `json:"percent"`
	PerHour float64 `json:"candidatePerHour"`
	// Needed candidate conversations by the end of the step, for require: NoHarm; where new
	// and changed intents are judged apart, those of the kind that takes more.
	Needed int64 `json:"needed"`
	// Hours that the step takes for them.
	Hours float64 `json:"hours"`
	// Found10 and Found20 are hours in which a rate 10 or 20 points beyond the bound is
	// found in 95 % of cases.
	Found10 *float64 `json:"found10Hours"`
	Found20 *float64 `json:"found20Hours"`
}

func (r *rolloutFile) plan(perHour float64) []planned {
	var out []planned
	var had int64
	for i := range r.Steps {
		s := r.Steps[i].step
		p := planned{Step: s.Name, Percent: s.Percent, PerHour: perHour * float64(s.Percent) / 100}
		if r.MinConversations > 0 && s.Percent > 0 && s.Percent < 100 {
			p.Needed = r.MinConversations
		} else {
			for _, kind := range r.kinds() {
				p.Needed = max(p.Needed, r.minimum(kind, i))
			}
		}
		if p.PerHour > 0 {
			p.Hours = round(float64(max(0, p.Needed-had)) / p.PerHour)
			p.Found10, p.Found20 = r.found(s, 0.10, p.PerHour), r.found(s, 0.20, p.PerHour)
		}
		had = max(had, p.Needed)
		out = append(out, p)
	}
	return out
}

// found is how many hours the quickest of the gates takes to find a harm; where new and
// changed intents are judged apart, a harm of the kind for which it takes longer.
func (r *rolloutFile) found(s gate.Step, harm, perHour float64) *float64 {
	var n int64
	for _, kind := range r.kinds() {
		of := gate.Detection(r.gates, kind, r.budget, r.PlannedSteps, s, harm)
		if of == 0 {
			return nil
		}
		n = max(n, of)
	}
	return new(round(float64(n) / perHour))
}

func round(hours float64) float64 { return math.Round(hours*10) / 10 }
