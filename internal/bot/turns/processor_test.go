// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/conversation/conversationtest"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// classifier understands everything as hours, and counts how often it is asked.
type classifier struct {
	asked atomic.Int32
	err   error
}

func (c *classifier) Classify(context.Context, string) ([]understanding.Prediction, error) {
	c.asked.Add(1)
	return []understanding.Prediction{{Intent: "hours", Confidence: 0.9}}, c.err
}

// fixed is a view that a test may change.
type fixed struct{ view atomic.Pointer[releases.View] }

func (f *fixed) View() *releases.View { return f.view.Load() }

func loaded(t *testing.T, answer string, c understanding.Classifier) *releases.Loaded {
	t.Helper()
	r := release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{{Name: "hours", Revision: answer, Utterances: []string{"when"}, Reply: release.Reply{Text: answer}}},
		Policy:  release.Policy{ConfidencePercent: 50, UnresolvedTurns: 2, Handoff: release.Handoff{Require: []string{}, URL: "https://helpdesk.example"}},
	}
	compiled, err := decide.Compile(answer, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &releases.Loaded{Compiled: compiled, Classifier: c}
}

type fixture struct {
	*Processor
	store *conversationtest.Memory
	views *fixed
	clock *clocktesting.FakeClock
}

func newFixture(t *testing.T, c understanding.Classifier) *fixture {
	t.Helper()
	d := &fixture{store: conversationtest.NewMemory(), views: &fixed{}, clock: clocktesting.NewFakeClock(start)}
	d.views.view.Store(&releases.View{
		Stable: loaded(t, "nine to five", c),
		Pointer: release.Pointer{
			Automation: "Enabled", Measurement: release.Measurement{OutcomeAfterSeconds: 60, RatingWithinSeconds: 600},
		},
	})
	d.Processor = New(Options{
		Store: d.store, Views: d.views, Packer: handoff.Packer{}, Clock: d.clock, Log: logr.Discard(),
		Metrics: NewMetrics(prometheus.NewRegistry()), Timeout: 5 * time.Second,
	})
	return d
}

func (d *fixture) open(t *testing.T) string {
	t.Helper()
	state, err := d.Open(t.Context(), Opening{Customer: "ann", Channel: "api"})
	if err != nil {
		t.Fatal(err)
	}
	return state.ID
}

func (d *fixture) entries(metric string) int {
	n := 0
	for _, e := range d.store.Ledger() {
		if e.Metric == metric {
			n++
		}
	}
	return n
}

func TestATurnIsDecidedAgainAfterAConflict(t *testing.T) {
	c := &classifier{}
	d := newFixture(t, c)
	id := d.open(t)
	d.store.Conflict(3)
	guarded := 0
	out, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, func(conversation.State) error { guarded++; return nil })
	if err != nil || len(out.Replies) != 1 || out.Replies[0].Text != "nine to five" {
		t.Fatalf("outcome %+v, error %v", out, err)
	}
	if got := testutil.ToFloat64(d.metrics.conflicts); got != 3 {
		t.Errorf("%v conflicts were counted, want 3", got)
	}
	if c.asked.Load() != 1 || guarded != 1 {
		t.Errorf("the classifier was asked %d times and the guard %d times, want once each", c.asked.Load(), guarded)
	}
	if n := d.entries(ledger.Conversations); n != 1 {
		t.Errorf("the conversation was counted %d times", n)
	}

	d.store.Conflict(retry.Attempts)
	if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m2", Text: "when"}, nil); !errors.Is(err, conversation.ErrUnavailable) {
		t.Errorf("a conversation that is always changed: %v, want ErrUnavailable", err)
	}
}

// TestTheSameMessageManyTimesAtOnce counts once, and everybody gets the same answer.
func TestTheSameMessageManyTimesAtOnce(t *testing.T) {
	d := newFixture(t, &classifier{})
	id := d.open(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for {
				out, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil)
				if errors.Is(err, conversation.ErrUnavailable) {
					continue // too many conflicts: as the caller is told, again
				}
				if err != nil || len(out.Replies) != 1 || out.Replies[0].Seq != 2 {
					t.Errorf("outcome %+v, error %v", out.Replies, err)
				}
				return
			}
		})
	}
	wg.Wait()
	state, err := d.Get(t.Context(), id, nil)
	if err != nil || state.Messages != 1 || d.entries(ledger.Conversations) != 1 {
		t.Errorf("%d messages, counted %d times, error %v", state.Messages, d.entries(ledger.Conversations), err)
	}
}

