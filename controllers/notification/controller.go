// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package notification tells a sink what happened to batches, KPIs and Bots: it looks at their
// statuses as any other reader of the cluster does, and remembers what it has told. Nothing waits
// for it. An object whose facts were not taken waits in a queue of this package's own, once,
// however much there is to tell of it. Namespaces tell one fact each in turn, so that one with much
// to tell delays no rollback of another.
package notification

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/operator/notify"
)

const (
	// fresh is how old news may be when it is told.
	fresh = 24 * time.Hour
	// logEvery is after how long a failure is logged again.
	logEvery = time.Minute
)

// teller tells the facts of objects.
type teller struct {
	client client.Reader
	sink   *sink
	record *record
	counts *counts
	log    rate.Sometimes
	turns  *queue
}

// object that there is something to tell of.
type object struct {
	kind string
	key  client.ObjectKey
	find finder
}

func (o object) name() string { return o.kind + "/" + o.key.String() }

// +kubebuilder:rbac:groups=intentops.dev,resources=intentbatches;kpitargets;bots,verbs=get;list;watch

// SetupWithManager registers a controller for each kind that there is something to tell of. r takes
// the metrics; nil: nobody does.
func SetupWithManager(mgr ctrl.Manager, o Options, r prometheus.Registerer) error {
	if err := o.Validate(); err != nil {
		return err
	}
	if err := index.Ensure(mgr, index.KPITargetsByBot); err != nil {
		return err
	}
	t := newTeller(mgr.GetClient(), mgr.GetAPIReader(), mgr.GetClient(), o)
	if r != nil {
		if err := t.counts.register(r); err != nil {
			return fmt.Errorf("registering metrics: %w", err)
		}
	}
	if err := mgr.Add(t.turns); err != nil {
		return fmt.Errorf("notifications: %w", err)
	}
	for name, kind := range map[string]struct {
		object client.Object
		facts  finder
	}{
		"intentbatch": {&v1alpha1.IntentBatch{}, t.ofBatch},
		"kpitarget":   {&v1alpha1.KPITarget{}, t.ofKPITarget},
		"bot":         {&v1alpha1.Bot{}, t.ofBot},
	} {
		err := ctrl.NewControllerManagedBy(mgr).Named("notification-" + name).For(kind.object).
			Complete(reconcile.Func(func(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
				return t.reconcile(ctx, object{name, req.NamespacedName, kind.facts})
			}))
		if err != nil {
			return fmt.Errorf("notifications of %s: %w", name, err)
		}
	}
	return nil
}

func newTeller(reader, live client.Reader, writer client.Writer, o Options) *teller {
	s := newSink(o)
	return &teller{
		client: reader, sink: s, counts: newCounts(), log: rate.Sometimes{Interval: logEvery}, turns: newQueue(),
		record: &record{reader: live, writer: writer, key: client.ObjectKey{Namespace: o.Namespace, Name: o.Name}, clock: s.clock},
	}
}

// finder reads an object and finds what there is to tell of it; next is when there may be more
// without a change.
type finder func(ctx context.Context, key client.ObjectKey) (facts []notify.Fact, next time.Duration, err error)

func (t *teller) reconcile(ctx context.Context, o object) (ctrl.Result, error) {
	facts, next, err := o.find(ctx, o.key)
	if apierrors.IsNotFound(err) {
		t.counts.wait(o.name(), 0)
		return ctrl.Result{}, nil
	}
	if err != nil {
		return ctrl.Result{}, err
	}
	if err := t.record.load(ctx); err != nil {
		return t.unrecorded(ctx, err), nil
	}
	again := t.tell(ctx, o, t.pending(facts))
	if err := t.record.save(ctx); err != nil {
		return t.unrecorded(ctx, err), nil
	}
	if again == 0 {
		again = next
	}
	return ctrl.Result{RequeueAfter: again}, nil
}

// unrecorded tries again later. It is one cause for all objects, so it is said once a minute and
// not for each.
func (t *teller) unrecorded(ctx context.Context, err error) ctrl.Result {
	t.counts.failures.WithLabelValues("record").Inc()
	t.say(ctx, "What was notified cannot be kept, trying again", &failure{message: err.Error()})
	return ctrl.Result{RequeueAfter: backoff.Spread(retryLimit)}
}

