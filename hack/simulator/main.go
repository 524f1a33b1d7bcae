// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command simulator plays the people around a bot: customers who talk to it through its
// REST channel, and the helpdesk that takes its handoffs. It says afterwards what it did,
// so that demos and tests can compare that with what the operator saw.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// version is set by the linker.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "simulator:", err)
		os.Exit(1)
	}
}

func command() *cobra.Command {
	root := customersCommand()
	root.Version = version
	root.AddCommand(helpdeskCommand())
	return root
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s: unknown argument %q", cmd.CommandPath(), args[0])
	}
	return nil
}
