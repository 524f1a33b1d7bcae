// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/simulator/internal/helpdesk"
)

func helpdeskCommand() *cobra.Command {
	var (
		listen, keyFile string
		options         helpdesk.Options
		team            teamFlags
	)
	cmd := &cobra.Command{
		Use:   "helpdesk",
		Short: "Take handoffs as a helpdesk would",
		Long: `A helpdesk that takes handoff packets at POST /handoffs, checks their signature, counts
each handoff once and tells of it at GET /report. POST /fail {"share": 0.5} makes it
refuse a share of deliveries with 503.

With --bot a small team works on what is handed over, and the helpdesk tells the bot about
it by signed CloudEvents.`,
		Args:          noArguments,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !(options.FailShare >= 0 && options.FailShare <= 1) {
				return errors.New("--fail-share: must be from 0 to 1")
			}
			if options.Delay < 0 || options.Delay > time.Minute {
				return errors.New("--delay: must be from 0s to 1m")
			}
			if keyFile != "" {
				key, err := os.ReadFile(keyFile)
				if err != nil {
					return fmt.Errorf("--key-file: %w", err)
				}
				if len(bytes.TrimSpace(key)) == 0 {
					return errors.New("--key-file: the file is empty")
				}
				options.Key = key
			}
			if options.Bot == "" && (keyFile != "" || team.bot != "") {
				return errors.New("--bot-name: is required with --key-file and with --bot")
			}
			closeTeam, err := team.open(cmd.Context(), &options)
			if err != nil {
				return err
			}
			server := helpdesk.New(options)
			stop, err := serve(listen, "helpdesk", server.Handler(), cmd.ErrOrStderr())
			if err != nil {
				return fmt.Errorf("--listen: %w", err)
			}
			<-cmd.Context().Done()
			stop()
			if err := closeTeam(); err != nil {
				return fmt.Errorf("--events: %w", err)
			}
			return write("-", cmd.OutOrStdout(), server.Report())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&listen, "listen", "0.0.0.0:8080", "address to listen on; without a host it is loopback")
	flags.StringVar(&keyFile, "key-file", "", "file with the key that signs packets, byte for byte; default: signatures are not checked")
	flags.StringVar(&options.Bot, "bot-name", "", "NAMESPACE/NAME of the Bot, which is part of what is signed")
	flags.Float64Var(&options.FailShare, "fail-share", 0, "share of deliveries that is answered 503, 0 to 1")
	flags.DurationVar(&options.Delay, "delay", 0, "time before each answer")
	flags.Uint64Var(&options.Seed, "seed", 1, "seed of all chance")
	team.add(flags)
	return cmd
}
