// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// Status is how the releases stand, for /v1/release.
type Status struct {
	// Sequence of the newest pointer; SequenceInForce of the newest one whose releases were
	// all loaded.
	Sequence        int64  `json:"sequence"`
	SequenceInForce int64  `json:"sequenceInForce"`
	Automation      string `json:"automation,omitempty"`
	// Stable and Candidate are what conversations get now.
	Stable    string `json:"stable,omitempty"`
	Candidate string `json:"candidate,omitempty"`
	Rollout   string `json:"rollout,omitempty"`
	Step      string `json:"step,omitempty"`
	Percent   int32  `json:"percent,omitempty"`
	// Intents of the stable release.
	Intents int `json:"intents"`
	// Loading is the release that is being loaded.
	Loading string `json:"loading,omitempty"`
	// Failure is the last release that did not load, until one does.
	Failure *Failure `json:"failure,omitempty"`
}

// Failure is a release that did not load.
type Failure struct {
	Release string    `json:"release"`
	Error   string    `json:"error"`
	At      time.Time `json:"at"`
}

type status struct {
	mu  sync.Mutex
	now Status
}

// Status returns how the releases stand.
func (f *Follower) Status() Status {
	f.status.mu.Lock()
	defer f.status.mu.Unlock()
	return f.status.now
}

func (s *status) change(change func(*Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.now)
}

func (s *status) followed(p release.Pointer) {
	s.change(func(now *Status) {
		now.Sequence = p.Sequence
		if now.Failure != nil && now.Failure.Release != p.Stable.Release &&
			(p.Candidate == nil || now.Failure.Release != p.Candidate.Release) {
			now.Failure = nil // that release is no longer wanted
		}
	})
}

func (s *status) published(v *View) {
	s.change(func(now *Status) {
		now.Sequence = max(now.Sequence, v.Pointer.Sequence)
		now.Automation = v.Pointer.Automation
		now.Stable, now.Intents = v.Stable.Hash, len(v.Stable.Intents)
		now.Candidate, now.Rollout, now.Step, now.Percent = "", "", "", 0
		if v.Candidate != nil {
			now.Candidate = v.Candidate.Hash
			now.Rollout, now.Step, now.Percent = v.Pointer.Rollout.ID, v.Pointer.Rollout.Step, v.Pointer.Rollout.Percent
		}
		if v.Complete {
			now.SequenceInForce = v.Pointer.Sequence
		}
	})
}

func (s *status) loading(hash string) { s.change(func(now *Status) { now.Loading = hash }) }

func (s *status) loaded(hash string) {
	s.change(func(now *Status) {
		now.Loading = ""
		if now.Failure != nil && now.Failure.Release == hash {
			now.Failure = nil
		}
	})
}

func (s *status) failed(hash string, err error, at time.Time) {
	s.change(func(now *Status) {
		now.Loading = ""
		now.Failure = &Failure{Release: hash, Error: err.Error(), At: at}
	})
}

// Metrics of the releases of one pod.
type Metrics struct {
	loaded   *prometheus.GaugeVec
	answered *prometheus.GaugeVec
	errors   prometheus.Counter
}

// NewMetrics registers the metrics. The labels are those of the pod.
func NewMetrics(registry prometheus.Registerer, namespace, bot, pod string) *Metrics {
	labels := prometheus.Labels{"namespace": namespace, "bot": bot, "pod": pod}
	m := &Metrics{
		loaded: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name:        "intentops_release_loaded",
			Help:        "Sequence of the newest pointer whose releases this pod has loaded, for each release that it serves.",
			ConstLabels: labels,
		}, []string{"track", "release"}),
		answered: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name:        "intentops_release_expected_answered_ratio",
			Help:        "Share of messages about its intents that a release with the built-in classifier expects to answer at its policy's confidence, by its own utterances.",
			ConstLabels: labels,
		}, []string{"track", "release"}),
		errors: prometheus.NewCounter(prometheus.CounterOpts{
			Name:        "intentops_release_load_errors_total",
			Help:        "Releases that this pod could not load, counted for each attempt.",
			ConstLabels: labels,
		}),
	}
	registry.MustRegister(m.loaded, m.answered, m.errors)
	return m
}

func (m *Metrics) published(v *View) {
	if !v.Complete {
		return
	}
	m.loaded.Reset()
	m.answered.Reset()
	m.serves(conversation.TrackStable, v.Stable, v.Pointer.Sequence)
	if v.Candidate != nil {
		m.serves(conversation.TrackCandidate, v.Candidate, v.Pointer.Sequence)
	}
}

func (m *Metrics) serves(track string, l *Loaded, sequence int64) {
	m.loaded.WithLabelValues(track, l.Hash).Set(float64(sequence))
	if share, known := l.ExpectedAnswered(); known {
		m.answered.WithLabelValues(track, l.Hash).Set(share)
	}
}

func (m *Metrics) failed() { m.errors.Inc() }