func TestManyMessagesAtOnceAreAllAnswered(t *testing.T) {
	d := newFixture(t, &classifier{})
	id := d.open(t)
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			m := dialogue.Message{ID: fmt.Sprint("m", i), Text: "when"}
			for {
				_, err := d.Say(t.Context(), id, m, nil)
				if err == nil {
					return
				}
				if !errors.Is(err, conversation.ErrUnavailable) {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	state, err := d.Get(t.Context(), id, nil)
	if err != nil || state.Messages != 10 || state.LastSeq != 20 {
		t.Errorf("%d messages, %d lines, error %v", state.Messages, state.LastSeq, err)
	}
}

func TestAnEngineOfBothReleasesIsAskedOnce(t *testing.T) {
	c := &classifier{}
	d := newFixture(t, c)
	v := *d.views.View()
	v.Candidate = loaded(t, "nine to six", c)
	v.Pointer.Candidate = &release.BundleRef{}
	v.Pointer.Rollout = &release.Rollout{ID: "wave-1", Step: "all", Percent: 100, Salt: "s"}
	d.views.view.Store(&v)
	out, err := d.Say(t.Context(), d.open(t), dialogue.Message{ID: "m1", Text: "when"}, nil)
	if err != nil || out.Replies[0].Text != "nine to six" || out.Track != conversation.TrackCandidate {
		t.Errorf("outcome %+v, error %v, want the candidate's answer", out.Replies, err)
	}
	if c.asked.Load() != 1 {
		t.Errorf("the engine was asked %d times", c.asked.Load())
	}
	own := &classifier{}
	v.Candidate = loaded(t, "nine to six", own)
	d.views.view.Store(&v)
	if _, err := d.Say(t.Context(), d.open(t), dialogue.Message{ID: "m1", Text: "when"}, nil); err != nil {
		t.Fatal(err)
	}
	if c.asked.Load() != 2 || own.asked.Load() != 1 {
		t.Errorf("asked %d and %d times, want each release's own", c.asked.Load(), own.asked.Load())
	}
}

func TestAHandedOverConversationIsNotRead(t *testing.T) {
	c := &classifier{}
	d := newFixture(t, c)
	v := *d.views.View()
	v.Pointer.Automation = "Disabled"
	d.views.view.Store(&v)
	id := d.open(t)
	for i := range 2 {
		if _, err := d.Say(t.Context(), id, dialogue.Message{ID: fmt.Sprint(i), Text: "when"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if c.asked.Load() != 0 || len(d.store.Outbox()) != 2 {
		t.Errorf("the classifier was asked %d times, %d messages to the helpdesk, want the packet and what came after", c.asked.Load(), len(d.store.Outbox()))
	}
}

func TestDueMessagesTakeEffectOnce(t *testing.T) {
	d := newFixture(t, &classifier{})
	id := d.open(t)
	if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil); err != nil {
		t.Fatal(err)
	}
	due := d.store.Due()
	if len(due) != 1 || !due[0].At.Equal(start.Add(time.Minute)) {
		t.Fatalf("due %+v", due)
	}
	d.clock.Step(time.Minute)
	for range 3 {
		if err := d.RunDue(t.Context(), due[0]); err != nil {
			t.Fatal(err)
		}
	}
	if n := d.entries(ledger.ConversationOutcomes); n != 1 {
		t.Errorf("the outcome was counted %d times", n)
	}
	due[0].Conversation = "expired"
	if err := d.RunDue(t.Context(), due[0]); err != nil {
		t.Errorf("due for a conversation that has expired: %v, want it to be done with", err)
	}
}

func TestHandoffsAreSettled(t *testing.T) {
	d := newFixture(t, &classifier{})
	id := d.open(t)
	if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "I want to speak to a person"}, nil); err != nil {
		t.Fatal(err)
	}
	packet := d.store.Outbox()[0]
	if packet.Conversation != id {
		t.Fatalf("packet %+v", packet)
	}
	if err := d.Failed(t.Context(), id, packet.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Accepted(t.Context(), id, packet.ID); err != nil {
		t.Fatal(err)
	}
	state, err := d.Get(t.Context(), id, nil)
	if err != nil || state.Handoff.State != conversation.HandoffAccepted {
		t.Errorf("handoff %+v, error %v", state.Handoff, err)
	}
	if err := d.Accepted(t.Context(), "expired", packet.ID); err != nil {
		t.Errorf("accepted for a conversation that has expired: %v", err)
	}
}

func TestUnavailable(t *testing.T) {
	tests := map[string]func(d *fixture){
		"without a release": func(d *fixture) { d.views.view.Store(nil) },
		"without the store": func(d *fixture) { d.store.Away(true) },
	}
	for name, breaks := range tests {
		t.Run(name, func(t *testing.T) {
			d := newFixture(t, &classifier{})
			id := d.open(t)
			breaks(d)
			if _, err := d.Open(t.Context(), Opening{Customer: "ann"}); !errors.Is(err, conversation.ErrUnavailable) {
				t.Errorf("open: %v", err)
			}
			if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil); !errors.Is(err, conversation.ErrUnavailable) {
				t.Errorf("say: %v", err)
			}
			if _, err := d.Rate(t.Context(), id, 5, nil); !errors.Is(err, conversation.ErrUnavailable) {
				t.Errorf("rate: %v", err)
			}
		})
	}
}

func TestAGuardRefusesEverything(t *testing.T) {
	d := newFixture(t, &classifier{})
	id := d.open(t)
	refused := errors.New("not yours")
	guard := func(conversation.State) error { return refused }
	_, say := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, guard)
	_, get := d.Get(t.Context(), id, guard)
	_, rate := d.Rate(t.Context(), id, 5, guard)
	_, end := d.End(t.Context(), id, guard)
	for _, err := range []error{say, get, rate, end} {
		if !errors.Is(err, refused) {
			t.Errorf("error %v, want the guard's", err)
		}
	}
	if state, err := d.Get(t.Context(), id, nil); err != nil || state.LastSeq != 0 || !state.EndedAt.IsZero() {
		t.Errorf("state %+v, error %v: something was done", state, err)
	}
}

// TestAReplyIsStoredForACustomerWhoseConnectionBroke cancels the request while the engine thinks.
func TestAReplyIsStoredForACustomerWhoseConnectionBroke(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d := newFixture(t, leaving{cancel})
	id := d.open(t)
	_, err := d.Say(ctx, id, dialogue.Message{ID: "m1", Text: "when"}, nil)
	if err != nil {
		t.Fatalf("the turn was lost with the connection: %v", err)
	}
	out, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil)
	if err != nil || out.Changed || len(out.Replies) != 1 {
		t.Errorf("the same message again: %+v, %v; want the reply that was kept", out, err)
	}
}

