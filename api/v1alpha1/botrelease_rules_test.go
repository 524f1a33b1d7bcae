// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"testing"

	. "github.com/intentops/intentops/api/v1alpha1"
)

func TestBotReleaseRules(t *testing.T) {
	valid := &BotRelease{Spec: BotReleaseSpec{
		BotRef: LocalReference{Name: "support"}, Sequence: 2, Parent: "support-000001",
		Digest: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", Bundle: []string{"support-0123456789ab-0"},
		Intents:          []ReleasedIntent{{Name: "refund", Revision: "refund-1"}},
		EscalationPolicy: ReleasedPolicy{Name: "standard", Revision: "standard-1"},
		Cause:            ReleaseCause{Type: CausePromoted, Batch: "week-1", Rollout: "week-1-1"},
	}}
	const never = "a BotRelease never changes: the operator makes a new one for each change; to go back to this one, set spec.releaseRef of the Bot"
	checkRules(t, valid, map[string]rule[BotRelease]{
		"its intents":               {update: true, change: func(r *BotRelease) { r.Spec.Intents = nil }, want: never},
		"its sequence":              {update: true, change: func(r *BotRelease) { r.Spec.Sequence = 3 }, want: never},
		"its labels":                {update: true, change: func(r *BotRelease) { r.Labels = map[string]string{"team": "support"} }},
		"no intents":                {change: func(r *BotRelease) { r.Spec.Intents = nil }},
		"no bundle":                 {change: func(r *BotRelease) { r.Spec.Bundle = nil }, want: "spec.bundle: Required value"},
		"the built-in engine":       {change: func(r *BotRelease) { r.Spec.Understanding = &Understanding{BuiltIn: &BuiltInUnderstanding{}} }},
		"an engine without a name":  {change: func(r *BotRelease) { r.Spec.Understanding = &Understanding{} }, want: "spec.understanding: Invalid value: set exactly one of builtIn, rasa and http"},
		"no hash":                   {change: func(r *BotRelease) { r.Spec.Digest = "latest" }, want: "spec.digest: Invalid value"},
		"the zeroth":                {change: func(r *BotRelease) { r.Spec.Sequence = 0 }, want: "spec.sequence: Required value"},
		"an intent twice":           {change: func(r *BotRelease) { r.Spec.Intents = append(r.Spec.Intents, r.Spec.Intents[0]) }, want: "spec.intents[1]: Duplicate value"},
		"a promotion of no batch":   {change: func(r *BotRelease) { r.Spec.Cause.Batch = "" }, want: "batch goes with the types Promoted and Reverted, and only with them"},
		"a promotion of no rollout": {change: func(r *BotRelease) { r.Spec.Cause.Rollout = "" }, want: "rollout goes with the type Promoted, and only with it"},
		"a revert":                  {change: func(r *BotRelease) { r.Spec.Cause = ReleaseCause{Type: CauseReverted, Batch: "week-1"} }},
		"a deletion by a batch":     {change: func(r *BotRelease) { r.Spec.Cause = ReleaseCause{Type: CauseDeleted, Batch: "week-1"} }, want: "batch goes with the types"},
		"a cause that is not known": {change: func(r *BotRelease) { r.Spec.Cause = ReleaseCause{Type: "Weather"} }, want: "spec.cause.type: Unsupported value"},
	})
}
