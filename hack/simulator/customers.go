// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/simulator/internal/botclient"
	"github.com/intentops/intentops/hack/simulator/internal/report"
	"github.com/intentops/intentops/hack/simulator/internal/scenario"
	"github.com/intentops/intentops/hack/simulator/internal/traffic"
)

// customersFlags are the flags of the simulator itself.
type customersFlags struct {
	url           string
	scenario      string
	openings      string
	tokenFile     string
	identityFile  string
	rate          float64
	duration      time.Duration
	until         string
	conversations int
	first         int
	seed          uint64
	busy          int
	think         time.Duration
	timeout       time.Duration
	retryFor      time.Duration
	grace         time.Duration
	control       string
	linger        bool
	report        string
	events        string
}

func customersCommand() *cobra.Command {
	f := customersFlags{}
	cmd := &cobra.Command{
		Use:   "simulator",
		Short: "Simulated customers talk to a bot",
		Long: `Simulated customers come at a set rate, say what they want, give what they are asked
for, rate and leave. The same seed makes the same customers. The report of what they
did and saw is printed as JSON at the end.`,
		Args:          noArguments,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.url, "url", "", "address of the bot's REST channel, such as http://support-api (required)")
	flags.StringVar(&f.scenario, "scenario", "", "YAML file that describes the customers (required)")
	flags.StringVar(&f.openings, "openings", "", "JSON file of what customers write first, by goal, instead of the scenario's own sentences")
	flags.StringVar(&f.tokenFile, "token-file", "", "file with the REST channel's bearer token")
	flags.StringVar(&f.identityFile, "identity-file", "", "file with the key that customers' ids are signed with, as the channel's identity asks")
	flags.Float64Var(&f.rate, "rate", 1, "customers that come per second; 0 waits for the control endpoint to say")
	flags.DurationVar(&f.duration, "duration", 0, "how long customers come; 0: until stopped")
	flags.StringVar(&f.until, "until", "", "time (RFC 3339) until which customers come")
	flags.IntVar(&f.conversations, "conversations", 0, "how many customers come; 0: no limit")
	flags.IntVar(&f.first, "first", 0, "number of the first customer, for other customers than those of an earlier run")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of all chance")
	flags.IntVar(&f.busy, "busy", 64, "how many customers may have a conversation at the same time")
	flags.DurationVar(&f.think, "think", 0, "longest time that a customer takes over a message")
	flags.DurationVar(&f.timeout, "timeout", 10*time.Second, "timeout of one request")
	flags.DurationVar(&f.retryFor, "retry-for", 30*time.Second, "how long a request that failed is repeated")
	flags.DurationVar(&f.grace, "grace", time.Minute, "how long customers may finish after the last has come")
	flags.StringVar(&f.control, "control", "", "address of the control endpoint (GET /report, POST /harm, POST /rate); without a host it listens on loopback; default: none")
	flags.BoolVar(&f.linger, "linger", false, "keep the control endpoint open after the last customer, until stopped")
	flags.StringVar(&f.report, "report", "-", "file for the report; -: standard output")
	flags.StringVar(&f.events, "events", "", "file for what happened, as scorecard --from reads it; default: none")
	for _, name := range []string{"url", "scenario"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is defined above
		}
	}
	return cmd
}

// check refuses values that make no sense together. The error names the flag.
func (f *customersFlags) check(now time.Time) (end time.Time, err error) {
	switch {
	case !(f.rate >= 0 && f.rate <= traffic.MaxPerSecond):
		return end, fmt.Errorf("--rate: must be from 0 to %d", traffic.MaxPerSecond)
	case f.busy < 1 || f.busy > 10_000:
		return end, errors.New("--busy: must be from 1 to 10000")
	case f.conversations < 0 || f.first < 0:
		return end, errors.New("--conversations and --first: must not be negative")
	case f.duration < 0 || f.think < 0 || f.grace < 0 || f.retryFor < 0:
		return end, errors.New("--duration, --think, --grace and --retry-for: must not be negative")
	case f.timeout <= 0:
		return end, errors.New("--timeout: must be greater than 0s")
	case f.linger && f.control == "":
		return end, errors.New("--linger: needs --control")
	case f.duration > 0 && f.until != "":
		return end, errors.New("--until: not together with --duration")
	}
	if f.duration > 0 {
		end = now.Add(f.duration)
	}
	if f.until != "" {
		if end, err = time.Parse(time.RFC3339, f.until); err != nil {
			return end, errors.New("--until: give a time such as 2026-11-22T09:00:00Z")
		}
	}
	return end, nil
}

func (f *customersFlags) run(ctx context.Context, out, progress io.Writer) error {
	end, err := f.check(time.Now())
	if err != nil {
		return err
	}
	s, err := scenario.Load(f.scenario)
	if err != nil {
		return fmt.Errorf("--scenario: %w", err)
	}
	if f.openings != "" {
		if err := s.UseOpenings(f.openings); err != nil {
			return fmt.Errorf("--openings: %w", err)
		}
	}
	var token, identity []byte
	if f.tokenFile != "" {
		if token, err = os.ReadFile(f.tokenFile); err != nil {
			return fmt.Errorf("--token-file: %w", err)
		}
	}
	if f.identityFile != "" {
		if identity, err = os.ReadFile(f.identityFile); err != nil {
			return fmt.Errorf("--identity-file: %w", err)
		}
	}
	notes, err := openJournal(f.events)
	if err != nil {
		return fmt.Errorf("--events: %w", err)
	}
	recorder := report.NewRecorder(f.seed, time.Now())
	bot, err := botclient.New(f.url, botclient.Options{
		Token: strings.TrimSpace(string(token)), Identity: identity, Timeout: f.timeout, RetryFor: f.retryFor, Connections: f.busy, Observer: recorder,
	})
	if err != nil {
		return fmt.Errorf("--url: %w", err)
	}
	t := traffic.New(bot, recorder, traffic.Options{
		Scenario: s, Seed: f.seed, First: f.first, PerSecond: f.rate, Conversations: f.conversations,
		Busy: f.busy, Think: f.think, Grace: f.grace, Journal: notes.Journal,
	})
	if f.control != "" {
		stop, err := serve(f.control, "control", t.Control(), progress)
		if err != nil {
			return fmt.Errorf("--control: %w", err)
		}
		defer stop()
	}

	coming := ctx
	if !end.IsZero() {
		var cancel context.CancelFunc
		coming, cancel = context.WithDeadline(ctx, end)
		defer cancel()
	}
	t.Run(coming)
	if err := write(f.report, out, recorder.Report()); err != nil {
		return fmt.Errorf("--report: %w", err)
	}
	if err := notes.close(); err != nil {
		return fmt.Errorf("--events: %w", err)
	}
	if f.linger {
		<-ctx.Done()
	}
	return nil
}

func write(path string, out io.Writer, r any) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if path == "-" {
		_, err = out.Write(data)
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
