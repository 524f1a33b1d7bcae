// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"io"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

func TestTheVersionIsAskedForByAFlag(t *testing.T) {
	var out bytes.Buffer
	code := Run("v1.2.3", []string{"--version"}, genericiooptions.IOStreams{Out: &out, ErrOut: io.Discard})
	if want := "kubectl intentops version v1.2.3\n"; code != 0 || out.String() != want {
		t.Errorf("exit code %d, printed %q, want %q", code, out.String(), want)
	}
}
