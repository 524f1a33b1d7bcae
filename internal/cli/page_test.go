// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// TestPageHasTheReference: docs/kubectl.md says of each verb what its help says.
func TestPageHasTheReference(t *testing.T) {
	const path, begin, end = "../../docs/kubectl.md", "<!-- begin reference -->\n", "<!-- end reference -->\n"
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(content), begin)
	reference, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		t.Fatal("docs/kubectl.md has no place for the reference")
	}
	want := referenceOf(NewRoot("v0", genericiooptions.IOStreams{}))
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, reference); diff != "" {
		t.Errorf("docs/kubectl.md differs from the commands; write it with -update:\n%s", diff)
	}
}

func referenceOf(root *cobra.Command) string {
	kubectl := pflag.NewFlagSet("", pflag.ContinueOnError)
	genericclioptions.NewConfigFlags(true).AddFlags(kubectl)
	var b strings.Builder
	var write func(*cobra.Command)
	write = func(cmd *cobra.Command) {
		if !cmd.IsAvailableCommand() || cmd.Name() == "completion" || cmd.Name() == "help" {
			return
		}
		for _, sub := range cmd.Commands() {
			write(sub)
		}
		if cmd.HasSubCommands() {
			return
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s.\n", strings.Replace(strings.TrimSuffix(cmd.UseLine(), " [flags]"), "kubectl intentops ", "", 1), cmd.Short)
		var flags []string
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if kubectl.Lookup(f.Name) != nil || f.Name == "help" || f.Hidden {
				return
			}
			name := "`--" + f.Name + "`"
			if f.Shorthand != "" {
				name = "`-" + f.Shorthand + "`, " + name
			}
			flags = append(flags, fmt.Sprintf("| %s | %s |", name, strings.ReplaceAll(f.Usage, "|", `\|`)))
		})
		if len(flags) > 0 {
			fmt.Fprintf(&b, "\n| flag | meaning |\n| --- | --- |\n%s\n", strings.Join(flags, "\n"))
		}
	}
	for _, cmd := range root.Commands() {
		write(cmd)
	}
	return strings.TrimPrefix(b.String(), "\n") + "\n"
}
