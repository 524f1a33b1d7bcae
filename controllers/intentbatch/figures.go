// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"reflect"
	"slices"
	"time"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
)

const (
	// countsEvery is the shortest time between two writes for figures alone.
	countsEvery = time.Minute
	// allEvery is the longest time until a figure is written that nobody would notice.
	allEvery = 10 * time.Minute
)

// worthWriting says whether a status is to be written now. What was decided is: a verdict, a
// step, a result, a condition, another sentence in a message. Where only figures have grown, it
// is once a minute, if somebody who looks at them would notice; turn is how long it is until
// then, 0: nothing is to be written. The next plan begins from the status as it was written;
// figures that were not are read again from the metrics.
func (r *Reconciler) worthWriting(batch *v1alpha1.IntentBatch, before *v1alpha1.IntentBatchStatus, now time.Time) (worth bool, turn time.Duration) {
	// The second comparison takes several times as long as the first, which nearly always says yes.
	decided := withFiguresOf(before, &batch.Status)
	if !reflect.DeepEqual(before, decided) && !apiequality.Semantic.DeepEqual(before, decided) {
		return true, 0
	}
	if reflect.DeepEqual(before, &batch.Status) {
		return false, 0
	}
	every, name := allEvery, client.ObjectKeyFromObject(batch)
	if noticeable(before, &batch.Status) {
		every = countsEvery
	}
	if r.pace.Due(name, now, every) {
		return true, 0
	}
	return false, status.Next(name, now, every)
}

// withFiguresOf is a status with the figures of another one, so that what else differs between
// the two is what was decided. It shares the rest with is, and changes neither.
func withFiguresOf(was, is *v1alpha1.IntentBatchStatus) *v1alpha1.IntentBatchStatus {
	s := *is
	s.Escalation, s.CSAT, s.NextEvaluation = was.Escalation, was.CSAT, was.NextEvaluation
	s.Conditions, s.Steps, s.Gates = slices.Clone(is.Conditions), slices.Clone(is.Steps), slices.Clone(is.Gates)
	for i := range min(len(was.Conditions), len(s.Conditions)) {
		s.Conditions[i].Message = sentence(was.Conditions[i].Message, s.Conditions[i].Message)
	}
	for i := range min(len(was.Steps), len(s.Steps)) {
		from, step := &was.Steps[i], &s.Steps[i]
		step.Candidate, step.Stable = from.Candidate, from.Stable
		step.IntentKinds = slices.Clone(step.IntentKinds)
		for k := range min(len(from.IntentKinds), len(step.IntentKinds)) {
			step.IntentKinds[k].Candidate, step.IntentKinds[k].Stable = from.IntentKinds[k].Candidate, from.IntentKinds[k].Stable
		}
	}
	for i := range min(len(was.Gates), len(s.Gates)) {
		from, g := &was.Gates[i], &s.Gates[i]
		g.Message = sentence(from.Message, g.Message)
		g.Candidate, g.Stable, g.Low, g.High = from.Candidate, from.Stable, from.Low, from.High
		g.CandidateSamples, g.StableSamples, g.Needed = from.CandidateSamples, from.StableSamples, from.Needed
		g.HarmMilliNats, g.SafeMilliNats = from.HarmMilliNats, from.SafeMilliNats
	}
	return &s
}

// sentence is the message of before, unless the present one says something else.
func sentence(was, is string) string {
	if status.SameSentence(was, is) {
		return was
	}
	return is
}

// noticeable says whether a person who looks at two statuses sees other figures: those of the
// columns, or a count whose first two digits differ.
func noticeable(before, after *v1alpha1.IntentBatchStatus) bool {
	if before.Escalation != after.Escalation || before.CSAT != after.CSAT || len(before.Steps) != len(after.Steps) {
		return true
	}
	for i := range after.Steps {
		was, is := &before.Steps[i], &after.Steps[i]
		if other(&was.Candidate, &is.Candidate) || other(&was.Stable, &is.Stable) {
			return true
		}
	}
	return false
}

func other(was, is *v1alpha1.TrackCounts) bool {
	return status.Rounded(was.Assigned) != status.Rounded(is.Assigned) || status.Rounded(was.Conversations) != status.Rounded(is.Conversations)
}
