// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/intentops/intentops/test/bench"
)

// goals are what is promised with 500 batches, and with 1000.
type goals struct{ peak, late float64 }

func goalsOf(n int) goals {
	if n <= 500 {
		return goals{peak: 128, late: 1000}
	}
	return goals{peak: 200, late: 2000}
}

// measure goes through the life of an operator and returns the milliseconds of processor
// time that a look takes.
func (w *world) measure(ctx context.Context, r *bench.Report) (look float64, err error) {
	what := fmt.Sprintf("%d batches: ", w.n)
	roundtrip, err := w.roundtrip(ctx)
	if err != nil {
		return 0, err
	}
	r.Info(what+"a write to the idle API server, p50", roundtrip, "ms")
	o, err := w.start(false)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, o.Stop()) }()
	if err := w.grow(ctx, o, r, what); err != nil {
		return 0, err
	}
	if look, err = w.steady(ctx, o, r, what, roundtrip); err != nil {
		return 0, err
	}
	if err := w.rollBack(ctx, r, what); err != nil {
		return 0, err
	}
	if err := o.Stop(); err != nil {
		return 0, err
	}
	begun, before := time.Now(), w.writes(ctx)
	if o, err = w.start(false); err != nil {
		return 0, err
	}
	_, took, err := o.allLookedAt(ctx, w.n, begun)
	if err != nil {
		return 0, err
	}
	r.AtMost(what+"restart until every batch was looked at", took.Seconds(), "s", 5)
	if err := bench.Pause(ctx, w.tick); err != nil {
		return 0, err
	}
	r.Info(what+"writes in the restart and a tick after it", total(w.writes(ctx))-total(before), "")
	if w.handover {
		if err := o.Stop(); err != nil {
			return 0, err
		}
		o, err = w.takeOver(ctx, r, what)
	}
	return look, err
}

// roundtrip is what a small write takes while nothing else happens: what other times are
// compared with.
func (w *world) roundtrip(ctx context.Context) (float64, error) {
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "roundtrip", Namespace: namespace}}
	if err := w.Client.Create(ctx, object); err != nil {
		return 0, err
	}
	var took []time.Duration
	for i := range 50 {
		object.Data = map[string]string{"i": fmt.Sprint(i)}
		begun := time.Now()
		if err := w.Client.Update(ctx, object); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begun))
	}
	return bench.Percentile(took, 50), nil
}

// grow reports what it takes from nothing until all batches roll.
func (w *world) grow(ctx context.Context, o *operator, r *bench.Report, what string) error {
	if err := o.ready(ctx); err != nil {
		return err
	}
	say("%d batches: growing", w.n)
	begun := time.Now()
	growing, cancel := context.WithTimeout(ctx, w.patience)
	defer cancel()
	if err := w.create(growing); err != nil {
		return err
	}
	for w.countRolling() < w.n {
		if err := bench.Pause(growing, 100*time.Millisecond); err != nil {
			return fmt.Errorf("only %d roll after %s: %w", w.countRolling(), w.patience, err)
		}
	}
	took := time.Since(begun)
	used, err := cpu(o.PID())
	if err != nil {
		return err
	}
	most, err := peak(o.PID())
	if err != nil {
		return err
	}
	r.Info(what+"from none to all rolling", took.Seconds(), "s")
	r.AtMost(what+"from none to all rolling, operator's CPU", used.Seconds(), "s", 60)
	r.Info(what+"from none to all rolling, writes of the operator", total(w.writes(ctx))-float64(w.n*(2+intentsEach)), "")
	r.Info(what+"from none to all rolling, peak memory", most, "MB")
	return nil
}

// moment is what was counted until then.
type moment struct {
	operator, server time.Duration
	writes           map[string]float64
	waits            waits
	figures          bench.Figures
	queries, bytes   int
}

func (w *world) now(ctx context.Context, o *operator) (m moment, err error) {
	server, err := child("kube-apiserver")
	if err != nil {
		return m, err
	}
	m.writes = w.writes(ctx)
	if m.waits, err = readWaits(ctx, o.Metrics(), "intentbatch"); err != nil {
		return m, err
	}
	if m.figures, err = o.Figures(ctx); err != nil {
		return m, err
	}
	m.queries, m.bytes = w.customers.counted()
	if m.operator, err = cpu(o.PID()); err != nil {
		return m, err
	}
	m.server, err = cpu(server)
	return m, err
}

const reconciles = "controller_runtime_reconcile_total"

