// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "github.com/intentops/intentops/api/v1alpha1"

// Direction says which values of a KPI are good.
type Direction int

// The directions. Neither leaves it to the objective.
const (
	Neither Direction = iota
	LowerIsBetter
	HigherIsBetter
)

// Definition is one KPI of the catalogue.
type Definition struct {
	KPI v1alpha1.KPI
	// Meaning is the definition in words.
	Meaning string
	Unit    Unit
	Better  Direction
	// Matures is how old a conversation must be to count.
	Matures string
	// SamplesAre names what samples counts.
	SamplesAre string
	// Counterparts are what gets worse when the number is improved at customers' cost.
	Counterparts string
	// Cheat is the common way of doing that.
	Cheat string
	// Interval names the method of low and high; empty: the value is exact, and has none.
	Interval string
	// Metrics are the names behind the value; docs/metrics.md describes them.
	Metrics []string

	measure func(Counts) (Estimate, bool)
}

// Estimate is a KPI's value with its uncertainty, in the KPI's unit.
type Estimate struct {
	Value float64
	// Low and High are the ends of the 95 % interval. High may be +Inf. Where the
	// Definition names no Interval they say how far chance alone moves the value.
	Low, High float64
	// Samples is the number of conversations, ratings or replies.
	Samples int64
}

// Measure returns the KPI's value; false: there is nothing to measure it by.
func (d Definition) Measure(c Counts) (Estimate, bool) { return d.measure(c) }

// Lookup returns the definition of a KPI; false: the catalogue has none.
func Lookup(name v1alpha1.KPI) (Definition, bool) {
	for _, d := range catalogue {
		if d.KPI == name {
			return d, true
		}
	}
	return Definition{}, false
}

// Catalogue returns all definitions.
func Catalogue() []Definition { return append([]Definition(nil), catalogue...) }

var catalogue = []Definition{
	{
		KPI:          v1alpha1.KPIEscalationRate,
		Meaning:      "Conversations handed to a person where the policy did not demand it, of all conversations judged in which the bot had a part.",
		Unit:         Ratio,
		Better:       LowerIsBetter,
		Matures:      "spec.measurement.outcomeAfter of the Bot, 30m by default",
		SamplesAre:   "conversations",
		Counterparts: "missed escalations, the share of ratings of 1 and 2",
		Cheat:        "never handing over",
		Interval:     "Wilson",
		Metrics:      []string{"intentops_conversation_outcomes_total"},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Outcomes.Escalated), c.Outcomes.BotInvolved())
		},
	},
	{
		KPI:          v1alpha1.KPIDeflectionRate,
		Meaning:      "Conversations that ended without a person, were not abandoned and did not bring the customer back, of all conversations judged.",
		Unit:         Ratio,
		Better:       HigherIsBetter,
		Matures:      "spec.measurement.outcomeAfter of the Bot, 30m by default; repeat contacts when they come",
		SamplesAre:   "conversations",
		Counterparts: "the bot's CSAT, repeat contacts, customers who ask for a person",
		Cheat:        "hiding the person",
		Interval:     "Wilson",
		Metrics:      []string{"intentops_conversation_outcomes_total", "intentops_contacts_total"},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(deflected(c), c.Outcomes.Total())
		},
	},
	{
		KPI:          v1alpha1.KPICSAT,
		Meaning:      "Mean of the ratings 1 to 5 that customers gave.",
		Unit:         Score,
		Better:       HigherIsBetter,
		Matures:      "with the rating, up to spec.measurement.ratingWithin of the Bot, 24h by default",
		SamplesAre:   "ratings",
		Counterparts: "offer rate, response rate",
		Cheat:        "asking only the happy",
		Interval:     "normal, with two ratings of 1 and two of 5 added",
		Metrics:      []string{"intentops_ratings_total"},
		measure:      func(c Counts) (Estimate, bool) { return mean(c.Ratings) },
	},
	{
		KPI:          v1alpha1.KPIFirstResponseTime,
		Meaning:      "Median time from the start of a conversation to the first reply.",
		Unit:         Seconds,
		Better:       LowerIsBetter,
		Matures:      "with the reply",
		SamplesAre:   "replies",
		Counterparts: "the first reply by a person (p90), abandonment",
		Cheat:        "the bot's acknowledgement improves it for free",
		Interval:     "order statistics, widened to the bounds of buckets",
		Metrics:      []string{"intentops_first_response_seconds"},
		measure:      func(c Counts) (Estimate, bool) { return median(firstReplies(c.FirstResponse)) },
	},
	{
		KPI:        v1alpha1.KPIChatVolume,
		Meaning:    "Conversations that started.",
		Unit:       Count,
		Better:     Neither,
		Matures:    "at once",
		SamplesAre: "conversations",
		Metrics:    []string{"intentops_conversations_total"},
		measure:    func(c Counts) (Estimate, bool) { return volume(c.Conversations) },
	},
}

// deflected returns how many conversations count as deflected. The counters do not say
// what became of the conversation before a repeated contact, so contained conversations
// are taken to bring customers back as often as others.
func deflected(c Counts) float64 {
	contained := float64(c.Outcomes.Contained)
	if contacts := c.Contacts.First + c.Contacts.Repeat + c.Contacts.Reopened; contacts > 0 {
		contained *= float64(c.Contacts.First) / float64(contacts)
	}
	return contained
}

// firstReplies returns the series that is judged: any responder, where a bot tells it, and
// the bot's own replies where it does not.
func firstReplies(by map[string]Histogram) Histogram {
	if h, told := by["any"]; told {
		return h
	}
	return by["bot"]
}
