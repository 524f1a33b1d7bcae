// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command demo shows what intentops is for, on a real cluster: two batches of intents are
// promoted to every conversation, and a third one, which makes customers angry, is taken
// back by itself.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/intentops/intentops/test/harness"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	clean := flag.Bool("clean", false, "remove everything that the demo installed")
	pack := flag.String("pack", "", "try a pack of kubectl intentops init beside the demo")
	rate := flag.Float64("rate", 12, "customers that come per second")
	seed := flag.Int("seed", 1, "seed of the customers")
	timeout := flag.Duration("timeout", 8*time.Minute, "give up when it takes longer")
	flag.Parse()
	trial := false
	flag.Visit(func(f *flag.Flag) { trial = trial || f.Name == "pack" })
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()

	cluster, err := harness.Open(os.Stderr)
	switch {
	case err != nil:
	case *clean:
		err = cluster.Uninstall(ctx)
	case trial:
		err = tryPack(ctx, cluster, *pack)
	default:
		err = run(ctx, cluster, *rate, *seed)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// The batches of hack/demo/batches.yaml.
var (
	good    = []string{"week-1", "week-2"}
	harmful = "week-3"
	batches = append(append([]string{}, good...), harmful)
)

func run(ctx context.Context, cluster *harness.Cluster, rate float64, seed int) error {
	d := &demo{cluster: cluster, began: time.Now()}
	if err := d.step("Removing what an earlier demo left", func() error { return cluster.DeleteNamespace(ctx, harness.Namespace) }); err != nil {
		return err
	}
	if err := d.step("Installing the operator and Prometheus with the chart", func() error { return cluster.Install(ctx) }); err != nil {
		return err
	}
	if err := d.step("Starting NATS and a helpdesk with four agents", func() error { return cluster.Services(ctx) }); err != nil {
		return err
	}
	if err := d.step("Applying the Bot, its policy, twelve Intents in three batches and nine KPITargets", func() error {
		return d.serve(ctx)
	}); err != nil {
		return err
	}
	customers, err := cluster.StartCustomers(ctx, d.urls.API, rate, seed)
	if err != nil {
		return err
	}
	defer customers.Stop()
	// The harmful batch is harmful from the start; it can do harm once it answers somebody.
	if err := customers.Harm(ctx, harness.HarmfulBatch()); err != nil {
		return err
	}
	d.say("About %.0f customers a second are talking to the bot. From here on everything happens by itself.", rate)
	if err := d.watch(ctx, customers); err != nil {
		return err
	}
	return d.finish(ctx, customers)
}

// demo is one run.
type demo struct {
	cluster *harness.Cluster
	began   time.Time
	urls    harness.BotURLs
	summary summary
	seen    timeline
}

func (d *demo) say(format string, args ...any) {
	fmt.Printf("%s  %s\n", elapsed(time.Since(d.began)), fmt.Sprintf(format, args...))
}

func elapsed(t time.Duration) string {
	return fmt.Sprintf("[%d:%02d]", int(t.Minutes()), int(t.Seconds())%60)
}

func (d *demo) step(what string, do func() error) error {
	d.say("%s", what)
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// inAHurry lets KPIs look back a minute instead of days.
func inAHurry(obj *unstructured.Unstructured) {
	if obj.GetKind() != "KPITarget" {
		return
	}
	spec, ok := obj.Object["spec"].(map[string]any)
	if ok {
		spec["window"], spec["minSamples"] = "1m", int64(50)
	}
}

// serve applies everything and waits until the bot answers.
func (d *demo) serve(ctx context.Context) error {
	applied := time.Now()
	if err := d.cluster.Apply(ctx, inAHurry, "hack/demo/bot.yaml", "config/samples/kpitargets.yaml",
		"config/samples/kpitargets-helpdesk.yaml", "config/samples/intents.yaml", "hack/demo/batches.yaml"); err != nil {
		return err
	}
	if err := d.cluster.WaitDeployment(ctx, harness.Namespace, harness.BotName, 2*time.Minute); err != nil {
		return err
	}
	var err error
	if d.urls, err = d.cluster.BotURLs(ctx); err != nil {
		return err
	}
	if err := harness.WaitFor(ctx, "the bot to answer", time.Minute, func(ctx context.Context) (bool, string) {
		err := harness.Probe(ctx, d.urls.API+"/healthz")
		return err == nil, fmt.Sprint(err)
	}); err != nil {
		return err
	}
	d.summary.SecondsApplyToServing = round(time.Since(applied))
	return nil
}
