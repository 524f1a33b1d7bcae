// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
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
		row := screen.Cells(g.Name, string(g.Verdict), orDash(barOfGate(g, width)), orDash(g.Candidate), orDash(g.Stable), samplesOf(g))
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

func samplesOf(g *v1alpha1.GateStatus) string {
	if g.Needed > g.CandidateSamples {
		return fmt.Sprintf("%d of about %d", g.CandidateSamples, g.Needed)
	}
	return fmt.Sprint(g.CandidateSamples)
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

// barOfGate is empty where the gate has no figures yet. The interval of a comparison is that of
// the difference from stable, and its bound the margin to the worse side.
func barOfGate(g *v1alpha1.GateStatus, width int) string {
	low, okLow := figure(g.Low)
	high, okHigh := figure(g.High)
	bound, okBound := figure(g.Bound)
	value, okValue := figure(g.Candidate)
	if g.Compare == v1alpha1.CompareStable {
		if g.Metric == v1alpha1.MetricCSAT {
			bound = -bound
		}
		stable, ok := figure(g.Stable)
		value, okValue = value-stable, okValue && ok
	}
	if !okLow || !okHigh || !okBound || !okValue {
		return ""
	}
	return screen.Bar(low, value, high, bound, width)
}

// figure reads a score or a percentage.
func figure(v v1alpha1.Value) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSuffix(string(v), "%"), 64)
	return f, err == nil
}