type leaving struct{ leave func() }

func (l leaving) Classify(context.Context, string) ([]understanding.Prediction, error) {
	l.leave()
	return []understanding.Prediction{{Intent: "hours", Confidence: 0.9}}, nil
}

// TestAClosedConnectionDoesNotCancelClassification gives up before the engine answers, twice.
func TestAClosedConnectionDoesNotCancelClassification(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := &hangingUp{hangUp: cancel}
	d := newFixture(t, c)
	id := d.open(t)
	for i := range 2 {
		message := dialogue.Message{ID: fmt.Sprint("m", i), Text: "when"}
		c.asked = 0
		if _, err := d.Say(ctx, id, message, nil); err != nil && !errors.Is(err, conversation.ErrUnavailable) {
			t.Fatal(err)
		}
		out, err := d.Say(t.Context(), id, message, nil)
		if err != nil || len(out.Replies) != 1 || out.Replies[0].Kind != conversation.KindAnswer {
			t.Errorf("message %d again: %+v, %v; want the answer", i, out.Replies, err)
		}
		if c.asked > 1 {
			t.Errorf("message %d: the engine was asked %d times", i, c.asked)
		}
		ctx, cancel = context.WithCancel(t.Context())
		c.hangUp = cancel
	}
	cancel()
	if got := d.engineFailures(); len(got) != 0 {
		t.Errorf("failures %v were counted, though the engine did not fail", got)
	}
}

