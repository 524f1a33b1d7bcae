// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/notes"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// maxProblems is how many problems a message lists.
const maxProblems = 5

// setStatus writes everything that is known into the status. It returns how much longer the
// Intent may wait for something before it is stalled; 0: it does not wait so.
func setStatus(intent *v1alpha1.Intent, seen *observation, done outcome) time.Duration {
	s := &intent.Status
	s.ObservedGeneration = intent.Generation
	s.Revision = done.revision
	s.Batch = ""
	if batch := seen.batch(); batch != nil {
		s.Batch = batch.Name
	}
	s.State = stateOf(intent.Name, done.revision, seen.live, seen.batch())
	s.ConfidencePercent = threshold(intent, seen)
	s.Measurements = seen.measurements
	setAccepted(intent, seen, done)
	setReferencesResolved(intent, seen)
	return setReady(intent, seen)
}

func threshold(intent *v1alpha1.Intent, seen *observation) *int32 {
	switch {
	case intent.Spec.ConfidencePercent != nil:
		return new(*intent.Spec.ConfidencePercent)
	case seen.policyPercent > 0:
		return new(seen.policyPercent)
	}
	return nil
}

// stateOf says how far a revision has come: whether it is live, or else how far the batch that
// brings it is.
func stateOf(intent, revision, live string, batch *v1alpha1.IntentBatch) v1alpha1.IntentState {
	switch {
	case revision != "" && revision == live:
		return v1alpha1.IntentLive
	case batch == nil:
		return v1alpha1.IntentDraft
	case revision == "":
		return v1alpha1.IntentStaged
	}
	s := &batch.Status
	brings := slices.ContainsFunc(s.Intents, func(e v1alpha1.BatchIntentStatus) bool { return e.Name == intent && e.Candidate == revision })
	switch {
	case brings && s.Result != v1alpha1.ResultRolledBack:
		return v1alpha1.IntentRolling
	case s.Result == v1alpha1.ResultRolledBack && rollout.IsRolloutOf(s.Rollout, batch.Name, s.Revision):
		// The rollout that was rolled back is the one of the batch's present content.
		return v1alpha1.IntentRolledBack
	}
	return v1alpha1.IntentStaged
}

func setAccepted(intent *v1alpha1.Intent, seen *observation, done outcome) {
	if len(seen.problems) == 0 {
		status.Set(&intent.Status.Conditions, intent.Generation, v1alpha1.ConditionAccepted, metav1.ConditionTrue,
			v1alpha1.ReasonAccepted, notes.Add(fmt.Sprintf("The spec is kept as revision %s", done.revision), release.Doubts(release.AsWritten(intent.Spec, intent.Name))...))
		return
	}
	status.Set(&intent.Status.Conditions, intent.Generation, v1alpha1.ConditionAccepted, metav1.ConditionFalse,
		seen.reason, notAccepted(seen, done.revision))
}

func notAccepted(seen *observation, revision string) string {
	message := problemList(seen.problems)
	if revision != "" {
		message += fmt.Sprintf("; revision %s, the last that was accepted, stays as it is", revision)
	}
	return message
}

func problemList(problems []release.Problem) string {
	var all []string
	for i, problem := range problems {
		if i == maxProblems {
			all = append(all, fmt.Sprintf("and %d more", len(problems)-maxProblems))
			break
		}
		all = append(all, problem.Field+": "+problem.Message)
	}
	return strings.Join(all, "; ")
}

func setReferencesResolved(intent *v1alpha1.Intent, seen *observation) {
	if seen.botFound {
		status.Set(&intent.Status.Conditions, intent.Generation, v1alpha1.ConditionReferencesResolved, metav1.ConditionTrue,
			v1alpha1.ReasonResolved, fmt.Sprintf("Bot %q exists", intent.Spec.BotRef.Name))
		return
	}
	status.Set(&intent.Status.Conditions, intent.Generation, v1alpha1.ConditionReferencesResolved, metav1.ConditionFalse,
		v1alpha1.ReasonReferenceNotFound, botMissing(intent))
}

