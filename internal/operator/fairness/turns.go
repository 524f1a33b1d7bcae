// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package fairness gives turns at something that all namespaces share, so that what one of them asks
// for does not keep the others waiting.
package fairness

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// ErrTooManyWait says that as many of a namespace wait as may.
var ErrTooManyWait = errors.New("too many of this namespace wait for their turn")

// Limits of Turns; each is at least one.
type Limits struct {
	// AtATime is how many turns are taken at a time, PerNamespace how many of these by one namespace.
	AtATime, PerNamespace int
	// Waiting is how many of one namespace wait at most.
	Waiting int
}

// Turns go to namespaces one after the other, and within one in the order of asking.
type Turns struct {
	limits Limits

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

// New returns turns that nobody has taken.
func New(limits Limits) *Turns { return &Turns{limits: limits, tenants: map[string]*tenant{}} }

// Take waits for a turn of a namespace, or returns ErrTooManyWait at once. done gives it back.
func (t *Turns) Take(ctx context.Context, namespace string) (done func(), err error) {
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

// Try takes a turn of a namespace if it need not wait, and nobody else does.
func (t *Turns) Try(namespace string) (done func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken >= t.limits.AtATime || len(t.order) > 0 || t.tenants[namespace] != nil && t.tenants[namespace].taken >= t.limits.PerNamespace {
		return nil, false
	}
	if t.tenants[namespace] == nil {
		t.tenants[namespace] = &tenant{}
	}
	t.tenants[namespace].taken++
	t.taken++
	return func() { t.give(namespace) }, true
}

// Waiting is how many of a namespace wait.
func (t *Turns) Waiting(namespace string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if of := t.tenants[namespace]; of != nil {
		return len(of.waiting)
	}
	return 0
}

func (t *Turns) queue(namespace string) (chan struct{}, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.tenants[namespace]
	if of == nil {
		of = &tenant{}
		t.tenants[namespace] = of
	}
	if len(of.waiting) >= t.limits.Waiting {
		return nil, ErrTooManyWait
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
func (t *Turns) leave(namespace string, mine chan struct{}) bool {
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

func (t *Turns) give(namespace string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken--
	t.tenants[namespace].taken--
	t.forget(namespace)
	t.next()
}

// forget drops a namespace that has no turn and waits for none.
func (t *Turns) forget(namespace string) {
	if of := t.tenants[namespace]; of.taken == 0 && len(of.waiting) == 0 {
		delete(t.tenants, namespace)
	}
}

// next gives the turns that are free. A namespace that gets one goes to the end.
func (t *Turns) next() {
	for t.taken < t.limits.AtATime {
		i := slices.IndexFunc(t.order, func(namespace string) bool { return t.tenants[namespace].taken < t.limits.PerNamespace })
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
