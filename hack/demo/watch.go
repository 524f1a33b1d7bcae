// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/plural"
	"github.com/intentops/intentops/test/harness"
)

// timeline is when things were first seen.
type timeline struct {
	harm, rollback time.Time
	decisions      map[string]int
}

// watch shows the batches until all of them have come to their end.
func (d *demo) watch(ctx context.Context, customers *harness.Customers) error {
	d.seen.decisions = map[string]int{}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for shown := (time.Time{}); ; {
		var all []*v1alpha1.IntentBatch
		ended := 0
		for _, name := range batches {
			batch, err := d.cluster.Batch(ctx, name)
			if err != nil {
				return err
			}
			all = append(all, batch)
			if batch.Status.Result != "" {
				ended++
			}
		}
		news := d.decisions(all)
		if news || time.Since(shown) >= 10*time.Second {
			shown = time.Now()
			if err := d.table(ctx, all, customers); err != nil {
				return err
			}
		}
		if ended == len(batches) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the batches did not come to their end in time: kubectl describe intentbatches -n %s says why", harness.Namespace)
		case <-ticker.C:
		}
	}
}

// decisions prints what the operator decided since the last look.
func (d *demo) decisions(all []*v1alpha1.IntentBatch) bool {
	news := false
	for _, batch := range all {
		if batch.Name == harmful {
			d.note(batch)
		}
		history := batch.Status.History
		for _, record := range history[min(d.seen.decisions[batch.Name], len(history)):] {
			d.say("%s: %s", batch.Name, record.Message)
			news = true
		}
		d.seen.decisions[batch.Name] = len(history)
	}
	return news
}

// note remembers when the harmful batch first answered customers, and when it was taken
// back, by the operator's own record.
func (d *demo) note(batch *v1alpha1.IntentBatch) {
	for _, step := range batch.Status.Steps {
		if d.seen.harm.IsZero() && step.Percent != nil && *step.Percent > 0 {
			d.seen.harm = step.StartedAt.Time
		}
	}
	for _, record := range batch.Status.History {
		if record.Decision == v1alpha1.DecisionRolledBack {
			d.seen.rollback = record.At.Time
		}
	}
}

func (d *demo) table(ctx context.Context, all []*v1alpha1.IntentBatch, customers *harness.Customers) error {
	report, err := customers.Report(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "\t        BATCH\tSTEP\tPERCENT\tESCALATION\tCSAT\tVERDICT\tRESULT\n")
	for _, batch := range all {
		s := batch.Status
		percent := "-"
		if s.Percent != nil {
			percent = fmt.Sprint(*s.Percent)
		}
		fmt.Fprintf(w, "\t        %s\t%s\t%s\t%s\t%s\t%s\t%s\n", batch.Name, or(s.Step), percent,
			or(string(s.Escalation)), or(string(s.CSAT)), or(string(s.Verdict)), or(string(s.Result)))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	d.say("%s so far, %d handed to a person", plural.Of(report.Conversations, "conversation"), report.Handoffs)
	return nil
}

func or(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
