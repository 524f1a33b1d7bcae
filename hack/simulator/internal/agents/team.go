// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/intentops/intentops/hack/simulator/internal/survey"
	"github.com/intentops/intentops/hack/simulator/journal"
)

// source of the team's events.
const source = "/simulator/helpdesk"

// Options of a Team.
type Options struct {
	// Agents work on one conversation each; Capacity is how many conversations the team may have
	// at the same time, including those that wait.
	Agents, Capacity int
	// Pace is how long people take over a message on average.
	Pace time.Duration
	Seed uint64
	// SurveyShare of the conversations is rated through the helpdesk, 0..1.
	SurveyShare float64
	// Tell tells the bot. Journal, which may be nil, gets the same and each handoff.
	Tell    func(context.Context, event.Event) error
	Journal *journal.Journal
}

// Team works on conversations until its context ends. It is safe for concurrent use.
type Team struct {
	options Options
	ctx     context.Context // of all conversations, which outlive the requests that bring them
	free    chan string     // agents
	slots   chan struct{}
	cases   sync.WaitGroup

	mu       sync.Mutex
	taken    int64
	left     int64
	observed Observed
}

// Report is what the team did.
type Report struct {
	// Taken conversations; Left are those that came when the team was at capacity: another team
	// has them, which sends no events. Open are those taken that are not over yet.
	Taken int64 `json:"taken"`
	Left  int64 `json:"left"`
	Open  int64 `json:"open"`
	// Observed are those that are over.
	Observed Observed `json:"observed"`
}

// NewTeam returns a team that works until ctx ends.
func NewTeam(ctx context.Context, o Options) *Team {
	t := &Team{options: o, ctx: ctx, free: make(chan string, o.Agents), slots: make(chan struct{}, o.Capacity)}
	for i := range o.Agents {
		t.free <- fmt.Sprintf("agent-%d", i+1)
	}
	return t
}

// Take gives the team a conversation. It does not wait.
func (t *Team) Take(h Handoff) {
	t.options.Journal.Write(journal.Event(source, h.ID, "handoff.requested", h.Conversation, h.At, journal.Data{
		"handoffId": h.ID, "intent": h.Intent, "reason": h.Reason, "policyRequired": h.Required,
	}))
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case t.slots <- struct{}{}:
	default:
		t.left++
		return
	}
	n := t.taken
	t.taken++
	t.cases.Go(func() {
		defer func() { <-t.slots }()
		c := conversation{team: t, handoff: h}
		if c.run(Draw(t.options.Seed, n, t.options.Pace)) != nil {
			return // the simulation ends
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.observed.observe(h, c.all)
	})
}

// Wait returns when no conversation is open.
func (t *Team) Wait() { t.cases.Wait() }

// Report says what the team did so far.
func (t *Team) Report() Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	return Report{Taken: t.taken, Left: t.left, Open: t.taken - int64(len(t.observed.FirstResponse)), Observed: t.observed.clone()}
}

// conversation is one that the team works on.
type conversation struct {
	team    *Team
	handoff Handoff
	all     []occurrence
}

func (c *conversation) run(p Plan) error {
	if err := c.play(p.queued(c.handoff)); err != nil {
		return err
	}
	var resolved time.Time
	if err := c.withAgent(func(agent string) []occurrence {
		var all []occurrence
		all, resolved = p.served(c.handoff, agent, time.Now())
		return all
	}); err != nil {
		return err
	}
	rates := survey.ThroughHelpdesk(c.handoff.Conversation, c.team.options.SurveyShare)
	if err := c.play(p.asked(c.handoff, resolved, rates)); err != nil || p.ReopenAfter == 0 {
		return err
	}
	if err := c.play(p.cameBack(resolved)); err != nil {
		return err
	}
	return c.withAgent(func(agent string) []occurrence { return p.settled(agent, time.Now()) })
}

// withAgent waits for a free agent, who has the conversation until everything is done.
func (c *conversation) withAgent(what func(agent string) []occurrence) error {
	select {
	case agent := <-c.team.free:
		defer func() { c.team.free <- agent }()
		return c.play(what(agent))
	case <-c.team.ctx.Done():
		return c.team.ctx.Err()
	}
}

// play lets things happen, each at its time, and sends their events.
func (c *conversation) play(all []occurrence) error {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b occurrence) int { return a.at.Compare(b.at) })
	for _, h := range all {
		if err := wait(c.team.ctx, h.at); err != nil {
			return err
		}
		e := journal.Event(source, fmt.Sprintf("%s-%d", c.handoff.ID, len(c.all)), h.kind, c.handoff.Conversation, h.at, h.data)
		c.all = append(c.all, h)
		c.team.options.Journal.Write(e)
		if err := c.team.options.Tell(c.team.ctx, e); err != nil {
			return err
		}
	}
	return nil
}
