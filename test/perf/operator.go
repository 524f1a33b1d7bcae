// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/bench"
)

// What the operator looks after, and its default ticks: those of rolling batches, KPIs and
// the measurements of Intents.
const (
	shops, shopBatches, batchIntents = 5, 2, 20
	intents                          = shops * shopBatches * batchIntents
	rollouts                         = 50
	tick, kpiTick, measureTick       = 10 * time.Second, 30 * time.Second, time.Minute
)

// world is an operator and its surroundings.
type world struct {
	*bench.Cluster
	options
	dir        string
	prometheus *prometheus
	address    string // URL of prometheus
	operator   *bench.Process
}

// measureOperator reports what the operator costs at rest and with many rollouts.
func measureOperator(ctx context.Context, c *bench.Cluster, o options, dir string, r *bench.Report) (err error) {
	b := &world{Cluster: c, options: o, dir: dir, prometheus: &prometheus{client: c.Client, queries: map[string]int{}}}
	server := httptest.NewServer(b.prometheus)
	defer server.Close()
	b.address = server.URL
	objects := []client.Object{policy()}
	for i := range shops {
		name := fmt.Sprintf("shop-%d", i)
		objects = append(objects, shop(name, shopBatches, batchIntents, v1alpha1.RolloutStep{Name: "all", Percent: new(int32(100))})...)
		objects = append(objects, targets(name)...)
	}
	say("Promoting %d intents", intents)
	if err := b.create(ctx, objects); err != nil {
		return err
	}
	// Rollouts in a hurry first; what is measured has the operator's defaults.
	if err := b.start(tick / 10); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.operator.Stop()) }()
	if err := b.until(ctx, "all batches are promoted", func(s *v1alpha1.IntentBatchStatus) bool { return s.Result == v1alpha1.ResultPromoted }); err != nil {
		return err
	}
	if err := errors.Join(b.operator.Stop(), b.start(tick)); err != nil {
		return err
	}
	return errors.Join(b.rest(ctx, r), b.killSwitch(ctx, r), b.roll(ctx, r))
}

// start runs the operator as it is installed. It is the only one, so it needs no lease.
func (b *world) start(every time.Duration) error {
	metrics, err := bench.FreeAddress()
	if err != nil {
		return err
	}
	b.operator, err = bench.Start(b.dir, b.manager, metrics, "--kubeconfig="+b.Kubeconfig, "--prometheus-url="+b.address, "--tick="+every.String(),
		"--leader-elect=false", "--metrics-secure=false", "--metrics-bind-address="+metrics, "--health-probe-bind-address=0", "--zap-log-level=debug")
	return err
}

func (b *world) create(ctx context.Context, objects []client.Object) error {
	for _, object := range objects {
		if err := b.Client.Create(ctx, object); err != nil {
			return err
		}
	}
	return nil
}

// until waits until something holds for every batch. Meanwhile it does the work of the
// controllers that are not there: pods of Deployments become ready.
func (b *world) until(ctx context.Context, what string, holds func(*v1alpha1.IntentBatchStatus) bool) error {
	return bench.Eventually(ctx, what, func() (bool, error) {
		var deployments appsv1.DeploymentList
		if err := b.Client.List(ctx, &deployments, client.InNamespace(namespace)); err != nil {
			return false, err
		}
		for i := range deployments.Items {
			if d := &deployments.Items[i]; d.Status.ReadyReplicas == 0 {
				d.Status.Replicas, d.Status.UpdatedReplicas, d.Status.ReadyReplicas, d.Status.ObservedGeneration = 1, 1, 1, d.Generation
				if err := b.Client.Status().Update(ctx, d); err != nil {
					return false, err
				}
			}
		}
		var batches v1alpha1.IntentBatchList
		err := b.Client.List(ctx, &batches, client.InNamespace(namespace))
		return !slices.ContainsFunc(batches.Items, func(batch v1alpha1.IntentBatch) bool { return !holds(&batch.Status) }), err
	})
}

// writes are the requests other than reads that the operator has sent to the API server.
func writes(f bench.Figures) float64 {
	return f.Sum("rest_client_requests_total", "method", "POST", "PUT", "PATCH", "DELETE")
}

// settle waits until the operator has written nothing for longer than any of its ticks.
func (b *world) settle(ctx context.Context) error {
	begun, since, before := time.Now(), time.Now(), 0.0
	for time.Since(since) < measureTick+tick {
		if err := bench.Pause(ctx, time.Second); err != nil {
			return err
		}
		now, err := b.operator.Figures(ctx)
		if err != nil {
			continue // it is starting
		}
		if writes(now) > before {
			before, since = writes(now), time.Now()
		}
		if time.Since(begun) > 5*time.Minute {
			return errors.New("the operator does not come to rest though all batches are promoted")
		}
	}
	return nil
}

