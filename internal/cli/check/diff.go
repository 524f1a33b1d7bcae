// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// Reach says how a change comes to customers.
type Reach string

// How a change comes to customers.
const (
	ReachAtOnce  Reach = "at once"
	ReachSteps   Reach = "by steps"
	ReachNothing Reach = "not"
)

// Change is what a commit does to an object.
type Change struct {
	Object string `json:"object"`
	// Action is added, removed, changed or rolls.
	Action string `json:"action"`
	// Reaches says how it comes to customers.
	Reaches Reach `json:"reachesCustomers"`
	// Effect says what happens.
	Effect string `json:"effect"`
	// Steps and Gates are those of a batch that rolls.
	Steps []string `json:"steps,omitempty"`
	Gates []string `json:"gates,omitempty"`
	// AtLeast is how long the steps take at least.
	AtLeast string `json:"atLeast,omitempty"`
}

// diff says what becomes of a change from one folder to another.
func diff(before, after world) ([]Change, []Finding) {
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	var changes []Change
	var findings []Finding
	for _, name := range slices.Sorted(maps.Keys(names)) {
		d := differ{before: cmp.Or(before[name], newNamespace(name)), after: cmp.Or(after[name], newNamespace(name))}
		d.intents()
		d.batches()
		d.policies()
		compare(&d, "Bot", d.before.bots, d.after.bots, func(b *v1alpha1.Bot) any { return b.Spec }, d.bot)
		compare(&d, "KPITarget", d.before.targets, d.after.targets, func(t *v1alpha1.KPITarget) any { return t.Spec }, func(_, _ *v1alpha1.KPITarget, fields []string) (Reach, string) {
			return ReachNothing, "is measured or judged differently: " + strings.Join(fields, ", ")
		})
		changes, findings = append(changes, d.changes...), append(findings, d.findings...)
	}
	return changes, findings
}

// differ compares a namespace with what it was.
type differ struct {
	before, after *namespace
	changes       []Change
	findings      []Finding
}

func (d *differ) add(o *Object, action string, reach Reach, effect string) {
	d.changes = append(d.changes, Change{Object: o.String(), Action: action, Reaches: reach, Effect: effect})
}

// intents says of each Intent whether it is new to customers.
func (d *differ) intents() {
	for _, i := range ordered(d.after.intents) {
		was, known := d.before.intents[i.Name]
		action := "changed"
		switch {
		case !known:
			action = "added"
		case release.IntentHash(release.FromIntent(was.Value.Spec, i.Name)) != release.IntentHash(release.FromIntent(i.Value.Spec, i.Name)):
		case len(changedFields(was.Value.Spec, i.Value.Spec)) > 0:
			d.add(i.Object, action, ReachNothing, "only "+strings.Join(changedFields(was.Value.Spec, i.Value.Spec), " and "))
			continue
		default:
			continue
		}
		switch batch := d.after.batchOf(i.Name); {
		case batch != "":
			d.add(i.Object, action, ReachSteps, "by the steps of IntentBatch "+batch)
		case d.batchesElsewhere():
			d.add(i.Object, action, ReachSteps, "by the steps of the IntentBatch that names it, if one does: "+notHere)
		default:
			d.add(i.Object, action, ReachNothing, "is a draft: no IntentBatch names it")
		}
	}
	for _, i := range ordered(d.before.intents) {
		if d.after.declared["Intent"][i.Name] {
			continue
		}
		if d.before.batchOf(i.Name) == "" && !d.batchesElsewhere() {
			d.add(i.Object, "removed", ReachNothing, "was a draft: no IntentBatch named it")
			continue
		}
		d.add(i.Object, "removed", ReachAtOnce, "where it is live, customers no longer get its answer")
		d.findings = append(d.findings, Finding{Rule: RuleWithdraws, Severity: Warning, File: i.File, Object: i.String(),
			Message: "is removed: where it is live, customers no longer get its answer, at once and without a rollout. Keep it unless that is meant"})
	}
}

// notHere says why it is not known what batches do.
const notHere = "the folder has no IntentBatch, name the one that has them too"

// batchesElsewhere says that the folder has no batch and had none: they are kept in another one.
func (d *differ) batchesElsewhere() bool {
	return len(d.before.declared["IntentBatch"]) == 0 && len(d.after.declared["IntentBatch"]) == 0
}

// batchOf is the batch that names an Intent; empty: none.
func (ns *namespace) batchOf(intent string) string {
	for _, b := range ordered(ns.batches) {
		if slices.Contains(b.Value.Spec.Intents, intent) {
			return b.Name
		}
	}
	return ""
}

