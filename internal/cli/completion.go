// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/dynamic"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/intentops/intentops/api/v1alpha1"
)

// completionTimeout bounds what a shell waits for names.
const completionTimeout = 3 * time.Second

// completing completes names by what a cluster has. One that does not answer completes nothing.
type completing func() (dynamic.Interface, string, error)

// completing is that of the plugin's cluster.
func (p *plugin) completing() completing {
	return func() (dynamic.Interface, string, error) { return p.cluster() }
}

// completeNames completes the first argument with names of a kind.
func (p *plugin) completeNames(k kind) cobra.CompletionFunc { return p.completing().first(k) }

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
				return p.completing().names(contextOf(cmd), k)
			}
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// first completes the first argument with names of a kind.
func (c completing) first(k kind) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return c.names(contextOf(cmd), k)
	}
}

// botAndReleases completes the name of a Bot and then so many of its releases.
func (c completing) botAndReleases(most int) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		switch {
		case len(args) == 0:
			return c.names(contextOf(cmd), botKind)
		case len(args) <= most:
			return c.releases(contextOf(cmd), args[0])
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// names of the objects of a kind.
func (c completing) names(ctx context.Context, k kind) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.namesOf(ctx, v1alpha1.GroupVersion.WithResource(k.resource), false)
}

func (c completing) namesOf(ctx context.Context, resource schema.GroupVersionResource, ofCluster bool) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.ask(ctx, func(ctx context.Context, client dynamic.Interface, namespace string) (names []cobra.Completion, err error) {
		if ofCluster {
			namespace = ""
		}
		page, err := client.Resource(resource).Namespace(namespace).List(ctx, metav1.ListOptions{Limit: pageSize})
		if err != nil {
			return nil, err
		}
		for i := range page.Items {
			names = append(names, page.Items[i].GetName())
		}
		return names, nil
	})
}

// releases of a Bot, each with why it was made.
func (c completing) releases(ctx context.Context, bot string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.ask(ctx, func(ctx context.Context, client dynamic.Interface, namespace string) (names []cobra.Completion, err error) {
		all, err := list[v1alpha1.BotRelease](ctx, client, namespace, releaseKind)
		for i := range all {
			if all[i].Spec.BotRef.Name == bot {
				names = append(names, cobra.CompletionWithDesc(all[i].Name, string(all[i].Spec.Cause.Type)))
			}
		}
		return names, err
	})
}

// ask completes by what a cluster answers; where it does not, nothing.
func (c completing) ask(ctx context.Context, names func(context.Context, dynamic.Interface, string) ([]cobra.Completion, error)) ([]cobra.Completion, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(ctx, completionTimeout)
	defer cancel()
	client, namespace, err := c()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	found, err := names(ctx, client, namespace)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// addKubectlFlags adds the flags of kubectl, and completes those that name something.
func addKubectlFlags(cmd *cobra.Command, config *genericclioptions.ConfigFlags) {
	config.AddFlags(cmd.PersistentFlags())
	complete := func(flag string, names func(context.Context) ([]cobra.Completion, cobra.ShellCompDirective)) {
		_ = cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return names(contextOf(cmd))
		})
	}
	complete("namespace", func(ctx context.Context) ([]cobra.Completion, cobra.ShellCompDirective) {
		return completing(clusterOf(config)).namesOf(ctx, corev1.SchemeGroupVersion.WithResource("namespaces"), true)
	})
	// The configuration is read when it is asked for: a flag may name another file.
	inConfig := func(flag string, names func(clientcmdapi.Config) []string) {
		complete(flag, func(context.Context) ([]cobra.Completion, cobra.ShellCompDirective) {
			known, err := config.ToRawKubeConfigLoader().RawConfig()
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return names(known), cobra.ShellCompDirectiveNoFileComp
		})
	}
	inConfig("context", func(known clientcmdapi.Config) []string { return slices.Sorted(maps.Keys(known.Contexts)) })
	inConfig("cluster", func(known clientcmdapi.Config) []string { return slices.Sorted(maps.Keys(known.Clusters)) })
	inConfig("user", func(known clientcmdapi.Config) []string { return slices.Sorted(maps.Keys(known.AuthInfos)) })
}