// hangingUp is an engine during whose work the caller goes away.
type hangingUp struct {
	hangUp func()
	asked  int
}

func (h *hangingUp) Classify(ctx context.Context, _ string) ([]understanding.Prediction, error) {
	h.asked++
	h.hangUp()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", understanding.ErrNotUnderstood, err)
	}
	return []understanding.Prediction{{Intent: "hours", Confidence: 0.9}}, nil
}

func TestAMessageThatNeedsNoReadingIsNotRead(t *testing.T) {
	c := &classifier{}
	d := newFixture(t, c)
	id := d.open(t)
	for range 3 {
		if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.End(t.Context(), id, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m2", Text: "when"}, nil); !errors.Is(err, dialogue.ErrEnded) {
		t.Fatalf("error %v, want ErrEnded", err)
	}
	if c.asked.Load() != 1 {
		t.Errorf("the engine was asked %d times for one message that was sent three times and one after the end, want 1", c.asked.Load())
	}
}

func TestARolloutCountsACustomerOnce(t *testing.T) {
	d := newFixture(t, &classifier{})
	view := *d.views.View()
	view.Candidate = loaded(t, "ten to six", &classifier{})
	view.Pointer.Rollout = &release.Rollout{ID: "wave-1", Batch: "wave", Step: "all", Percent: 100, Salt: "pepper"}
	view.Pointer.Candidate = &release.BundleRef{Release: "ten to six"}
	d.views.view.Store(&view)

	for conversationNumber := range 3 {
		id := d.open(t)
		out, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Replies[0].Text; got != "ten to six" {
			t.Errorf("conversation %d: reply %q, want the track's on each visit", conversationNumber, got)
		}
		if _, err := d.Rate(t.Context(), id, 4, nil); err != nil {
			t.Fatal(err)
		}
		due := conversation.DueMessage{Conversation: id, Kind: conversation.DueRolloutOutcome, At: start}
		if err := d.RunDue(t.Context(), due); err != nil {
			t.Fatal(err)
		}
	}
	for metric, want := range map[string]int{
		ledger.RolloutAssigned: 1, ledger.RolloutOutcomes: 1, ledger.RolloutRatings: 1,
		ledger.Conversations: 3, ledger.Ratings: 3,
	} {
		if got := d.entries(metric); got != want {
			t.Errorf("%s: counted %d times, want %d", metric, got, want)
		}
	}

	// The next rollout assigns tracks again, and counts the customer again.
	next := view
	next.Pointer.Rollout = &release.Rollout{ID: "wave-2", Batch: "wave", Step: "all", Percent: 100, Salt: "salt"}
	d.views.view.Store(&next)
	if _, err := d.Say(t.Context(), d.open(t), dialogue.Message{ID: "m1", Text: "when"}, nil); err != nil {
		t.Fatal(err)
	}
	if got := d.entries(ledger.RolloutAssigned); got != 2 {
		t.Errorf("assigned %d times after the second rollout began, want 2", got)
	}
}

func TestTwoConversationsOfACustomerAtOnceAreCountedOnce(t *testing.T) {
	d := newFixture(t, &classifier{})
	view := *d.views.View()
	view.Candidate = loaded(t, "ten to six", &classifier{})
	view.Pointer.Rollout = &release.Rollout{ID: "wave-1", Batch: "wave", Step: "all", Percent: 100, Salt: "pepper"}
	view.Pointer.Candidate = &release.BundleRef{Release: "ten to six"}
	d.views.view.Store(&view)
	var wg sync.WaitGroup
	for range 8 {
		id := d.open(t)
		wg.Go(func() {
			if _, err := d.Say(t.Context(), id, dialogue.Message{ID: "m1", Text: "when"}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := d.entries(ledger.RolloutAssigned); got != 1 {
		t.Errorf("assigned %d times, want 1", got)
	}
}