// policies says whether a change of a policy comes at once.
func (d *differ) policies() {
	for _, p := range ordered(d.after.policies) {
		was, known := d.before.policies[p.Name]
		if !known {
			d.add(p.Object, "added", ReachAtOnce, "for the Bots that name it")
			continue
		}
		before, errBefore := release.FromPolicy(was.Value.Spec, p.Name)
		after, errAfter := release.FromPolicy(p.Value.Spec, p.Name)
		if errBefore != nil || errAfter != nil || release.PolicyHash(before) == release.PolicyHash(after) {
			continue
		}
		what := release.DescribePolicyChange(before, after)
		if release.OnlyHandsOverMore(before, after) {
			d.add(p.Object, "changed", ReachAtOnce, "it only hands over more: "+what)
		} else if batch := d.after.includes(p.Name, v1alpha1.IncludedEscalationPolicy); batch != "" {
			d.add(p.Object, "changed", ReachSteps, "by the steps of IntentBatch "+batch+", which includes it: "+what)
		} else if d.batchesElsewhere() {
			d.add(p.Object, "changed", ReachAtOnce, "unless an IntentBatch includes the policy, no gate guards it ("+notHere+"): "+what)
		} else {
			d.add(p.Object, "changed", ReachAtOnce, "no IntentBatch includes the policy, so no gate guards it: "+what)
		}
	}
	d.removed("EscalationPolicy", names(d.before.policies, d.after.declared), "Bots that name it keep the last one that was accepted")
}

// includes is a batch that brings something of a policy's, or of a Bot's own, by steps; empty: none.
func (ns *namespace) includes(policy string, what v1alpha1.Included) string {
	for _, b := range ordered(ns.batches) {
		bot, known := ns.bots[b.Value.Spec.BotRef.Name]
		if known && bot.Value.Spec.EscalationPolicyRef.Name == policy && slices.Contains(b.Value.Spec.Include, what) {
			return b.Name
		}
	}
	return ""
}

// bot says what a changed Bot does at once, and what waits for a batch.
func (d *differ) bot(_, after *v1alpha1.Bot, fields []string) (Reach, string) {
	var atOnce, steps, unnoticed []string
	for _, field := range fields {
		if field == "rollout" || field == "measurement" {
			unnoticed = append(unnoticed, field) // how batches roll and figures are counted, not what is answered
			continue
		}
		included := map[string]v1alpha1.Included{"texts": v1alpha1.IncludedTexts, "understanding": v1alpha1.IncludedUnderstanding}[field]
		if included != "" && d.after.includes(after.Spec.EscalationPolicyRef.Name, included) != "" {
			steps = append(steps, field)
			continue
		}
		switch {
		case field == "automation" && after.Spec.Automation == v1alpha1.AutomationDisabled:
			field = "automation (every conversation goes to a person)"
		case field == "releaseRef" && after.Spec.ReleaseRef != nil:
			field = "releaseRef (serves " + after.Spec.ReleaseRef.Name + ", and every batch waits)"
		}
		atOnce = append(atOnce, field)
	}
	effect := strings.Join(atOnce, ", ")
	if len(steps) > 0 {
		if effect != "" {
			effect += "; "
		}
		effect += "by the steps of the batch that includes it: " + strings.Join(steps, ", ")
	}
	if effect != "" && len(unnoticed) > 0 {
		effect += "; customers do not notice: " + strings.Join(unnoticed, ", ")
	}
	switch {
	case len(atOnce) > 0:
		return ReachAtOnce, effect
	case len(steps) > 0:
		return ReachSteps, effect
	}
	return ReachNothing, "only " + strings.Join(unnoticed, " and ")
}

// compare finds what was added, removed or changed of a kind.
func compare[T any](d *differ, kind string, before, after map[string]typed[T], spec func(*T) any, say func(was, is *T, fields []string) (Reach, string)) {
	for _, o := range ordered(after) {
		was, known := before[o.Name]
		if !known {
			d.add(o.Object, "added", ReachNothing, "by itself")
			continue
		}
		if fields := changedFields(spec(was.Value), spec(o.Value)); len(fields) > 0 {
			reach, effect := say(was.Value, o.Value, fields)
			d.add(o.Object, "changed", reach, effect)
		}
	}
	effect := "is no longer measured"
	if kind == "Bot" {
		effect = "its pods end"
	}
	d.removed(kind, names(before, d.after.declared), effect)
}

// names are the objects of a map that are no longer declared.
func names[T any](before map[string]typed[T], declared map[string]map[string]bool) []*Object {
	var gone []*Object
	for _, o := range ordered(before) {
		if !declared[o.Kind][o.Name] {
			gone = append(gone, o.Object)
		}
	}
	return gone
}

func (d *differ) removed(kind string, gone []*Object, effect string) {
	reach := ReachNothing
	if kind == "Bot" {
		reach = ReachAtOnce
	}
	for _, o := range gone {
		d.add(o, "removed", reach, effect)
	}
}

// changedFields are the members of a spec that differ, sorted.
func changedFields(before, after any) []string {
	was, is := membersOf(before), membersOf(after)
	fields := map[string]bool{}
	for name := range was {
		fields[name] = true
	}
	for name := range is {
		fields[name] = true
	}
	maps.DeleteFunc(fields, func(name string, _ bool) bool { return string(was[name]) == string(is[name]) })
	return slices.Sorted(maps.Keys(fields))
}

func membersOf(spec any) map[string]json.RawMessage {
	raw, err := json.Marshal(spec)
	if err != nil {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil
	}
	return members
}

func percentOf(step v1alpha1.RolloutStep) string {
	if step.Percent == nil {
		return "0%"
	}
	return fmt.Sprintf("%d%%", *step.Percent)
}
