// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/cli-runtime/pkg/printers"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

// releaseOptions are what the release commands share.
type releaseOptions struct {
	genericiooptions.IOStreams
	// cluster gives a client and the namespace to look into.
	cluster func() (dynamic.Interface, string, error)
	output  output
}

func newRelease(streams genericiooptions.IOStreams) *cobra.Command {
	config := genericclioptions.NewConfigFlags(true)
	o := &releaseOptions{IOStreams: streams, cluster: clusterOf(config)}
	cmd := o.command()
	addKubectlFlags(cmd, config)
	return cmd
}

func (o *releaseOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "release",
		Short: "Show, compare, export and build what a bot serves",
		Long: `Show, compare, export and build what a bot serves.

Each change of what is live is a BotRelease; the newest is what the Bot serves.`,
		// Alone it shows its help. A mistyped command is an error, and not a help of exit code 0
		// that "> live.yaml" would keep as a backup.
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	names := completing(func() (dynamic.Interface, string, error) { return o.cluster() })
	list := &cobra.Command{
		Use: "list BOT", Short: "List the releases of a bot, newest first", Args: arguments,
		ValidArgsFunction: names.botAndReleases(0),
		RunE:              func(cmd *cobra.Command, args []string) error { return o.list(contextOf(cmd), args[0]) },
	}
	diff := &cobra.Command{
		Use: "diff BOT RELEASE [RELEASE]", Short: "Say what differs between two releases, or between one and what is live",
		Args: arguments, ValidArgsFunction: names.botAndReleases(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.diff(contextOf(cmd), args[0], args[1], append(args, "")[2])
		},
	}
	for _, verb := range []*cobra.Command{list, diff} {
		o.output.add(verb)
		verb.PreRunE = func(*cobra.Command, []string) error { return o.output.validate() }
	}
	cmd.AddCommand(
		list, diff, o.buildCommand(),
		&cobra.Command{
			Use: "export BOT [RELEASE]", Short: "Write a release with all that it needs, to keep or to apply elsewhere",
			Long: `Write a release with all that it needs, to keep in Git or in a backup. The newest one is
written unless another is named. "kubectl apply" of it on an empty cluster, before or after
the Bot, makes the Bot serve exactly that.`,
			Example: `  # Keep what is live.
  kubectl intentops release export support > live.yaml

  # Serve it in another cluster.
  kubectl apply -f live.yaml`,
			Args: arguments, ValidArgsFunction: names.botAndReleases(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return o.export(contextOf(cmd), args[0], append(args, "")[1])
			},
		},
	)
	return cmd
}

func contextOf(cmd *cobra.Command) context.Context {
	if ctx := cmd.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

// history returns the releases of a Bot, newest first; an error when it has none.
func (o *releaseOptions) history(ctx context.Context, bot string) ([]v1alpha1.BotRelease, dynamic.Interface, error) {
	client, namespace, err := o.cluster()
	if err != nil {
		return nil, nil, err
	}
	list, err := client.Resource(v1alpha1.GroupVersion.WithResource("botreleases")).Namespace(namespace).List(ctx, metav1.ListOptions{
		FieldSelector: fields.OneTermEqualSelector("spec.botRef.name", bot).String(),
	})
	if err != nil {
		return nil, nil, err
	}
	var out []v1alpha1.BotRelease
	for i := range list.Items {
		var record v1alpha1.BotRelease
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(list.Items[i].Object, &record); err != nil {
			return nil, nil, err
		}
		if record.Spec.BotRef.Name == bot {
			out = append(out, record)
		}
	}
	if len(out) == 0 {
		return nil, nil, fmt.Errorf("no BotRelease in namespace %s is of Bot %s: it has not served anything yet", namespace, bot)
	}
	slices.SortFunc(out, func(a, b v1alpha1.BotRelease) int { return cmp.Compare(b.Spec.Sequence, a.Spec.Sequence) })
	return out, client, nil
}

// find returns the release of a name; without one, the newest.
func find(history []v1alpha1.BotRelease, name string) (*v1alpha1.BotRelease, error) {
	for i := range history {
		if name == "" || history[i].Name == name {
			return &history[i], nil
		}
	}
	return nil, fmt.Errorf("there is no BotRelease %q: the newest is %s", name, history[0].Name)
}

func (o *releaseOptions) list(ctx context.Context, bot string) error {
	history, _, err := o.history(ctx, bot)
	if err != nil {
		return err
	}
	if o.output != "" {
		objects := make([]map[string]any, len(history))
		for i := range history {
			history[i].ManagedFields = nil
			if objects[i], err = runtime.DefaultUnstructuredConverter.ToUnstructured(&history[i]); err != nil {
				return err
			}
		}
		return o.output.write(o.Out, listOf(objects), nil)
	}
	w := printers.GetNewTabWriter(o.Out)
	fmt.Fprintln(w, "NAME\tLIVE\tINTENTS\tCAUSE\tWHEN\tWHAT")
	for i := range history {
		r := &history[i]
		live := ""
		if meta.IsStatusConditionTrue(r.Status.Conditions, v1alpha1.ConditionLive) {
			live = "yes"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\n", r.Name, live, len(r.Spec.Intents), r.Spec.Cause.Type,
			r.CreationTimestamp.UTC().Format("2006-01-02 15:04"), r.Spec.Cause.Message)
	}
	return w.Flush()
}

func (o *releaseOptions) export(ctx context.Context, bot, name string) error {
	history, client, err := o.history(ctx, bot)
	if err != nil {
		return err
	}
	record, err := find(history, name)
	if err != nil {
		return err
	}
	var objects []map[string]any
	for _, part := range record.Spec.Bundle {
		stored, err := client.Resource(corev1.SchemeGroupVersion.WithResource("configmaps")).Namespace(record.Namespace).Get(ctx, part, metav1.GetOptions{})
		if err != nil {
			return fmt.Errorf("BotRelease %s is not complete: %w", record.Name, err)
		}
		var bundle corev1.ConfigMap
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(stored.Object, &bundle); err != nil {
			return err
		}
		objects = append(objects, map[string]any{
			"apiVersion": "v1", "kind": "ConfigMap", "metadata": portable(bundle.ObjectMeta),
			"immutable": bundle.Immutable, "binaryData": bundle.BinaryData,
		})
	}
	objects = append(objects, map[string]any{
		"apiVersion": v1alpha1.GroupVersion.String(), "kind": "BotRelease", "metadata": portable(record.ObjectMeta), "spec": record.Spec,
	})
	for _, obj := range objects {
		raw, err := yaml.Marshal(obj)
		if err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "---\n%s", raw)
	}
	return nil
}

