// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command kubectl-intentops is the kubectl plugin: kubectl intentops.
package main

import (
	"os"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/intentops/intentops/internal/cli"
)

// version is set by the linker.
var version = "dev"

func main() {
	os.Exit(cli.Run(version, os.Args[1:], genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}))
}
