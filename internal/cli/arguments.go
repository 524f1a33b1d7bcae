// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// arguments takes the arguments that the usage line of a command names, such as "get KIND [NAME]":
// one in brackets may be left out.
func arguments(cmd *cobra.Command, args []string) error {
	var names []string
	for _, word := range strings.Fields(cmd.Use)[1:] {
		if strings.HasPrefix(word, "-") {
			break
		}
		names = append(names, word)
	}
	usage := strings.TrimSuffix(cmd.UseLine(), " [flags]")
	if len(args) > len(names) {
		return fmt.Errorf("%q is one argument too many: %s", args[len(names)], usage)
	}
	if len(args) < len(names) && !strings.HasPrefix(names[len(args)], "[") {
		return fmt.Errorf("%s is missing: %s", names[len(args)], usage)
	}
	return nil
}
