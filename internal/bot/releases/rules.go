// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/contract/policy"
	"github.com/intentops/intentops/internal/contract/release"
)

// CELRules compiles rules written in CEL. A rule that cannot be evaluated counts as
// matching, and is logged.
func CELRules(log logr.Logger) Rules {
	return func(source release.Policy) (decide.Policy, error) {
		compiled, err := policy.Compile(source)
		if err != nil {
			return nil, err
		}
		return celRules{compiled: compiled, policy: source.Name, log: log}, nil
	}
}

type celRules struct {
	compiled *policy.Policy
	policy   string
	log      logr.Logger
}

// Match implements decide.Policy.
func (r celRules) Match(f decide.Facts) (decide.Match, bool) {
	match, matched, err := r.compiled.Evaluate(policy.Input{
		Intent: policy.Intent{Name: f.Intent, Risk: f.Risk, Confidence: f.Confidence},
		Message: policy.Message{
			Sentiment: f.Sentiment, AsksForHuman: f.AsksForHuman, Anger: f.Anger, Thanks: f.Thanks,
			DangerToSelf: f.DangerToSelf, LegalThreat: f.LegalThreat, SignalsKnown: !f.Unread, Length: int64(f.Length),
		},
		Customer:     policy.Customer{Tier: f.Tier, Locale: f.Locale, Channel: f.Channel},
		Conversation: policy.Conversation{Turns: int64(f.Turns), UnresolvedTurns: int64(f.Unresolved)},
	})
	if err != nil {
		r.log.Error(err, "Unable to evaluate an escalation rule, handing over", "policy", r.policy)
	}
	return decide.Match(match), matched
}
