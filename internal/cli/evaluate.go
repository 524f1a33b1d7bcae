// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/intentops/intentops/internal/operator/gate"
)

// maxFile is the longest file that is read, in bytes.
const maxFile = 4 << 20

type evaluateOptions struct {
	genericiooptions.IOStreams
	file    string
	output  output
	replay  bool
	perHour float64
}

func newEvaluate(streams genericiooptions.IOStreams) *cobra.Command {
	o := &evaluateOptions{IOStreams: streams}
	cmd := &cobra.Command{
		Use:   "evaluate -f FILE",
		Short: "Say what the gates of a rollout decide on given counts",
		Long: `Say what the gates of a rollout decide on given counts, without a cluster.

The file holds the gates and, step by step, the counts of both tracks; docs/intentbatch.md
describes it. The same code decides in the operator.`,
		Example: `  # What do these counts say?
  kubectl intentops evaluate -f rollout.yaml

  # What would have been decided after each step?
  kubectl intentops evaluate -f rollout.yaml --replay

  # How long will this take at 200 conversations an hour that the batch concerns?
  kubectl intentops evaluate -f plan.yaml --per-hour 200`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.run() },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.file, "filename", "f", "", "file with gates and counts; - reads the standard input")
	o.output.add(cmd)
	flags.BoolVar(&o.replay, "replay", false, "say what would have been decided after each step")
	flags.Float64Var(&o.perHour, "per-hour", 0, "plan the steps for so many conversations an hour that the batch concerns")
	return cmd
}

func (o *evaluateOptions) run() error {
	if err := o.validate(); err != nil {
		return err
	}
	content, err := o.read()
	if err != nil {
		return err
	}
	r, err := parseRollout(content)
	if err != nil {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	a := answer(gate.Evaluate(r.input(len(r.Steps))))
	if o.replay {
		a.Replay = r.replay()
	}
	if o.perHour > 0 {
		a.Plan = r.plan(o.perHour)
	}
	if o.output != "" {
		return o.output.write(o.Out, a, nil)
	}
	return writeText(o.Out, r, &a, o.perHour)
}

func (o *evaluateOptions) validate() error {
	switch {
	case o.file == "":
		return fmt.Errorf("-f is missing: name a file with gates and counts, or - for the standard input")
	case !(o.perHour >= 0 && o.perHour <= 1e9):
		return fmt.Errorf("--per-hour %v: give a number of conversations from 0 to 1e9", o.perHour)
	}
	return o.output.validate()
}

func (o *evaluateOptions) read() ([]byte, error) {
	in := io.NopCloser(o.In)
	if o.file != "-" {
		f, err := os.Open(o.file)
		if err != nil {
			return nil, err
		}
		in = f
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", o.file, err)
	}
	if len(content) > maxFile {
		return nil, fmt.Errorf("%s: is longer than %d MiB", o.file, maxFile>>20)
	}
	return content, nil
}
