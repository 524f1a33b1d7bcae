// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// effects of changed fields of a batch, beside those of its content.
var effects = map[string]string{
	"approvals":  "steps may begin that people had to agree to",
	"dependsOn":  "waits for other batches",
	"errorRates": "the gates are wrong more or less often",
	"evidence":   "other customers decide; the step begins again",
	"gates":      "other gates; the evidence begins again",
	"lastReview": "a review decided",
	"onFailure":  "something else happens when a gate fails",
	"onRevert":   "what was live before comes back in another way",
	"retry":      "is tried again from the step that failed",
	"review":     "people are asked to look at other times",
	"state":      "is held, or goes on",
	"steps":      "other steps",
}

// batches says which batches would roll, taking what was before for live, and what their other
// fields do.
func (d *differ) batches() {
	for _, b := range ordered(d.after.batches) {
		plan := rollout.Plan(d.rolls(b))
		was, known := d.before.batches[b.Name]
		before := ""
		if known {
			before = rollout.Plan(d.before.snapshot(b.Name)).Status.Revision
		}
		rolls := plan.Status.Revision != "" && plan.Status.Revision != before && plan.Reason != v1alpha1.ReasonPromoted
		if rolls {
			d.changes = append(d.changes, d.rolling(b, plan))
		} else if !known {
			d.add(b.Object, "added", ReachNothing, "customers get its content already, or it is not accepted")
		}
		if !known {
			continue
		}
		for _, field := range changedFields(was.Value.Spec, b.Value.Spec) {
			effect := effects[field]
			if effect == "" && !rolls {
				effect = "brings nothing that customers do not have"
			}
			if effect != "" {
				d.add(b.Object, "changed", ReachNothing, fmt.Sprintf("spec.%s: %s", field, effect))
			}
		}
	}
	d.removed("IntentBatch", names(d.before.batches, d.after.declared), "a rollout of it ends; what is live stays live")
}

// rolls is the snapshot in which what was before is live.
func (d *differ) rolls(b typed[v1alpha1.IntentBatch]) rollout.Snapshot {
	s := d.after.snapshot(b.Name)
	bot := b.Value.Spec.BotRef.Name
	const live = "before"
	record := &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Name: live}, Spec: v1alpha1.BotReleaseSpec{BotRef: v1alpha1.LocalReference{Name: bot}, Sequence: 1}}
	for _, i := range d.before.intentsOf(bot) {
		if d.before.batchOf(i.Name) != "" {
			record.Spec.Intents = append(record.Spec.Intents, v1alpha1.ReleasedIntent{Name: i.Name, Revision: i.Revision})
		}
	}
	if was, known := d.before.bots[bot]; known {
		if policy := d.before.policyRevision(was.Value.Spec.EscalationPolicyRef.Name); policy != nil {
			record.Spec.EscalationPolicy = *policy
		}
		record.Spec.Understanding = was.Value.Spec.Understanding
		record.Spec.TextsRevision = release.TextsRevision(was.Value.Spec.Texts)
	}
	s.Live, s.History = record, []*v1alpha1.BotRelease{record}
	s.Bot = s.Bot.DeepCopy()
	s.Bot.Status.Release = &v1alpha1.ServedRelease{Name: live}
	return s
}

// rolling describes a rollout that a change begins.
func (d *differ) rolling(b typed[v1alpha1.IntentBatch], plan rollout.Result) Change {
	c := Change{Object: b.String(), Action: "rolls", Reaches: ReachSteps}
	var brings []string
	live := map[string]string{}
	for _, i := range d.before.intentsOf(b.Value.Spec.BotRef.Name) {
		if d.before.batchOf(i.Name) != "" {
			live[i.Name] = i.Revision
		}
	}
	for _, i := range d.after.intentsOf(b.Value.Spec.BotRef.Name) {
		if d.after.batchOf(i.Name) != b.Name {
			continue
		}
		switch was, known := live[i.Name]; {
		case !known:
			brings = append(brings, i.Name+" (new)")
		case was != i.Revision:
			brings = append(brings, i.Name+" (changed)")
		}
	}
	for _, included := range b.Value.Spec.Include {
		brings = append(brings, string(included))
	}
	c.Effect = "revision " + plan.Status.Revision[:8]
	if len(brings) > 0 {
		c.Effect += " brings " + strings.Join(brings, ", ")
	}
	var atLeast time.Duration
	for _, step := range d.after.stepsOf(b) {
		text := step.Name + " " + percentOf(step)
		if step.MinDuration != "" {
			text += " for " + string(step.MinDuration)
			atLeast += step.MinDuration.Or(0)
		}
		if step.Approval == v1alpha1.ApprovalManual {
			text += " after an approval"
		}
		c.Steps = append(c.Steps, text)
	}
	if atLeast > 0 {
		c.AtLeast = kpi.Roughly(atLeast)
	}
	for i := range plan.Status.Gates {
		c.Gates = append(c.Gates, plan.Status.Gates[i].Rule)
	}
	return c
}

// stepsOf are the steps in force for a batch.
func (ns *namespace) stepsOf(b typed[v1alpha1.IntentBatch]) []v1alpha1.RolloutStep {
	if len(b.Value.Spec.Steps) > 0 {
		return b.Value.Spec.Steps
	}
	if bot, known := ns.bots[b.Value.Spec.BotRef.Name]; known && bot.Value.Spec.Rollout != nil && len(bot.Value.Spec.Rollout.Steps) > 0 {
		return bot.Value.Spec.Rollout.Steps
	}
	return rollout.DefaultSteps()
}
