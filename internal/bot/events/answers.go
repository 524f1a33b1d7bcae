// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// Values of labels.
const (
	noPriority = "none"
	human      = "human"
	hit        = "hit"
	miss       = "missed"
)

// handledBy is who served the customer, by what the event says or else by what is known.
func (t *take) handledBy(d data) (string, error) {
	switch d.HandledBy {
	case "bot", human, "mixed":
		return d.HandledBy, nil
	case "":
		return t.state.HandledBy(), nil
	}
	return "", refuse(BadData, "data.handledBy: must be bot, human or mixed")
}

func survey(d data) error {
	if d.Survey != "csat" && d.Survey != "nps" {
		return refuse(BadData, "data.survey: must be csat or nps")
	}
	return nil
}

func (t *take) offered(_ Event, d data) error {
	if err := survey(d); err != nil {
		return err
	}
	by, err := t.handledBy(d)
	if err != nil {
		return err
	}
	if !t.offer(d.Survey, by) {
		return refuse(Repeated, "the customer of this conversation was asked before")
	}
	t.changed = true
	return nil
}

// offer counts, once for each survey, that the customer was asked.
func (t *take) offer(survey, by string) bool {
	offered := &t.state.SurveyOffered
	if survey == "nps" {
		offered = &t.desk.OfferedNPS
	}
	if *offered {
		return false
	}
	*offered = true
	t.count(ledger.SurveysOffered, 0, "channel", t.state.Channel, "handled_by", by, "survey", survey)
	return true
}

func (t *take) responded(e Event, d data) error {
	if err := survey(d); err != nil {
		return err
	}
	by, err := t.handledBy(d)
	if err != nil {
		return err
	}
	if d.Survey == "nps" {
		return t.recommended(d, by)
	}
	score, err := whole("score", d.Score, 1, 5)
	if err != nil {
		return err
	}
	s := &t.state
	if s.Rating != 0 {
		return refuse(Repeated, "the conversation was rated before; the first rating counts")
	}
	s.Rating, t.changed = score, true
	t.offer(d.Survey, by) // whoever answers was asked
	rating := strconv.Itoa(score)
	t.count(ledger.Ratings, 0, "channel", s.Channel, "intent", s.IntentLabel(), "handled_by", by, "rating", rating)
	if a := s.Assignment; a != nil && !a.Rated && !a.Repeat && !s.EngineFailed && e.Time.Sub(s.FirstMessageAt) <= t.rules.RatingWithin {
		a.Rated = true
		t.count(ledger.RolloutRatings, 0, "rollout", a.Rollout, "step", a.Step, "track", a.Track, "kind", a.Kind, "rating", rating)
	}
	return nil
}

func (t *take) recommended(d data, by string) error {
	score, err := whole("score", d.Score, 0, 10)
	if err != nil {
		return err
	}
	if t.desk.Recommended {
		return refuse(Repeated, "the customer of this conversation answered before; the first answer counts")
	}
	t.desk.Recommended, t.changed = true, true
	t.offer(d.Survey, by)
	t.count(ledger.NPS, 0, "score", strconv.Itoa(score))
	return nil
}

func (t *take) reviewed(_ Event, d data) error {
	if d.Quality == nil && d.EscalationWarranted == nil {
		return refuse(BadData, "data.quality, data.escalationWarranted: one of them is needed")
	}
	if d.Quality != nil {
		quality, err := whole("quality", d.Quality, 1, 5)
		if err != nil {
			return err
		}
		t.count(ledger.Reviews, 0, "intent", t.state.IntentLabel(), "quality", strconv.Itoa(quality))
	}
	if d.EscalationWarranted != nil {
		t.count(ledger.EscalationReviews, 0, "intent", t.state.IntentLabel(),
			"handed_over", strconv.FormatBool(t.state.Handoff != nil), "warranted", strconv.FormatBool(*d.EscalationWarranted))
	}
	t.changed = true
	return nil
}

// target finds or begins a target of the service level.
func (t *take) target(d data) (*conversation.HelpdeskTarget, error) {
	if d.Target != "first_response" && d.Target != "resolution" {
		return nil, refuse(BadData, "data.target: must be first_response or resolution")
	}
	i := slices.IndexFunc(t.desk.Targets, func(h conversation.HelpdeskTarget) bool { return h.Target == d.Target })
	if i < 0 {
		i = len(t.desk.Targets)
		t.desk.Targets = append(t.desk.Targets, conversation.HelpdeskTarget{Target: d.Target})
	}
	if t.desk.Targets[i].Counted {
		return nil, refuse(Repeated, "this target of the conversation was counted before")
	}
	return &t.desk.Targets[i], nil
}

func (t *take) slaApplied(_ Event, d data) error {
	if d.DueAt.IsZero() {
		return refuse(BadData, "data.dueAt: is missing")
	}
	if t.state.StartedAt.Sub(d.DueAt) > MaxSkew {
		return refuse(NegativeDuration, "data.dueAt: is before the conversation began")
	}
	h, err := t.target(d)
	if err != nil {
		return err
	}
	h.DueAt, h.Priority = d.DueAt.UTC(), priority(d.Priority)
	t.changed, t.settles = true, true
	return nil
}

// priority is one of a few: labels must be bounded.
func priority(p string) string {
	p = strings.ToLower(p)
	switch p {
	case "":
		return noPriority
	case "low", "normal", "medium", "high", "urgent":
		return p
	}
	return "other"
}

func (t *take) slaFulfilled(e Event, d data) error { return t.slaResult(e, d, hit) }
func (t *take) slaBreached(e Event, d data) error  { return t.slaResult(e, d, miss) }

func (t *take) slaResult(e Event, d data, result string) error {
	h, err := t.target(d)
	if err != nil {
		return err
	}
	// What happened first stands: a target that was breached stays so when it is fulfilled.
	if h.Result == "" || e.Time.Before(h.ResultAt) {
		h.Result, h.ResultAt = result, e.Time.UTC()
	}
	t.changed, t.settles = true, true
	return nil
}
