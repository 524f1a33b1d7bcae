// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/api"
	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"
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
	own      *ownCells
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
			Help: "Queries sent to Prometheus, by metric family and result: ok, unavailable, bad_data or, of own queries, unusable.",
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
	s.own = newOwnCells(s)
	return s, nil
}

func newCell[T any](s *Source, slot, tick time.Duration) *cell[T] {
	return &cell[T]{clock: s.clock, slot: slot, tick: tick, timeout: s.timeout}
}

func checkAddress(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		// The parser's error repeats the address, which may hold a password.
		return errors.New("metricsource: the address is not a URL; use one such as http://prometheus:9090")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return fmt.Errorf("metricsource: address %q: use a URL such as http://prometheus:9090", u.Redacted())
	default:
		return nil
	}
}
