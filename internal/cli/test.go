// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/check"
)

func (p *plugin) testCommand() *cobra.Command {
	return p.folderCommand(&cobra.Command{
		Use:   "test DIR",
		Short: "Run the tests of the Intents in a folder",
		Long: `Run the tests of the Intents in a folder (spec.tests): for each message, what the bot does that
has every Intent of the folder. It is the bot's own code that decides, with the thresholds and
rules of the EscalationPolicy.`,
		Example: `  kubectl intentops test manifests -o junit > tests.xml`,
	}, check.Options{Test: true})
}
