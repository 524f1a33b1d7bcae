// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// summary is what bin/demo/summary.json holds. Times are in seconds.
type summary struct {
	Promoted                  []string `json:"promoted"`
	RolledBack                []string `json:"rolledBack"`
	Conversations             int64    `json:"conversations"`
	SecondsFromHarmToRollback float64  `json:"secondsFromHarmToRollback"`
	SecondsApplyToServing     float64  `json:"secondsApplyToServing"`
	SecondsTotal              float64  `json:"secondsTotal"`
	Handoffs                  handoffs `json:"handoffs"`
}

type handoffs struct {
	Requested int64 `json:"requested"`
	Delivered int64 `json:"delivered"`
}

// finish compares what customers saw with what arrived, shows how support is doing, and
// fails when the demo did not come out as promised.
func (d *demo) finish(ctx context.Context, customers *harness.Customers) error {
	d.say("Letting the last customers finish")
	report, err := customers.Drain(ctx, time.Minute)
	if err != nil {
		return err
	}
	d.summary.Conversations = report.Conversations
	d.summary.Handoffs.Requested = report.Handoffs
	if err := harness.WaitFor(ctx, "the handoffs to be delivered", time.Minute, func(ctx context.Context) (bool, string) {
		desk, err := d.cluster.Helpdesk(ctx)
		d.summary.Handoffs.Delivered = desk.Handoffs
		return err == nil && desk.Handoffs >= report.Handoffs, fmt.Sprintf("%d of %d have arrived", desk.Handoffs, report.Handoffs)
	}); err != nil {
		return err
	}
	for _, name := range batches {
		batch, err := d.cluster.Batch(ctx, name)
		if err != nil {
			return err
		}
		switch batch.Status.Result {
		case v1alpha1.ResultPromoted:
			d.summary.Promoted = append(d.summary.Promoted, name)
		case v1alpha1.ResultRolledBack:
			d.summary.RolledBack = append(d.summary.RolledBack, name)
		}
	}
	if !d.seen.rollback.IsZero() {
		d.summary.SecondsFromHarmToRollback = round(d.seen.rollback.Sub(d.seen.harm))
	}
	if err := d.cluster.WaitBot(ctx, time.Minute); err != nil {
		return err
	}
	d.summary.SecondsTotal = round(time.Since(d.began))
	if err := d.write(); err != nil {
		return err
	}
	d.show(ctx)
	if !slices.Equal(d.summary.Promoted, good) || !slices.Equal(d.summary.RolledBack, []string{harmful}) {
		return errors.New("the batches did not end as they should: see above")
	}
	return nil
}

func (d *demo) write() error {
	dir := filepath.Join(d.cluster.Root, "bin", "demo")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	raw, err := json.MarshalIndent(d.summary, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "summary.json"), append(raw, '\n'), 0o644)
}

// show prints what a person would look at.
func (d *demo) show(ctx context.Context) {
	for _, args := range [][]string{{"get", "intentbatches,bots"}, {"get", "kpitargets"}} {
		fmt.Printf("\n$ kubectl %s %s -n %s\n", args[0], args[1], harness.Namespace)
		cmd := exec.CommandContext(ctx, filepath.Join(d.cluster.Root, "bin", "localcluster", "kubectl"), append(args, "-n", harness.Namespace)...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "demo:", err)
		}
	}
	page, err := d.cluster.ServiceURL(ctx, harness.SystemNamespace, "intentops-page")
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
	}
	page = strings.Replace(page, "http:", "https:", 1)
	fmt.Printf(`
Talk to the bot:       %s/chat
What rolls, as a page: KUBECONFIG=bin/localcluster/kubeconfig go run ./cmd/kubectl-intentops dashboard -n %s
                       or %s with a token of the cluster
Look around:           export KUBECONFIG=bin/localcluster/kubeconfig; bin/localcluster/kubectl get intentops -A
Why it was rolled back: bin/localcluster/kubectl describe intentbatch %s -n %s
The figures above:     bin/demo/summary.json
Remove the demo:       make demo-clean
Stop the cluster:      make cluster-down

`, d.urls.Chat, harness.Namespace, page, harmful, harness.Namespace)
}

func round(t time.Duration) float64 { return math.Round(t.Seconds()*10) / 10 }