// pending are the facts that are still to be told. Those that became old are dropped.
func (t *teller) pending(facts []notify.Fact) []notify.Fact {
	now, since := t.sink.clock.Now(), t.record.began()
	var out []notify.Fact
	for _, fact := range facts {
		switch {
		case t.record.knows(fact.ID):
		case !fact.Standing && fact.At.Before(since):
		case !fact.Standing && now.Sub(fact.At) > fresh:
			t.counts.facts.WithLabelValues(string(fact.Type), dropped).Inc()
			t.record.mark(fact.ID)
		default:
			out = append(out, fact)
		}
	}
	return out
}

// tell tells them in order until one is not taken, or is not this object's turn, and returns after
// how long to go on.
func (t *teller) tell(ctx context.Context, o object, facts []notify.Fact) (again time.Duration) {
	for i, fact := range facts {
		done, free := t.turns.Try(o.key.Namespace)
		if !free {
			t.counts.wait(o.name(), len(facts)-i)
			return t.await(ctx, o)
		}
		if again = t.attempt(ctx, fact, done); again > 0 {
			t.counts.wait(o.name(), len(facts)-i)
			// Those that wait together do not come back together.
			return backoff.Spread(again) + time.Millisecond
		}
	}
	t.counts.wait(o.name(), 0)
	return 0
}

// attempt returns after how long to try again; 0: the fact is told, or never will be. It gives the
// turn back once the sink takes another message.
func (t *teller) attempt(ctx context.Context, fact notify.Fact, done func()) (again time.Duration) {
	if t.record.knows(fact.ID) { // while its turn was awaited
		done()
		return 0
	}
	again, f := t.sink.send(ctx, fact)
	// Also after a failure: else whoever asks first when the sink may be asked again would be told, and
	// that is mostly the namespace whose facts it does not take.
	if quiet := t.sink.quiet(); quiet > 0 {
		t.sink.clock.AfterFunc(quiet, done)
	} else {
		defer done()
	}
	switch {
	case f == nil && again > 0:
		return again
	case f == nil:
		t.counts.facts.WithLabelValues(string(fact.Type), delivered).Inc()
	case f.refused:
		t.counts.facts.WithLabelValues(string(fact.Type), refused).Inc()
		t.say(ctx, "A notification was refused and is not sent again", f)
	default:
		t.counts.failures.WithLabelValues(f.kind).Inc()
		t.say(ctx, "Notifying failed, trying again", f)
		return max(again, time.Millisecond)
	}
	t.record.mark(fact.ID)
	return 0
}

func (t *teller) say(ctx context.Context, what string, f *failure) {
	t.log.Do(func() { log.FromContext(ctx).Info(what, "reason", f.message) })
}

func (t *teller) ofBatch(ctx context.Context, key client.ObjectKey) ([]notify.Fact, time.Duration, error) {
	b := &v1alpha1.IntentBatch{}
	if err := t.client.Get(ctx, key, b); err != nil {
		return nil, 0, err
	}
	return notify.OfBatch(b), 0, nil
}

func (t *teller) ofKPITarget(ctx context.Context, key client.ObjectKey) ([]notify.Fact, time.Duration, error) {
	target := &v1alpha1.KPITarget{}
	if err := t.client.Get(ctx, key, target); err != nil {
		return nil, 0, err
	}
	return notify.OfKPITarget(target, t.sink.clock.Now()), 0, nil
}

func (t *teller) ofBot(ctx context.Context, key client.ObjectKey) ([]notify.Fact, time.Duration, error) {
	b := &v1alpha1.Bot{}
	if err := t.client.Get(ctx, key, b); err != nil {
		return nil, 0, err
	}
	targets := &v1alpha1.KPITargetList{}
	if err := t.client.List(ctx, targets, client.InNamespace(key.Namespace), client.MatchingFields{index.KPITargetsByBot.Field: key.Name}); err != nil {
		return nil, 0, fmt.Errorf("listing KPITargets of Bot %s: %w", key.Name, err)
	}
	facts, next := notify.OfBot(b, targets.Items, t.sink.clock.Now())
	return facts, next, nil
}
