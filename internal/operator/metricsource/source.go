// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package metricsource reads what bots report from Prometheus, for all controllers and the
// whole cluster at once: one instant query for each metric family and tick, however many
// objects ask. docs/metrics.md is the contract that bots follow.
//
// Totals are read as they are and never through increase() or rate(), which extrapolate:
// a bot's counters come from its durable ledger and are exact.
package metricsource

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"github.com/prometheus/client_golang/api"
	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/contract/connection"
)

// Defaults of a Source.
const (
	// DefaultTick is how long an answer about rollouts and releases is used.
	DefaultTick = 5 * time.Second
	// DefaultKPITick is how long an answer about KPIs is used.
	DefaultKPITick = 30 * time.Second
	// DefaultTimeout is how long a query may take.
	DefaultTimeout = 10 * time.Second
)

// Families of metrics: the values of the label family in what a Source counts about itself.
const (
	familyRollout = "rollout"
	familyRelease = "release"
	familyKPI     = "kpi"
)

// Source reads the metrics of all bots of a cluster. It is safe for concurrent use.
type Source struct {
	api     promv1.API
	clock   clock.PassiveClock
	tick    time.Duration
	kpiTick time.Duration
	timeout time.Duration
	queries *prometheus.CounterVec

	rollouts *cell[RolloutSnapshot]
	loaded   *cell[LoadedSnapshot]
	history  *history
	windows  *windows
	custom   *customReadings
}

// Option changes a Source that New makes.
type Option func(*config)

type config struct {
	clock      clock.PassiveClock
	tick       time.Duration
	kpiTick    time.Duration
	timeout    time.Duration
	registerer prometheus.Registerer
	transport  http.RoundTripper
	maxAnswer  int64
}

// WithClock sets the clock that ticks are told by. Default: the real one.
func WithClock(c clock.PassiveClock) Option { return func(o *config) { o.clock = c } }

// WithTick sets how long an answer about rollouts and releases is used. Callers that wake
// at multiples of it share a query. Default: DefaultTick.
func WithTick(d time.Duration) Option { return func(o *config) { o.tick = d } }

// WithKPITick is WithTick for KPIs. Default: DefaultKPITick.
func WithKPITick(d time.Duration) Option { return func(o *config) { o.kpiTick = d } }

// WithTimeout bounds a query. Default: DefaultTimeout.
func WithTimeout(d time.Duration) Option { return func(o *config) { o.timeout = d } }

// WithRegisterer makes the Source's own metrics known. Default: they are kept unseen.
func WithRegisterer(r prometheus.Registerer) Option { return func(o *config) { o.registerer = r } }

// WithTransport sets how HTTP requests are sent. Default: Prometheus' own round tripper.
func WithTransport(t http.RoundTripper) Option { return func(o *config) { o.transport = t } }

// WithFiles sends a token and uses certificates from files.
func WithFiles(files connection.Files) Option {
	return func(o *config) {
		if base, ok := o.transport.(*http.Transport); ok {
			o.transport = connection.NewTransport(base, files)
		}
	}
}

// New makes a Source for the Prometheus, or anything with the same query API, at address,
// such as "http://prometheus.monitoring:9090". It opens no connection. The error names
// the argument that is wrong.
func New(address string, opts ...Option) (*Source, error) {
	c := config{
		clock:     clock.RealClock{},
		tick:      DefaultTick,
		kpiTick:   DefaultKPITick,
		timeout:   DefaultTimeout,
		transport: api.DefaultRoundTripper,
		maxAnswer: maxAnswer,
	}
	for _, opt := range opts {
		opt(&c)
	}
	if err := checkAddress(address); err != nil {
		return nil, err
	}
	if c.tick <= 0 || c.kpiTick <= 0 || c.timeout <= 0 {
		return nil, errors.New("metricsource: ticks and the timeout must be longer than 0s")
	}
	client, err := api.NewClient(api.Config{
		Address:      address,
		RoundTripper: &limitedTransport{next: c.transport, limit: c.maxAnswer},
	})
	if err != nil {
		return nil, fmt.Errorf("metricsource: %w", err)
	}
	s := &Source{
		api:     promv1.NewAPI(client),
		clock:   c.clock,
		tick:    c.tick,
		kpiTick: c.kpiTick,
		timeout: c.timeout,
		queries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "intentops_metricsource_queries_total",
			Help: "Queries sent to Prometheus, by metric family and result: ok, unavailable, bad_data or, of custom queries, unusable.",
		}, []string{"family", "result"}),
	}
	if c.registerer != nil {
		if err := c.registerer.Register(s.queries); err != nil {
			return nil, fmt.Errorf("metricsource: registering metrics: %w", err)
		}
	}
	s.rollouts = newCell[RolloutSnapshot](s, c.tick, c.tick)
	s.loaded = newCell[LoadedSnapshot](s, c.tick, c.tick)
	s.history = newHistory(s)
	s.windows = newWindows()
	s.custom = newCustomReadings(s)
	return s, nil
}

