// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/internal/contract/kpi/history"
)

type scorecardOptions struct {
	genericiooptions.IOStreams
	bot           string
	from          string
	output        string
	prometheus    string
	botStart      string
	baselineUntil string
	milestones    []int
	minSamples    int64

	now func() time.Time
	// cluster gives a client and the namespace to look into.
	cluster func() (dynamic.Interface, string, error)
}

// clusterTimeout bounds all requests to the cluster together.
const clusterTimeout = 30 * time.Second

func newScorecard(streams genericiooptions.IOStreams) *cobra.Command {
	o := &scorecardOptions{IOStreams: streams, now: time.Now}
	config := genericclioptions.NewConfigFlags(true)
	o.cluster = clusterOf(config)
	cmd := o.command()
	addKubectlFlags(cmd, config)
	return cmd
}

// configOf gives how the cluster is reached that the flags of kubectl name, and the namespace.
func configOf(flags *genericclioptions.ConfigFlags) func() (*rest.Config, string, error) {
	return func() (*rest.Config, string, error) {
		config, err := flags.ToRESTConfig()
		if err != nil {
			return nil, "", err
		}
		namespace, _, err := flags.ToRawKubeConfigLoader().Namespace()
		return config, namespace, err
	}
}

// clusterOf gives a client for the cluster that the flags of kubectl name, and the namespace.
func clusterOf(config *genericclioptions.ConfigFlags) func() (dynamic.Interface, string, error) {
	return func() (dynamic.Interface, string, error) {
		rest, namespace, err := configOf(config)()
		if err != nil {
			return nil, "", err
		}
		client, err := dynamic.NewForConfig(rest)
		return client, namespace, err
	}
}

func (o *scorecardOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scorecard [BOT]",
		Short: "Show how the KPIs of a bot stand, before and after",
		Long: `Show how the KPIs of a bot stand, before and after, with 95 % intervals.

Without --from the KPITargets of the Bot are shown. With --from all KPIs are computed from
events of the past, without a cluster: one CloudEvent in JSON a line; docs/kpis.md lists the
events and defines each KPI. All is judged as of the last event.`,
		Example: `  # How does the bot stand?
  kubectl intentops scorecard support

  # And in each channel and intent?
  kubectl port-forward --namespace monitoring service/prometheus 9090 &
  kubectl intentops scorecard support --prometheus http://localhost:9090

  # What were our KPIs before there was a bot?
  kubectl intentops scorecard --from events.ndjson

  # The same as KPITargets with a baseline, to commit and apply.
  kubectl intentops scorecard support --from events.ndjson -o kpitargets > kpitargets.yaml

  # What has changed since it began? As a page to hand on.
  kubectl intentops scorecard --from events.ndjson --bot-start 2026-03-01 -o html > scorecard.html`,
		Args:              arguments,
		ValidArgsFunction: completing(func() (dynamic.Interface, string, error) { return o.cluster() }).first(botKind),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.bot = args[0]
			}
			ctx := cmd.Context()
			if ctx == nil {
				ctx = context.Background()
			}
			return o.run(ctx)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.from, "from", "", "file with one CloudEvent a line; - reads the standard input")
	flags.StringVarP(&o.output, "output", "o", "table", "output format: table, json, markdown or html; with --from also kpitargets: KPITargets with their baselines")
	flags.StringVar(&o.prometheus, "prometheus", "", "URL of the Prometheus that scrapes the bot: shows every channel and intent, and the series beside each value")
	flags.StringVar(&o.botStart, "bot-start", "", "with --from: day or time at which the bot began; conversations before it are the baseline")
	flags.StringVar(&o.baselineUntil, "baseline-until", "", "with --from: the same as --bot-start")
	flags.IntSliceVar(&o.milestones, "milestones", []int{30, 60, 90}, "with --from: days after the bot's start to show")
	flags.Int64Var(&o.minSamples, "min-samples", 100, "with --from: samples below which the state is NoData")
	return cmd
}

func (o *scorecardOptions) run(ctx context.Context) error {
	split, err := o.validate()
	if err != nil {
		return err
	}
	var card *scorecard
	if o.from != "" {
		card, err = o.fromEvents(split)
	} else {
		ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
		defer cancel()
		card, err = o.fromCluster(ctx)
	}
	if err != nil {
		return err
	}
	switch o.output {
	case "json":
		encoder := json.NewEncoder(o.Out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false) // ">= 4.3" is for people too
		if card.report != nil {
			return encoder.Encode(struct {
				Bot string `json:"bot,omitempty"`
				*history.Report
			}{o.bot, card.report})
		}
		return encoder.Encode(card.targets)
	case "markdown":
		return writeTables(o.Out, card, markdown)
	case "html":
		return writeHTML(o.Out, card)
	case "kpitargets":
		return writeKPITargets(o.Out, o.bot, o.from, card.report)
	default:
		return writeTables(o.Out, card, plainText)
	}
}

// validate returns the time that divides baseline from current; zero: there is none.
func (o *scorecardOptions) validate() (time.Time, error) {
	since := o.botStart
	switch {
	case o.from == "" && o.bot == "":
		return time.Time{}, errors.New("name a Bot, or a file of events with --from")
	case !slices.Contains([]string{"table", "json", "markdown", "html", "kpitargets"}, o.output):
		return time.Time{}, fmt.Errorf("-o %s: use table, json, markdown, html or kpitargets", o.output)
	case o.output == "kpitargets" && (o.from == "" || o.bot == ""):
		return time.Time{}, errors.New("-o kpitargets: name the Bot that they are for, and a file of its past with --from")
	case o.output == "kpitargets" && len(validation.IsDNS1123Label(o.bot)) > 0:
		return time.Time{}, fmt.Errorf("-o kpitargets: %q is not a valid name of a Bot", o.bot)
	case o.botStart != "" && o.baselineUntil != "":
		return time.Time{}, errors.New("--bot-start and --baseline-until mean the same: give one")
	case o.prometheus != "" && o.from != "":
		return time.Time{}, errors.New("--prometheus and --from are two sources: give one")
	case o.minSamples < 1:
		return time.Time{}, fmt.Errorf("--min-samples %d: give 1 or more", o.minSamples)
	case o.botStart == "":
		since = o.baselineUntil
	}
	for _, day := range o.milestones {
		if day < 1 || day > 3650 {
			return time.Time{}, fmt.Errorf("--milestones %d: give days from 1 to 3650", day)
		}
	}
	slices.Sort(o.milestones)
	if since == "" {
		return time.Time{}, nil
	}
	if o.from == "" {
		return time.Time{}, errors.New("--bot-start and --baseline-until need --from: a KPITarget has its own baseline")
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, since); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: write it as in 2026-03-01 or 2026-03-01T09:00:00Z", strings.ToValidUTF8(since, "?"))
}
