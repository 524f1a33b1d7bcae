// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"slices"
	"strconv"
	"strings"
)

// Kind of a Family.
type Kind string

// The kinds of families.
const (
	Counter   Kind = "counter"
	Histogram Kind = "histogram"
)

// Family is one metric of the contract.
type Family struct {
	Name string
	Help string
	Kind Kind
	// Labels that an Entry must have, all of them and no other; namespace and bot are added
	// on export.
	Labels []Label
	// Buckets are a histogram's upper bounds, rising, in the unit of the name.
	Buckets []float64
}

// Label is a label of a Family.
type Label struct {
	Name string
	// Values that it may have; empty: any token of at most 128 letters, digits and . - _ : %.
	// No blanks: nothing that a customer wrote gets through by accident.
	Values []string
	// Optional labels may be empty.
	Optional bool
	// Before is the value of entries from before the family had the label; empty: it always
	// had it, or Later.
	Before string
	// Later is true when the family got the label later, and entries without it have none.
	Later bool
}

// RolloutLabel is the label that makes a family one of the rollout family.
const RolloutLabel = "rollout"

// Names of the families, for those who write entries.
const (
	RolloutAssigned          = "intentops_rollout_assigned_total"
	RolloutOutcomes          = "intentops_rollout_outcomes_total"
	RolloutRatings           = "intentops_rollout_ratings_total"
	RolloutMissedEscalations = "intentops_rollout_missed_escalations_total"
	RolloutShadow            = "intentops_rollout_shadow_total"
	RolloutUncounted         = "intentops_rollout_uncounted_total"

	Conversations        = "intentops_conversations_total"
	ConversationOutcomes = "intentops_conversation_outcomes_total"
	Ratings              = "intentops_ratings_total"
	SurveysOffered       = "intentops_surveys_offered_total"
	FirstResponse        = "intentops_first_response_seconds"
	Response             = "intentops_response_seconds"
	Handle               = "intentops_handle_seconds"
	Resolution           = "intentops_resolution_seconds"
	SLA                  = "intentops_sla_total"
	NPS                  = "intentops_nps_total"
	Reviews              = "intentops_reviews_total"
	EscalationReviews    = "intentops_escalation_reviews_total"
	Contacts             = "intentops_contacts_total"
	DeflectionsUndone    = "intentops_deflections_undone_total"
	TurnConfidence       = "intentops_turn_confidence"
	Handoffs             = "intentops_handoffs_total"
)

var (
	rollout   = Label{Name: RolloutLabel}
	step      = Label{Name: "step"}
	track     = Label{Name: "track", Values: []string{"stable", "candidate"}}
	kind      = Label{Name: "kind", Values: []string{"new", "changed"}, Optional: true, Later: true}
	evidence  = Label{Name: "evidence", Values: []string{"verified", "limited", "unlimited"}, Optional: true, Later: true}
	outcomes  = []string{"contained", "escalated", "policy_escalated", "abandoned"}
	outcome   = Label{Name: "outcome", Values: outcomes}
	rating    = Label{Name: "rating", Values: []string{"1", "2", "3", "4", "5"}}
	channel   = Label{Name: "channel"}
	intent    = Label{Name: "intent", Optional: true}
	handledBy = Label{Name: "handled_by", Values: []string{"bot", "human", "mixed"}}
	responder = Label{Name: "responder", Values: []string{"bot", "human"}}
	truth     = []string{"true", "false"}
	cycle     = Label{Name: "cycle", Values: []string{"first", "full"}, Before: "full"}

	// seconds reach from a bot's answer to a week's wait. They are close together where
	// targets for first responses lie, so that a median read from them is near the real one.
	seconds = []float64{0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600,
		900, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 24 * 3600, 2 * 24 * 3600, 7 * 24 * 3600}
	// resolutionSeconds are closest between an hour and two days, where resolutions lie.
	resolutionSeconds = []float64{60, 120, 300, 600, 900, 1800, 2700, 3600, 1.5 * 3600, 2 * 3600, 3 * 3600,
		4 * 3600, 6 * 3600, 8 * 3600, 10 * 3600, 12 * 3600, 16 * 3600, 20 * 3600, 24 * 3600, 28 * 3600, 32 * 3600,
		36 * 3600, 48 * 3600, 72 * 3600, 4 * 24 * 3600, 5 * 24 * 3600, 7 * 24 * 3600, 14 * 24 * 3600}
)

