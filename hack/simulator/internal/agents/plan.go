// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package agents plays the people behind a helpdesk: a small team that takes up conversations
// which a bot hands over, works on them, and tells the bot about it as a helpdesk does.
//
// What happens in a conversation is planned in advance, from a seed; only when an agent is free
// depends on the run.
package agents

import (
	"math/rand/v2"
	"time"
)

// Plan is what happens in one conversation once an agent has it.
type Plan struct {
	// FirstReply is how long the agent reads before the first reply.
	FirstReply time.Duration
	// Exchanges with the customer that follow.
	Exchanges []Exchange
	// Note is whether the agent writes a note that the customer does not see, Notice whether
	// an automation writes to the customer.
	Note, Notice bool
	// Hold is whether the customer is put on hold in between.
	Hold bool
	// WrapUp is work after the last reply; WrapUpFirst resolves the conversation after it.
	WrapUp      time.Duration
	WrapUpFirst bool
	// ReopenAfter is when the customer comes back; 0: never. ReopenReply is how long the
	// agent then takes.
	ReopenAfter, ReopenReply time.Duration
	// RespondWithin and ResolveWithin are the service levels.
	RespondWithin, ResolveWithin time.Duration
	// AskAfter is how long after the resolution the customer is asked for a rating.
	AskAfter time.Duration
	// Answer is the chance by which the customer rates, 0..1; Recommends the answer 0..10 to
	// the other survey, -1: none; Quality the reviewer's mark 1..5, 0: not reviewed.
	Answer     float64
	Recommends int
	Quality    int
	// Warranted is the reviewer's opinion on the handoff.
	Warranted bool
}

// Exchange is a message of the customer and the agent's reply to it.
type Exchange struct {
	// Waits before the customer writes, and before the agent replies. Burst is whether the
	// customer writes twice.
	Customer, Agent time.Duration
	Burst           bool
}

// Draw plans conversation n. pace is how long people take over a message on average.
func Draw(seed uint64, n int64, pace time.Duration) Plan {
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	duration := func(low, high float64) time.Duration {
		return time.Duration((low + (high-low)*random.Float64()) * float64(pace))
	}
	chance := func(p float64) bool { return random.Float64() < p }
	p := Plan{
		FirstReply: duration(0.2, 1.2), Note: chance(0.2), Notice: chance(0.2), Hold: chance(0.3),
		WrapUp: duration(0.2, 1), WrapUpFirst: chance(0.3),
		RespondWithin: duration(8, 40), ResolveWithin: duration(12, 50),
		AskAfter: duration(0.5, 2), Answer: random.Float64(), Recommends: -1,
	}
	for range random.IntN(3) {
		p.Exchanges = append(p.Exchanges, Exchange{Customer: duration(0.1, 0.8), Agent: duration(0.2, 1), Burst: chance(0.3)})
	}
	if chance(0.15) {
		p.ReopenAfter, p.ReopenReply = duration(2, 6), duration(0.2, 1)
	}
	if chance(0.25) {
		p.Recommends = []int{10, 10, 9, 9, 8, 7, 6, 5, 2, 0}[random.IntN(10)]
	}
	if chance(0.2) {
		p.Quality, p.Warranted = 1+random.IntN(5), chance(0.8)
	}
	return p
}

// rating is what the customer gives, by weights of 1 to 5.
func (p Plan) rating(weights [5]float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	draw := p.Answer * total
	for i, w := range weights {
		if draw -= w; draw < 0 {
			return i + 1
		}
	}
	return 5
}

// How customers rate after an agent served them: content, or unhappy because they needed an agent
// although the bot had answered.
var (
	contentWeights = [5]float64{3, 7, 20, 40, 30}
	unhappyWeights = [5]float64{70, 30, 0, 0, 0}
)
