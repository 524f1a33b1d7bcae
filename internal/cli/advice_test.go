// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/view"
)

// TestCommandsOfAnAdviceExist: what is advised must be typable.
func TestCommandsOfAnAdviceExist(t *testing.T) {
	w := newWorld(t, shopScreen)
	for reason, a := range view.BatchAdvice {
		verb, found := strings.CutPrefix(a.Command, "kubectl intentops ")
		if a.Command == "" || !found {
			continue
		}
		cmd, rest, err := rootOf("test", w.IOStreams, w.plugin).Find(strings.Fields(verb))
		if err != nil || cmd.Name() == "kubectl-intentops" {
			t.Errorf("%s: %s: no such command: %v", reason, a.Command, err)
			continue
		}
		if err := cmd.ParseFlags(rest); err != nil {
			t.Errorf("%s: %s: %v", reason, a.Command, err)
		} else if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
			t.Errorf("%s: %s: %v", reason, a.Command, err)
		}
	}
}
