// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/check"
	"github.com/intentops/intentops/internal/cli/screen"
)

func (o *releaseOptions) buildCommand() *cobra.Command {
	var bot, out string
	cmd := &cobra.Command{
		Use: "build DIR", Short: "Write the release that a folder of manifests makes, for a bot without a cluster",
		Long: `Write the release that a Bot serves when every Intent of a folder of manifests is live, as the
release.json that "bot --release-dir" and "bot understand" read. No cluster is asked. DIR is read
with the folders below it; - reads the standard input. What "kubectl intentops check" refuses makes
no release: it is listed on the standard error, the exit code is 2, and a file of before stays.`,
		Example: `  # Try a bot on a laptop.
  kubectl intentops release build manifests --out try/release.json
  bot --release-dir=try --data-dir=/tmp/bot --channel=web=WebChat

  # Where the folder has several Bots.
  kubectl intentops release build manifests --bot support --out try/release.json`,
		Args: arguments,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.build(contextOf(cmd), args[0], bot, out) },
	}
	cmd.Flags().StringVar(&bot, "bot", "", "Bot whose release is written; needed where the folder has several")
	cmd.Flags().StringVar(&out, "out", "", "file that the release is written to, as a whole or not at all; default: the standard output")
	_ = cmd.RegisterFlagCompletionFunc("bot", completeBotsOfFolder)
	return cmd
}

// build writes nothing but a whole release: what is wrong goes to the standard error.
func (o *releaseOptions) build(ctx context.Context, dir, bot, out string) error {
	text, report, err := check.Build(ctx, check.Options{Dir: dir, In: o.In}, bot)
	if err != nil {
		return err
	}
	if text == nil {
		report.WriteText(o.ErrOut, screen.Of(o.ErrOut))
		return errFindings
	}
	write := func(to io.Writer) error {
		_, err := to.Write(text)
		return err
	}
	if out == "" {
		return write(o.Out)
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return writeFile(out, write)
}

// completeBotsOfFolder completes the Bots of the folder that is named already.
func completeBotsOfFolder(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 || args[0] == "-" {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names, err := check.Bots(contextOf(cmd), args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
