// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// TestHelpHasTheFlagsOfTheVerbItself: those of kubectl are more than the verb's own, and the same for
// each.
func TestHelpHasTheFlagsOfTheVerbItself(t *testing.T) {
	options, stderr, code := run("", "options")
	if code != exitDone || stderr != "" || !strings.Contains(options, "--kubeconfig string") || !strings.Contains(options, "-n, --namespace string") {
		t.Fatalf("exit %d, %s: options lists\n%s", code, stderr, options)
	}
	verbs := 0
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() && sub.Name() != "completion" && sub.Name() != "help" {
				visit(sub)
			}
		}
		if cmd.HasSubCommands() {
			return
		}
		verbs++
		help, _, _ := run("", append(strings.Fields(cmd.CommandPath())[2:], "--help")...)
		if strings.Contains(help, "--kubeconfig") || strings.Contains(help, "--as-group") {
			t.Errorf("the help of %s has flags of kubectl:\n%s", cmd.Name(), help)
		}
		talks := cmd.Flags().Lookup("kubeconfig") != nil || cmd.PersistentFlags().Lookup("kubeconfig") != nil || cmd.InheritedFlags().Lookup("kubeconfig") != nil
		if names := strings.Contains(help, `"kubectl intentops options" lists them`); names != talks {
			t.Errorf("the help of %s says that flags of kubectl work: %v, want %v:\n%s", cmd.Name(), names, talks, help)
		}
		if cmd.Flags().Lookup("output") != nil && !strings.Contains(help, "-o, --output string") {
			t.Errorf("the help of %s lacks its own flags:\n%s", cmd.Name(), help)
		}
	}
	visit(NewRoot("v0", genericiooptions.IOStreams{}))
	if verbs < 25 {
		t.Errorf("only %d verbs were looked at", verbs)
	}
}

func TestHelpOfAVerbOfTheCluster(t *testing.T) {
	help, stderr, code := run("", "status", "--help")
	if code != exitDone || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	golden(t, "help-status", help)
	all, _, _ := run("", "--help")
	golden(t, "help-all", all)
}
