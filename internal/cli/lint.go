// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/check"
)

func (p *plugin) lintCommand() *cobra.Command {
	return p.folderCommand(&cobra.Command{
		Use:   "lint DIR",
		Short: "Say what the cluster would refuse of a folder of manifests, and what is probably not meant",
		Long: `Say what the cluster would refuse of a folder of manifests, and what is probably not meant.

Objects are checked by the code of the API server and of the operator: schema and rules,
references, utterances that two Intents share, Intents that the classifier confuses, batches
that cannot roll, escalation rules, tests of Intents, secrets. No cluster is asked.

DIR is read with the folders below it. - reads the standard input, such as what
"kubectl kustomize" prints.`,
		Example: `  kubectl intentops lint manifests

  # Also what may not be changed, such as the Bot of an Intent.
  kubectl intentops lint manifests --since origin/main`,
	}, check.Options{Lint: true})
}
