// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

func (p *plugin) holdCommand() *cobra.Command {
	return batchCommand(&changing{plugin: p}, &cobra.Command{
		Use:   "hold BATCH",
		Short: "Stop a batch at its present step",
		Long:  "Stop a batch at its present step. A failing gate still rolls it back.",
	}, func(_ context.Context, b *v1alpha1.IntentBatch) (view.Edit, error) {
		return view.Edit{
			Spec:  map[string]any{"state": v1alpha1.BatchHeld},
			Means: fmt.Sprintf("IntentBatch %s stays where it is; a failing gate still rolls it back.", b.Name),
		}, nil
	})
}

func (p *plugin) resumeCommand() *cobra.Command {
	return batchCommand(&changing{plugin: p}, &cobra.Command{
		Use:   "resume BATCH",
		Short: "Let a batch that is held go on",
	}, func(_ context.Context, b *v1alpha1.IntentBatch) (view.Edit, error) {
		if r := b.Spec.LastReview; b.Spec.State != v1alpha1.BatchHeld && r != nil && r.Decision == v1alpha1.ReviewHold {
			return view.Edit{}, fmt.Errorf("IntentBatch %s is held by the review of %s and not by spec.state: kubectl intentops review %s --decision Continue", b.Name, r.By, b.Name)
		}
		return view.Edit{
			Spec:  map[string]any{"state": v1alpha1.BatchActive},
			Means: fmt.Sprintf("IntentBatch %s goes on where it was, as soon as the gates agree.", b.Name),
		}, nil
	})
}
