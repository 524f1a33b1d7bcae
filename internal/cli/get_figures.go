// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/view"
)

// batchNow is a batch as data, with the figures of now.
type batchNow struct {
	Name    string  `json:"name"`
	Bot     string  `json:"bot"`
	State   string  `json:"state"`
	Reason  string  `json:"reason"`
	Step    string  `json:"step,omitempty"`
	Percent *int32  `json:"percent,omitempty"`
	Figures figures `json:"figures"`
}

// intentNow is an Intent as data, with the figures of now.
type intentNow struct {
	Name    string               `json:"name"`
	Bot     string               `json:"bot"`
	Batch   string               `json:"batch,omitempty"`
	State   v1alpha1.IntentState `json:"state"`
	Figures figures              `json:"figures"`
}

// listOfBatches writes batches; as data they are objects, or with --prometheus what is known now.
func (o *getOptions) listOfBatches(ctx context.Context, namespace string, all []v1alpha1.IntentBatch) error {
	m := o.measure(ctx)
	of, now := make([]figures, len(all)), make([]batchNow, len(all))
	for i := range all {
		b := &all[i]
		of[i], _ = m.batch(b, o.now())
		s := view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		now[i] = batchNow{b.Name, b.Spec.BotRef.Name, s.State, s.Reason, b.Status.Step, b.Status.Percent, of[i]}
	}
	if o.source != nil && o.output != "" {
		return o.output.write(o.Out, map[string]any{"batches": now}, nil)
	}
	return writeList(o.output, o.plugin, namespace, batchKind, all, func(all []v1alpha1.IntentBatch) { o.writeBatches(all, of, o.source != nil) })
}

// intents writes all Intents, or one.
func (o *getOptions) intents(ctx context.Context, name string) error {
	client, namespace, err := o.cluster()
	if err != nil {
		return err
	}
	var all []v1alpha1.Intent
	if name == "" {
		if all, err = list[v1alpha1.Intent](ctx, client, namespace, intentKind); err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(i v1alpha1.Intent) bool { return o.bot != "" && i.Spec.BotRef.Name != o.bot })
	} else {
		intent, err := get[v1alpha1.Intent](ctx, client, namespace, intentKind, name)
		if err != nil {
			return err
		}
		all = []v1alpha1.Intent{*intent}
	}
	of, now := o.figuresOfIntents(ctx, all)
	switch {
	case o.output == "":
	case o.source != nil:
		return o.output.write(o.Out, map[string]any{"intents": now}, nil)
	case name != "":
		object, err := objectOf(&all[0], intentKind)
		if err != nil {
			return err
		}
		return o.output.write(o.Out, object, nil)
	}
	return writeList(o.output, o.plugin, namespace, intentKind, all, func(all []v1alpha1.Intent) { o.writeIntents(all, of) })
}

func (o *getOptions) figuresOfIntents(ctx context.Context, all []v1alpha1.Intent) ([]figures, []intentNow) {
	m := o.measureIntents(ctx)
	of, now := make([]figures, len(all)), make([]intentNow, len(all))
	for n := range all {
		i := &all[n]
		of[n] = m.intent(i, o.now())
		now[n] = intentNow{i.Name, i.Spec.BotRef.Name, i.Status.Batch, i.Status.State, of[n]}
	}
	return of, now
}

func (p *plugin) writeIntents(all []v1alpha1.Intent, of []figures) {
	columns := []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "BATCH"}, {Name: "LAST DAY"}, {Name: "ESCALATION"}, {Name: "CSAT"},
		{Name: "FIGURES"}, {Name: "BOT", Wide: true}}
	var rows [][]screen.Cell
	for n := range all {
		i, f := &all[n], &of[n]
		rows = append(rows, screen.Cells(i.Name, view.OrDash(i.Status.State), view.OrDash(i.Status.Batch), f.counts(), view.OrDash(f.Escalation),
			view.OrDash(f.CSAT), f.source(), i.Spec.BotRef.Name))
	}
	p.screen().Table(p.Out, columns, rows)
	p.writeNotes(intentKind, func(n int) string { return all[n].Name }, of)
}

// maxNamed is how many names a warning has.
const maxNamed = 5

// writeNotes says why figures are not those of the metrics: each reason once, with whom it is about.
func (p *plugin) writeNotes(k kind, name func(int) string, of []figures) {
	var reasons []string
	about := map[string][]string{}
	for i := range of {
		note := of[i].Note
		if note == "" {
			continue
		}
		if about[note] == nil {
			reasons = append(reasons, note)
		}
		about[note] = append(about[note], name(i))
	}
	for _, note := range reasons {
		names := about[note]
		more := ""
		if len(names) > maxNamed {
			names, more = names[:maxNamed], fmt.Sprintf(" and %d more", len(names)-maxNamed)
		}
		fmt.Fprintf(p.ErrOut, "Warning: %s %s%s: %s The figures are those of the status.\n", k.name, strings.Join(names, ", "), more, sentence(screen.Clean(note)))
	}
}

// sentence ends in a full stop, or whatever it ends in already.
func sentence(text string) string {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// inFull says of one batch which figures are shown and how old they are; empty: that is not known.
func (f *figures) inFull() string {
	if f.From == fromMetrics {
		return fmt.Sprintf("%s: escalation %s, CSAT %s, and the conversations of the steps; gates and messages are as the status has them",
			f.source(), view.OrDash(f.Escalation), view.OrDash(f.CSAT))
	}
	if f.AgeSeconds == nil {
		return f.Note
	}
	text := fmt.Sprintf("as the status had them %s ago", f.age())
	if f.Note != "" {
		text += ", since the metrics cannot be used: " + f.Note
	}
	return text
}
