// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cli holds the commands of the kubectl plugin.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// Exit codes. docs/kubectl.md has them.
const (
	exitDone = 0
	// exitFailed is of a command that could not do what it was asked to; the error says why.
	exitFailed = 1
	// exitFindings is of a check that was done and found something wrong.
	exitFindings = 2
	// exitInterrupted is of a command that a person interrupted before it was done, as shells have
	// it. What runs until it is interrupted, a watch or the dashboard, is done then.
	exitInterrupted = 130
)

// errFindings ends a check that found something; what it found is printed already.
var errFindings = errors.New("the check found something")

// Run runs the plugin until it is done or a signal interrupts it, and returns its exit code. An
// error goes to the standard error.
func Run(version string, args []string, streams genericiooptions.IOStreams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	written := &standardOutput{out: streams.Out}
	streams.Out = written
	root := NewRoot(version, streams)
	root.SetArgs(args)
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	select {
	case err := <-done:
		return codeOf(ctx, written.failed(err), streams)
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return codeOf(ctx, written.failed(err), streams)
	case <-time.After(endsWithin):
		// It waits for its input, say.
		return codeOf(ctx, ctx.Err(), streams)
	}
}

// standardOutput remembers whether all that was printed was written: a screen on a full disk is not
// done, whichever verb printed it.
type standardOutput struct {
	out io.Writer
	err error
}

func (o *standardOutput) Write(p []byte) (int, error) {
	n, err := o.out.Write(p)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("the output is not complete: %w", err)
	}
	return n, err
}

// Unwrap is where the output goes.
func (o *standardOutput) Unwrap() io.Writer { return o.out }

// failed is the error of a command, or that of its output where the command itself has none that
// says why it could not be done.
func (o *standardOutput) failed(err error) error {
	if o.err != nil && (err == nil || errors.Is(err, errFindings)) {
		return o.err
	}
	return err
}

// endsWithin is what an interrupted command has for its end: an answer that is under way.
const endsWithin = 2 * time.Second

func codeOf(ctx context.Context, err error, streams genericiooptions.IOStreams) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFindings
	case ctx.Err() != nil:
		fmt.Fprintln(streams.ErrOut, "error: interrupted:", err)
		return exitInterrupted
	}
	fmt.Fprintln(streams.ErrOut, "error:", mended(err))
	return exitFailed
}

// mended is an error of the cluster with what to do about it, where the error alone does not say.
func mended(err error) error {
	var status *apierrors.StatusError
	var request *url.Error
	switch {
	case errors.As(err, &status) && status.ErrStatus.Reason == metav1.StatusReasonNotFound && (status.ErrStatus.Details == nil || status.ErrStatus.Details.Name == ""):
		return fmt.Errorf("this cluster has no kinds of intentops.dev: install intentops there, or name another cluster with --context (%w)", err)
	case apierrors.IsUnauthorized(err):
		return fmt.Errorf("the cluster does not accept your credentials: log in again, or name another user with --user or --context (%w)", err)
	case errors.As(err, &request) && strings.HasPrefix(request.URL, "http://localhost:8080/"):
		return fmt.Errorf("no cluster is configured: set KUBECONFIG, or name a file with --kubeconfig (%w)", err)
	}
	return err
}

// NewRoot is the command that all others hang below.
func NewRoot(version string, streams genericiooptions.IOStreams) *cobra.Command {
	return rootOf(version, streams, newPlugin(streams))
}

func rootOf(version string, streams genericiooptions.IOStreams, p *plugin) *cobra.Command {
	root := &cobra.Command{
		Use:           "kubectl-intentops",
		Short:         "Bring chatbot intents into production step by step",
		Version:       version,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl intentops"},
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	root.SetUsageFunc(p.writeUsage)
	p.version = version
	root.AddCommand(newEvaluate(streams), newScorecard(streams), newRelease(streams), p.optionsCommand())
	root.AddCommand(p.commands()...)
	return root
}
