// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// lintBatches asks the operator's planner what it would make of each batch in a cluster that has
// just what the folder has.
func (ns *namespace) lintBatches() []Finding {
	var findings []Finding
	for _, b := range ordered(ns.batches) {
		snapshot := ns.snapshot(b.Name)
		for name, fact := range snapshot.Intents {
			fact.Rejected = "" // which is said of the Intent
			snapshot.Intents[name] = fact
		}
		result := rollout.Plan(snapshot)
		for _, p := range result.Problems {
			if p.Reason != v1alpha1.ReasonReferenceNotFound { // which is said by references
				field, text := fieldOf(p.Message)
				findings = append(findings, b.finding(RuleBatch, Error, field, text))
			}
		}
		if len(result.Problems) == 0 {
			for _, doubt := range result.Doubts {
				field, text := fieldOf(doubt)
				findings = append(findings, b.finding(RuleDoubtful, Warning, field, text))
			}
		}
		findings = append(findings, ns.lintApprovals(b, result.Status.Revision)...)
	}
	return findings
}

// lintApprovals finds approvals that have no effect. The revision of a batch is a hash of its
// content, so the folder has it too.
func (ns *namespace) lintApprovals(b typed[v1alpha1.IntentBatch], revision string) []Finding {
	var findings []Finding
	for _, a := range b.Value.Spec.Approvals {
		if revision != "" && !strings.HasPrefix(revision, a.Revision) {
			findings = append(findings, b.finding(RuleApproval, Warning, fmt.Sprintf("spec.approvals[%s].revision", a.Step),
				fmt.Sprintf("approves %s of step %s, but with this folder the batch has the revision %s: the approval has no effect", a.Revision, a.Step, revision[:8])))
		}
	}
	return findings
}

// fieldOf divides a message into the field that it begins with, if it does, and the rest.
func fieldOf(message string) (field, rest string) {
	if field, rest, found := strings.Cut(message, ": "); found && strings.HasPrefix(field, "spec.") && !strings.Contains(field, " ") {
		return field, rest
	}
	return "", message
}

// snapshot is the folder as the planner of a batch would see it in a cluster where nothing was
// served yet. A Bot that is elsewhere is taken to be as the defaults have it.
func (ns *namespace) snapshot(batch string) rollout.Snapshot {
	s := rollout.Snapshot{Intents: map[string]rollout.Intent{}, Targets: map[string]*v1alpha1.KPITarget{}}
	chosen := ns.batches[batch].Value.DeepCopy()
	s.Batch = chosen
	bot := chosen.Spec.BotRef.Name
	// Older batches have the better claim on an intent; the folder has no ages, so names decide.
	for i, b := range ordered(ns.batches) {
		sibling := b.Value
		created := metav1.NewTime(time.Unix(int64(i), 0))
		if b.Name == batch {
			chosen.CreationTimestamp = created
		} else if sibling.Spec.BotRef.Name == bot {
			copied := sibling.DeepCopy()
			copied.CreationTimestamp = created
			s.Siblings = append(s.Siblings, copied)
		}
	}
	s.Bot = &v1alpha1.Bot{ObjectMeta: metav1.ObjectMeta{Name: bot}}
	if b, known := ns.bots[bot]; known {
		s.Bot = b.Value
		s.Policy = ns.policyRevision(b.Value.Spec.EscalationPolicyRef.Name)
	}
	for name, i := range ns.intents {
		content := release.FromIntent(i.Value.Spec, name)
		fact := rollout.Intent{Bot: i.Value.Spec.BotRef.Name, Observed: true, Revision: name + "-" + release.IntentHash(content)}
		if problems := release.Check(content); len(problems) > 0 {
			fact.Rejected = problems[0].Field + ": " + problems[0].Message
		}
		s.Intents[name] = fact
	}
	for name, t := range ns.targets {
		s.Targets[name] = t.Value
	}
	return s
}

// policyRevision is what the operator would call the revision of a policy; nil: there is none.
func (ns *namespace) policyRevision(name string) *v1alpha1.ReleasedPolicy {
	p, known := ns.policies[name]
	if !known {
		return nil
	}
	content, err := release.FromPolicy(p.Value.Spec, name)
	if err != nil {
		return nil
	}
	return &v1alpha1.ReleasedPolicy{Name: name, Revision: name + "-" + release.PolicyHash(content)}
}
