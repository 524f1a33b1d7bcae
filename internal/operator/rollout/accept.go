// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// checkReferences checks the Bot and the intents.
func (s *Snapshot) checkReferences(b *v1alpha1.IntentBatch, c *content) []problem {
	var out []problem
	if s.Bot == nil {
		out = append(out, problem{v1alpha1.ReasonReferenceNotFound, fmt.Sprintf(
			"spec.botRef: there is no Bot %s in this namespace: create it", b.Spec.BotRef.Name), false})
	}
	if len(c.missing) > 0 {
		out = append(out, problem{v1alpha1.ReasonReferenceNotFound, fmt.Sprintf(
			"spec.intents: %s not exist in this namespace: create or remove what is missing", list(c.missing, "does", "do")), false})
	}
	var elsewhere, rejected []string
	for _, name := range b.Spec.Intents {
		fact, found := s.Intents[name]
		switch {
		case !found:
		case fact.Bot != b.Spec.BotRef.Name:
			elsewhere = append(elsewhere, fmt.Sprintf("%s (Bot %s)", name, fact.Bot))
		case fact.Rejected != "":
			rejected = append(rejected, fmt.Sprintf("%s (%s)", name, fact.Rejected))
		}
	}
	if len(elsewhere) > 0 {
		out = append(out, problem{v1alpha1.ReasonInvalidSpec, fmt.Sprintf(
			"spec.intents: these belong to another Bot than %s: %s: remove them here", b.Spec.BotRef.Name, strings.Join(elsewhere, ", ")), true})
	}
	if len(rejected) > 0 {
		out = append(out, problem{v1alpha1.ReasonInvalidSpec, fmt.Sprintf(
			"spec.intents: these are not accepted: %s: correct them", strings.Join(rejected, ", ")), true})
	}
	return append(out, s.checkOwnership(b)...)
}

// checkOwnership refuses intents that belong to another batch.
func (s *Snapshot) checkOwnership(b *v1alpha1.IntentBatch) []problem {
	var taken []string
	for _, name := range b.Spec.Intents {
		if o := s.owner(name); o != nil && o != b && slices.Contains(o.Spec.Intents, name) {
			taken = append(taken, fmt.Sprintf("%s (in %s)", name, o.Name))
		}
	}
	if len(taken) == 0 {
		return nil
	}
	return []problem{{v1alpha1.ReasonInSeveralBatches, fmt.Sprintf(
		"spec.intents: an Intent belongs to one batch, and these are in another that brings them or is older: %s: remove them from either", strings.Join(taken, ", ")), true}}
}

// checkSteps checks what the schema cannot see.
func (s *Snapshot) checkSteps(b *v1alpha1.IntentBatch) []problem {
	var out []problem
	refuse := func(format string, args ...any) {
		out = append(out, problem{v1alpha1.ReasonInvalidSpec, fmt.Sprintf(format, args...), true})
	}
	steps := s.effectiveSteps(b)
	last := int32(-1)
	for _, step := range steps {
		minimum, minErr := step.MinDuration.Parse()
		longest, maxErr := step.MaxWait.Parse()
		percent := value(step.Percent)
		switch {
		case minErr != nil:
			refuse("spec.steps[%s].minDuration: %v", step.Name, minErr)
		case maxErr != nil:
			refuse("spec.steps[%s].maxWait: %v", step.Name, maxErr)
		case longest > 0 && longest < minimum:
			refuse("spec.steps[%s].maxWait: %s is shorter than minDuration %s", step.Name, step.MaxWait, step.MinDuration)
		case percent <= last || percent > 100:
			refuse("spec.steps[%s].percent: %d does not rise from step to step up to 100", step.Name, percent)
		}
		last = percent
	}
	if last != 100 {
		refuse("spec.steps: the last step must have percent 100")
	}
	for _, a := range b.Spec.Approvals {
		if indexOf(steps, a.Step) < 0 {
			refuse("spec.approvals[%s]: there is no such step: use one of %s", a.Step, names(steps))
		}
	}
	if b.Spec.Review != nil {
		if every, err := b.Spec.Review.Every.Parse(); err != nil {
			refuse("spec.review.every: %v", err)
		} else if every <= 0 {
			refuse("spec.review.every: %q must be longer than 0s", b.Spec.Review.Every)
		}
	}
	return out
}

// list writes names with the verb that fits their number.
func list(names []string, one, many string) string {
	if len(names) == 1 {
		return "Intent " + names[0] + " " + one
	}
	return "Intents " + strings.Join(names, ", ") + " " + many
}

func names(steps []v1alpha1.RolloutStep) string {
	var out []string
	for _, s := range steps {
		out = append(out, s.Name)
	}
	return strings.Join(out, ", ")
}

// defaultOutcomeAfter is the schema's default of spec.measurement.outcomeAfter of a Bot.
const defaultOutcomeAfter = 30 * time.Minute

// outcomeAfter is the age at which the Bot counts a conversation.
func (s *Snapshot) outcomeAfter() time.Duration {
	if s.Bot == nil || s.Bot.Spec.Measurement == nil {
		return defaultOutcomeAfter
	}
	return s.Bot.Spec.Measurement.OutcomeAfter.Or(defaultOutcomeAfter)
}

// doubts are what is probably not meant in a spec that can be followed.
func (v *view) doubts() []string {
	var out []string
	if note := v.note(); note != "" {
		out = append(out, note)
	}
	if note := v.timesOut(); note != "" {
		out = append(out, note)
	}
	return out
}

// timesOut warns where the first step with customers ends before one of their conversations
// is counted. Later steps have those of the ones before.
func (v *view) timesOut() string {
	for _, step := range v.steps {
		if value(step.Percent) == 0 {
			continue
		}
		if longest := step.MaxWait.Or(0); longest > 0 && longest <= v.outcomeAfter && len(v.gates) > 0 {
			return fmt.Sprintf("spec.steps[%s].maxWait: %s is over before a conversation is counted, %s after its start (spec.measurement.outcomeAfter of the Bot), so the step can only time out: wait longer",
				step.Name, step.MaxWait, kpi.Roughly(v.outcomeAfter))
		}
		return ""
	}
	return ""
}
