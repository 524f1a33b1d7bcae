// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"time"

	"github.com/intentops/intentops/internal/operator/gate"
)

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
				step.Name, step.MaxWait, gate.FormatDuration(v.outcomeAfter))
		}
		return ""
	}
	return ""
}
