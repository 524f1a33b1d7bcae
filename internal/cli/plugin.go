// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
)

// plugin is what the verbs that talk with a cluster share.
type plugin struct {
	genericiooptions.IOStreams
	// cluster gives a client and the namespace to look into.
	cluster func() (dynamic.Interface, string, error)
	// config says how that cluster is reached, with the same namespace.
	config func() (*rest.Config, string, error)
	now    func() time.Time
	// rest bounds how often a screen is written, look says how often with what no object tells.
	rest    time.Duration
	look    time.Duration
	screen  func() screen.Screen
	version string
	// flags of kubectl, for the verbs that talk with a cluster; nil: none.
	flags func(*pflag.FlagSet)
	// given are those flags that say which cluster and namespace, as they were given; nil: none.
	given func() []string
	// addFlags adds them to a verb, with what completes them; nil: none.
	addFlags func(*cobra.Command)
}

func newPlugin(streams genericiooptions.IOStreams) *plugin {
	config := genericclioptions.NewConfigFlags(true)
	return &plugin{
		IOStreams: streams, cluster: clusterOf(config), config: configOf(config), now: time.Now, rest: restEvery, look: lookEvery,
		screen:   func() screen.Screen { return screen.Of(streams.Out) },
		flags:    config.AddFlags,
		given:    func() []string { return givenFlags(config) },
		addFlags: func(cmd *cobra.Command) { addKubectlFlags(cmd, config) },
	}
}

// givenFlags are those that say which cluster and namespace, as they were given.
func givenFlags(config *genericclioptions.ConfigFlags) []string {
	var given []string
	for _, flag := range []struct {
		name  string
		value *string
	}{{"--kubeconfig", config.KubeConfig}, {"--context", config.Context}, {"--namespace", config.Namespace}} {
		if value := *flag.value; value != "" {
			if strings.ContainsFunc(value, func(r rune) bool {
				return !strings.ContainsRune("-_.:/@+,=", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
			}) {
				value = "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
			}
			given = append(given, flag.name, value)
		}
	}
	return given
}

// there is a command that is to be copied, for the cluster and the namespace that were looked at.
func (p *plugin) there(command string) string {
	if command == "" || p.given == nil {
		return command
	}
	return strings.Join(append([]string{command}, p.given()...), " ")
}

// commands are those that talk with a cluster, and those that look at a folder.
func (p *plugin) commands() []*cobra.Command {
	commands := slices.Concat(
		[]*cobra.Command{p.statusCommand(), p.getCommand(), p.explainCommand(), p.dashboardCommand()},
		[]*cobra.Command{
			p.approveCommand(), p.promoteCommand(), p.holdCommand(), p.resumeCommand(), p.retryCommand(), p.reviewCommand(),
			p.pinCommand(), p.unpinCommand(), p.disableCommand(), p.enableCommand(),
		},
		[]*cobra.Command{p.backlogCommand(), p.replayCommand(), p.thresholdsCommand()},
	)
	for _, cmd := range commands {
		if p.addFlags != nil {
			p.addFlags(cmd)
		}
	}
	return append(commands, p.lintCommand(), p.testCommand(), p.diffCommand(), p.checkCommand(), p.initCommand(), p.importCommand(), p.exportCommand())
}

// kind of objects that the verbs take, with the words that people write for it.
type kind struct {
	name, resource string
	words          []string
}

var (
	botKind     = kind{"Bot", "bots", []string{"bot", "bots"}}
	batchKind   = kind{"IntentBatch", "intentbatches", []string{"batch", "batches", "intentbatch", "intentbatches"}}
	releaseKind = kind{"BotRelease", "botreleases", []string{"release", "releases", "botrelease", "botreleases", "botrel"}}
	intentKind  = kind{"Intent", "intents", []string{"intent", "intents"}}
	kpiKind     = kind{"KPITarget", "kpitargets", []string{"kpi", "kpis", "kpitarget", "kpitargets"}}
)

// kindOf is the kind that a word stands for, among some.
func kindOf(word string, among ...kind) (kind, error) {
	var known []string
	for _, k := range among {
		if slices.Contains(k.words, word) {
			return k, nil
		}
		known = append(known, k.words[0])
	}
	return kind{}, fmt.Errorf("%q is not a kind: use one of %s", word, strings.Join(known, ", "))
}

// list returns the objects of a kind in a namespace, by name.
func list[T any](ctx context.Context, client dynamic.Interface, namespace string, k kind) ([]T, error) {
	var out []T
	resource := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace)
	for next := ""; ; {
		page, err := resource.List(ctx, metav1.ListOptions{Limit: pageSize, Continue: next})
		if err != nil {
			return nil, err
		}
		for i := range page.Items {
			var t T
			if err := runtime.DefaultUnstructuredConverter.FromUnstructured(page.Items[i].Object, &t); err != nil {
				return nil, fmt.Errorf("%s %s: %w", k.name, page.Items[i].GetName(), err)
			}
			out = append(out, t)
		}
		if next = page.GetContinue(); next == "" {
			return out, nil
		}
	}
}

// get returns one object of a kind.
func get[T any](ctx context.Context, client dynamic.Interface, namespace string, k kind, name string) (*T, error) {
	found, err := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	t := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(found.Object, t); err != nil {
		return nil, fmt.Errorf("%s %s: %w", k.name, name, err)
	}
	return t, nil
}
