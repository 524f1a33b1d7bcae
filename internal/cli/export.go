// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/check"
	"github.com/intentops/intentops/internal/cli/exchange"
)

// exporting is the verb that writes Intents as another platform keeps them.
type exporting struct {
	*plugin
	exchangeOptions
	bot string
}

func (p *plugin) exportCommand() *cobra.Command {
	o := &exporting{plugin: p}
	cmd := &cobra.Command{
		Use:   "export FORMAT DIR --out PATH",
		Short: "Write the Intents of a folder as a Rasa project, or for import into Dialogflow ES or CX or Amazon Lex V2",
		Long: `Write the Intents of a folder as a Rasa project, or for import into Dialogflow ES or CX or Amazon
Lex V2.

FORMAT is rasa, dialogflow-es, dialogflow-cx or lex. DIR is read with the folders below it; - reads
the standard input. Intents that were imported get back the names that they had. What cannot be
carried over is listed on the standard error, with its file and the reason.`,
		Example: `  kubectl intentops export rasa manifests --out assistant

  # Dialogflow and Lex import a zip.
  kubectl intentops export lex manifests --bot support --out support.zip`,
		Args: arguments,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 1 {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			return completeFormats(cmd, args, start)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(contextOf(cmd), args[0], args[1]) },
	}
	o.add(cmd, "folder to write, or a zip where it ends with .zip")
	cmd.Flags().StringVar(&o.bot, "bot", "", "Bot whose Intents are exported; needed where the folder has those of several")
	return cmd
}

func (o *exporting) run(ctx context.Context, name, dir string) error {
	format, err := o.validate(name)
	if err != nil {
		return err
	}
	if o.out == "" {
		return errors.New("--out is missing: name a folder, or a file that ends with .zip")
	}
	intents, findings, err := check.Intents(ctx, check.Options{Dir: dir, In: o.In})
	if err != nil {
		return err
	}
	report := &exchange.Report{}
	for _, f := range findings {
		report.Add(exchange.Mend, f.File, f.Object, "%s", strings.TrimPrefix(f.Field+": "+f.Message, ": "))
	}
	sources, bot, err := o.choose(dir, intents)
	if err != nil {
		o.tellExchange(report, "")
		return err
	}
	out := exchange.FromIntents(sources, report)
	out.Name = bot
	files := format.Write(out, report)
	if strings.HasSuffix(o.out, ".zip") {
		err = writeZip(ctx, o.out, files, o.force)
	} else {
		err = writeFolder(ctx, o.out, files, o.force)
	}
	if err != nil {
		return err
	}
	return o.finishExchange(&o.exchangeOptions, report, "for "+format.Title)
}

// choose are the Intents of one Bot.
func (o *exporting) choose(dir string, intents []check.Intent) ([]exchange.Source, string, error) {
	bots := map[string][]exchange.Source{}
	namespaces := map[string]map[string]bool{}
	for _, i := range intents {
		bot := i.Intent.Spec.BotRef.Name
		bots[bot] = append(bots[bot], exchange.Source{File: i.File, Intent: i.Intent})
		if namespaces[bot] == nil {
			namespaces[bot] = map[string]bool{}
		}
		namespaces[bot][i.Intent.Namespace] = true
	}
	names := slices.Sorted(maps.Keys(bots))
	switch {
	case len(names) == 0:
		return nil, "", fmt.Errorf("%s: has no Intent", dir)
	case o.bot == "" && len(names) > 1:
		return nil, "", fmt.Errorf("%s: has Intents of several Bots: choose one with --bot: %s", dir, strings.Join(names, ", "))
	case o.bot == "":
		o.bot = names[0]
	case bots[o.bot] == nil:
		return nil, "", fmt.Errorf("%s: has no Intent of Bot %s, but of: %s", dir, o.bot, strings.Join(names, ", "))
	}
	if len(namespaces[o.bot]) > 1 {
		return nil, "", fmt.Errorf("%s: has a Bot %s in several namespaces: name the folder of one of them", filepath.ToSlash(dir), o.bot)
	}
	return bots[o.bot], o.bot, nil
}
