// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
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
	_ = cmd.RegisterFlagCompletionFunc("step", o.completeSteps)
	cmd.Flags().StringVar(&o.revision, "revision", "", "content that was looked at, at least 6 characters of its hash: with other content nothing is approved")
	return cmd
}

func (o *approveOptions) decide(ctx context.Context, b *v1alpha1.IntentBatch) (view.Edit, error) {
	steps, err := o.steps(ctx, b)
	if err != nil {
		return view.Edit{}, err
	}
	if err := view.SameRevision(b, o.revision); err != nil {
		return view.Edit{}, err
	}
	return view.Approve(b, steps, o.step)
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
	return view.StepsOf(b, bot), nil
}

// completeSteps completes the steps of the batch that the first argument names.
func (o *approveOptions) completeSteps(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return o.completing().ask(contextOf(cmd), func(ctx context.Context, client dynamic.Interface, namespace string) (names []cobra.Completion, err error) {
		b, err := get[v1alpha1.IntentBatch](ctx, client, namespace, batchKind, args[0])
		if err != nil {
			return nil, err
		}
		steps, err := o.steps(ctx, b)
		for i := range steps {
			names = append(names, steps[i].Name)
		}
		return names, err
	})
}