func botMissing(intent *v1alpha1.Intent) string {
	return fmt.Sprintf("spec.botRef.name: there is no Bot %q in this namespace: create it, or create the Intent again for another Bot", intent.Spec.BotRef.Name)
}

// setReady sums up: what a person must mend comes first, then what is awaited.
func setReady(intent *v1alpha1.Intent, seen *observation) (left time.Duration) {
	conditions, generation := &intent.Status.Conditions, intent.Generation
	s := &intent.Status
	switch {
	case len(seen.problems) > 0:
		status.Stalled(conditions, generation, seen.reason, notAccepted(seen, s.Revision))
	case !seen.botFound:
		return status.Waiting(conditions, generation, seen.now, v1alpha1.ReasonReferenceNotFound, botMissing(intent))
	case s.State == v1alpha1.IntentDraft:
		status.Ready(conditions, generation, v1alpha1.ReasonDraft, draft(seen.live))
	case s.State == v1alpha1.IntentRolledBack:
		status.Stalled(conditions, generation, v1alpha1.ReasonRolledBack, rolledBack(intent, seen))
	case s.State != v1alpha1.IntentLive && standing(seen.batch()) == v1alpha1.ReasonHeld:
		status.Ready(conditions, generation, v1alpha1.ReasonHeld,
			fmt.Sprintf("IntentBatch %q, which brings revision %s, is held: %s", s.Batch, s.Revision, everybodyGets(seen.live)))
	case s.State != v1alpha1.IntentLive && standing(seen.batch()) != "":
		status.Stalled(conditions, generation, standing(seen.batch()),
			fmt.Sprintf("IntentBatch %q, which brings revision %s, stands still; kubectl describe intentbatch %s says why", s.Batch, s.Revision, s.Batch))
	case s.State == v1alpha1.IntentStaged:
		status.Reconciling(conditions, generation, v1alpha1.ReasonProgressing,
			fmt.Sprintf("Waits for IntentBatch %q to bring revision %s to customers; kubectl describe intentbatch %s says what it waits for", s.Batch, s.Revision, s.Batch))
	case s.State == v1alpha1.IntentRolling:
		status.Reconciling(conditions, generation, v1alpha1.ReasonProgressing, rolling(seen.batch(), s.Revision))
	default:
		status.Ready(conditions, generation, v1alpha1.ReasonReady,
			fmt.Sprintf("Every conversation gets revision %s", s.Revision))
	}
	return 0
}

// draft is an intent, or an edit of one, that nobody asks to bring to customers.
func draft(live string) string {
	if live == "" {
		return "A draft: no IntentBatch names it, so customers do not get it. To bring it to them, add it to spec.intents of one"
	}
	return fmt.Sprintf("This edit is a draft: no IntentBatch names the Intent, so every conversation still gets revision %s. To bring the edit to customers, add the Intent to spec.intents of one", live)
}

func everybodyGets(live string) string {
	if live == "" {
		return "no conversation gets this Intent but by its rollout"
	}
	return "every other conversation gets revision " + live
}

func rolling(batch *v1alpha1.IntentBatch, revision string) string {
	var percent int32
	if batch.Status.Percent != nil {
		percent = *batch.Status.Percent
	}
	return fmt.Sprintf("IntentBatch %q brings revision %s to %d%% of conversations in step %s", batch.Name, revision, percent, batch.Status.Step)
}

func rolledBack(intent *v1alpha1.Intent, seen *observation) string {
	serves := "no conversation gets this Intent"
	if seen.live != "" {
		serves = "every conversation gets revision " + seen.live
	}
	return fmt.Sprintf("IntentBatch %q was rolled back with revision %s; %s: change the Intent, or set spec.retry of the batch",
		seen.batch().Name, intent.Status.Revision, serves)
}
