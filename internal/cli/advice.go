// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Who can move what waits.
const (
	byPerson    = "a person"
	byTime      = "time"
	byCustomers = "conversations"
	byOperator  = "the operator"
	byNobody    = "nobody: it is where it should be"
)

// advice is the one thing that would move an object.
type advice struct {
	// Who moves it.
	Who string `json:"who"`
	// Moves says what would move it.
	Moves string `json:"moves"`
	// Command that does so, or helps to; empty: there is none.
	Command string `json:"command,omitempty"`
}

// adviceOnBatch has an answer for each reason in which a batch can stand; a test compares them
// with the API. BATCH and BOT in a command stand for its names.
var adviceOnBatch = map[string]advice{
	v1alpha1.ReasonQueued:             {byOperator, "it goes on by itself as soon as what it names has been read", ""},
	v1alpha1.ReasonDependencyPending:  {byTime, "the promotion of the batches that spec.dependsOn names", "kubectl intentops get batches --bot BOT"},
	v1alpha1.ReasonDependencyCycle:    {byPerson, "break the circle: remove one of the batches from spec.dependsOn", ""},
	v1alpha1.ReasonAnotherBatchActive: {byTime, "the end of the batch that rolls: one batch of a Bot rolls at a time", "kubectl intentops get batches --bot BOT"},
	v1alpha1.ReasonBaselinePending:    {byTime, "the baseline of the KPITarget that a gate names", ""},
	v1alpha1.ReasonBotNotReady:        {byOperator, "a ready pod of the Bot with the release loaded", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonStepStarted:        {byCustomers, "conversations in the step that has just begun", ""},
	v1alpha1.ReasonCollectingEvidence: {byCustomers, "more conversations: the gates have seen too few to decide", "kubectl intentops get batch BATCH --watch"},
	v1alpha1.ReasonInconclusive:       {byCustomers, "more conversations: the figures are too close to a bound to decide", "kubectl intentops get batch BATCH --watch"},
	v1alpha1.ReasonFrozen:             {byTime, "the end of the freeze, or an edit of spec.rollout.freezes of the Bot", ""},
	v1alpha1.ReasonApprovalRequired:   {byPerson, "your approval of this content", "kubectl intentops approve BATCH"},
	v1alpha1.ReasonReviewOverdue:      {byPerson, "a review: look at the figures and say what is to happen", "kubectl intentops review BATCH --decision Continue"},
	v1alpha1.ReasonHeld:               {byPerson, "somebody holds it: let it go on", "kubectl intentops resume BATCH"},
	v1alpha1.ReasonHeldOnFailure:      {byPerson, "correct an intent, or try the step again", "kubectl intentops retry BATCH"},
	v1alpha1.ReasonHeldOnTimeout:      {byPerson, "a longer spec.steps[].maxWait, or another try", "kubectl intentops retry BATCH"},
	v1alpha1.ReasonSampleRatio:        {byPerson, "find out why the tracks do not get their shares of conversations: a bot that counts otherwise, or a proxy that keeps customers on one pod", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonStaleData:          {byOperator, "fresh figures: look whether Prometheus still scrapes the pods of the Bot", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonCommonCause:        {byPerson, "what troubles both tracks, outside of this batch", "kubectl intentops scorecard BOT"},
	v1alpha1.ReasonGateFailed:         {byPerson, "correct the intents that customers were worse off with, or try again", "kubectl intentops retry BATCH"},
	v1alpha1.ReasonRolledBack:         {byPerson, "correct the intents that customers were worse off with; a new revision rolls from the first step. The same content goes on only where it is retried", "kubectl intentops retry BATCH"},
	v1alpha1.ReasonPromoted:           {byNobody, "every conversation gets it", ""},
	v1alpha1.ReasonPromoting:          {byOperator, "the Bot, which makes what was promoted its release", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonReverted:           {byNobody, "what was live before is live again", ""},
	v1alpha1.ReasonResumed:            {byCustomers, "conversations in the step in which it goes on", ""},
	v1alpha1.ReasonGatesKept:          {byOperator, "it goes on by itself", ""},
	v1alpha1.ReasonFirstRelease:       {byOperator, "the Bot's first release, which waits until the spec of every batch is accepted", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonSuperseded:         {byOperator, "the newer revision of the batch", ""},
	v1alpha1.ReasonRetried:            {byCustomers, "conversations in the step that is tried again", ""},
	v1alpha1.ReasonReleased:           {byCustomers, "conversations: nothing holds it any more", ""},
	v1alpha1.ReasonEvidenceLost:       {byOperator, "the counts of the step, which the Bot lost: they are counted from the step's beginning", ""},
	v1alpha1.ReasonGateInvalid:        {byPerson, "correct spec.gates", ""},
	// These are shared with other kinds.
	v1alpha1.ReasonPinned:             {byPerson, "the Bot is pinned to a release: unpin it", "kubectl intentops unpin BOT"},
	v1alpha1.ReasonAutomationDisabled: {byPerson, "the kill switch of the Bot is on: enable it", "kubectl intentops enable BOT"},
	v1alpha1.ReasonReferenceNotFound:  {byPerson, "create what the spec names, or correct the name", ""},
	v1alpha1.ReasonInvalidSpec:        {byPerson, "correct the spec as the message says", ""},
	v1alpha1.ReasonInSeveralBatches:   {byPerson, "remove the intent from one of the batches", ""},
	v1alpha1.ReasonReleaseInvalid:     {byPerson, "correct the content as the message says: the Bot cannot serve it beside what is live", ""},
	v1alpha1.ReasonMetricsError:       {byPerson, "make the metrics readable: the operator asks the Prometheus that it was started with", ""},
	v1alpha1.ReasonNoData:             {byPerson, "figures of the Bot: look whether Prometheus scrapes its pods", "kubectl intentops explain bot BOT"},
	"NotObserved":                     {byOperator, "the operator: if this lasts, look whether it runs", ""},
}

// adviseOnBatch is the one thing that would move a batch.
func adviseOnBatch(b *v1alpha1.IntentBatch, s standing) advice {
	a, known := adviceOnBatch[s.Reason]
	if !known {
		return advice{Who: byPerson, Moves: "what the message says"}
	}
	if a.Command != "" {
		a.Command = strings.NewReplacer("BATCH", b.Name, "BOT", b.Spec.BotRef.Name).Replace(a.Command)
	}
	return a
}

// adviseOnBot is the one thing that would move a Bot.
func adviseOnBot(b *v1alpha1.Bot, s standing) advice {
	switch {
	case b.Spec.Automation == v1alpha1.AutomationDisabled:
		return advice{byPerson, "the kill switch is on: every conversation goes to a person until it is enabled", "kubectl intentops enable " + b.Name}
	case b.Spec.ReleaseRef != nil:
		return advice{byPerson, "it is pinned to " + b.Spec.ReleaseRef.Name + ", and its batches wait until it is unpinned", "kubectl intentops unpin " + b.Name}
	case s.State == "Ready":
		return advice{Who: byNobody, Moves: "it serves what its spec asks for"}
	case s.State == "Stalled":
		return advice{byPerson, "what the message says", "kubectl describe bot " + b.Name}
	}
	return advice{byOperator, "its pods: if this lasts, look at them", "kubectl get pods -l intentops.dev/bot=" + b.Name}
}

// adviseOnIntent is the one thing that would move an Intent; batch may be nil.
func adviseOnIntent(i *v1alpha1.Intent, s standing, batch *v1alpha1.IntentBatch) advice {
	switch {
	case s.Reason == v1alpha1.ReasonDraft:
		return advice{byPerson, "no IntentBatch names it: add it to spec.intents of one", ""}
	case i.Status.State == v1alpha1.IntentLive:
		return advice{Who: byNobody, Moves: "every conversation gets it"}
	case batch != nil && (i.Status.State == v1alpha1.IntentRolling || i.Status.State == v1alpha1.IntentStaged || i.Status.State == v1alpha1.IntentRolledBack):
		of := standingOf(batch.Status.Conditions, batch.Generation, batch.Status.ObservedGeneration)
		a := adviseOnBatch(batch, of)
		a.Moves = fmt.Sprintf("its IntentBatch %s is %s: %s", batch.Name, of.State, a.Moves)
		return a
	case s.State == "Stalled":
		return advice{Who: byPerson, Moves: "correct the spec as the message says"}
	}
	return advice{Who: byOperator, Moves: "it goes on by itself"}
}

// adviseOnKPI is the one thing that would move a KPITarget.
func adviseOnKPI(t *v1alpha1.KPITarget, s standing) advice {
	card := "kubectl intentops scorecard " + t.Spec.BotRef.Name
	switch t.Status.State {
	case v1alpha1.KPIMet:
		return advice{Who: byNobody, Moves: "it is met"}
	case v1alpha1.KPIGuardrailBreached:
		return advice{byPerson, "a counterpart got worse while this one is met: look at both, and do not report this one alone", card}
	case v1alpha1.KPIMissed:
		return advice{byPerson, "the value: see which channel or intent is furthest from the objective", card}
	case v1alpha1.KPIBaselining:
		return advice{Who: byTime, Moves: "the end of the baseline's window"}
	}
	if s.State == "Stalled" {
		return advice{byPerson, "what the message says", ""}
	}
	return advice{byCustomers, "more samples in the window", card}
}
