// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/exchange"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/plural"
)

// exchangeOptions are what import and export share.
type exchangeOptions struct {
	out    string
	output string
	force  bool
	strict bool
}

func (o *exchangeOptions) add(cmd *cobra.Command, out string) {
	flags := cmd.Flags()
	flags.StringVar(&o.out, "out", "", out)
	flags.BoolVar(&o.force, "force", false, "overwrite files that are there")
	flags.BoolVar(&o.strict, "strict", false, "exit with 2 also where something was dropped or changed")
	flags.StringVarP(&o.output, "output", "o", "text", "format of the report: text, on the standard error, or json, on the standard output")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("bot", cobra.NoFileCompletions)
}

func (o *exchangeOptions) validate(name string) (exchange.Format, error) {
	if !slices.Contains([]string{"text", "json"}, o.output) {
		return exchange.Format{}, fmt.Errorf("-o %s: use text or json", o.output)
	}
	format, known := exchange.FormatOf(name)
	if !known {
		return format, fmt.Errorf("%q is not a format: use one of %s", name, strings.Join(formatNames(), ", "))
	}
	return format, nil
}

func formatNames() []string {
	var names []string
	for _, f := range exchange.Formats {
		names = append(names, f.Name)
	}
	return names
}

// completeFormats completes the first argument with formats, and the second with files.
func completeFormats(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		var words []cobra.Completion
		for _, f := range exchange.Formats {
			words = append(words, cobra.CompletionWithDesc(f.Name, f.Title))
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	case 1:
		return nil, cobra.ShellCompDirectiveDefault
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// readExchange reads a folder, a zip, or a single file.
func readExchange(path string) (exchange.Files, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if about.IsDir() {
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = root.Close() }()
		return exchange.ReadFolder(root.FS())
	}
	if !about.Mode().IsRegular() {
		return nil, errors.New("is neither a folder nor a file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, exchange.MaxZip+1))
	if err != nil {
		return nil, err
	}
	if extension := strings.ToLower(filepath.Ext(path)); extension == ".yml" || extension == ".yaml" {
		return exchange.ReadFile(filepath.Base(path), content)
	}
	return exchange.ReadZip(content)
}

// finishExchange tells what was carried over and what was not, and says by the error whether somebody
// must look at it.
func (p *plugin) finishExchange(o *exchangeOptions, report *exchange.Report, as string) error {
	if report.Sort(); o.output == "json" {
		if report.Notes == nil {
			report.Notes = []exchange.Note{}
		}
		if err := output("json").write(p.Out, report, nil); err != nil {
			return err
		}
	} else {
		p.tellExchange(report, as)
	}
	if report.Count(exchange.Mend) > 0 || o.strict && len(report.Notes) > 0 {
		return errFindings
	}
	return nil
}

// tellExchange writes a report for people to the standard error.
func (p *plugin) tellExchange(report *exchange.Report, as string) {
	writeExchange(p.ErrOut, screen.Of(p.ErrOut), report, as)
}

// headings say what the kinds of notes mean.
var headings = map[exchange.Kind]struct {
	text string
	tone screen.Tone
}{
	exchange.Mend:    {"Must be mended before the cluster takes it", screen.Bad},
	exchange.Changed: {"Carried over in another form", screen.Odd},
	exchange.Dropped: {"Not carried over", screen.Odd},
}

func writeExchange(out io.Writer, sc screen.Screen, report *exchange.Report, as string) {
	var last exchange.Kind
	for _, note := range report.Notes {
		if note.Kind != last {
			if last != "" {
				fmt.Fprintln(out)
			}
			last = note.Kind
			fmt.Fprintln(out, sc.Paint(headings[last].tone, headings[last].text+":"))
		}
		where := note.Item
		if note.File != "" {
			where = note.File + ": " + where
		}
		for _, line := range screen.Wrap(screen.Clean(where), sc.Width-2) {
			fmt.Fprintln(out, "  "+line)
		}
		for _, line := range screen.Wrap(screen.Clean(note.Reason), sc.Width-6) {
			fmt.Fprintln(out, "      "+sc.Paint(screen.Faint, line))
		}
	}
	if report.More > 0 {
		fmt.Fprintf(out, "  and %s more\n", plural.Of(report.More, "note"))
	}
	if as == "" {
		return
	}
	if len(report.Notes) > 0 {
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "%s with %s written %s: %d to mend, %d changed, %d not carried over\n",
		plural.Of(report.Intents, "intent"), plural.Of(report.Utterances, "utterance"), as,
		report.Count(exchange.Mend), report.Count(exchange.Changed), report.Count(exchange.Dropped))
}
