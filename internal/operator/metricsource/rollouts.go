// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"time"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/api/v1alpha1"
)

const rolloutQuery = `max by (__name__, namespace, bot, rollout, step, track, kind, evidence, outcome, rating, would, reason) ({__name__=~"intentops_rollout_.+_total"})`

// Key is a rollout of a bot.
type Key struct {
	Namespace string
	Bot       string
	// Rollout is the label of that name: IntentBatch status.rollout.
	Rollout string
}

// BotKey is a bot.
type BotKey struct {
	Namespace string
	Bot       string
}

// StepCounts are the triggered conversations that were assigned in one step, by track.
// Ratings are nil on a track that has none.
type StepCounts struct {
	EvidenceCounts
	// Verified are those of customers for whom a site vouches. A bot that does not report
	// evidence leaves them empty.
	Verified EvidenceCounts
	// Uncounted are the conversations that were left out, as too many of one client network.
	Uncounted int64
}

// EvidenceCounts are the counts of both tracks, over all intents and by their kind.
type EvidenceCounts struct {
	Candidate v1alpha1.TrackCounts
	Stable    v1alpha1.TrackCounts
	// New and Changed are those of the conversations that are about one kind of intents. A bot
	// that does not report kinds leaves them empty.
	New, Changed TrackPair
	// Unlimited are the assigned ones of anonymous customers of whom nothing limits how many one
	// client makes up.
	Unlimited int64
}

// TrackPair are the counts of both tracks.
type TrackPair struct {
	Candidate v1alpha1.TrackCounts
	Stable    v1alpha1.TrackCounts
}

// ShadowCounts say what the candidate would have done in conversations of a shadow step.
type ShadowCounts struct {
	Answer   int64
	Escalate int64
	Same     int64
}

// RolloutSnapshot holds the totals of all rollouts in the cluster at one time, by Bot, so that
// a look at one Bot does not go through those of all others. It is shared between callers: do
// not change it.
type RolloutSnapshot struct {
	// At is the time of the totals by Prometheus' clock.
	At time.Time
	// Bots that report a rollout.
	Bots map[BotKey]BotRollouts
}

// BotRollouts are the totals of a bot's rollouts, by the rollout's label.
type BotRollouts struct {
	// Counts by the name of the step. A rollout that the bot does not report is absent.
	Counts map[string]map[string]StepCounts
	Shadow map[string]ShadowCounts
	// Bad are rollouts of which a series cannot be right. They are not in Counts.
	Bad map[string]*BadDataError
}

// For returns the counts of one rollout by the name of the step; empty while no bot
// reports any. The error is a *BadDataError that names a series.
func (r RolloutSnapshot) For(k Key) (map[string]StepCounts, error) {
	bot := r.Bots[BotKey{k.Namespace, k.Bot}]
	if bad := bot.Bad[k.Rollout]; bad != nil {
		return nil, bad
	}
	return bot.Counts[k.Rollout], nil
}

// Rollouts returns the newest totals of all rollouts, at most one tick old. The error is
// an *UnavailableError, or that of ctx.
func (s *Source) Rollouts(ctx context.Context) (RolloutSnapshot, error) {
	return s.rollouts.get(ctx, s.fetchRollouts)
}

func (s *Source) fetchRollouts(ctx context.Context) (RolloutSnapshot, error) {
	vector, at, err := s.query(ctx, familyRollout, rolloutQuery)
	if err != nil {
		return RolloutSnapshot{}, err
	}
	snapshot := RolloutSnapshot{At: at, Bots: map[BotKey]BotRollouts{}}
	for _, sample := range vector {
		k := Key{
			Namespace: string(sample.Metric["namespace"]),
			Bot:       string(sample.Metric["bot"]),
			Rollout:   string(sample.Metric["rollout"]),
		}
		if k.Namespace == "" || k.Bot == "" || k.Rollout == "" {
			continue // nobody's
		}
		of, known := snapshot.Bots[BotKey{k.Namespace, k.Bot}]
		if !known {
			of = BotRollouts{Counts: map[string]map[string]StepCounts{}, Shadow: map[string]ShadowCounts{}, Bad: map[string]*BadDataError{}}
			snapshot.Bots[BotKey{k.Namespace, k.Bot}] = of
		}
		if bad := of.add(k.Rollout, sample); bad != nil && of.Bad[k.Rollout] == nil {
			of.Bad[k.Rollout] = bad
		}
	}
	bad := 0
	for _, of := range snapshot.Bots {
		for rollout := range of.Bad {
			delete(of.Counts, rollout)
			delete(of.Shadow, rollout)
			bad++
		}
	}
	s.countAnswer(familyRollout, bad)
	return snapshot, nil
}

