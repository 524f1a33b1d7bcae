// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// customers is a Prometheus that answers as if every Bot had one pod that serves what its
// pointer says, and customers who write all the time: counts grow with each look.
type customers struct {
	tick  time.Duration
	begun time.Time

	mu      sync.Mutex
	bots    map[string]*v1alpha1.ServedRelease
	since   map[string]time.Time // when a rollout was asked for first
	bad     map[string]time.Time // from when on a bot's candidate hands everybody over
	queries int
	bytes   int
}

func newCustomers(tick time.Duration) *customers {
	return &customers{tick: tick, begun: time.Now(), bots: map[string]*v1alpha1.ServedRelease{}, since: map[string]time.Time{}, bad: map[string]time.Time{}}
}

func (c *customers) follow(bot *v1alpha1.Bot) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bots[bot.Name] = bot.Status.Release
}

// turnBad makes the figures of a bot's candidate bad from now on.
func (c *customers) turnBad(bot string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bad[bot] = time.Now()
}

func (c *customers) counted() (queries, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.queries, c.bytes
}

// sample is one series of an answer.
type sample struct {
	Metric map[string]string `json:"metric"`
	Value  [2]any            `json:"value"`
}

func (c *customers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.FormValue("query")
	answer := []sample{}
	now := time.Now()
	c.mu.Lock()
	for bot, served := range c.bots {
		add := func(value int64, labels ...string) {
			metric := map[string]string{"namespace": namespace, "bot": bot}
			for i := 0; i < len(labels); i += 2 {
				metric[labels[i]] = labels[i+1]
			}
			answer = append(answer, sample{metric, [2]any{now.Unix(), fmt.Sprint(value)}})
		}
		switch {
		case strings.Contains(query, "offset"):
			// Nobody was there before.
		case strings.HasPrefix(query, "label_replace(intentops_release_loaded"):
			loaded(bot, served, now, add)
		case strings.Contains(query, "intentops_rollout_"):
			c.rollout(bot, served, now, add)
		default:
			c.totals(bot, now, add)
		}
	}
	raw, err := json.Marshal(map[string]any{"status": "success", "data": map[string]any{"resultType": "vector", "result": answer}})
	c.queries++
	c.bytes += len(raw)
	c.mu.Unlock()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(raw) // the caller has gone
}

func loaded(bot string, served *v1alpha1.ServedRelease, now time.Time, add func(int64, ...string)) {
	if served == nil {
		return
	}
	for track, hash := range map[string]string{"stable": served.Stable, "candidate": served.Candidate} {
		if hash != "" {
			add(served.PointerSequence, "pod", bot+"-0", "track", track, "release", hash, "part", "sequence")
			add(now.Unix(), "pod", bot+"-0", "track", track, "release", hash, "part", "scraped")
		}
	}
}

// What customers do in a tick: conversations of the candidate, and how many times as many
// stable has.
const (
	conversations, ofStable = 20, 19
	badConversations        = 400
)

// rollout: a tenth of the conversations is handed over and a fifth is rated, in both tracks.
func (c *customers) rollout(bot string, served *v1alpha1.ServedRelease, now time.Time, add func(int64, ...string)) {
	if served == nil || served.Rollout == "" {
		return
	}
	key := bot + "/" + served.Rollout
	if c.since[key].IsZero() {
		c.since[key] = now
	}
	ticks := int64(now.Sub(c.since[key])/c.tick) + 1
	for track, n := range map[string]int64{"stable": ticks * conversations * ofStable, "candidate": ticks * conversations} {
		escalated := n / 10
		if since, bad := c.bad[bot]; bad && track == "candidate" {
			more := badConversations * (int64(now.Sub(since)/c.tick) + 1)
			n, escalated = n+more, escalated+more
		}
		id := []string{"rollout", served.Rollout, "step", served.Step, "track", track, "kind", "new", "__name__"}
		add(n, append(id, "intentops_rollout_assigned_total")...)
		add(escalated, append(id, "intentops_rollout_outcomes_total", "outcome", "escalated")...)
		add(n-escalated, append(id, "intentops_rollout_outcomes_total", "outcome", "contained")...)
		add(n/5, append(id, "intentops_rollout_ratings_total", "rating", "4")...)
	}
}

// totals: what the bot's intents have had since the beginning.
func (c *customers) totals(bot string, now time.Time, add func(int64, ...string)) {
	n := conversations * (1 + int64(now.Sub(c.begun)/c.tick))
	add(n*intentsEach, "__name__", "intentops_conversations_total")
	for i := range intentsEach {
		intent := intentName(bot, i)
		add(n-n/10, "__name__", "intentops_conversation_outcomes_total", "intent", intent, "outcome", "contained")
		add(n/10, "__name__", "intentops_conversation_outcomes_total", "intent", intent, "outcome", "escalated")
		add(n/5, "__name__", "intentops_ratings_total", "intent", intent, "rating", "4")
	}
}
