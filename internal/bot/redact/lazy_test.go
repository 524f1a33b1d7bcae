// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import "testing"

// TestEachExpressionCanBeMade: a mistake in one is not to be found by the first customer whose text needs it.
func TestEachExpressionCanBeMade(t *testing.T) {
	all := []*lazy{
		secrets, afterSecret, spans, withoutOne, joinedNear,
		mayHide, grouped, dated, isThing, isPhone, isFailing, isSince, goesOn, isUnit, gluedBefore, gluedAfter, isGiven,
		onBack, arrived, fromThere, loginBefore, loginAlone, loginNamed, passwordAfter, loginAfter, named, devices,
	}
	for _, s := range told {
		all = append(all, s.pattern)
	}
	for _, c := range clues {
		all = append(all, c.words, c.after)
		if c.with != nil {
			all = append(all, c.with)
		}
	}
	for _, expression := range all {
		if expression.made() == nil {
			t.Error("an expression is missing")
		}
	}
}
