// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/cli/traffic"
	"github.com/intentops/intentops/internal/plural"
)

type thresholdsOptions struct {
	*plugin
	bot, from, dir string
	right          int
	output         output
}

func (p *plugin) thresholdsCommand() *cobra.Command {
	o := &thresholdsOptions{plugin: p}
	cmd := p.messagesCommand(&cobra.Command{
		Use:   "thresholds BOT --from FILE",
		Short: "Propose how sure the bot must be to answer each Intent, from messages that people labelled",
		Long: `Propose how sure the bot must be to answer each Intent (spec.confidencePercent), from messages of
which people said what they are about.

FILE has one message a line, such as {"text": "where is my parcel", "intent": "order-status"}; an
intent of "" is about none that the Bot has. Half of the messages choose a threshold, and the other
half says what it would change. Where they are too few to tell, nothing is proposed.`,
		Example: `  # The patches to commit.
  kubectl intentops thresholds support --from labelled.jsonl -o yaml

  # Answers must be right in 95 of 100 cases; against a folder, without a cluster.
  kubectl intentops thresholds support --from labelled.jsonl --dir manifests --right 95`,
	}, &o.bot, &o.from, &o.output, o.run)
	flags := cmd.Flags()
	flags.StringVar(&o.dir, "dir", "", "folder with the Intents; default: what is live in the cluster")
	flags.IntVar(&o.right, "right", 90, "how many of 100 answers of an Intent are to be right")
	flags.Lookup("from").Usage = "file with one labelled message a line, in JSON; - reads the standard input"
	flags.Lookup("output").Usage = "output format: yaml writes the patches to commit, json the proposals as data; default: a screen for people"
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

func (o *thresholdsOptions) validate() error {
	switch {
	case o.from == "":
		return errors.New("--from is missing: name a file of labelled messages, or - for the standard input; utterances alone do not say how often customers are understood")
	case o.right < 50 || o.right > 99:
		return fmt.Errorf("--right %d: is not from 50 to 99", o.right)
	}
	return o.output.validate()
}

// thresholds are what is proposed for the Intents of a Bot.
type thresholds struct {
	Bot     string `json:"bot"`
	Release string `json:"release"`
	// Wanted is how many of 100 answers are to be right.
	Wanted   int `json:"wanted"`
	Messages int `json:"messages"`
	// Elsewhere is how many of them are about none of the Bot's Intents.
	Elsewhere int        `json:"elsewhere"`
	Intents   []proposal `json:"intents"`
}

func (o *thresholdsOptions) run(ctx context.Context) error {
	if err := o.validate(); err != nil {
		return err
	}
	all, err := o.messages(o.from)
	if err != nil {
		return err
	}
	var labelled []traffic.Message
	for i := range all {
		for _, m := range all[i].Messages {
			if m.Labelled {
				labelled = append(labelled, m)
			}
		}
	}
	if len(labelled) == 0 {
		return fmt.Errorf(`%s: no message has a label: write {"text": "where is my parcel", "intent": "order-status"}`, o.from)
	}
	with, err := o.sourceOf(ctx, o.dir, o.bot)
	if err != nil {
		return err
	}
	predictions, err := traffic.Classify(ctx, with.Loaded, labelled)
	if err != nil {
		return err
	}
	t := o.proposals(with, labelled, predictions)
	switch o.output {
	case "yaml":
		return o.writePatches(t)
	case "json":
		return o.output.write(o.Out, t, nil)
	}
	o.screenOf(t)
	return nil
}

func (o *thresholdsOptions) proposals(with *source, labelled []traffic.Message, predictions []understanding.Prediction) *thresholds {
	t := &thresholds{Bot: o.bot, Release: with.name, Wanted: o.right, Messages: len(labelled), Intents: []proposal{}}
	answers := make([]guess, len(labelled))
	served, others := map[string]int{}, map[string]bool{}
	for i, m := range labelled {
		answers[i] = guess{as: predictions[i].Intent, about: m.Intent, confidence: predictions[i].Confidence, second: inSecondHalf(m.Text)}
		for _, name := range []string{m.Intent, predictions[i].Intent} {
			if now := thresholdOf(with, name); now > 0 {
				served[name] = now
			}
		}
	}
	for _, m := range labelled {
		if served[m.Intent] == 0 {
			t.Elsewhere++
			if m.Intent != "" {
				others[m.Intent] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(served)) {
		t.Intents = append(t.Intents, propose(name, served[name], o.right, answers))
	}
	if len(others) > 0 {
		few := slices.Sorted(maps.Keys(others))
		fmt.Fprintf(o.ErrOut, "%s of the file: Bot %s has no such Intent, so messages count as about something else: %s\n",
			plural.Of(len(few), "label"), o.bot, screen.Clean(strings.Join(few[:min(len(few), 10)], ", ")))
	}
	return t
}

// thresholdOf is how sure the release must be of an Intent to act on it, in percent; 0: it does not
// have it.
func thresholdOf(with *source, intent string) int {
	for percent := 1; intent != "" && percent <= 100; percent++ {
		if with.Choose([]understanding.Prediction{{Intent: intent, Confidence: float64(percent) / 100}}) != "" {
			return percent
		}
	}
	return 0
}

func (o *thresholdsOptions) screenOf(t *thresholds) {
	fmt.Fprintf(o.Out, "Bot %s: %s, %d of them about something else, decided by %s\n", screen.Clean(t.Bot), plural.Of(t.Messages, "labelled message"), t.Elsewhere, screen.Clean(t.Release))
	fmt.Fprintf(o.Out, "Wanted: %d%% of answers right\n\n", t.Wanted)
	rows := make([][]screen.Cell, len(t.Intents))
	for i := range t.Intents {
		p := &t.Intents[i]
		proposed, right, answered := dash, dash, dash
		if p.Proposed > 0 {
			proposed, right, answered = fmt.Sprintf("%d%%", p.Proposed), p.After.Right.String(), p.After.Answered.String()
		}
		rows[i] = screen.Cells(p.Intent, fmt.Sprintf("%d%%", p.Now), proposed, p.Before.Right.String(), right, p.Before.Answered.String(), answered, p.Why)
	}
	o.screen().Table(o.Out, []screen.Column{
		{Name: "INTENT"}, {Name: "NOW"}, {Name: "PROPOSED"}, {Name: "RIGHT NOW"}, {Name: "THEN"},
		{Name: "ANSWERED NOW", Wide: true}, {Name: "THEN", Wide: true}, {Name: "WHY", Text: true},
	}, rows)
	fmt.Fprintf(o.Out, "\nRIGHT is the share of answers, ANSWERED that of messages about the Intent, with 95%% intervals,\n"+
		"by messages that the threshold was not chosen by.\n")
}

// String is such as 92% (86-96).
func (r rate) String() string {
	if r.Of == 0 {
		return dash
	}
	return fmt.Sprintf("%.0f%% (%.0f-%.0f)", 100*r.Share, 100*r.Low, 100*r.High)
}

func (o *thresholdsOptions) writePatches(t *thresholds) error {
	var out strings.Builder
	patches := 0
	for i := range t.Intents {
		p := &t.Intents[i]
		if p.Proposed == 0 {
			continue
		}
		patches++
		raw, err := yaml.Marshal(map[string]any{
			"apiVersion": groupVersion, "kind": "Intent", "metadata": map[string]any{"name": p.Intent},
			"spec": map[string]any{"confidencePercent": p.Proposed},
		})
		if err != nil {
			return err
		}
		out.WriteString("---\n" + string(raw))
	}
	if _, err := o.Out.Write([]byte(out.String())); err != nil {
		return err
	}
	fmt.Fprintf(o.ErrOut, "Nothing was changed. %s of %s: merge each into its manifest and commit it; a changed Intent is rolled out by its batch.\n",
		plural.Of(patches, "proposal"), plural.Of(len(t.Intents), "Intent"))
	return nil
}
