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

type promoteOptions struct{ approveOptions }

func (p *plugin) promoteCommand() *cobra.Command {
	o := &promoteOptions{approveOptions{changing: changing{plugin: p}}}
	cmd := batchCommand(&o.changing, &cobra.Command{
		Use:   "promote BATCH",
		Short: "Approve all steps of a batch up to every conversation",
		Long: `Approve all steps that are still ahead of a batch, for exactly its present content.

Each step is still earned: the gates decide when it begins, and roll the batch back where
customers are worse off. No verb and no field skips them.`,
		Example: `  kubectl intentops promote week-2`,
	}, o.decide)
	cmd.Flags().StringVar(&o.revision, "revision", "", "content that was looked at, at least 6 characters of its hash: with other content nothing is approved")
	return cmd
}

func (o *promoteOptions) decide(ctx context.Context, b *v1alpha1.IntentBatch) (view.Edit, error) {
	if b.Status.Result == v1alpha1.ResultPromoted && b.Status.ObservedGeneration >= b.Generation {
		return view.Edit{}, fmt.Errorf("every conversation gets IntentBatch %s already", b.Name)
	}
	steps, err := o.steps(ctx, b)
	if err != nil {
		return view.Edit{}, err
	}
	if err := view.SameRevision(b, o.revision); err != nil {
		return view.Edit{}, err
	}
	open := view.Ahead(b, steps)
	if len(open) == 0 {
		return view.Edit{}, fmt.Errorf("no step that is still ahead of IntentBatch %s asks for an approval that it does not have: its gates alone decide when it goes on; see kubectl intentops explain batch %s", b.Name, b.Name)
	}
	return view.Approving(b, open), nil
}
