// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"strconv"

	"github.com/intentops/intentops/internal/bot/ledger"
)

// handledBy is who served the customer: what the event says, or else what the bot knows.
func (t *applier) handledBy(d data) (string, error) {
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

func (t *applier) offered(_ Event, d data) error {
	if err := survey(d); err != nil {
		return err
	}
	by, err := t.handledBy(d)
	if err != nil {
		return err
	}
	if !t.offer(d.Survey, by) {
		return refuse(Repeated, "the customer was asked in this conversation before")
	}
	t.changed = true
	return nil
}

// offer counts, once for each survey, that the customer was asked.
func (t *applier) offer(survey, by string) bool {
	offered := &t.state.SurveyOffered
	if survey == "nps" {
		offered = &t.helpdesk.OfferedNPS
	}
	if *offered {
		return false
	}
	*offered = true
	t.count(ledger.SurveysOffered, 0, "channel", t.state.Channel, "handled_by", by, "survey", survey)
	return true
}

func (t *applier) responded(e Event, d data) error {
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
	score, err := wholeNumber("score", d.Score, 1, 5)
	if err != nil {
		return err
	}
	s := &t.state
	if s.Rating != 0 {
		return refuse(Repeated, "the conversation was rated before; only the first rating counts")
	}
	s.Rating, t.changed = score, true
	t.offer(d.Survey, by) // a customer who answers was asked
	rating := strconv.Itoa(score)
	t.count(ledger.Ratings, 0, "channel", s.Channel, "intent", s.IntentLabel(), "handled_by", by, "rating", rating)
	if a := s.Assignment; a != nil && !a.Rated && a.Counts() && !s.EngineFailed && e.Time.Sub(s.FirstMessageAt) <= t.rules.RatingWithin {
		a.Rated = true
		t.count(ledger.RolloutRatings, 0, "rollout", a.Rollout, "step", a.Step, "track", a.Track, "kind", a.Kind, "evidence", a.Evidence, "rating", rating)
	}
	return nil
}

func (t *applier) recommended(d data, by string) error {
	score, err := wholeNumber("score", d.Score, 0, 10)
	if err != nil {
		return err
	}
	if t.helpdesk.Recommended {
		return refuse(Repeated, "the customer answered in this conversation before; only the first answer counts")
	}
	t.helpdesk.Recommended, t.changed = true, true
	t.offer(d.Survey, by)
	t.count(ledger.NPS, 0, "score", strconv.Itoa(score))
	return nil
}

func (t *applier) reviewed(_ Event, d data) error {
	if d.Quality == nil && d.EscalationWarranted == nil {
		return refuse(BadData, "data.quality, data.escalationWarranted: at least one of them is required")
	}
	if d.Quality != nil {
		quality, err := wholeNumber("quality", d.Quality, 1, 5)
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