// Families is the contract between a bot and the operator: what an Entry may count. The
// operator reads max by (labels) over the replicas, which all export the same totals.
var Families = []Family{
	{Name: RolloutAssigned, Kind: Counter, Labels: []Label{rollout, step, track, kind, evidence},
		Help: "Conversations that a rollout treats differently, assigned to a track."},
	{Name: RolloutOutcomes, Kind: Counter,
		Labels: []Label{rollout, step, track, kind, evidence, {Name: "outcome", Values: append(outcomes[:len(outcomes):len(outcomes)], "engine_failed")}},
		Help:   "Outcomes of assigned conversations, each once, at a fixed age."},
	{Name: RolloutRatings, Kind: Counter, Labels: []Label{rollout, step, track, kind, evidence, rating},
		Help: "Customers' ratings of assigned conversations, 1 to 5."},
	{Name: RolloutMissedEscalations, Kind: Counter, Labels: []Label{rollout, step, track, kind, evidence},
		Help: "Assigned conversations that should have reached a person and did not."},
	{Name: RolloutShadow, Kind: Counter,
		Labels: []Label{rollout, {Name: "would", Values: []string{"answer", "escalate", "same"}}},
		Help:   "What the candidate would have done with conversations that stable served."},
	{Name: RolloutUncounted, Kind: Counter,
		Labels: []Label{rollout, step, {Name: "reason", Values: []string{"client_network"}}},
		Help:   "Assigned conversations that are not counted, because their client's network had as many that day as count."},

	{Name: Conversations, Kind: Counter, Labels: []Label{channel},
		Help: "Conversations started."},
	{Name: ConversationOutcomes, Kind: Counter,
		Labels: []Label{channel, intent, outcome, {Name: "reason", Optional: true}},
		Help:   "Outcomes of conversations, each once, at a fixed age."},
	{Name: Ratings, Kind: Counter, Labels: []Label{channel, intent, handledBy, rating},
		Help: "Customers' ratings, 1 to 5."},
	{Name: SurveysOffered, Kind: Counter,
		Labels: []Label{channel, handledBy, {Name: "survey", Values: []string{"csat", "nps"}, Before: "csat"}},
		Help:   "Conversations whose customer was asked for a rating, or whether they would recommend."},
	{Name: FirstResponse, Kind: Histogram, Labels: []Label{channel, {Name: "responder", Values: []string{"bot", "human", "any"}}}, Buckets: seconds,
		Help: "Time from the start of the customer's wait to the first reply."},
	{Name: Response, Kind: Histogram, Labels: []Label{channel, responder}, Buckets: seconds,
		Help: "Time from the first unanswered message to its reply."},
	{Name: Handle, Kind: Histogram, Labels: []Label{channel, intent}, Buckets: seconds,
		Help: "Time that agents worked on a conversation, wrap-up included."},
	{Name: Resolution, Kind: Histogram, Labels: []Label{channel, intent, cycle}, Buckets: resolutionSeconds,
		Help: "Time from the start of a conversation to its first resolution, and to the one by which it stayed resolved (full)."},
	{Name: SLA, Kind: Counter,
		Labels: []Label{
			{Name: "priority", Values: []string{"low", "normal", "medium", "high", "urgent", "other", "none"}},
			{Name: "target", Values: []string{"first_response", "resolution"}},
			{Name: "result", Values: []string{"hit", "missed"}},
		},
		Help: "Service level targets that were met or missed."},
	{Name: NPS, Kind: Counter,
		Labels: []Label{{Name: "score", Values: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}}},
		Help:   "Customers' answers to whether they would recommend, 0 to 10."},
	{Name: Reviews, Kind: Counter,
		Labels: []Label{intent, {Name: "quality", Values: []string{"1", "2", "3", "4", "5"}}},
		Help:   "Reviewers' labels of response quality, 1 to 5."},
	{Name: EscalationReviews, Kind: Counter,
		Labels: []Label{intent, {Name: "handed_over", Values: truth}, {Name: "warranted", Values: truth}},
		Help:   "Reviewers' labels of whether a conversation should have been handed over, and whether it was."},
	{Name: Contacts, Kind: Counter,
		Labels: []Label{channel, {Name: "result", Values: []string{"first_contact", "repeat", "reopened"}}},
		Help:   "Conversations that were resolved, each once and 7 days later, by whether the customer had to come back."},
	{Name: DeflectionsUndone, Kind: Counter,
		Labels: []Label{channel, intent, {Name: "reason", Values: []string{"returned", "abandoned", "handed_over"}}},
		Help:   "Contained conversations that turned out not to be deflected, each once."},
	{Name: TurnConfidence, Kind: Histogram, Labels: []Label{intent, {Name: "outcome"}},
		Buckets: []float64{0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65,
			0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1},
		Help: "Confidence of classified messages, 0 to 1."},
	{Name: Handoffs, Kind: Counter,
		Labels: []Label{{Name: "state", Values: []string{"requested", "accepted", "failed", "completed", "returned"}}},
		Help:   "Handoffs to a person that reached a state."},
}

// allows says whether the label may have the value.
func (l Label) allows(value string) bool {
	if value == "" {
		return l.Optional
	}
	if len(l.Values) > 0 {
		return slices.Contains(l.Values, value)
	}
	if len(value) > 128 {
		return false
	}
	for i := range len(value) {
		c := value[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(".-_:%", rune(c)) {
			return false
		}
	}
	return true
}

// isRollout says whether the family's series belong to a rollout.
func (f Family) isRollout() bool {
	return len(f.Labels) > 0 && f.Labels[0].Name == RolloutLabel
}

// fingerprint changes whenever a total could: a snapshot made with another one is useless.
func fingerprint(families []Family) string {
	text := snapshotVersion
	for _, f := range families {
		text += "\n" + f.Name + " " + string(f.Kind)
		for _, l := range f.Labels {
			text += " " + l.Name + " " + strconv.FormatBool(l.Optional) + " " + l.Before
			if l.Later {
				text += " later"
			}
			for _, v := range l.Values {
				text += "," + v
			}
		}
		for _, b := range f.Buckets {
			text += " " + strconv.FormatFloat(b, 'g', -1, 64)
		}
	}
	return digest(text)
}
