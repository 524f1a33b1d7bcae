// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/check"
)

func (p *plugin) diffCommand() *cobra.Command {
	return p.folderCommand(&cobra.Command{
		Use:   "diff DIR --since REV",
		Short: "Say what a change of a folder would do: what rolls with which gates, what is served at once",
		Long: `Say what a change of a folder would do, taking what was before for live: which batches roll, with
which steps and gates, what is served at once, and what customers do not notice.`,
		Example: `  kubectl intentops diff manifests --since origin/main`,
	}, check.Options{Diff: true})
}