func newCell[T any](s *Source, slot, tick time.Duration) *cell[T] {
	return &cell[T]{clock: s.clock, slot: slot, tick: tick, timeout: s.timeout}
}

// secretParameter is what parameters of a query are called that nobody should see.
var secretParameter = regexp.MustCompile(`(?i)(token|password|passwd|secret|api[_-]?key)[^=&;]*=`)

func checkAddress(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		// The parser's error repeats the address, which may hold a password.
		return errors.New("metricsource: the address is not a URL; use one such as http://prometheus:9090")
	case u.User != nil, secretParameter.MatchString(u.RawQuery):
		return errors.New("metricsource: the address has a user, password or token, which everybody can see who lists processes: use a token file or a client certificate")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return fmt.Errorf("metricsource: address %q: use a URL such as http://prometheus:9090", u.Redacted())
	default:
		return nil
	}
}

// cell keeps the newest answer to one query until its slot of time ends, and lets callers
// that ask meanwhile wait for the same query. Slots are aligned to the clock, so that
// controllers that wake at multiples of the tick share one.
//
// Failures are kept for a tick, however long the slot: a provider that is down is asked
// once a tick.
type cell[T any] struct {
	clock   clock.PassiveClock
	slot    time.Duration // for answers
	tick    time.Duration // for failures
	timeout time.Duration

	mu      sync.Mutex
	value   T
	err     error
	begun   time.Time // when the kept answer was asked for; zero: nothing is kept
	used    time.Time
	pending chan struct{} // closed when the query under way has ended; nil: none is
}

// get returns the kept answer or that of fetch. It waits no longer than ctx allows; fetch
// itself runs on for other callers, up to the timeout.
func (c *cell[T]) get(ctx context.Context, fetch func(context.Context) (T, error)) (T, error) {
	now := c.clock.Now()

	c.mu.Lock()
	c.used = now
	if c.fresh(now) {
		defer c.mu.Unlock()
		return c.value, c.err
	}
	if c.pending == nil {
		c.pending = make(chan struct{})
		go c.fill(context.WithoutCancel(ctx), now, c.pending, fetch)
	}
	pending := c.pending
	c.mu.Unlock()

	select {
	case <-pending:
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.value, c.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// soon is get for those who cannot wait longer than patience: until the answer is there they get the
// one of before, unless that is so old that a query failed meanwhile.
func (c *cell[T]) soon(ctx context.Context, patience time.Duration, fetch func(context.Context) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	value, err := c.get(limited, fetch)
	if limited.Err() == nil || ctx.Err() != nil || !errors.Is(err, limited.Err()) {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && !c.begun.IsZero() && c.clock.Now().Sub(c.begun) <= c.slot+c.timeout {
		return c.value, nil
	}
	return value, err
}

func (c *cell[T]) fill(ctx context.Context, begun time.Time, pending chan struct{}, fetch func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	value, err := fetch(ctx)

	c.mu.Lock()
	defer c.mu.Unlock()
	c.value, c.err, c.begun, c.pending = value, err, begun, nil
	close(pending)
}

// fresh reports whether the kept answer was asked for in the present slot.
func (c *cell[T]) fresh(now time.Time) bool {
	slot := c.slot
	if c.err != nil {
		slot = c.tick
	}
	return !c.begun.IsZero() && c.begun.Truncate(slot).Equal(now.Truncate(slot))
}

// idle reports whether nobody asked for longer than d.
func (c *cell[T]) idle(now time.Time, d time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pending == nil && now.Sub(c.used) > d
}
