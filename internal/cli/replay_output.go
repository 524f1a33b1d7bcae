// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strconv"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/plural"
)

func (o *replayOptions) screenOf(r *replayReport) {
	sc := o.screen()
	fmt.Fprintf(o.Out, "Bot %s: %s of %s, by %s and by %s\n", screen.Clean(r.Bot), plural.Of(r.Messages, "message"),
		plural.Of(r.Conversations, "conversation"), screen.Clean(r.Old), screen.Clean(r.New))
	if len(r.Differences) == 0 {
		fmt.Fprintln(o.Out, "Both decide and say the same.")
		return
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(max(r.Messages, 1)) }
	fmt.Fprintf(o.Out, "%s; understood %.1f%% before, %.1f%% now\n", plural.Of(len(r.Differences), "difference"), share(r.OldUnderstood), share(r.NewUnderstood))
	sc.Heading(o.Out, "Changes")
	rows := make([][]screen.Cell, len(r.Changes))
	for i, c := range r.Changes {
		rows[i] = screen.Cells(strconv.Itoa(c.Count), c.Old, c.New)
	}
	sc.Table(o.Out, []screen.Column{{Name: "COUNT"}, {Name: "BEFORE"}, {Name: "NOW"}}, rows)
	shown := r.Differences[:min(len(r.Differences), o.limit)]
	if len(shown) == 0 {
		return
	}
	sc.Heading(o.Out, "Messages")
	rows = rows[:0]
	for i := range shown {
		d := &shown[i]
		rows = append(rows, screen.Cells(strconv.Itoa(d.Line), named(d.Old), d.becomes(), chars.Clip(d.Text, longestSay)))
	}
	sc.Table(o.Out, []screen.Column{{Name: "LINE"}, {Name: "BEFORE", Wide: true}, {Name: "NOW"}, {Name: "CUSTOMER SAYS", Text: true}}, rows)
	if more := len(r.Differences) - len(shown); more > 0 {
		fmt.Fprintf(o.Out, "\n%d more: --limit %d shows them, and so does -o json.\n", more, len(r.Differences))
	}
}
