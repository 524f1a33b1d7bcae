// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
)

type approveOptions struct {
	changing
	step, revision string
}

func (p *plugin) approveCommand() *cobra.Command {
	o := &approveOptions{changing: changing{plugin: p}}
	cmd := batchCommand(&o.changing, &cobra.Command{
		Use:   "approve BATCH",
		Short: "Approve the next step of a batch that asks for it",
		Long: `Approve the next step of a batch that asks for an approval, for exactly its present content.

An approval of other content has no effect. The gates still decide when the step begins.`,
		Example: `  # The patch to commit.
  kubectl intentops approve week-2

  # Write it to the cluster, but only if the content is still what was looked at.
  kubectl intentops approve week-2 --revision 9f1c2a7b --apply`,
	}, o.decide)
	cmd.Flags().StringVar(&o.step, "step", "", "step to approve; default: the next one that asks for an approval")
	cmd.Flags().StringVar(&o.revision, "revision", "", "content that was looked at, at least 6 characters of its hash: with other content nothing is approved")
	return cmd
}

func (o *approveOptions) decide(ctx context.Context, b *v1alpha1.IntentBatch) (edit, error) {
	steps, err := o.steps(ctx, b)
	if err != nil {
		return edit{}, err
	}
	if err := sameRevision(b, o.revision); err != nil {
		return edit{}, err
	}
	open := ahead(b, steps)
	if o.step != "" {
		i := slices.IndexFunc(steps, func(s v1alpha1.RolloutStep) bool { return s.Name == o.step })
		switch {
		case i < 0:
			return edit{}, fmt.Errorf("--step %s: IntentBatch %s has no such step: use one of %s", o.step, b.Name, stepNames(steps))
		case steps[i].Approval != v1alpha1.ApprovalManual:
			return edit{}, fmt.Errorf("--step %s: asks for no approval", o.step)
		}
		open = steps[i : i+1]
	}
	if len(open) == 0 {
		return edit{}, fmt.Errorf("no step that is still ahead of IntentBatch %s asks for an approval that it does not have", b.Name)
	}
	return approving(b, open[:1]), nil
}

// steps are those in force, which may be the Bot's.
func (o *approveOptions) steps(ctx context.Context, b *v1alpha1.IntentBatch) ([]v1alpha1.RolloutStep, error) {
	if len(b.Spec.Steps) > 0 {
		return b.Spec.Steps, nil
	}
	client, namespace, err := o.cluster()
	if err != nil {
		return nil, err
	}
	bot, err := get[v1alpha1.Bot](ctx, client, namespace, botKind, b.Spec.BotRef.Name)
	if err != nil {
		return nil, fmt.Errorf("reading the steps of IntentBatch %s: %w", b.Name, err)
	}
	return stepsOf(b, bot), nil
}

// sameRevision refuses a batch whose content is not known, or not what somebody looked at.
func sameRevision(b *v1alpha1.IntentBatch, wanted string) error {
	switch {
	case b.Status.Revision == "" || b.Status.ObservedGeneration < b.Generation:
		return fmt.Errorf("the operator has not looked at the newest spec of IntentBatch %s yet, so there is no content to approve: try again", b.Name)
	case wanted == "":
		return nil
	case len(wanted) < 6:
		return fmt.Errorf("--revision %s: give at least 6 characters", wanted)
	case !strings.HasPrefix(b.Status.Revision, wanted):
		return fmt.Errorf("--revision %s: IntentBatch %s has revision %s now: look at it before you approve it", wanted, b.Name, shortRevision(b.Status.Revision))
	}
	return nil
}

// approving adds approvals of steps to those that the batch has.
func approving(b *v1alpha1.IntentBatch, steps []v1alpha1.RolloutStep) edit {
	approvals := slices.Clone(b.Spec.Approvals)
	for _, step := range steps {
		approvals = slices.DeleteFunc(approvals, func(a v1alpha1.StepApproval) bool { return a.Step == step.Name })
		approvals = append(approvals, v1alpha1.StepApproval{Step: step.Name, Revision: shortRevision(b.Status.Revision)})
	}
	return edit{
		spec:  map[string]any{"approvals": approvals},
		means: fmt.Sprintf("%s may begin with revision %s, as soon as the gates agree.", stepNames(steps), shortRevision(b.Status.Revision)),
	}
}

func shortRevision(revision string) string { return revision[:min(8, len(revision))] }

// stepNames is such as "step half", or "steps half, all".
func stepNames(steps []v1alpha1.RolloutStep) string {
	var names []string
	for i := range steps {
		names = append(names, steps[i].Name)
	}
	if len(names) == 1 {
		return "step " + names[0]
	}
	return "steps " + strings.Join(names, ", ")
}
