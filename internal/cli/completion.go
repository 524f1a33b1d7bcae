// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// completionTimeout bounds what a shell waits for names.
const completionTimeout = 3 * time.Second

// completeNames completes the first argument with names of a kind.
func (p *plugin) completeNames(k kind) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return p.names(contextOf(cmd), k)
	}
}

// completeKindAndName completes a kind and then a name of it.
func (p *plugin) completeKindAndName(among ...kind) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		switch len(args) {
		case 0:
			var words []cobra.Completion
			for _, k := range among {
				words = append(words, k.words[0])
			}
			return words, cobra.ShellCompDirectiveNoFileComp
		case 1:
			if k, err := kindOf(args[0], among...); err == nil {
				return p.names(contextOf(cmd), k)
			}
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// names of the objects of a kind. A cluster that does not answer completes nothing.
func (p *plugin) names(ctx context.Context, k kind) ([]cobra.Completion, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(ctx, completionTimeout)
	defer cancel()
	client, namespace, err := p.cluster()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	page, err := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace).List(ctx, metav1.ListOptions{Limit: pageSize})
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []cobra.Completion
	for i := range page.Items {
		names = append(names, page.Items[i].GetName())
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
