// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command perf measures the running parts against what is promised of them: the operator
// and the bot as processes of their own, a real kube-apiserver, and followers that watch
// it as pods do. `make bench-runtime` runs it; docs/benchmarks.md explains the figures.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/test/bench"
)

type options struct {
	manager, bot, botBefore           string
	crds, samples, out                string
	botOnly                           bool
	followers, changes, conversations int
	idle                              time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.manager, "manager", "bin/bench/manager", "the operator's binary")
	flag.StringVar(&o.bot, "bot", "bin/bench/bot", "the bot's binary")
	flag.StringVar(&o.botBefore, "bot-before", "", "an earlier bot's binary, to compare with")
	flag.BoolVar(&o.botOnly, "bot-only", false, "measure nothing but the bot")
	flag.StringVar(&o.crds, "crds", "config/crd/bases", "folder with the CRDs")
	flag.StringVar(&o.samples, "samples", "config/samples", "folder with the sample objects")
	flag.StringVar(&o.out, "o", "bin/bench/runtime.json", "file for the figures")
	flag.IntVar(&o.followers, "followers", 10, "pods that follow a pointer")
	flag.IntVar(&o.changes, "changes", 200, "changes of a pointer")
	flag.IntVar(&o.conversations, "conversations", 2000, "conversations that the bot holds")
	flag.DurationVar(&o.idle, "idle", time.Minute, "how long the operator at rest is looked at")
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
		fmt.Fprintln(os.Stderr, "perf:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options, r *bench.Report) (err error) {
	dir, err := os.MkdirTemp("", "intentops-perf-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil || r.Missed() > 0 {
			say("Logs are kept in %s", dir)
			return
		}
		err = os.RemoveAll(dir)
	}()
	if !o.botOnly {
		if err := measureRelease(o, r); err != nil {
			return err
		}
	}
	if err := measureBots(ctx, o, dir, r); err != nil || o.botOnly {
		return err
	}
	say("Starting an API server")
	c, err := bench.StartCluster(ctx, dir, o.crds, namespace)
	defer func() { err = errors.Join(err, c.Stop()) }()
	if err != nil {
		return err
	}
	if err := measurePointer(ctx, c, o, r); err != nil {
		return err
	}
	return measureOperator(ctx, c, o, dir, r)
}

// say tells what is being done, as most of it takes a while.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}
