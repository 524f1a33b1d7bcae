// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"time"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
// is once a minute, if somebody who looks at them would notice. The next plan begins from the
// status as it was written; figures that were not are read again from the metrics.
func (r *Reconciler) worthWriting(batch *v1alpha1.IntentBatch, before *v1alpha1.IntentBatchStatus, now time.Time) bool {
	if apiequality.Semantic.DeepEqual(before, &batch.Status) {
		return false
	}
	if !apiequality.Semantic.DeepEqual(decisions(before), decisions(&batch.Status)) {
		return true
	}
	every := allEvery
	if noticeable(before, &batch.Status) {
		every = countsEvery
	}
	return r.pace.Due(client.ObjectKeyFromObject(batch), now, every)
}

// decisions are a status without its figures.
func decisions(s *v1alpha1.IntentBatchStatus) *v1alpha1.IntentBatchStatus {
	s = s.DeepCopy()
	s.Escalation, s.CSAT, s.NextEvaluation = "", "", metav1.Time{}
	for i := range s.Conditions {
		s.Conditions[i].Message = status.WithoutNumbers(s.Conditions[i].Message)
	}
	for i := range s.Steps {
		step := &s.Steps[i]
		step.Candidate, step.Stable = v1alpha1.TrackCounts{}, v1alpha1.TrackCounts{}
		for k := range step.IntentKinds {
			step.IntentKinds[k].Candidate, step.IntentKinds[k].Stable = v1alpha1.TrackCounts{}, v1alpha1.TrackCounts{}
		}
	}
	for i := range s.Gates {
		g := &s.Gates[i]
		g.Message = status.WithoutNumbers(g.Message)
		g.Candidate, g.Stable, g.Low, g.High = "", "", "", ""
		g.CandidateSamples, g.StableSamples, g.Needed, g.HarmMilliNats, g.SafeMilliNats = 0, 0, 0, 0, 0
	}
	return s
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
