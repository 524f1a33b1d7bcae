// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "github.com/intentops/intentops/api/v1alpha1"

const (
	wilson     = "Wilson"
	atOutcome  = "spec.measurement.outcomeAfter of the Bot, 30m by default"
	outcomes   = "intentops_conversation_outcomes_total"
	contacts   = "intentops_contacts_total"
	hidePeople = "hiding the person"
)

var rates = []Definition{
	{
		KPI:             DeflectionRate,
		Meaning:         "Conversations that ended without a person, were not abandoned and did not bring the customer back within 72 h, of all conversations judged.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         atOutcome + "; repeat contacts when they come, within 72h",
		Sample:          "conversation",
		Counterparts:    "the bot's CSAT, repeat contacts, customers who ask for a person",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, FirstContactResolution},
		Cheat:           hidePeople,
		Interval:        wilson,
		Metrics:         []string{outcomes, "intentops_deflections_undone_total"},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(deflected(c), c.Outcomes.Total())
		},
	},
	{
		KPI:             ContainmentRate,
		Meaning:         "Conversations in which no person was asked for, of all conversations judged in which the bot had a part.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         atOutcome,
		Sample:          "conversation",
		Counterparts:    "abandonment, the bot's CSAT, repeat contacts",
		CounterpartKPIs: []v1alpha1.KPI{DeflectionRate, CSAT},
		Cheat:           "customers who give up count as success",
		Interval:        wilson,
		Metrics:         []string{outcomes},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Outcomes.Contained+c.Outcomes.Abandoned), c.Outcomes.BotInvolved())
		},
	},
	{
		KPI:             EscalationRate,
		Meaning:         "Conversations handed to a person where the policy did not demand it, of all conversations judged in which the bot had a part.",
		Unit:            Ratio,
		Better:          LowerIsBetter,
		Matures:         atOutcome,
		Sample:          "conversation",
		Counterparts:    "missed escalations, the share of ratings of 1 and 2",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, DeflectionRate},
		Cheat:           "never handing over",
		Interval:        wilson,
		Metrics:         []string{outcomes},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Outcomes.Escalated), c.Outcomes.BotInvolved())
		},
	},
	{
		KPI:             SLAHitRate,
		Meaning:         "Service level targets met, of those that came due.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         "when the target is met or due",
		Sample:          "target",
		Counterparts:    "how late the missed ones are (p95), changes of priority",
		CounterpartKPIs: []v1alpha1.KPI{FirstResponseTime, ResolutionTime},
		Cheat:           "lowering the priority",
		Interval:        wilson,
		Metrics:         []string{"intentops_sla_total"},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.SLA.Hit), c.SLA.Hit+c.SLA.Missed)
		},
	},
	{
		KPI:             FirstContactResolution,
		Meaning:         "Resolved conversations that were not reopened, and whose customer started no other, within 7 days of the first resolution, of all resolved.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         "7 days after the first resolution",
		Sample:          "conversation",
		Counterparts:    "CSAT, repeat contacts, the time to resolve",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, ResolutionTime},
		Cheat:           "refusing to reopen",
		Interval:        wilson,
		Metrics:         []string{contacts},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Contacts.First), c.Contacts.First+c.Contacts.Repeat+c.Contacts.Reopened)
		},
	},
}

// deflected returns how many conversations count as deflected. What is undone may belong to
// conversations that were contained before the window began: in the long run the two are
// even, and over a short window there may be more of the former.
func deflected(c Counts) float64 {
	return float64(max(0, c.Outcomes.Contained-c.DeflectionsUndone))
}
