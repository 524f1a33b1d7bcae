// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// timeline is every change of every batch, as a watch saw it.
type timeline struct {
	mu      sync.Mutex
	moments []moment
}

type moment struct {
	at             time.Time
	batch, rollout string
	step, reason   string
	percent        int32
	result         v1alpha1.BatchResult
}

func (m moment) String() string {
	return fmt.Sprintf("%s %s rollout %s step %s percent %d result %q reason %s",
		m.at.Format("15:04:05"), m.batch, m.rollout, m.step, m.percent, m.result, m.reason)
}

// follow notes changes until ctx ends. A watch that breaks off is begun again; it starts
// with all objects, so that no lasting change is missed.
func (l *timeline) follow(ctx context.Context, cluster *harness.Cluster) {
	for ctx.Err() == nil {
		w, err := cluster.Watch(ctx, &v1alpha1.IntentBatchList{}, client.InNamespace(harness.Namespace))
		if err != nil {
			continue
		}
		for event := range w.ResultChan() {
			if batch, ok := event.Object.(*v1alpha1.IntentBatch); ok && event.Type != watch.Deleted {
				l.note(batch)
			}
		}
	}
}

func (l *timeline) note(batch *v1alpha1.IntentBatch) {
	m := moment{
		at: time.Now(), batch: batch.Name, rollout: batch.Status.Rollout, step: batch.Status.Step,
		reason: reason(batch), percent: percent(batch), result: batch.Status.Result,
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.moments = append(l.moments, m)
}

// of returns the moments of a batch since a time.
func (l *timeline) of(batch string, since time.Time) []moment {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []moment
	for _, m := range l.moments {
		if m.batch == batch && !m.at.Before(since) {
			out = append(out, m)
		}
	}
	return out
}

// violations are the moments that must never be.
func (l *timeline) violations() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	last := map[string]moment{}
	for _, m := range l.moments {
		before, known := last[m.batch]
		same := known && before.rollout == m.rollout && m.rollout != ""
		switch {
		case same && before.result == v1alpha1.ResultRolledBack && (m.result != before.result || m.percent != 0):
			out = append(out, "came back after it was rolled back: "+m.String())
		case same && before.result == v1alpha1.ResultPromoted && m.result != before.result:
			out = append(out, "was promoted and then was not: "+m.String())
		case same && m.result == "" && m.percent < before.percent:
			out = append(out, "fell to a lower step: "+m.String())
		}
		last[m.batch] = m
		if running := runningIn(last); len(running) > 1 {
			out = append(out, fmt.Sprintf("%v roll at once: %s", running, m))
		}
	}
	return out
}

func runningIn(last map[string]moment) []string {
	var out []string
	for name, m := range last {
		if m.rollout != "" && m.result == "" {
			out = append(out, name)
		}
	}
	return out
}
