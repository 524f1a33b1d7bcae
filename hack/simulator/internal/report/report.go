// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package report counts what simulated customers did and saw, so that it can be compared
// with what the operator says.
package report

import (
	"maps"
	"math"
	"sync"
	"time"
)

// Report is the JSON that the simulator prints and serves.
type Report struct {
	Seed       uint64    `json:"seed"`
	StartedAt  time.Time `json:"startedAt"`
	FinishedAt time.Time `json:"finishedAt,omitzero"`

	// Started are the customers that came, Running those with an open conversation.
	Started int64 `json:"started"`
	Running int64 `json:"running"`
	// Counts of conversations with at least one message that the bot answered.
	Counts
	// Failed are customers whose first message the bot never answered. Uncertain are those
	// of them, and of the conversations, for which a message may have arrived although its
	// answer did not: by so many the operator's counts may differ.
	Failed    int64 `json:"failed"`
	Uncertain int64 `json:"uncertain"`
	// Late are customers that came later than the rate asks, because the allowed number was
	// busy.
	Late int64 `json:"late"`

	// Intents are the counts by what customers wanted, not by what the bot understood.
	Intents map[string]*Counts `json:"intents"`
	// Tracks are the counts by track: stable, candidate or none.
	Tracks map[string]*Counts `json:"tracks"`

	// Requests by how they ended: ok, an HTTP status, timeout, connection or malformed.
	// Attempts that were repeated count each.
	Requests map[string]int64 `json:"requests"`
	// LatencyMillis of requests that succeeded.
	LatencyMillis Latency `json:"latencyMillis"`

	// Harm in force, and since when; absent: none.
	Harm      map[string]float64 `json:"harm,omitempty"`
	HarmSince time.Time          `json:"harmSince,omitzero"`
	// PerSecond is the rate in force.
	PerSecond float64 `json:"perSecond"`
}

// Counts of conversations.
type Counts struct {
	Conversations int64 `json:"conversations"`
	// Messages that the bot answered.
	Messages int64 `json:"messages"`
	// Outcomes as the contract counts them.
	Outcomes Outcomes `json:"outcomes"`
	// Handoffs that customers were told of; Disabled are those of conversations
	// that the bot had no part in, because automation was.
	Handoffs int64 `json:"handoffs"`
	Disabled int64 `json:"disabled"`
	// Harmed customers, by an answer.
	Harmed int64 `json:"harmed"`
	// Ratings are how often 1, 2, 3, 4 and 5 was given and taken.
	Ratings [5]int64 `json:"ratings"`
}

// Outcomes of conversations, as far as customers can tell.
type Outcomes struct {
	Contained       int64 `json:"contained"`
	Escalated       int64 `json:"escalated"`
	PolicyEscalated int64 `json:"policyEscalated"`
	Abandoned       int64 `json:"abandoned"`
}

// Latency of requests.
type Latency struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// Conversation is one that ended.
type Conversation struct {
	// Wants is what the customer came for.
	Wants string
	// Track is stable, candidate or empty.
	Track string
	// Messages that the bot answered; 0: the conversation never came about.
	Messages int64
	// Answered is whether the bot answered a question in it.
	Answered bool
	// HandedOver, and whether the policy demanded it whatever the bot could do.
	HandedOver     bool
	PolicyRequired bool
	// Disabled is whether automation was from the beginning, so that the bot had no part.
	Disabled bool
	Harmed   bool
	// Rating that was taken; 0: none.
	Rating int
	// Uncertain is whether a message may have arrived whose answer did not.
	Uncertain bool
}

// Recorder makes a Report. It is safe for concurrent use.
type Recorder struct {
	mu      sync.Mutex
	report  Report
	latency histogram
}

// NewRecorder begins a report.
func NewRecorder(seed uint64, now time.Time) *Recorder {
	return &Recorder{report: Report{
		Seed: seed, StartedAt: now.UTC(),
		Intents: map[string]*Counts{}, Tracks: map[string]*Counts{}, Requests: map[string]int64{},
	}}
}

// Start counts a customer that comes; late: after the time that the rate asks.
func (r *Recorder) Start(late bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Started++
	r.report.Running++
	if late {
		r.report.Late++
	}
}

// End counts a customer that leaves.
func (r *Recorder) End(c Conversation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Running--
	if c.Uncertain {
		r.report.Uncertain++
	}
	if c.Messages == 0 {
		r.report.Failed++
		return
	}
	track := c.Track
	if track == "" {
		track = "none"
	}
	for _, counts := range []*Counts{&r.report.Counts, of(r.report.Intents, c.Wants), of(r.report.Tracks, track)} {
		counts.add(c)
	}
}

func of(by map[string]*Counts, name string) *Counts {
	if by[name] == nil {
		by[name] = &Counts{}
	}
	return by[name]
}

func (c *Counts) add(one Conversation) {
	c.Conversations++
	c.Messages += one.Messages
	if one.HandedOver {
		c.Handoffs++
	}
	if one.Disabled {
		c.Disabled++
	}
	if one.Harmed {
		c.Harmed++
	}
	if one.Rating >= 1 && one.Rating <= 5 {
		c.Ratings[one.Rating-1]++
	}
	switch {
	case one.HandedOver && one.PolicyRequired:
		c.Outcomes.PolicyEscalated++
	case one.HandedOver:
		c.Outcomes.Escalated++
	case one.Answered:
		c.Outcomes.Contained++
	default:
		c.Outcomes.Abandoned++
	}
}

// Request counts an attempt.
func (r *Recorder) Request(result string, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Requests[result]++
	if result == "ok" {
		r.latency.observe(took)
	}
}

// SetHarm notes which harm is in force.
func (r *Recorder) SetHarm(harm map[string]float64, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Harm, r.report.HarmSince = harm, now.UTC()
	if len(harm) == 0 {
		r.report.HarmSince = time.Time{}
	}
}

// SetRate notes which rate is in force.
func (r *Recorder) SetRate(perSecond float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.PerSecond = perSecond
}

// Finish notes that the simulation has ended.
func (r *Recorder) Finish(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.FinishedAt = now.UTC()
}

// Report returns the report so far.
func (r *Recorder) Report() Report {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.report
	out.Intents, out.Tracks = copied(r.report.Intents), copied(r.report.Tracks)
	out.Requests, out.Harm = maps.Clone(r.report.Requests), maps.Clone(r.report.Harm)
	out.LatencyMillis = Latency{P50: r.latency.quantile(0.5), P99: r.latency.quantile(0.99), Max: r.latency.max}
	return out
}

func copied(by map[string]*Counts) map[string]*Counts {
	out := make(map[string]*Counts, len(by))
	for name, counts := range by {
		out[name] = new(*counts)
	}
	return out
}

// histogram of milliseconds in buckets that are 10 % wide, from a tenth of one.
type histogram struct {
	buckets [128]int64
	n       int64
	max     float64
}

const width = 1.1

func (h *histogram) observe(d time.Duration) {
	millis := d.Seconds() * 1000
	i := int(math.Ceil(math.Log(max(millis, 0.1)/0.1) / math.Log(width)))
	h.buckets[min(i, len(h.buckets)-1)]++
	h.n++
	h.max = max(h.max, math.Round(millis*10)/10)
}

// quantile is the upper bound of the bucket that holds it.
func (h *histogram) quantile(q float64) float64 {
	rank := int64(math.Ceil(q * float64(h.n)))
	for i, n := range h.buckets {
		if rank -= n; rank <= 0 && n > 0 {
			return min(h.max, math.Round(0.1*math.Pow(width, float64(i))*10)/10)
		}
	}
	return h.max
}
