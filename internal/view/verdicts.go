// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import "github.com/intentops/intentops/api/v1alpha1"

var meanings = map[v1alpha1.Verdict]string{
	v1alpha1.VerdictPass:         "kept, the step has what it asks for",
	v1alpha1.VerdictFail:         "broken, there is strong evidence that customers are worse off than the gate allows",
	v1alpha1.VerdictInconclusive: "the conversations so far do not decide yet",
	v1alpha1.VerdictNoData:       "nothing was counted, or what was is too old",
	v1alpha1.VerdictError:        "the figures cannot be right",
}

// verdicts in the order of docs/gates.md.
var verdicts = []v1alpha1.Verdict{
	v1alpha1.VerdictPass, v1alpha1.VerdictFail, v1alpha1.VerdictInconclusive, v1alpha1.VerdictNoData, v1alpha1.VerdictError,
}

// Meaning is what a verdict of a gate says, in the words of docs/gates.md; empty: there is no such
// verdict.
func Meaning(v v1alpha1.Verdict) string { return meanings[v] }

// Verdicts are those that some gates have, each once.
func Verdicts(gates []v1alpha1.GateStatus) []v1alpha1.Verdict {
	has := map[v1alpha1.Verdict]bool{}
	for i := range gates {
		has[gates[i].Verdict] = true
	}
	var out []v1alpha1.Verdict
	for _, v := range verdicts {
		if has[v] {
			out = append(out, v)
		}
	}
	return out
}
