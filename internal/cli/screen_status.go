// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/plural"
	"github.com/intentops/intentops/internal/view"
)

func (p *plugin) writeStatus(views []view.Bot) {
	sc := p.screen()
	for i := range views {
		if i > 0 {
			fmt.Fprintln(p.Out)
		}
		p.writeBotView(sc, &views[i])
	}
}

func (p *plugin) writeBotView(sc screen.Screen, v *view.Bot) {
	fmt.Fprintf(p.Out, "%s  %s\n", sc.Paint(screen.Strong, "Bot "+v.Name), sc.Paint(toneOfState(v.State), v.State))
	if v.State != "Ready" {
		sc.Block(p.Out, "why", screen.Plain, v.Message)
	}
	live := "nothing yet"
	if v.Release != "" {
		live = fmt.Sprintf("%s with %s, for %s", v.Release, plural.Of(v.Intents, "intent"), ago(p.now(), v.LiveSince))
	}
	sc.Block(p.Out, "live", screen.Plain, live)
	if v.Disabled {
		sc.Block(p.Out, "disabled", screen.Bad, "every conversation goes to a person")
	}
	if v.Pinned != "" {
		sc.Block(p.Out, "pinned", screen.Odd, "to "+v.Pinned)
	}
	if len(v.Batches) > 0 {
		sc.Heading(p.Out, "BATCHES")
		var rows [][]screen.Cell
		for _, b := range v.Batches {
			row := screen.Cells(b.Name, b.State, b.Reason, view.OrDash(b.Step), view.PercentOf(b.Percent), view.OrDash(b.Escalation), view.OrDash(b.CSAT))
			row[1].Tone = toneOfState(b.State)
			rows = append(rows, row)
		}
		sc.Table(p.Out, []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "REASON"}, {Name: "STEP"}, {Name: "PERCENT"}, {Name: "ESCALATION", Wide: true}, {Name: "CSAT", Wide: true}}, rows)
	}
	var gates []v1alpha1.GateStatus
	for _, b := range v.Batches {
		if len(b.Gates) > 0 {
			sc.Heading(p.Out, "GATES OF "+b.Name)
			p.writeGateBars(sc, b.Gates)
			gates = append(gates, b.Gates...)
		}
	}
	p.writeVerdicts(sc, gates)
	if len(v.KPIs) > 0 {
		sc.Heading(p.Out, "KPIS")
		var rows [][]screen.Cell
		for _, k := range v.KPIs {
			row := screen.Cells(k.Name, view.OrDash(k.State), view.OrDash(k.Value), view.OrDash(k.Target), view.OrDash(k.Trend), fmt.Sprint(k.Samples))
			row[1].Tone = toneOfKPI(k.State)
			rows = append(rows, row)
		}
		sc.Table(p.Out, []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "VALUE"}, {Name: "TARGET"}, {Name: "TREND", Wide: true}, {Name: "SAMPLES", Wide: true}}, rows)
	}
	if len(v.Waits) > 0 {
		sc.Heading(p.Out, "WAITS FOR")
		var rows [][]screen.Cell
		for _, w := range v.Waits {
			rows = append(rows, screen.Cells(w.Who, w.Kind+" "+w.Name, w.Moves))
			if w.Command != "" {
				rows = append(rows, screen.Cells("", "", w.Command))
			}
		}
		sc.Table(p.Out, []screen.Column{{Name: "WHO"}, {Name: "WHAT"}, {Name: "MOVES IT", Text: true}}, rows)
	}
}

func toneOfKPI(s v1alpha1.KPIState) screen.Tone {
	switch s {
	case v1alpha1.KPIMet:
		return screen.Good
	case v1alpha1.KPIMissed, v1alpha1.KPIGuardrailBreached:
		return screen.Bad
	}
	return screen.Odd
}
