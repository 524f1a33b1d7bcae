// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	// DefaultTimeout bounds one attempt.
	DefaultTimeout = 10 * time.Second
	// DefaultRetryBase is the first delay after a failure that passes.
	DefaultRetryBase = time.Second
	// DefaultRetryLimit is the longest of these delays.
	DefaultRetryLimit = time.Minute
	// DefaultRefusedAfter is the delay after an answer that says that trying again is of no
	// use until the receiver is repaired.
	DefaultRefusedAfter = 5 * time.Minute
	// DefaultGiveUpAfter is how old a packet gets: as old as a conversation in which nothing
	// happens.
	DefaultGiveUpAfter = 48 * time.Hour

	pendingEvery = 10 * time.Second
	// logEvery is after how long the same failure is logged again at the earliest.
	logEvery = time.Minute
)

// Queue is where packets wait; store.Store implements it.
type Queue interface {
	RunOutbox(ctx context.Context, handle func(ctx context.Context, m conversation.OutboxMessage, attempt int) (again time.Duration)) error
	OutboxPending(ctx context.Context) (int, error)
}

// Options of NewDeliverer.
type Options struct {
	Queue Queue
	// Target says where packets go now, and which Secret signs them; with none they are not
	// signed. It is asked at each attempt, so that a change takes effect at once.
	Target func() release.Handoff
	// Files says where the certificates of a target are; nil: none are used.
	Files func(release.TLS) connection.Files
	// SecretsDir holds the key of a Secret as the file <secretName>/key.
	SecretsDir string
	// Accepted is called after the helpdesk took a packet, at least once; the packet is kept
	// until it returns nil or conversation.ErrNotFound.
	Accepted func(ctx context.Context, conversationID, handoffID string) error
	// Failed is called when the helpdesk refused a packet, after which delivery goes on
	// slowly, and when delivery is given up. nil: it is not called.
	Failed func(ctx context.Context, conversationID, handoffID string) error
	// Namespace and Bot are the labels of the metrics.
	Namespace, Bot string
	// Dial connects to the helpdesk, and says to whom it must not; nil: to anybody.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Transport of requests; nil: one of its own.
	Transport http.RoundTripper
	// Timeout, RetryBase, RetryLimit, RefusedAfter and GiveUpAfter; 0: their defaults.
	Timeout, RetryBase, RetryLimit, RefusedAfter, GiveUpAfter time.Duration
	// Clock gives the timestamps and tells how old packets are; nil: the real one.
	Clock clock.PassiveClock
	// Logger gets neither ids nor customers' words.
	Logger logr.Logger
}

// Deliverer posts packets until the helpdesk accepts them or they are too old. Pods share the
// work. It is a prometheus.Collector.
type Deliverer struct {
	opts    Options
	metrics *metrics

	mu      sync.Mutex
	clients map[release.TLS]*http.Client
	last    result
	lastLog time.Time

	failureLog rate.Sometimes
}

var _ prometheus.Collector = (*Deliverer)(nil)

// NewDeliverer returns a Deliverer that does nothing until Run.
func NewDeliverer(opts Options) (*Deliverer, error) {
	switch {
	case opts.Queue == nil:
		return nil, errors.New("handoff: Queue is missing; give the store")
	case opts.Target == nil:
		return nil, errors.New("handoff: Target is missing; give a function that returns the policy's URL")
	case opts.Accepted == nil:
		return nil, errors.New("handoff: Accepted is missing; give the dialogue's")
	}
	opts.Timeout = orDefault(opts.Timeout, DefaultTimeout)
	opts.RetryBase = orDefault(opts.RetryBase, DefaultRetryBase)
	opts.RetryLimit = orDefault(opts.RetryLimit, DefaultRetryLimit)
	opts.RefusedAfter = orDefault(opts.RefusedAfter, DefaultRefusedAfter)
	opts.GiveUpAfter = orDefault(opts.GiveUpAfter, DefaultGiveUpAfter)
	if opts.Clock == nil {
		opts.Clock = clock.RealClock{}
	}
	return &Deliverer{
		opts:    opts,
		clients: map[release.TLS]*http.Client{},
		metrics: newMetrics(opts.Namespace, opts.Bot),
		last:    accepted,

		failureLog: rate.Sometimes{Interval: logEvery},
	}, nil
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

// Run delivers until ctx is done.
func (d *Deliverer) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { d.watchPending(ctx) })
	err := d.opts.Queue.RunOutbox(ctx, d.deliver)
	cancel()
	wg.Wait()
	d.closeClients()
	return err
}

