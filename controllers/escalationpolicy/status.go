// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	contract "github.com/intentops/intentops/internal/contract/policy"
	"github.com/intentops/intentops/internal/operator/notes"
	"github.com/intentops/intentops/internal/plural"
)

// setStatus writes everything that is known into the status.
func setStatus(policy *v1alpha1.EscalationPolicy, seen *observation, done outcome) {
	s := &policy.Status
	s.ObservedGeneration = policy.Generation
	s.Bots = seen.bots
	s.AcceptedRevision, s.Rules = "", nil
	if done.inForce != nil {
		s.AcceptedRevision = done.inForce.Revision
		s.Rules = new(int32(len(done.inForce.Rules)))
	}
	conditions, generation, rules := &s.Conditions, policy.Generation, len(seen.content.Rules)
	if seen.problem != nil {
		message := seen.problem.Error() + "; " + meanwhile(s)
		status.Set(conditions, generation, v1alpha1.ConditionAccepted, metav1.ConditionFalse, seen.reason, message)
		status.Stalled(conditions, generation, seen.reason, message)
		return
	}
	status.Set(conditions, generation, v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted,
		notes.Add(plural.Of(rules, "rule")+plural.Verb(rules, " compiles", " compile"), doubts(seen)...))
	status.Ready(conditions, generation, v1alpha1.ReasonReady,
		fmt.Sprintf("Revision %s is in force for %s", s.AcceptedRevision, plural.Of(len(s.Bots), "Bot")))
}

// doubts warn of a policy that is valid, and brings no handoff to a person or has rules that
// compare with what there is not. No event does: First Bot is meant to be tried without a helpdesk.
func doubts(seen *observation) []string {
	var out []string
	if seen.content.Handoff.Placeholder() {
		out = append(out, "spec.handoff.targets[0].webhook.url is a placeholder, so that no handoff reaches a person: write the URL of your helpdesk")
	}
	for _, doubt := range contract.Doubts(seen.content, seen.channels) {
		out = append(out, fmt.Sprintf("spec.rules[%d].when: %s", doubt.Index, doubt.Message))
	}
	return out
}

// meanwhile says what holds while the present spec is not accepted.
func meanwhile(s *v1alpha1.EscalationPolicyStatus) string {
	if s.AcceptedRevision == "" {
		return "no earlier spec was accepted, so that Bots with this policy cannot start"
	}
	return fmt.Sprintf("revision %s, the last that was accepted, stays in force", s.AcceptedRevision)
}
