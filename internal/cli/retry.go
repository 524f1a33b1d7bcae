// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

func (p *plugin) retryCommand() *cobra.Command {
	return batchCommand(&changing{plugin: p}, &cobra.Command{
		Use:   "retry BATCH",
		Short: "Start a batch again that was rolled back or held by a failure",
		Long: `Start a batch again that was rolled back or held by a failure, with the same content and from
the step that failed. Correct its intents instead where customers were worse off with them: a
new revision rolls by itself.`,
	}, func(_ context.Context, b *v1alpha1.IntentBatch) (view.Edit, error) {
		s := view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		held := s.Reason == v1alpha1.ReasonHeldOnFailure || s.Reason == v1alpha1.ReasonHeldOnTimeout
		if b.Status.Result != v1alpha1.ResultRolledBack && !held {
			return view.Edit{}, fmt.Errorf("IntentBatch %s was neither rolled back nor held by a failure: there is nothing to try again", b.Name)
		}
		return view.Edit{
			Spec:  map[string]any{"retry": p.now().UTC().Format(time.RFC3339)},
			Means: fmt.Sprintf("IntentBatch %s is tried again with the same content.", b.Name),
		}, nil
	})
}
