// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"errors"
	"io"
	"strings"
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

// full is a disk without space.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestWhatCannotBePrintedIsNotDone(t *testing.T) {
	for name, args := range map[string][]string{
		"a screen":           {"evaluate", "-f", "../../docs/examples/rollout.yaml"},
		"data":               {"evaluate", "-f", "../../docs/examples/rollout.yaml", "-o", "json"},
		"a check":            {"lint", "../../config/samples"},
		"a check that fails": {"lint", "../../config/samples", "--strict"},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			code := Run("", args, genericiooptions.IOStreams{Out: full{}, ErrOut: &stderr})
			if code != exitFailed || !strings.Contains(stderr.String(), "no space left on device") {
				t.Errorf("exit %d: %s", code, stderr.String())
			}
		})
	}
}
