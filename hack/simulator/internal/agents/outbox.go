// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
)

const (
	// maxWaiting is how many events may wait for the bot. Tell blocks beyond it.
	maxWaiting = 4096
	// maxBatch is how many events are taken out of the outbox at once.
	maxBatch = 50
	// firstPause is how long is waited after a request that failed; the pause doubles.
	firstPause, maxPause = 100 * time.Millisecond, 2 * time.Second
	// requestTimeout is longer than the bot takes at most: a shorter one would send everything
	// again while the bot still works on it.
	requestTimeout = 25 * time.Second
	// maxRemembered is how many events are remembered to be sent twice.
	maxRemembered = 50
)

// Outbox sends the bot events as helpdesks do: sometimes one by one, sometimes in batches, out of
// order, some twice, and repeatedly until the bot has accepted them.
type Outbox struct {
	url string
	// bot is NAMESPACE/NAME, for whom events are signed.
	bot     string
	key     []byte
	http    *http.Client
	collect time.Duration
	// batch and pause are maxBatch and firstPause, except in tests.
	batch  int
	pause  time.Duration
	random *rand.Rand // used by Run only
	queue  chan event.Event
	before []event.Event // that were sent

	mu   sync.Mutex
	sent Sent
}

// Sent says what became of events.
type Sent struct {
	// Waiting are those that the bot has not answered yet.
	Waiting int64 `json:"waiting"`
	// Events by type, each once; Again is how many of them were sent twice on purpose.
	Events map[string]int64 `json:"events"`
	Again  int64            `json:"again"`
	// Requests by how they ended: ok, an HTTP status or connection.
	Requests map[string]int64 `json:"requests"`
	// Results that the bot gave, by name.
	Results map[string]int64 `json:"results"`
}

// eventsPath is where the bot takes events, whatever stands before it in the address.
const eventsPath = "/v1/events"

// NewOutbox returns an Outbox for the bot NAMESPACE/NAME at address, such as http://support. collect
// is how long events wait for others; key signs.
func NewOutbox(address, bot string, key []byte, seed uint64, collect time.Duration) (*Outbox, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the bot's address must be a URL such as http://support-events")
	}
	return &Outbox{
		url: strings.TrimRight(address, "/") + eventsPath, bot: bot, key: key, collect: collect, batch: maxBatch, pause: firstPause,
		http:   &http.Client{Timeout: requestTimeout},
		random: rand.New(rand.NewPCG(seed, 2)), queue: make(chan event.Event, maxWaiting),
		sent: Sent{Events: map[string]int64{}, Requests: map[string]int64{}, Results: map[string]int64{}},
	}, nil
}

// Tell puts an event into the outbox. The error is that of ctx.
func (o *Outbox) Tell(ctx context.Context, e event.Event) error {
	o.mu.Lock()
	o.sent.Waiting++
	o.sent.Events[e.Type()]++
	o.mu.Unlock()
	select {
	case o.queue <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Run sends until ctx ends.
func (o *Outbox) Run(ctx context.Context) {
	for {
		var events []event.Event
		select {
		case e := <-o.queue:
			events = append(events, e)
		case <-ctx.Done():
			return
		}
		if wait(ctx, time.Now().Add(o.collect)) != nil {
			return
		}
		for len(events) < o.batch && len(o.queue) > 0 {
			events = append(events, <-o.queue)
		}
		for _, request := range o.arrange(events) {
			if o.deliver(ctx, request) != nil {
				return
			}
		}
		o.mu.Lock()
		o.sent.Waiting -= int64(len(events))
		o.mu.Unlock()
	}
}

// arrange makes requests of events.
func (o *Outbox) arrange(events []event.Event) [][]event.Event {
	all := slices.Clone(events)
	if n := len(o.before); n > 0 && o.chance(0.3) {
		all = append(all, o.before[o.random.IntN(n)])
		o.mu.Lock()
		o.sent.Again++
		o.mu.Unlock()
	}
	o.before = append(o.before, events...)
	o.before = o.before[max(0, len(o.before)-maxRemembered):]
	if o.chance(0.5) {
		o.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	switch half := len(all) / 2; {
	case len(all) <= 4 && o.chance(0.5):
		return slices.Collect(slices.Chunk(all, 1))
	case len(all) >= 2 && o.chance(0.3):
		return [][]event.Event{all[half:], all[:half]}
	}
	return [][]event.Event{all}
}

func (o *Outbox) chance(p float64) bool { return o.random.Float64() < p }

// Sent says what became of events so far.
func (o *Outbox) Sent() Sent {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.sent
	for _, counts := range []*map[string]int64{&out.Events, &out.Requests, &out.Results} {
		clone := make(map[string]int64, len(*counts))
		for name, n := range *counts {
			clone[name] = n
		}
		*counts = clone
	}
	return out
}

// wait returns at a time, or with the error of ctx.
func wait(ctx context.Context, until time.Time) error {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
