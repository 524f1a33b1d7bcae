// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"slices"
	"sync"
)

const (
	// customAtATime is how many custom queries are under way at a time: what users ask for must
	// leave Prometheus time for the bots. One namespace has half of these turns at most, so that
	// the slow queries of one leave turns to the others.
	customAtATime    = 4
	customPerTenant  = customAtATime / 2
	maxWaitingTenant = 500
)

// errTooManyWait says that a namespace has more custom queries waiting than a queue holds.
var errTooManyWait = errors.New("too many custom queries of this namespace wait for their turn")

// turnQueue gives turns to namespaces one after the other, and within one in the order of asking.
type turnQueue struct {
	mu    sync.Mutex
	taken int
	// tenants are the namespaces that have a turn or wait for one.
	tenants map[string]*tenant
	// order of those that wait, the next first.
	order []string
}

type tenant struct {
	taken   int
	waiting []chan struct{} // closed when its turn has come
}

func newTurns() *turnQueue { return &turnQueue{tenants: map[string]*tenant{}} }

// take waits for a turn of a namespace. done gives it back.
func (t *turnQueue) take(ctx context.Context, namespace string) (done func(), err error) {
	mine, err := t.queue(namespace)
	if err != nil {
		return nil, err
	}
	select {
	case <-mine:
		return func() { t.give(namespace) }, nil
	case <-ctx.Done():
		if !t.leave(namespace, mine) {
			t.give(namespace) // it came just now
		}
		return nil, ctx.Err()
	}
}

func (t *turnQueue) queue(namespace string) (chan struct{}, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.tenants[namespace]
	if of == nil {
		of = &tenant{}
		t.tenants[namespace] = of
	}
	if len(of.waiting) >= maxWaitingTenant {
		return nil, errTooManyWait
	}
	if len(of.waiting) == 0 {
		t.order = append(t.order, namespace)
	}
	mine := make(chan struct{})
	of.waiting = append(of.waiting, mine)
	t.next()
	return mine, nil
}

// leave takes one that waits out of the queue; false: its turn has come.
func (t *turnQueue) leave(namespace string, mine chan struct{}) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.tenants[namespace]
	if of == nil {
		return false
	}
	i := slices.Index(of.waiting, mine)
	if i < 0 {
		return false
	}
	of.waiting = slices.Delete(of.waiting, i, i+1)
	if len(of.waiting) == 0 {
		t.order = slices.DeleteFunc(t.order, func(waits string) bool { return waits == namespace })
	}
	t.forget(namespace)
	return true
}

func (t *turnQueue) give(namespace string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken--
	t.tenants[namespace].taken--
	t.forget(namespace)
	t.next()
}

// forget drops a namespace that has no turn and waits for none.
func (t *turnQueue) forget(namespace string) {
	if of := t.tenants[namespace]; of.taken == 0 && len(of.waiting) == 0 {
		delete(t.tenants, namespace)
	}
}

// next gives the turns that are free. A namespace that gets one goes to the end.
func (t *turnQueue) next() {
	for t.taken < customAtATime {
		i := slices.IndexFunc(t.order, func(namespace string) bool { return t.tenants[namespace].taken < customPerTenant })
		if i < 0 {
			return
		}
		namespace := t.order[i]
		of := t.tenants[namespace]
		close(of.waiting[0])
		of.waiting = slices.Delete(of.waiting, 0, 1)
		of.taken++
		t.taken++
		t.order = slices.Delete(t.order, i, i+1)
		if len(of.waiting) > 0 {
			t.order = append(t.order, namespace)
		}
	}
}