// add counts one sample. Metrics of the family that are not known belong to a newer
// contract and are left out; labels that are not known are errors, since leaving them out
// would change what the others mean.
func (r BotRollouts) add(rollout string, sample *model.Sample) *BadDataError {
	name := sample.Metric[model.MetricNameLabel]
	if !rolloutMetrics[name] {
		return nil
	}
	n, bad := whole(sample)
	if bad != nil {
		return bad
	}
	if name == "intentops_rollout_shadow_total" {
		return r.addShadow(rollout, sample.Metric, n)
	}
	step := string(sample.Metric["step"])
	if step == "" {
		return badData(sample.Metric, "label step is missing")
	}
	counts := r.Counts[rollout][step]
	if name == "intentops_rollout_uncounted_total" {
		counts.Uncounted += n
	} else if bad := counts.add(sample.Metric, n); bad != nil {
		return bad
	}
	if r.Counts[rollout] == nil {
		r.Counts[rollout] = map[string]StepCounts{}
	}
	r.Counts[rollout][step] = counts
	return nil
}

// add counts by whose conversations they are.
func (c *StepCounts) add(series model.Metric, n int64) *BadDataError {
	switch series["evidence"] {
	case "verified":
		if bad := c.Verified.add(series, n); bad != nil {
			return bad
		}
	case "limited":
	case "unlimited":
		if series[model.MetricNameLabel] == "intentops_rollout_assigned_total" {
			c.Unlimited += n
		}
	case "":
		// A bot from before evidence was told apart, or what it counted then.
	default:
		return badData(series, "label evidence must be verified, limited or unlimited")
	}
	return c.EvidenceCounts.add(series, n)
}

func (c *EvidenceCounts) add(series model.Metric, n int64) *BadDataError {
	all := TrackPair{Candidate: c.Candidate, Stable: c.Stable}
	// An array, as a slice that grows would have all counts allocated for each series.
	parts := [2]*TrackPair{&all}
	switch series["kind"] {
	case "new":
		parts[1] = &c.New
	case "changed":
		parts[1] = &c.Changed
	case "":
		// A bot from before kinds were told apart, or what it counted then.
	default:
		return badData(series, "label kind must be new or changed")
	}
	for _, part := range parts {
		if part == nil {
			continue
		}
		track := part.of(series["track"])
		if track == nil {
			return badData(series, "label track must be stable or candidate")
		}
		if bad := addTrack(track, series, n); bad != nil {
			return bad
		}
	}
	c.Candidate, c.Stable = all.Candidate, all.Stable
	return nil
}

// of are the counts of a track; nil: there is no such track.
func (p *TrackPair) of(track model.LabelValue) *v1alpha1.TrackCounts {
	switch track {
	case "candidate":
		return &p.Candidate
	case "stable":
		return &p.Stable
	}
	return nil
}

var rolloutMetrics = map[model.LabelValue]bool{
	"intentops_rollout_assigned_total":           true,
	"intentops_rollout_outcomes_total":           true,
	"intentops_rollout_ratings_total":            true,
	"intentops_rollout_missed_escalations_total": true,
	"intentops_rollout_shadow_total":             true,
	"intentops_rollout_uncounted_total":          true,
}

func addTrack(track *v1alpha1.TrackCounts, series model.Metric, n int64) *BadDataError {
	switch series[model.MetricNameLabel] {
	case "intentops_rollout_assigned_total":
		track.Assigned += n
	case "intentops_rollout_missed_escalations_total":
		track.MissedEscalations += n
	case "intentops_rollout_ratings_total":
		i, bad := ratingIndex(series)
		if bad != nil {
			return bad
		}
		if track.Ratings == nil {
			track.Ratings = make([]int64, 5)
		}
		track.Ratings[i] += n
	case "intentops_rollout_outcomes_total":
		switch series["outcome"] {
		case "contained", "abandoned":
			track.Conversations += n
		case "escalated":
			track.Conversations += n
			track.Escalated += n
		case "policy_escalated":
			track.PolicyEscalated += n
		case "engine_failed":
			// They say nothing about either release.
		default:
			return badData(series, "label outcome must be contained, escalated, policy_escalated, abandoned or engine_failed")
		}
	}
	return nil
}

func (r BotRollouts) addShadow(rollout string, series model.Metric, n int64) *BadDataError {
	counts := r.Shadow[rollout]
	switch series["would"] {
	case "answer":
		counts.Answer += n
	case "escalate":
		counts.Escalate += n
	case "same":
		counts.Same += n
	default:
		return badData(series, "label would must be answer, escalate or same")
	}
	r.Shadow[rollout] = counts
	return nil
}

// ratingIndex returns 0 for a rating of 1 and so on.
func ratingIndex(series model.Metric) (int, *BadDataError) {
	if r := series["rating"]; len(r) == 1 && r[0] >= '1' && r[0] <= '5' {
		return int(r[0] - '1'), nil
	}
	return 0, badData(series, "label rating must be 1, 2, 3, 4 or 5")
}