func (d *Deliverer) watchPending(ctx context.Context) {
	tick := time.NewTicker(pendingEvery)
	defer tick.Stop()
	for {
		if n, err := d.opts.Queue.OutboxPending(ctx); err == nil {
			d.metrics.outbox.Store(int64(n))
		} else if ctx.Err() == nil {
			d.logFailure("Handoffs that wait cannot be counted", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// deliver makes one attempt.
func (d *Deliverer) deliver(ctx context.Context, m conversation.OutboxMessage, attempt int) (again time.Duration) {
	a := d.post(ctx, m)
	switch a.result {
	case accepted:
		if err := d.opts.Accepted(ctx, m.Conversation, m.ID); err != nil && !errors.Is(err, conversation.ErrNotFound) {
			a = attemptResult{result: unrecorded, err: fmt.Errorf("the helpdesk accepted, telling the conversation failed: %w", err)}
		}
	case refused:
		if err := d.failed(ctx, m); err != nil {
			d.logFailure("Telling a conversation that its handoff was refused failed", err)
		}
	}
	d.metrics.attempts.WithLabelValues(string(a.result)).Inc()
	d.report(a, attempt)
	again = d.delay(a, attempt)
	if again > 0 && d.tooOld(m) && d.giveUp(ctx, m, a) {
		return 0
	}
	return again
}

func (d *Deliverer) tooOld(m conversation.OutboxMessage) bool {
	return !m.CommittedAt.IsZero() && d.opts.Clock.Since(m.CommittedAt) >= d.opts.GiveUpAfter
}

// giveUp ends the delivery of a packet, once its conversation knows.
func (d *Deliverer) giveUp(ctx context.Context, m conversation.OutboxMessage, a attemptResult) bool {
	if a.result == unrecorded {
		return true // the helpdesk has it
	}
	if err := d.failed(ctx, m); err != nil {
		d.logFailure("Telling a conversation that its handoff is given up failed", err)
		return false
	}
	d.metrics.givenUp.Inc()
	d.opts.Logger.Info("Delivering a handoff is given up: it is too old", "result", a.result, "after", d.opts.GiveUpAfter.String())
	return true
}

// failed updates the conversation; one that has expired needs no update.
func (d *Deliverer) failed(ctx context.Context, m conversation.OutboxMessage) error {
	if d.opts.Failed == nil {
		return nil
	}
	if err := d.opts.Failed(ctx, m.Conversation, m.ID); !errors.Is(err, conversation.ErrNotFound) {
		return err
	}
	return nil
}

// logFailure logs what fails here and not at the helpdesk, at most once in logEvery.
func (d *Deliverer) logFailure(what string, err error) {
	d.failureLog.Do(func() { d.opts.Logger.Info(what, "error", err.Error()) })
}

// report logs a failure when it is new, and then at most once in logEvery: thousands of packets
// may be waiting.
func (d *Deliverer) report(a attemptResult, attempt int) {
	now := d.opts.Clock.Now()
	d.mu.Lock()
	changed := a.result != d.last
	due := changed || a.result != accepted && now.Sub(d.lastLog) >= logEvery
	d.last = a.result
	if due {
		d.lastLog = now
	}
	d.mu.Unlock()
	switch {
	case !due:
	case a.result == accepted:
		d.opts.Logger.Info("Delivering handoffs works")
	default:
		d.opts.Logger.Info("Delivering a handoff failed, trying again", "result", a.result, "reason", a.err.Error(), "attempt", attempt)
	}
}