// portable is what another cluster may have of an object's metadata: the operator's labels,
// and neither owners nor the mark of what was live here.
func portable(m metav1.ObjectMeta) map[string]any {
	labels := map[string]string{}
	for key, value := range m.Labels {
		if strings.HasPrefix(key, "app.kubernetes.io/") || strings.HasPrefix(key, "intentops.dev/") {
			labels[key] = value
		}
	}
	return map[string]any{"name": m.Name, "labels": labels}
}

// releaseDifference is a part of what a Bot serves that is another in a second release. An empty
// side does not have it.
type releaseDifference struct {
	Content string `json:"content"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
}

func (o *releaseOptions) diff(ctx context.Context, bot, from, to string) error {
	history, _, err := o.history(ctx, bot)
	if err != nil {
		return err
	}
	a, err := find(history, from)
	if err != nil {
		return err
	}
	b, err := find(history, to)
	if err != nil {
		return err
	}
	all := differences(a, b)
	if o.output != "" {
		return o.output.write(o.Out, map[string]any{"bot": bot, "from": a.Name, "to": b.Name, "differences": all}, nil)
	}
	if len(all) == 0 {
		fmt.Fprintf(o.Out, "%s and %s serve the same\n", a.Name, b.Name)
		return nil
	}
	w := printers.GetNewTabWriter(o.Out)
	fmt.Fprintf(w, "CONTENT\t%s\t%s\n", a.Name, b.Name)
	for _, d := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\n", d.Content, cmp.Or(d.From, "-"), cmp.Or(d.To, "-"))
	}
	return w.Flush()
}

// differences are those of what two releases serve: intents by name, then the rest.
func differences(a, b *v1alpha1.BotRelease) []releaseDifference {
	all := []releaseDifference{}
	add := func(what, was, is string) {
		if was != is {
			all = append(all, releaseDifference{what, was, is})
		}
	}
	revisions := map[string][2]string{}
	for side, r := range []*v1alpha1.BotRelease{a, b} {
		for _, intent := range r.Spec.Intents {
			pair := revisions[intent.Name]
			pair[side] = intent.Revision
			revisions[intent.Name] = pair
		}
	}
	for _, name := range slices.Sorted(maps.Keys(revisions)) {
		add("Intent "+name, revisions[name][0], revisions[name][1])
	}
	add("EscalationPolicy", a.Spec.EscalationPolicy.Revision, b.Spec.EscalationPolicy.Revision)
	add("understanding", view.Engine(a), view.Engine(b))
	add("texts", view.Texts(a), view.Texts(b))
	return all
}
