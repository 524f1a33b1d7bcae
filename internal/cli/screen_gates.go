// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/view"
)

// writeGateBars writes each gate with its interval against its bound.
func (p *plugin) writeGateBars(sc screen.Screen, gates []v1alpha1.GateStatus) {
	width := 24
	if sc.Width >= 110 {
		width = 40
	}
	columns := []screen.Column{{Name: "GATE"}, {Name: "VERDICT"}, {Name: "[ 95% INTERVAL ] | BOUND"}, {Name: "CANDIDATE", Wide: true}, {Name: "STABLE", Wide: true}, {Name: "SAMPLES", Wide: true}}
	var rows [][]screen.Cell
	for i := range gates {
		g := &gates[i]
		row := screen.Cells(g.Name, string(g.Verdict), view.OrDash(barOfGate(g, width)), view.OrDash(g.Candidate), view.OrDash(g.Stable), view.SamplesOf(g))
		row[1].Tone = toneOf(g.Verdict)
		rows = append(rows, row)
	}
	sc.Table(p.Out, columns, rows)
	for i := range gates {
		if g := &gates[i]; g.Message != "" {
			message := g.Message
			if !strings.HasPrefix(strings.ToLower(message), g.Name) {
				message = g.Name + ": " + message
			}
			sc.Block(p.Out, "", screen.Faint, message)
		}
	}
}

// writeVerdicts says what the verdicts of gates mean that a screen has, each once.
func (p *plugin) writeVerdicts(sc screen.Screen, gates []v1alpha1.GateStatus) {
	var said []string
	for _, v := range view.Verdicts(gates) {
		said = append(said, string(v)+": "+view.Meaning(v)+".")
	}
	if len(said) > 0 {
		sc.Block(p.Out, "", screen.Faint, strings.Join(said, " "))
	}
}

func toneOf(v v1alpha1.Verdict) screen.Tone {
	switch v {
	case v1alpha1.VerdictPass:
		return screen.Good
	case v1alpha1.VerdictFail, v1alpha1.VerdictError:
		return screen.Bad
	}
	return screen.Odd
}

// barOfGate is empty where the gate has no figures yet.
func barOfGate(g *v1alpha1.GateStatus, width int) string {
	v := view.IntervalOf(g)
	if v == nil {
		return ""
	}
	return screen.Bar(v.Low, v.Value, v.High, v.Bound, width)
}
