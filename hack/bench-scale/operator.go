// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/intentops/intentops/test/bench"
)

// operator is one of them, as it is installed.
type operator struct {
	*bench.Process
	probe string // URL
}

func (w *world) start(lease bool) (*operator, error) {
	metrics, err := bench.FreeAddress()
	if err != nil {
		return nil, err
	}
	probe, err := bench.FreeAddress()
	if err != nil {
		return nil, err
	}
	args := []string{
		"--kubeconfig=" + w.Kubeconfig, "--prometheus-url=" + w.address, "--tick=" + w.tick.String(),
		fmt.Sprintf("--leader-elect=%t", lease), "--leader-election-namespace=" + namespace, "--metrics-secure=false",
		"--metrics-bind-address=" + metrics, "--health-probe-bind-address=" + probe, "--zap-log-level=error",
	}
	if w.concurrency > 0 {
		args = append(args, fmt.Sprintf("--concurrency=%d", w.concurrency))
	}
	p, err := bench.Start(w.dir, w.manager, metrics, args...)
	return &operator{Process: p, probe: "http://" + probe + "/readyz"}, err
}

// ready waits until the operator says that it is.
func (o *operator) ready(ctx context.Context) error {
	return bench.Eventually(ctx, "the operator is ready", func() (bool, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.probe, http.NoBody)
		if err != nil {
			return false, err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return false, nil //nolint:nilerr // it is starting
		}
		_, err = io.Copy(io.Discard, resp.Body)
		return resp.StatusCode == http.StatusOK, errors.Join(err, resp.Body.Close())
	})
}

// allLookedAt waits until the operator shows a figure of every batch, which it does after
// its first look at it, and returns how long the first and the last of them took.
func (o *operator) allLookedAt(ctx context.Context, n int, since time.Time) (first, last time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	for {
		now, err := o.Figures(ctx)
		looked := 0
		if err == nil {
			looked = now.Count("intentops_batch_accepted")
		}
		if looked > 0 && first == 0 {
			first = time.Since(since)
		}
		if looked >= n {
			return first, time.Since(since), nil
		}
		if err := bench.Pause(ctx, 100*time.Millisecond); err != nil {
			return first, 0, fmt.Errorf("the operator has looked at %d of %d batches: %w", looked, n, err)
		}
	}
}
