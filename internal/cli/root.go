// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cli holds the commands of the kubectl plugin.
package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// Run runs the plugin and returns its exit code: 0, or 1 after an error, which is then all
// that was printed.
func Run(version string, args []string, streams genericiooptions.IOStreams) int {
	root := NewRoot(version, streams)
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		fmt.Fprintln(streams.ErrOut, "error:", err)
		return 1
	}
	return 0
}

// NewRoot is the command that all others hang below.
func NewRoot(version string, streams genericiooptions.IOStreams) *cobra.Command {
	root := &cobra.Command{
		Use:           "kubectl-intentops",
		Short:         "Bring chatbot intents into production step by step",
		Version:       version,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl intentops"},
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	root.AddCommand(newEvaluate(streams), newScorecard(streams), newRelease(streams))
	return root
}
