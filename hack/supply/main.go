// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command supply says what the programs are made of: which modules, under which licences, and
// with which known vulnerabilities.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

const usage = `usage:
  supply licences FILE              write the page of licences; fail when one is not allowed
  supply sbom NAME BINARY FILE      write the SPDX document of an image that holds one binary
  supply vulncheck                  look for known vulnerabilities in what the programs call
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	flag.Usage = func() { fmt.Fprint(flag.CommandLine.Output(), usage) }
	flag.Parse()
	if err := run(ctx, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "supply:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	command := ""
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	switch {
	case command == "licences" && len(args) == 1:
		return writeLicences(ctx, args[0])
	case command == "sbom" && len(args) == 3:
		return writeSBOM(ctx, args[0], args[1], args[2])
	case command == "vulncheck" && len(args) == 0:
		return vulncheck(ctx, out)
	}
	return fmt.Errorf("not a command\n%s", usage)
}
