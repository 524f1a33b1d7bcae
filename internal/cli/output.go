// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

// output is the format that a verb writes in.
type output string

func (o *output) add(cmd *cobra.Command) {
	cmd.Flags().StringVarP((*string)(o), "output", "o", "", "output format: json or yaml; default: a screen for people")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"json", "yaml"}, cobra.ShellCompDirectiveNoFileComp))
}

func (o output) validate() error {
	if !slices.Contains([]output{"", "json", "yaml"}, o) {
		return fmt.Errorf("-o %s: use json or yaml, or leave it out for a screen", o)
	}
	return nil
}

// write writes a value in the format; a screen is written by forPeople.
func (o output) write(out io.Writer, value any, forPeople func()) error {
	switch o {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(value)
	case "yaml":
		raw, err := yaml.Marshal(value)
		if err != nil {
			return err
		}
		_, err = out.Write(raw)
		return err
	}
	forPeople()
	return nil
}

// listOf is a v1 List, as kubectl writes several objects.
func listOf(items []map[string]any) map[string]any {
	all := make([]any, len(items))
	for i := range items {
		all[i] = items[i]
	}
	return map[string]any{"apiVersion": "v1", "kind": "List", "metadata": map[string]any{}, "items": all}
}

// objectOf is an object as it is written: without the bookkeeping of its fields' owners.
func objectOf(object any, k kind) (map[string]any, error) {
	raw, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return nil, err
	}
	raw["apiVersion"], raw["kind"] = groupVersion, k.name
	if metadata, ok := raw["metadata"].(map[string]any); ok {
		delete(metadata, "managedFields")
	}
	return raw, nil
}
