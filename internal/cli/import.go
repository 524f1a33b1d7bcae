// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/exchange"
	"github.com/intentops/intentops/internal/cli/schema"
)

// importing is the verb that makes Intents of what another platform keeps.
type importing struct {
	*plugin
	exchangeOptions
	bot string
}

func (p *plugin) importCommand() *cobra.Command {
	o := &importing{plugin: p}
	cmd := &cobra.Command{
		Use:   "import FORMAT PATH --bot BOT",
		Short: "Make Intents of a Rasa project, or of an export of Dialogflow ES or CX or of Amazon Lex V2",
		Long: `Make Intents of a Rasa project, or of an export of Dialogflow ES or CX or of Amazon Lex V2.

FORMAT is rasa, dialogflow-es, dialogflow-cx or lex. PATH is a folder, a zip, or a single file of
Rasa. The Intents go to the standard output, or with --out into a folder, a file each.

What cannot be carried over is listed on the standard error, with its file and the reason. A
reply is never invented: where there is none, the Intent is written without one, and the cluster
does not take it until somebody has written it. The exit code is 2 then.`,
		Example: `  # Look first.
  kubectl intentops import rasa my-assistant --bot support

  # Then write a file for each Intent, and the report for a script.
  kubectl intentops import dialogflow-es agent.zip --bot support --out manifests/intents -o json`,
		Args:              arguments,
		ValidArgsFunction: completeFormats,
		RunE:              func(cmd *cobra.Command, args []string) error { return o.run(contextOf(cmd), args[0], args[1]) },
	}
	o.add(cmd, "folder to write a file for each Intent into; default: all go to the standard output")
	cmd.Flags().StringVar(&o.bot, "bot", "", "Bot that is to serve the Intents")
	return cmd
}

func (o *importing) run(ctx context.Context, name, path string) error {
	format, err := o.validate(name)
	if err != nil {
		return err
	}
	if o.bot == "" {
		return errors.New("--bot is missing: name the Bot that is to serve the Intents")
	}
	for _, message := range validation.NameIsDNSSubdomain(o.bot, false) {
		return fmt.Errorf("--bot %q: %s", o.bot, message)
	}
	if o.output == "json" && o.out == "" {
		return errors.New("-o json writes the report to the standard output: say with --out where the Intents go")
	}
	files, err := readExchange(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	report := &exchange.Report{}
	bot, err := format.Read(files, report)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	intents := exchange.ToIntents(bot, o.bot, report)
	if len(intents) == 0 {
		o.tellExchange(report, "")
		return fmt.Errorf("%s: has no intent that can be carried over", path)
	}
	written, err := manifests(ctx, intents, report)
	if err != nil {
		return err
	}
	if o.out == "" {
		for n, name := range slices.Sorted(maps.Keys(written)) {
			if n > 0 {
				fmt.Fprintln(o.Out, "---")
			}
			if _, err := o.Out.Write(written[name]); err != nil {
				return err
			}
		}
	} else if err := writeFolder(ctx, o.out, written, o.force); err != nil {
		return err
	}
	return o.finishExchange(&o.exchangeOptions, report, "as Intents")
}

// manifests are the files of Intents. What the API server would refuse of them goes to the report.
func manifests(ctx context.Context, intents []*v1alpha1.Intent, report *exchange.Report) (exchange.Files, error) {
	kinds, err := schema.Kinds()
	if err != nil {
		return nil, err
	}
	files := exchange.Files{}
	for _, intent := range intents {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		object, err := objectOf(intent, intentKind)
		if err != nil {
			return nil, err
		}
		delete(object, "status")
		if metadata, ok := object["metadata"].(map[string]any); ok {
			delete(metadata, "creationTimestamp")
		}
		files[intent.Name+".yaml"] = exchange.Manifest(object)
		for _, problem := range kinds[intentKind.name].Check(ctx, answered(object), nil) {
			report.Add(exchange.Mend, "", "Intent "+intent.Name, "%s", problem.Error())
		}
	}
	return files, nil
}

// answered is an Intent in which no reply is missing: that is in the report already.
func answered(object map[string]any) map[string]any {
	object = runtime.DeepCopyJSON(object)
	spec, _ := object["spec"].(map[string]any)
	locales, _ := spec["locales"].([]any)
	for _, holder := range append([]any{spec}, locales...) {
		holder, _ := holder.(map[string]any)
		reply, _ := holder["reply"].(map[string]any)
		if text, _ := reply["text"].(string); text == "" {
			holder["reply"] = map[string]any{"text": "-"}
		}
	}
	return object
}
