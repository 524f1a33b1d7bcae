// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/operator/fairness"
)

const (
	// maxAwaiting is how many objects of one namespace wait for their turn. Others come back.
	maxAwaiting = 500
	// awaitAgain is after how long an object is looked at again that waits, or finds no place.
	awaitAgain = 10 * time.Second
)

// queue has the objects whose facts wait for a turn: the sink takes one at a time. Waiting occupies no
// worker of a controller, so what waits in one namespace keeps none from looking at another's.
type queue struct {
	*fairness.Turns
	// work ends with the operator; waits are those that end then.
	work  context.Context
	stop  context.CancelFunc
	waits sync.WaitGroup

	mu sync.Mutex
	// awaiting are the names of objects, by namespace.
	awaiting map[string]map[string]bool
}

func newQueue() *queue {
	q := &queue{Turns: fairness.New(fairness.Limits{AtATime: 1, PerNamespace: 1, Waiting: maxAwaiting}), awaiting: map[string]map[string]bool{}}
	q.work, q.stop = context.WithCancel(context.Background())
	return q
}

// Start implements manager.Runnable: what waits ends with the operator.
func (q *queue) Start(ctx context.Context) error {
	<-ctx.Done()
	q.mu.Lock()
	q.stop()
	q.mu.Unlock()
	q.waits.Wait()
	return nil
}

// enter notes that an object waits, until waits is told; false: it does already, or too many of its
// namespace do.
func (q *queue) enter(o object) (entered, full bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	of := q.awaiting[o.key.Namespace]
	switch {
	case of[o.name()] || q.work.Err() != nil:
		return false, false
	case len(of) >= maxAwaiting:
		return false, true
	case of == nil:
		of = map[string]bool{}
		q.awaiting[o.key.Namespace] = of
	}
	of[o.name()] = true
	q.waits.Add(1)
	return true, false
}

func (q *queue) leave(o object) {
	q.mu.Lock()
	defer q.mu.Unlock()
	of := q.awaiting[o.key.Namespace]
	if delete(of, o.name()); len(of) == 0 {
		delete(q.awaiting, o.key.Namespace)
	}
}

// await tells an object's next fact when it is its namespace's turn, and returns after how long the
// object is to be looked at again, should that fail.
func (t *teller) await(ctx context.Context, o object) (again time.Duration) {
	entered, full := t.turns.enter(o)
	if full {
		t.say(ctx, "Notifying later", &failure{message: fmt.Sprintf("%d objects of namespace %s wait for their turn already", maxAwaiting, o.key.Namespace)})
	}
	if entered {
		ctx = log.IntoContext(t.turns.work, log.FromContext(ctx))
		go func() {
			defer t.turns.waits.Done()
			t.inTurn(ctx, o)
		}()
	}
	return backoff.Spread(awaitAgain)
}

// inTurn waits for the turn, and reads the object once more: it may have changed meanwhile.
func (t *teller) inTurn(ctx context.Context, o object) {
	done, err := t.turns.Take(ctx, o.key.Namespace)
	t.turns.leave(o)
	if err != nil {
		return // the operator ends
	}
	facts, _, err := o.find(ctx, o.key)
	if facts = t.pending(facts); err != nil || len(facts) == 0 {
		done()
		t.counts.wait(o.name(), 0)
		return
	}
	if t.attempt(ctx, facts[0], done) == 0 {
		_ = t.tell(ctx, o, facts[1:])
	}
	if err := t.record.save(ctx); err != nil {
		t.unrecorded(ctx, err)
	}
}
