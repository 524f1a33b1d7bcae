// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/view"
)

// fieldOwner of what --apply writes. It does not begin with kubectl: Flux takes fields away from
// managers that do.
const fieldOwner = "intentops-plugin"

// changing is a verb that changes one object. By default it prints the patch to commit.
type changing struct {
	*plugin
	output output
	apply  bool
}

// add adds the flags that all such verbs have.
func (o *changing) add(cmd *cobra.Command) {
	o.output.add(cmd)
	cmd.Flags().Lookup("output").Usage = "format of the patch: json or yaml; default: yaml"
	cmd.Flags().BoolVar(&o.apply, "apply", false, "write the change to the cluster instead of printing the patch to commit")
}

// batchCommand completes a verb that changes a batch.
func batchCommand(o *changing, cmd *cobra.Command, decide func(context.Context, *v1alpha1.IntentBatch) (view.Edit, error)) *cobra.Command {
	cmd.Args, cmd.ValidArgsFunction = arguments, o.completeNames(batchKind)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return changeObject(contextOf(cmd), o, batchKind, args[0], decide)
	}
	o.add(cmd)
	return cmd
}

// changeObject asks what to change of an object, and prints or applies it: one object and one
// request that succeeds, so that an interruption leaves nothing half done.
func changeObject[T any](ctx context.Context, o *changing, k kind, name string, decide func(context.Context, *T) (view.Edit, error)) error {
	if err := o.output.validate(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
	defer cancel()
	client, namespace, err := o.cluster()
	if err != nil {
		return err
	}
	resource := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace)
	found, c, err := editOf(ctx, resource, k, name, decide)
	if err != nil {
		return err
	}
	if c.Done(found) {
		fmt.Fprintf(o.ErrOut, "Nothing to do: %s %s is so already.\n", k.name, name)
		return nil
	}
	if !o.apply {
		return o.print(found, k, &c)
	}
	shown := differenceOf(&c, o.screen(), found)
	fmt.Fprintf(o.Out, "%s %s\n%s", k.name, name, shown)
	// The operator writes statuses all the time, which is no reason to refuse a kill switch. What
	// was shown has to be what happens.
	changed := fmt.Errorf("nothing was changed: %s %s has changed since it was read; look at it and try again", k.name, name)
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		conflict := patchSpec(ctx, resource, found, &c)
		if !apierrors.IsConflict(conflict) {
			return conflict
		}
		if found, c, err = editOf(ctx, resource, k, name, decide); err != nil {
			return err
		}
		if differenceOf(&c, o.screen(), found) != shown {
			return changed
		}
		return conflict
	})
	switch {
	case apierrors.IsConflict(err):
		return changed
	case ctx.Err() != nil:
		return fmt.Errorf("the cluster did not answer in time, so the change is made or not, as a whole: look with kubectl get %s %s -o yaml: %w", k.words[0], name, err)
	case err != nil:
		return err
	}
	fmt.Fprintf(o.Out, "Applied: %s\n", c.Means)
	if g := view.GitOpsOf(found); g != nil {
		fmt.Fprintf(o.ErrOut, "Warning: %s\n", g.Warning(k.name, name, slices.Sorted(maps.Keys(c.Spec))))
	}
	return nil
}

// editOf reads an object and asks what to change of it.
func editOf[T any](ctx context.Context, from dynamic.ResourceInterface, k kind, name string, decide func(context.Context, *T) (view.Edit, error)) (*unstructured.Unstructured, view.Edit, error) {
	found, err := from.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, view.Edit{}, err
	}
	typed := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(found.Object, typed); err != nil {
		return nil, view.Edit{}, fmt.Errorf("%s %s: %w", k.name, name, err)
	}
	c, err := decide(ctx, typed)
	if err == nil {
		err = c.Normalise()
	}
	return found, c, err
}

// patchSpec makes a change to the object as it was found. The error is a conflict if it is another
// one by now.
func patchSpec(ctx context.Context, to dynamic.ResourceInterface, found *unstructured.Unstructured, c *view.Edit) error {
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": found.GetResourceVersion()}, "spec": c.Spec,
	})
	if err != nil {
		return err
	}
	_, err = to.Patch(ctx, found.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldOwner, FieldValidation: metav1.FieldValidationStrict})
	return err
}

// differenceOf is one line for each field that is removed, and one for each that is there.
func differenceOf(c *view.Edit, sc screen.Screen, u *unstructured.Unstructured) string {
	spec, _, _ := unstructured.NestedMap(u.Object, "spec")
	out := ""
	line := func(tone screen.Tone, sign, field string, value any) {
		raw, err := json.Marshal(value)
		if err == nil {
			out += sc.Paint(tone, fmt.Sprintf("  %s spec.%s: %s", sign, field, screen.Clean(string(raw)))) + "\n"
		}
	}
	for _, field := range slices.Sorted(maps.Keys(c.Spec)) {
		if was, set := spec[field]; set {
			line(screen.Bad, "-", field, was)
		}
		if value := c.Spec[field]; value != nil {
			line(screen.Good, "+", field, value)
		}
	}
	return out
}

// print writes the patch to commit. What is about it goes to the standard error, so that the
// patch may be put into a file.
func (o *changing) print(u *unstructured.Unstructured, k kind, c *view.Edit) error {
	patch := c.Patch(u, k.name)
	if o.output == "json" {
		if err := o.output.write(o.Out, patch, nil); err != nil {
			return err
		}
	} else {
		raw, err := yaml.Marshal(patch)
		if err != nil {
			return err
		}
		if _, err := o.Out.Write(raw); err != nil {
			return err
		}
	}
	for _, note := range c.Notes(u, "run this again with --apply") {
		fmt.Fprintln(o.ErrOut, note)
	}
	return nil
}
