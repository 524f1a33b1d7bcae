// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// writeUsage is what follows the long text of a help: the flags of a verb are its own, and those of
// kubectl, by which it finds the cluster, are named only.
func (p *plugin) writeUsage(cmd *cobra.Command) error {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if cmd.Runnable() {
		fmt.Fprintf(&b, "  %s\n", cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s [command]\n", cmd.CommandPath())
	}
	if cmd.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nAvailable Commands:\n")
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(&b, "  %-*s %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	own, kubectl := p.split(cmd)
	if own.HasAvailableFlags() {
		fmt.Fprintf(&b, "\nFlags:\n%s\n", strings.TrimRight(own.FlagUsages(), " \n"))
	}
	if kubectl > 0 {
		fmt.Fprintf(&b, "\nFlags of kubectl work too, such as --namespace and --context: \"%s options\" lists them.\n", cmd.Root().CommandPath())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\nUse \"%s [command] --help\" for more about a command.\n", cmd.CommandPath())
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}

// split returns the flags of a verb itself, and how many more it has of kubectl.
func (p *plugin) split(cmd *cobra.Command) (own *pflag.FlagSet, kubectl int) {
	of := p.kubectlFlags()
	own = pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	sort := func(f *pflag.Flag) {
		if of.Lookup(f.Name) != nil {
			kubectl++
			return
		}
		own.AddFlag(f)
	}
	cmd.LocalFlags().VisitAll(sort)
	cmd.InheritedFlags().VisitAll(sort)
	return own, kubectl
}

// kubectlFlags are those of kubectl that verbs have which talk with a cluster.
func (p *plugin) kubectlFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("kubectl", pflag.ContinueOnError)
	if p.flags != nil {
		p.flags(flags)
	}
	return flags
}

func (p *plugin) optionsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "options",
		Short: "List the flags of kubectl that all verbs have which talk with a cluster",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(p.Out, "These flags work with all verbs that talk with a cluster:\n\n%s", p.kubectlFlags().FlagUsages())
			return err
		},
	}
}
