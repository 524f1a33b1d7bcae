// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command bench-scale measures the operator with many batches rolling at once, from outside:
// a real etcd and kube-apiserver, no kubelet, a Prometheus that answers with counts which
// grow at each look, and the operator as a process of its own. `make bench-scale` runs it;
// docs/benchmarks.md explains the figures.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/test/bench"
)

type options struct {
	sizes                          []int
	manager, crds, out             string
	concurrency                    int
	tick, settle, window, patience time.Duration
	handover                       bool
}

func main() {
	o := options{sizes: []int{50, 200, 500, 1000}}
	flag.Func("n", "how many batches roll at once, one run for each (default 50,200,500,1000)", func(list string) (err error) {
		o.sizes, err = sizes(list)
		return err
	})
	flag.StringVar(&o.manager, "manager", "bin/bench/manager", "the operator's binary")
	flag.StringVar(&o.crds, "crds", "config/crd/bases", "folder with the CRDs")
	flag.StringVar(&o.out, "o", "bin/bench/scale.json", "file for the figures")
	flag.IntVar(&o.concurrency, "concurrency", 0, "the operator's workers for each kind (default: the operator's own)")
	flag.DurationVar(&o.tick, "tick", 10*time.Second, "how often the operator looks")
	flag.DurationVar(&o.settle, "settle", 80*time.Second, "how long the batches roll before the operator is looked at")
	flag.DurationVar(&o.window, "window", time.Minute, "how long the operator is looked at")
	flag.DurationVar(&o.patience, "patience", 6*time.Minute, "how long the batches may take until all of them roll")
	flag.BoolVar(&o.handover, "handover", true, "measure what a second operator needs to take over when the first is killed")
	flag.Parse()
	ctrl.SetLogger(logr.Discard())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	var r bench.Report
	err := run(ctx, o, &r)
	r.Print(os.Stdout)
	if err = errors.Join(err, r.Write(o.out)); err == nil && r.Missed() > 0 {
		err = fmt.Errorf("%d figures missed their bound", r.Missed())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-scale:", err)
		os.Exit(1)
	}
}

func sizes(list string) ([]int, error) {
	var out []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q: give whole numbers above 0, such as 50,200", text)
		}
		out = append(out, n)
	}
	return out, nil
}

// run measures each size on a cluster of its own. What a look costs is compared with the
// first size.
func run(ctx context.Context, o options, r *bench.Report) error {
	first := 0.0
	for _, n := range o.sizes {
		look, err := runSize(ctx, o, n, r)
		if err != nil {
			return fmt.Errorf("%d batches: %w", n, err)
		}
		if first == 0 {
			first = look
			continue
		}
		r.AtMost(fmt.Sprintf("%d batches: CPU of a look against that with %d", n, o.sizes[0]), look/first, "times", 1.1)
	}
	return nil
}

func runSize(ctx context.Context, o options, n int, r *bench.Report) (look float64, err error) {
	dir, err := os.MkdirTemp("", "intentops-scale-")
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			say("Logs are kept in %s", dir)
			return
		}
		err = os.RemoveAll(dir)
	}()
	say("%d batches: starting an API server", n)
	c, err := bench.StartCluster(ctx, dir, o.crds, namespace)
	defer func() { err = errors.Join(err, c.Stop()) }()
	if err != nil {
		return 0, err
	}
	w, err := newWorld(ctx, c, o, dir, n)
	if err != nil {
		return 0, err
	}
	defer w.close()
	return w.measure(ctx, r)
}

// say tells what is being done, as most of it takes a while.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}