// steady reports what looking costs while all batches roll.
func (w *world) steady(ctx context.Context, o *operator, r *bench.Report, what string, roundtrip float64) (look float64, err error) {
	// From the middle between two looks, once the gates have their first verdicts.
	say("%d batches: all roll; waiting for verdicts", w.n)
	if err := bench.Pause(ctx, time.Until(time.Now().Add(w.settle).Truncate(w.tick).Add(w.tick/2))); err != nil {
		return 0, err
	}
	say("%d batches: looking on for %s", w.n, w.window)
	before, err := w.now(ctx, o)
	if err != nil {
		return 0, err
	}
	if err := bench.Pause(ctx, w.window); err != nil {
		return 0, err
	}
	after, err := w.now(ctx, o)
	if err != nil {
		return 0, err
	}
	most, err := peak(o.PID())
	if err != nil {
		return 0, err
	}
	minutes := w.window.Minutes()
	looks := after.figures.Since(before.figures).Sum(reconciles, "controller", "intentbatch")
	look = bench.Milliseconds(after.operator-before.operator) / looks
	late, goal := after.waits.since(before.waits), goalsOf(w.n)
	r.Info(what+"looks", looks/minutes, "1/min")
	r.AtMost(what+"operator's CPU by look", look, "ms", 1)
	r.Info(what+"operator's CPU", (after.operator-before.operator).Seconds()/minutes, "s/min")
	r.Info(what+"API server's CPU", (after.server-before.server).Seconds()/minutes, "s/min")
	r.Info(what+"writes", (total(after.writes)-total(before.writes))/minutes, "1/min")
	for _, resource := range slices.Sorted(maps.Keys(after.writes)) {
		if n := after.writes[resource] - before.writes[resource]; n > 0 {
			r.Info(what+"writes of "+resource, n/minutes, "1/min")
		}
	}
	r.AtMost(what+"peak memory", most, "MB", goal.peak)
	r.Info(what+"late after the due look, p50", late.percentile(50)*1000, "ms")
	r.AtMost(what+"late after the due look, p99", late.percentile(99)*1000, "ms", goal.late)
	r.Info(what+"late after the due look, p99, against a write to the idle API server", late.percentile(99)*1000/roundtrip, "times")
	r.Info(what+"queries to Prometheus", float64(after.queries-before.queries)/minutes, "1/min")
	r.Info(what+"answers of Prometheus", float64(after.bytes-before.bytes)/1e6/minutes, "MB/min")
	return look, nil
}

// fallen is how many batches get bad figures, one after the other within a tick.
const fallen = 20

// rollBack reports how long bad figures take until the batch is rolled back.
func (w *world) rollBack(ctx context.Context, r *bench.Report, what string) error {
	say("%d batches: bad figures", w.n)
	begun := map[string]time.Time{}
	count := min(fallen, w.n)
	for _, i := range rand.Perm(w.n)[:count] {
		bot := botName(i)
		begun[batchOf(bot)] = time.Now()
		w.customers.turnBad(bot)
		if err := bench.Pause(ctx, w.tick/time.Duration(count)); err != nil {
			return err
		}
	}
	var took []time.Duration
	err := bench.Eventually(ctx, "batches with bad figures are rolled back", func() (bool, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		took = took[:0]
		for batch, since := range begun {
			if at := w.rolledAt[batch]; !at.IsZero() {
				took = append(took, at.Sub(since))
			}
		}
		return len(took) == count, nil
	})
	r.Times(fmt.Sprintf("%sbad figures to rolled back, %d of them", what, count), took, w.tick+time.Second)
	return err
}

// takeOver reports how long the batches are alone when the leader is killed. It returns the
// operator that leads then.
func (w *world) takeOver(ctx context.Context, r *bench.Report, what string) (*operator, error) {
	say("%d batches: killing the leader", w.n)
	leader, err := w.start(true)
	if err != nil {
		return leader, err
	}
	if _, _, err := leader.allLookedAt(ctx, w.n, time.Now()); err != nil {
		return leader, err
	}
	second, err := w.start(true)
	if err == nil {
		err = second.ready(ctx)
	}
	if err == nil {
		err = bench.Pause(ctx, w.tick) // as one that has stood by for a while
	}
	if err != nil {
		return leader, err
	}
	begun := time.Now()
	if err := leader.Kill(); err != nil {
		return second, err
	}
	first, all, err := second.allLookedAt(ctx, w.n, begun)
	r.AtMost(what+"leader killed until the second looks", first.Seconds(), "s", 5)
	r.Info(what+"leader killed until the second has looked at every batch", all.Seconds(), "s")
	return second, err
}

// writes are what the API server was asked to write, by resource, without leases: those of
// the API server itself among them.
func (w *world) writes(ctx context.Context) map[string]float64 {
	out := map[string]float64{}
	set, err := kubernetes.NewForConfig(w.Config)
	if err != nil {
		return out
	}
	raw, err := set.RESTClient().Get().AbsPath("/metrics").DoRaw(ctx)
	if err != nil {
		return out
	}
	figures, err := bench.ReadFigures(bufio.NewScanner(bytes.NewReader(raw)))
	if err != nil {
		return out
	}
	for series, n := range figures {
		labels := bench.Labels(series)
		if labels["__name__"] != "apiserver_request_total" || labels["resource"] == "leases" {
			continue
		}
		switch labels["verb"] {
		case "POST", "PUT", "PATCH", "APPLY", "DELETE":
			name := labels["resource"]
			if labels["subresource"] != "" {
				name += "/" + labels["subresource"]
			}
			out[name] += n
		}
	}
	return out
}

func total(writes map[string]float64) float64 {
	sum := 0.0
	for _, n := range writes {
		sum += n
	}
	return sum
}
