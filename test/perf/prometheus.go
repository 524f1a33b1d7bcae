// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
)

// prometheus answers the operator's queries as if every Bot had one pod that serves what
// its pointer says, and customers who have all gone home: totals that never change.
type prometheus struct {
	client client.Client

	mu      sync.Mutex
	queries map[string]int // by family
}

// Families of queries.
const (
	familyReleases = "releases"
	familyRollouts = "rollouts"
	familyTotals   = "totals now"
	familyPast     = "totals in the past"
)

func (p *prometheus) counted() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.queries)
}

func (p *prometheus) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var bots v1alpha1.BotList
	if err := p.client.List(r.Context(), &bots); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	query := r.FormValue("query")
	family, series := familyTotals, totalsOf
	switch {
	case strings.HasPrefix(query, "label_replace(intentops_release_loaded"):
		family, series = familyReleases, releasesOf
	case strings.Contains(query, "intentops_rollout_"):
		family, series = familyRollouts, rolloutsOf
	case strings.Contains(query, "offset"):
		family, series = familyPast, func(*v1alpha1.Bot, sink) {}
	}
	p.mu.Lock()
	p.queries[family]++
	p.mu.Unlock()

	result := []any{}
	for i := range bots.Items {
		bot := &bots.Items[i]
		series(bot, func(value int64, labels ...string) {
			metric := map[string]string{"namespace": bot.Namespace, "bot": bot.Name}
			for i := 0; i < len(labels); i += 2 {
				metric[labels[i]] = labels[i+1]
			}
			result = append(result, map[string]any{"metric": metric, "value": []any{time.Now().Unix(), fmt.Sprint(value)}})
		})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{ // the caller has gone
		"status": "success", "data": map[string]any{"resultType": "vector", "result": result},
	})
}

// sink takes one sample with its labels, names and values in turn.
type sink func(value int64, labels ...string)

func releasesOf(bot *v1alpha1.Bot, add sink) {
	r := bot.Status.Release
	if r == nil {
		return
	}
	for track, hash := range map[string]string{"stable": r.Stable, "candidate": r.Candidate} {
		if hash != "" {
			add(r.PointerSequence, "pod", bot.Name+"-0", "track", track, "release", hash, "part", "sequence")
			add(time.Now().Unix(), "pod", bot.Name+"-0", "track", track, "release", hash, "part", "scraped")
		}
	}
}

func rolloutsOf(bot *v1alpha1.Bot, add sink) {
	r := bot.Status.Release
	if r == nil || r.Rollout == "" {
		return
	}
	for track, n := range map[string]int64{"stable": 400, "candidate": 20} {
		id := []string{"rollout", r.Rollout, "step", r.Step, "track", track, "__name__"}
		add(n, append(id, "intentops_rollout_assigned_total")...)
		add(n/10, append(id, "intentops_rollout_outcomes_total", "outcome", "escalated")...)
		add(n-n/10, append(id, "intentops_rollout_outcomes_total", "outcome", "contained")...)
		add(n/5, append(id, "intentops_rollout_ratings_total", "rating", "4")...)
	}
}

func totalsOf(bot *v1alpha1.Bot, add sink) {
	add(1000, "__name__", "intentops_conversations_total")
	for i := range 40 {
		intent := intentName(bot.Name, i)
		add(20, "__name__", "intentops_conversation_outcomes_total", "intent", intent, "outcome", "contained")
		add(5, "__name__", "intentops_conversation_outcomes_total", "intent", intent, "outcome", "escalated")
		add(7, "__name__", "intentops_ratings_total", "intent", intent, "rating", "4")
	}
	add(950, "__name__", "intentops_first_response_seconds_bucket", "responder", "bot", "le", "1")
	add(1000, "__name__", "intentops_first_response_seconds_bucket", "responder", "bot", "le", "+Inf")
}
