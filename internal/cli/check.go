// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/check"
)

// checkOptions are what the verbs that look at a folder share.
type checkOptions struct {
	*plugin
	check.Options
	output  string
	reports []string
	strict  bool
}

var reportFormats = []string{"text", "json", "sarif", "junit"}

func (p *plugin) checkCommand() *cobra.Command {
	return p.folderCommand(&cobra.Command{
		Use:   "check DIR",
		Short: "Check a folder of manifests before it is merged: lint, test and diff in one",
		Long: `Check a folder of manifests before it is merged: lint, test and, with --since, diff. No cluster is
asked. The exit code is 2 where something must be mended.`,
		Example: `  # The check of a pull request.
  kubectl intentops check manifests --since origin/main

  # The same, with a report that the code host shows beside the lines.
  kubectl intentops check manifests --since origin/main --report sarif=check.sarif --report junit=check.xml`,
	}, check.Options{Lint: true, Test: true, Diff: true})
}

// folderCommand completes a verb that looks at a folder.
func (p *plugin) folderCommand(cmd *cobra.Command, options check.Options) *cobra.Command {
	o := &checkOptions{plugin: p, Options: options}
	cmd.Args = arguments
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.Dir = args[0]
		return o.run(contextOf(cmd))
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.output, "output", "o", "text", "format of what is printed: text, json, sarif or junit")
	flags.StringArrayVar(&o.reports, "report", nil, "write a report into a file too, as FORMAT=FILE; may be repeated")
	flags.BoolVar(&o.strict, "strict", false, "warnings must be mended too")
	if o.Lint || o.Diff {
		flags.StringVar(&o.Since, "since", "", "commit, branch or tag to compare with, as it was where this branch left it; it needs git")
	}
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(reportFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (o *checkOptions) run(ctx context.Context) error {
	if err := o.validate(); err != nil {
		return err
	}
	o.In = o.IOStreams.In
	report, err := check.Run(ctx, o.Options)
	if err != nil {
		return err
	}
	for _, wanted := range o.reports {
		format, file, _ := strings.Cut(wanted, "=")
		if err := writeFile(file, func(out io.Writer) error { return o.write(out, report, format) }); err != nil {
			return err
		}
	}
	if err := o.write(o.Out, report, o.output); err != nil {
		return err
	}
	if report.Failed(o.strict) {
		return errFindings
	}
	return nil
}

func (o *checkOptions) validate() error {
	if !slices.Contains(reportFormats, o.output) {
		return fmt.Errorf("-o %s: use %s", o.output, strings.Join(reportFormats, ", "))
	}
	named := map[string]bool{}
	for _, wanted := range o.reports {
		format, file, found := strings.Cut(wanted, "=")
		switch {
		case !found || file == "" || !slices.Contains(reportFormats, format):
			return fmt.Errorf("--report %s: write FORMAT=FILE, with a format of %s", wanted, strings.Join(reportFormats, ", "))
		case named[file]:
			return fmt.Errorf("--report %s: another report has this file already: name another one", wanted)
		}
		named[file] = true
	}
	switch {
	case o.Diff && !o.Lint && o.Since == "":
		return errors.New("--since is missing: name a commit, branch or tag to compare with")
	case o.Since != "" && o.Dir == "-":
		return errors.New("--since needs a folder of a Git repository, not the standard input")
	}
	return nil
}

func (o *checkOptions) write(out io.Writer, report *check.Report, format string) error {
	switch format {
	case "sarif":
		return report.WriteSARIF(out, o.version)
	case "junit":
		return report.WriteJUnit(out)
	case "json":
		return output("json").write(out, report, nil)
	}
	report.WriteText(out, o.screen())
	return nil
}
