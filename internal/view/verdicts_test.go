// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestVerdictsAreThoseOfThePageOnGates: what a screen explains is what docs/gates.md has in its
// table, and the words of messages, kept and broken, are explained with them.
func TestVerdictsAreThoseOfThePageOnGates(t *testing.T) {
	page, err := os.ReadFile("../../docs/gates.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		if !strings.Contains(string(page), "\n| **"+string(v)+"** | ") {
			t.Errorf("docs/gates.md has no row for %s", v)
		}
		if Meaning(v) == "" {
			t.Errorf("nothing says what %s means", v)
		}
	}
	for _, word := range []string{"kept", "broken"} {
		if !strings.Contains(string(page), "*"+word+"*") {
			t.Errorf("docs/gates.md does not say what %s in a message means", word)
		}
	}
}

func TestEachVerdictIsExplainedOnce(t *testing.T) {
	gates := []v1alpha1.GateStatus{
		{Verdict: v1alpha1.VerdictNoData}, {Verdict: v1alpha1.VerdictPass}, {Verdict: v1alpha1.VerdictNoData}, {},
	}
	if diff := cmp.Diff([]v1alpha1.Verdict{v1alpha1.VerdictPass, v1alpha1.VerdictNoData}, Verdicts(gates)); diff != "" {
		t.Error(diff)
	}
}
