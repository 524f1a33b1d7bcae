// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

type reviewOptions struct {
	changing
	decision, by string
}

func (p *plugin) reviewCommand() *cobra.Command {
	o := &reviewOptions{changing: changing{plugin: p}}
	cmd := batchCommand(&o.changing, &cobra.Command{
		Use:     "review BATCH --decision DECISION",
		Short:   "Record a review of a rolling batch, and what it decided",
		Example: `  kubectl intentops review week-2 --decision Continue --by ann`,
	}, o.decide)
	cmd.Flags().StringVar(&o.decision, "decision", "", "what was decided: Continue, Hold or Rollback")
	cmd.Flags().StringVar(&o.by, "by", os.Getenv("USER"), "who reviewed")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		switch {
		case o.decision == "":
			return errors.New("--decision is missing: use Continue, Hold or Rollback")
		case reviewMeans[v1alpha1.ReviewDecision(o.decision)] == "":
			return fmt.Errorf("--decision %s: use Continue, Hold or Rollback", o.decision)
		}
		return nil
	}
	_ = cmd.RegisterFlagCompletionFunc("decision", cobra.FixedCompletions([]string{"Continue", "Hold", "Rollback"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

var reviewMeans = map[v1alpha1.ReviewDecision]string{
	v1alpha1.ReviewContinue: "IntentBatch %s goes on.",
	v1alpha1.ReviewHold:     "IntentBatch %s stays where it is until another review.",
	v1alpha1.ReviewRollback: "IntentBatch %s is rolled back.",
}

func (o *reviewOptions) decide(_ context.Context, b *v1alpha1.IntentBatch) (view.Edit, error) {
	decision := v1alpha1.ReviewDecision(o.decision)
	switch {
	case o.by == "":
		return view.Edit{}, errors.New("--by is missing: say who reviewed")
	case b.Status.Rollout == "" || b.Status.Result != "":
		return view.Edit{}, fmt.Errorf("IntentBatch %s is not rolling: there is nothing to review", b.Name)
	}
	return view.Edit{
		Spec:  map[string]any{"lastReview": map[string]any{"at": o.now().UTC().Format(time.RFC3339), "by": o.by, "decision": decision}},
		Means: fmt.Sprintf(reviewMeans[decision], b.Name),
	}, nil
}
