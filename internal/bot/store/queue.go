// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/backoff"
)

const (
	// outboxWorkers and dueWorkers of one pod are how many messages of a queue are in flight:
	// deliveries burden the helpdesk; what is due waits for the server's answers most of the
	// time, and must not fall behind where each takes long.
	outboxWorkers = 8
	dueWorkers    = 32
	// defaultAckWait is after how long a message that a dead pod took is given to another.
	defaultAckWait = 30 * time.Second
	// maxHandling is how long one message may take; below defaultAckWait, so that a slow one
	// is not handled twice at the same time.
	maxHandling = 20 * time.Second
	// defaultMaxPending bounds the messages of one queue that were tried and wait to be tried again.
	// Beyond it new ones wait behind them.
	defaultMaxPending = 20_000
	// pullFor is how long the server keeps a request for the next message.
	pullFor = 5 * time.Second
)

// queue is a durable consumer that all pods share: each message goes to one of them at a
// time, until one removes it.
type queue struct {
	s       *Store
	name    string
	subject string
	workers int
	// handle returns when to try the message again; 0: it is done and removed.
	handle func(ctx context.Context, m jetstream.Msg, attempt int) (again time.Duration)
}

// run handles messages until ctx is done or the Store is closed. It survives the loss of
// the server and of the consumer.
func (q queue) run(ctx context.Context) error {
	ctx, end, ok := q.s.begin(ctx)
	if !ok {
		return nats.ErrConnectionClosed
	}
	defer end()
	var wg sync.WaitGroup
	for range q.workers {
		wg.Go(func() { q.work(ctx) })
	}
	if q.s.opts.URL != "" { // nobody else writes to the embedded store
		wg.Go(func() { _ = q.s.every(ctx, putBackEvery, q.putBack) }) // until ctx is done
	}
	wg.Wait()
	return nil
}

func (q queue) work(ctx context.Context) {
	log := q.s.opts.Logger.WithValues("queue", q.name)
	var cons jetstream.Consumer
	failures := 0
	for ctx.Err() == nil {
		err := q.s.connected()
		if err == nil && cons == nil {
			cons, err = q.consumer(ctx)
		}
		if err == nil {
			err = q.next(ctx, cons)
		}
		if err == nil {
			failures = 0
			continue
		}
		if ctx.Err() != nil {
			return
		}
		cons = nil
		if failures++; failures == 3 {
			log.Info("Queue cannot be read, trying again", "error", err.Error())
		}
		pause(ctx, backoff.Delay(failures, 100*time.Millisecond, 5*time.Second))
	}
}

// prefix is what the subjects of its messages begin with.
func (q queue) prefix() string { return strings.TrimSuffix(q.subject, ">") }

func (q queue) consumer(ctx context.Context) (jetstream.Consumer, error) {
	ctx, cancel := q.s.timeout(ctx)
	defer cancel()
	return q.s.js.CreateOrUpdateConsumer(ctx, q.s.names.stream, jetstream.ConsumerConfig{
		Durable:       q.name,
		FilterSubject: q.subject,
		DeliverPolicy: jetstream.DeliverAllPolicy,
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       q.s.opts.ackWait,
		MaxDeliver:    -1,
		MaxAckPending: q.s.opts.maxPending,
	})
}

// next handles one message, or none when there is none for pullFor.
func (q queue) next(ctx context.Context, cons jetstream.Consumer) error {
	pull, cancel := context.WithTimeout(ctx, pullFor)
	defer cancel()
	// Handlers go on when the connection is lost; waiting for a message does not.
	defer context.AfterFunc(q.s.link.context(), cancel)()
	m, err := cons.Next(jetstream.FetchContext(pull))
	if errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, jetstream.ErrNoMessages) {
		return nil
	}
	if err != nil {
		return err
	}
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	hctx, cancel := context.WithTimeout(ctx, maxHandling)
	defer cancel()
	again := q.handle(hctx, m, int(meta.NumDelivered))
	if again > 0 {
		return m.NakWithDelay(again)
	}
	return q.done(ctx, m, meta.Sequence.Stream)
}

// done removes a message for good, even while the pod shuts down. It is deleted before it is
// acknowledged: a crash between the two leaves nothing behind.
func (q queue) done(ctx context.Context, m jetstream.Msg, seq uint64) error {
	if err := q.s.delete(context.WithoutCancel(ctx), seq); err != nil {
		_ = m.NakWithDelay(time.Second)
		return err
	}
	return m.Ack()
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