// watch looks on for some ticks, from the middle between two, and returns what the
// operator counted and the queries that it sent, with the operator's figures at the end.
func (b *world) watch(ctx context.Context, every time.Duration, ticks int) (counted, end bench.Figures, queries map[string]float64, err error) {
	if err := bench.Pause(ctx, time.Until(time.Now().Add(every/2).Truncate(every).Add(every/2))); err != nil {
		return nil, nil, nil, err
	}
	begin, err := b.operator.Figures(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	before := b.prometheus.counted()
	if err := bench.Pause(ctx, time.Duration(ticks)*every); err != nil {
		return nil, nil, nil, err
	}
	queries = map[string]float64{}
	for family, n := range b.prometheus.counted() {
		queries[family] = float64(n - before[family])
	}
	end, err = b.operator.Figures(ctx)
	return end.Since(begin), end, queries, err
}

const reconciles = "controller_runtime_reconcile_total"

// rest reports what the operator does when nothing happens.
func (b *world) rest(ctx context.Context, r *bench.Report) error {
	say("Waiting until the operator is at rest")
	if err := b.settle(ctx); err != nil {
		return err
	}
	ticks := max(1, int(b.idle/kpiTick))
	say("Looking on for %s", time.Duration(ticks)*kpiTick)
	counted, end, queries, err := b.watch(ctx, kpiTick, ticks)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("at rest, %d intents, %s: ", intents, time.Duration(ticks)*kpiTick)
	kpis := counted.Sum(reconciles, "controller", "kpitarget")
	r.AtMost(what+"API writes", writes(counted), "", 0)
	r.AtMost(what+"reconciles but for KPI ticks", counted.Sum(reconciles, "")-kpis, "", 0)
	r.AtMost(what+"reconciles by KPITarget and KPI tick", kpis/float64(shops*len(objectives)*ticks), "", 1)
	r.AtMost(what+"queries of totals by KPI tick", queries[familyTotals]/float64(ticks), "", 1)
	r.AtMost(what+"queries of rollouts and releases", queries[familyRollouts]+queries[familyReleases], "", 0)
	r.Info(what+"queries of totals in the past", queries[familyPast], "")
	r.AtMost(what+"operator, resident", end.Resident(), "MB", 100)
	r.Info(what+"operator, heap", end["go_memstats_heap_alloc_bytes"]/1e6, "MB")
	return nil
}

// killSwitch is thrown as people do it: in the Bot's spec.
func (b *world) killSwitch(ctx context.Context, r *bench.Report) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, err := follow(ctx, b.Config, "shop-0", b.followers)
	if err != nil {
		return err
	}
	if err := f.ready(ctx); err != nil {
		return err
	}
	bot := &v1alpha1.Bot{}
	bot.Name, bot.Namespace = "shop-0", namespace
	var all []time.Duration
	changes := min(50, b.changes)
	say("Throwing the kill switch %d times", changes)
	for i := range changes {
		want := automation(i)
		took, err := f.measure(ctx, func() error {
			return b.Client.Patch(ctx, bot, client.RawPatch("application/merge-patch+json", fmt.Appendf(nil, `{"spec":{"automation":%q}}`, want)))
		}, func(p release.Pointer) bool { return p.Automation == want })
		if err != nil {
			return err
		}
		all = append(all, took...)
	}
	r.Times(fmt.Sprintf("kill switch in the Bot's spec to effect in %d followers, %d changes", b.followers, changes), all, effectBound)
	return nil
}

// roll reports what many rollouts at once cost.
func (b *world) roll(ctx context.Context, r *bench.Report) error {
	say("Starting %d rollouts", rollouts)
	for i := range rollouts {
		if err := b.create(ctx, shop(fmt.Sprintf("roll-%d", i), 1, 2,
			v1alpha1.RolloutStep{Name: "five", Percent: new(int32(5)), MinDuration: "24h"},
			v1alpha1.RolloutStep{Name: "all", Percent: new(int32(100))})); err != nil {
			return err
		}
	}
	if err := b.until(ctx, "all rollouts are under way", func(s *v1alpha1.IntentBatchStatus) bool {
		return s.Result != "" || len(s.Steps) > 0 && !s.Steps[0].StartedAt.IsZero()
	}); err != nil {
		return err
	}
	const ticks = 6
	counted, end, queries, err := b.watch(ctx, tick, ticks)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%d rollouts under way, %s: ", rollouts, ticks*tick)
	r.AtMost(what+"queries of rollouts by tick", queries[familyRollouts]/ticks, "", 1)
	r.AtMost(what+"queries of releases by tick", queries[familyReleases]/ticks, "", 1)
	r.AtMost(what+"queries of totals by KPI tick", queries[familyTotals]*float64(kpiTick)/float64(ticks*tick), "", 1)
	r.Info(what+"reconciles by batch and tick", counted.Sum(reconciles, "controller", "intentbatch")/(rollouts*ticks), "")
	r.Info(what+"API writes by batch and tick", writes(counted)/(rollouts*ticks), "")
	r.Info(what+"operator, resident", end.Resident(), "MB")
	return nil
}
