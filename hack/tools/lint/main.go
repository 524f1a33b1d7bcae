// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command lint is golangci-lint with the Kubernetes API linter built in. Plugins are
// compiled into golangci-lint, so the project keeps its own main package.
package main

import (
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	_ "sigs.k8s.io/kube-api-linter"
)

func main() {
	if err := commands.Execute(commands.BuildInfo{Version: "intentops"}); err != nil {
		os.Exit(1)
	}
}
