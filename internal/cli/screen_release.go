// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/view"
)

// writeReleases writes the history of Bots, newest first, with what each release changed.
func (p *plugin) writeReleases(all []v1alpha1.BotRelease) {
	columns := []screen.Column{{Name: "NAME"}, {Name: "LIVE"}, {Name: "SINCE"}, {Name: "CAUSE"}, {Name: "INTENTS", Wide: true}, {Name: "CHANGED", Text: true}}
	var rows [][]screen.Cell
	for i := range all {
		r := &all[i]
		live := screen.Cell{Value: dash}
		if meta.IsStatusConditionTrue(r.Status.Conditions, v1alpha1.ConditionLive) {
			live = screen.Cell{Value: "live", Tone: screen.Good}
		}
		cause := string(r.Spec.Cause.Type)
		if r.Spec.Cause.Batch != "" {
			cause += " " + r.Spec.Cause.Batch
		}
		row := screen.Cells(r.Name, "", at(r.CreationTimestamp), cause, fmt.Sprint(len(r.Spec.Intents)), strings.Join(view.Changes(view.ParentOf(all, r), r), ", "))
		row[1] = live
		rows = append(rows, row)
	}
	p.screen().Table(p.Out, columns, rows)
}

func (p *plugin) writeRelease(r, parent *v1alpha1.BotRelease) {
	sc := p.screen()
	fmt.Fprintf(p.Out, "%s  of Bot %s, release %d\n", sc.Paint(screen.Strong, "BotRelease "+r.Name), r.Spec.BotRef.Name, r.Spec.Sequence)
	sc.Block(p.Out, "since", screen.Plain, at(r.CreationTimestamp)+" UTC")
	sc.Block(p.Out, "cause", screen.Plain, fmt.Sprintf("%s: %s", r.Spec.Cause.Type, view.OrDash(r.Spec.Cause.Message)))
	if r.Spec.Parent != "" && parent == nil {
		sc.Block(p.Out, "changed", screen.Plain, fmt.Sprintf("the release before, %s, is gone, so what changed is not known", r.Spec.Parent))
	} else {
		sc.Block(p.Out, "changed", screen.Plain, strings.Join(view.Changes(parent, r), ", "))
	}
	if c := meta.FindStatusCondition(r.Status.Conditions, v1alpha1.ConditionAvailable); c != nil && c.Status != "True" {
		sc.Block(p.Out, "missing", screen.Bad, c.Message)
	}
	if !meta.IsStatusConditionTrue(r.Status.Conditions, v1alpha1.ConditionLive) {
		sc.Block(p.Out, "go back", screen.Plain, fmt.Sprintf("kubectl intentops pin %s %s", r.Spec.BotRef.Name, r.Name))
	}
	sc.Heading(p.Out, "SERVES")
	rows := [][]screen.Cell{}
	for _, i := range r.Spec.Intents {
		rows = append(rows, screen.Cells("Intent", i.Name, i.Revision))
	}
	rows = append(rows, screen.Cells("EscalationPolicy", r.Spec.EscalationPolicy.Name, r.Spec.EscalationPolicy.Revision),
		screen.Cells("Understanding", view.Engine(r), dash), screen.Cells("Texts", view.Texts(r), dash))
	sc.Table(p.Out, []screen.Column{{Name: "KIND"}, {Name: "NAME"}, {Name: "REVISION", Wide: true}}, rows)
}
