// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/build"
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/config"
	"github.com/intentops/intentops/hack/localcluster/internal/health"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
	"github.com/intentops/intentops/hack/localcluster/internal/image"
	"github.com/intentops/intentops/hack/localcluster/internal/kind"
)

const (
	startLimit = 2 * time.Minute
	// patience is for a cluster that runs but does not answer: it may be starting,
	// or restarting a program.
	patience = 20 * time.Second
)

func upCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "up",
		Short: "Start the cluster, building and installing what is missing",
		Args:  cobra.NoArgs,
		RunE: with(func(_ io.Writer, c cluster.Cluster, _ []string) error {
			if kind.Available() {
				return kind.Up(c)
			}
			if os.Geteuid() != 0 {
				return errors.New("making network namespaces needs root")
			}
			unlock, err := host.Lock(c)
			if err != nil {
				return err
			}
			defer unlock()
			return up(c)
		}),
	}
}

func up(c cluster.Cluster) error {
	if healthyWithin(c, patience) {
		say("cluster %s is up already", c.Name)
		return nil
	}
	packages := installMeanwhile(true)
	if err := build.All(c, build.Node...); err != nil {
		return err
	}
	if err := packages(); err != nil {
		return err
	}
	started := time.Now()
	if err := host.Stop(c); err != nil {
		return fmt.Errorf("clearing the last run: %w", err)
	}
	if err := prepare(&c); err != nil {
		return err
	}
	if err := host.Start(c); err != nil {
		return err
	}
	if err := await(c, started); err != nil {
		return fmt.Errorf("%w\n%slogs are in %s", err, lastLines(host.LogFile(c), 5), c.Log())
	}
	say("cluster %s is up after %s\nexport KUBECONFIG=%s", c.Name, seconds(time.Since(started)), c.Kubeconfig())
	return nil
}

// prepare makes all that the node will read.
func prepare(c *cluster.Cluster) error {
	used, err := host.UsedNetworks()
	if err != nil {
		return err
	}
	network, err := cluster.Free(c.Name, used)
	if err != nil {
		return err
	}
	if err := c.UseNetwork(network); err != nil {
		return err
	}
	if _, err := image.Write(image.Spec{
		Name: config.PauseImage, Binary: c.Home("pause"), Entrypoint: "/pause", User: 65535,
	}, c.Home("pause.tar")); err != nil {
		return err
	}
	if err := config.Write(*c); err != nil {
		return err
	}
	return host.MakeCgroups(c.Cgroup())
}

// await says what works as it begins to work.
func await(c cluster.Cluster, started time.Time) error {
	client, err := health.NewClient(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for _, check := range client.Checks() {
		for err := check.Ask(ctx); err != nil; err = check.Ask(ctx) {
			if _, running := host.Running(c); !running {
				return errors.New("the node ended")
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("not after %s: %s: %w", startLimit, check.Name, err)
			case <-time.After(100 * time.Millisecond):
			}
		}
		say("%7s %s", seconds(time.Since(started)), check.Name)
	}
	return nil
}

// healthyWithin gives a running cluster some time to answer well.
func healthyWithin(c cluster.Cluster, limit time.Duration) bool {
	for end := time.Now().Add(limit); ; time.Sleep(time.Second) {
		if _, running := host.Running(c); !running {
			return false
		}
		if firstFailure(c) == nil {
			return true
		}
		if time.Now().After(end) {
			say("cluster %s runs but does not work; starting it again", c.Name)
			return false
		}
	}
}

func firstFailure(c cluster.Cluster) error {
	client, err := health.NewClient(c)
	if err != nil {
		return err
	}
	for _, check := range client.Checks() {
		if err := check.Ask(context.Background()); err != nil {
			return fmt.Errorf("%s: %w", check.Name, err)
		}
	}
	return nil
}

func lastLines(path string, n int) string {
	text, _ := os.ReadFile(path) // no log, no lines
	lines := strings.SplitAfter(string(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n-1):], "")
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
