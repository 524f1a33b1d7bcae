// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Who can move what waits.
const (
	ByPerson    = "a person"
	ByTime      = "time"
	ByCustomers = "conversations"
	ByOperator  = "the operator"
	ByNobody    = "nobody: it is where it should be"
)

// Advice is the one thing that would move an object.
type Advice struct {
	// Who moves it.
	Who string `json:"who"`
	// Moves says what would move it.
	Moves string `json:"moves"`
	// Command that does so, or helps to; empty: there is none.
	Command string `json:"command,omitempty"`
}

// BatchAdvice has an answer for each reason in which a batch can stand; a test compares them
// with the API. BATCH and BOT in a command stand for its names.
var BatchAdvice = map[string]Advice{
	v1alpha1.ReasonQueued:             {ByOperator, "it goes on by itself as soon as what it names has been read", ""},
	v1alpha1.ReasonDependencyPending:  {ByTime, "the promotion of the batches that spec.dependsOn names", "kubectl intentops get batches --bot BOT"},
	v1alpha1.ReasonDependencyCycle:    {ByPerson, "break the circle: remove one of the batches from spec.dependsOn", ""},
	v1alpha1.ReasonAnotherBatchActive: {ByTime, "the end of the batch that rolls: one batch of a Bot rolls at a time", "kubectl intentops get batches --bot BOT"},
	v1alpha1.ReasonBaselinePending:    {ByTime, "the baseline of the KPITarget that a gate names", ""},
	v1alpha1.ReasonBotNotReady:        {ByOperator, "a ready pod of the Bot with the release loaded", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonStepStarted:        {ByCustomers, "conversations in the step that has just begun", ""},
	v1alpha1.ReasonCollectingEvidence: {ByCustomers, "more conversations: the gates have seen too few to decide", "kubectl intentops get batch BATCH --watch"},
	v1alpha1.ReasonInconclusive:       {ByCustomers, "more conversations: the figures are too close to a bound to decide", "kubectl intentops get batch BATCH --watch"},
	v1alpha1.ReasonFrozen:             {ByTime, "the end of the freeze, or an edit of spec.rollout.freezes of the Bot", ""},
	v1alpha1.ReasonApprovalRequired:   {ByPerson, "your approval of this content", "kubectl intentops approve BATCH"},
	v1alpha1.ReasonReviewOverdue:      {ByPerson, "a review: look at the figures and say what is to happen", "kubectl intentops review BATCH --decision Continue"},
	v1alpha1.ReasonHeld:               {ByPerson, "somebody holds it: let it go on", "kubectl intentops resume BATCH"},
	v1alpha1.ReasonHeldOnFailure:      {ByPerson, "correct an intent, or try the step again", "kubectl intentops retry BATCH"},
	v1alpha1.ReasonHeldOnTimeout:      {ByPerson, "a longer spec.steps[].maxWait, or another try", "kubectl intentops retry BATCH"},
	v1alpha1.ReasonSampleRatio:        {ByPerson, "find out why the tracks do not get their shares of conversations: a bot that counts otherwise, or a proxy that keeps customers on one pod", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonStaleData:          {ByOperator, "fresh figures: look whether Prometheus still scrapes the pods of the Bot", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonCommonCause:        {ByPerson, "what troubles both tracks, outside of this batch", "kubectl intentops scorecard BOT"},
	v1alpha1.ReasonGateFailed:         {ByPerson, "correct the intents that customers were worse off with, or try again", "kubectl intentops get batch BATCH"},
	v1alpha1.ReasonRolledBack:         {ByPerson, "correct the intents that customers were worse off with; a new revision rolls from the first step. The same content goes on only where it is retried", "kubectl intentops get batch BATCH"},
	v1alpha1.ReasonPromoted:           {ByNobody, "every conversation gets it", ""},
	v1alpha1.ReasonPromoting:          {ByOperator, "the Bot, which makes what was promoted its release", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonReverted:           {ByNobody, "what was live before is live again", ""},
	v1alpha1.ReasonResumed:            {ByCustomers, "conversations in the step in which it goes on", ""},
	v1alpha1.ReasonGatesKept:          {ByOperator, "it goes on by itself", ""},
	v1alpha1.ReasonFirstRelease:       {ByOperator, "the Bot's first release, which waits until the spec of every batch is accepted", "kubectl intentops explain bot BOT"},
	v1alpha1.ReasonSuperseded:         {ByOperator, "the newer revision of the batch", ""},
	v1alpha1.ReasonRetried:            {ByCustomers, "conversations in the step that is tried again", ""},
	v1alpha1.ReasonReleased:           {ByCustomers, "conversations: nothing holds it any more", ""},
	v1alpha1.ReasonEvidenceLost:       {ByOperator, "the counts of the step, which the Bot lost: they are counted from the step's beginning", ""},
	v1alpha1.ReasonGateInvalid:        {ByPerson, "correct spec.gates", ""},
	// These are shared with other kinds.
	v1alpha1.ReasonPinned:             {ByPerson, "the Bot is pinned to a release: unpin it", "kubectl intentops unpin BOT"},
	v1alpha1.ReasonAutomationDisabled: {ByPerson, "the kill switch of the Bot is on: enable it", "kubectl intentops enable BOT"},
	v1alpha1.ReasonReferenceNotFound:  {ByPerson, "create what the spec names, or correct the name", ""},
	v1alpha1.ReasonInvalidSpec:        {ByPerson, "correct the spec as the message says", ""},
	v1alpha1.ReasonInSeveralBatches:   {ByPerson, "remove the intent from one of the batches", ""},
	v1alpha1.ReasonReleaseInvalid:     {ByPerson, "correct the content as the message says: the Bot cannot serve it beside what is live", ""},
	v1alpha1.ReasonMetricsError:       {ByPerson, "make the metrics readable: the operator asks the Prometheus that it was started with", ""},
	v1alpha1.ReasonNoData:             {ByPerson, "figures of the Bot: look whether Prometheus scrapes its pods", "kubectl intentops explain bot BOT"},
	"NotObserved":                     {ByOperator, "the operator: if this lasts, look whether it runs", ""},
}

// AdviseOnBatch is the one thing that would move a batch.
func AdviseOnBatch(b *v1alpha1.IntentBatch, s Standing) Advice {
	a, known := BatchAdvice[s.Reason]
	if !known {
		return Advice{Who: ByPerson, Moves: "what the message says"}
	}
	if a.Command != "" {
		a.Command = strings.NewReplacer("BATCH", b.Name, "BOT", inCommand(b.Spec.BotRef.Name)).Replace(a.Command)
	}
	return a
}

// inCommand is the name of a Bot in a command that somebody copies into a shell. A reference may say
// anything; what no Bot can be called is left for them to fill in.
func inCommand(name string) string {
	if len(validation.IsDNS1123Subdomain(name)) > 0 {
		return "BOT"
	}
	return name
}

// AdviseOnBot is the one thing that would move a Bot.
func AdviseOnBot(b *v1alpha1.Bot, s Standing) Advice {
	switch {
	case b.Spec.Automation == v1alpha1.AutomationDisabled:
		return Advice{ByPerson, "the kill switch is on: every conversation goes to a person until it is enabled", "kubectl intentops enable " + b.Name}
	case b.Spec.ReleaseRef != nil:
		return Advice{ByPerson, "it is pinned to " + b.Spec.ReleaseRef.Name + ", and its batches wait until it is unpinned", "kubectl intentops unpin " + b.Name}
	case s.State == "Ready":
		return Advice{Who: ByNobody, Moves: "it serves what its spec asks for"}
	case s.State == "Stalled":
		return Advice{ByPerson, "what the message says", "kubectl describe bot " + b.Name}
	}
	return Advice{ByOperator, "its pods: if this lasts, look at them", "kubectl get pods -l intentops.dev/bot=" + b.Name}
}

// AdviseOnIntent is the one thing that would move an Intent; batch may be nil.
func AdviseOnIntent(i *v1alpha1.Intent, s Standing, batch *v1alpha1.IntentBatch) Advice {
	switch {
	case s.Reason == v1alpha1.ReasonDraft:
		return Advice{ByPerson, "no IntentBatch names it: add it to spec.intents of one", ""}
	case i.Status.State == v1alpha1.IntentLive:
		return Advice{Who: ByNobody, Moves: "every conversation gets it"}
	case batch != nil && (i.Status.State == v1alpha1.IntentRolling || i.Status.State == v1alpha1.IntentStaged || i.Status.State == v1alpha1.IntentRolledBack):
		of := StandingOf(batch.Status.Conditions, batch.Generation, batch.Status.ObservedGeneration)
		a := AdviseOnBatch(batch, of)
		a.Moves = fmt.Sprintf("its IntentBatch %s is %s: %s", batch.Name, of.State, a.Moves)
		return a
	case s.State == "Stalled":
		return Advice{Who: ByPerson, Moves: "correct the spec as the message says"}
	}
	return Advice{Who: ByOperator, Moves: "it goes on by itself"}
}

// AdviseOnKPI is the one thing that would move a KPITarget.
func AdviseOnKPI(t *v1alpha1.KPITarget, s Standing) Advice {
	card := "kubectl intentops scorecard " + inCommand(t.Spec.BotRef.Name)
	switch t.Status.State {
	case v1alpha1.KPIMet:
		return Advice{Who: ByNobody, Moves: "it is met"}
	case v1alpha1.KPIGuardrailBreached:
		return Advice{ByPerson, "a counterpart got worse while this one is met: look at both, and do not report this one alone", card}
	case v1alpha1.KPIMissed:
		return Advice{ByPerson, "the value: see which channel or intent is furthest from the objective", card}
	case v1alpha1.KPIBaselining:
		return Advice{Who: ByTime, Moves: "the end of the baseline's window"}
	}
	if s.State == "Stalled" {
		return Advice{ByPerson, "what the message says", ""}
	}
	return Advice{ByCustomers, "more samples in the window", card}
}
