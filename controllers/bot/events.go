// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/operator/live"
)

// emit tells people what changed. It is called after the status was written.
func (r *Reconciler) emit(bot *v1alpha1.Bot, before *v1alpha1.BotStatus, done outcome) {
	if is := bot.Status.Release; is != nil && (before.Release == nil || before.Release.PointerSequence != is.PointerSequence) {
		r.event(bot, corev1.EventTypeNormal, v1alpha1.ReasonRolloutChanged, "Release", pointerNote(bot, is))
	}
	if len(done.repaired) > 0 {
		r.event(bot, corev1.EventTypeWarning, v1alpha1.ReasonDriftRepaired, "Repair",
			"Put back what somebody else had changed: "+strings.Join(done.repaired, ", "))
	}
	was := apimeta.FindStatusCondition(before.Conditions, v1alpha1.ConditionStalled)
	is := apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionStalled)
	said := ""
	if is != nil && (was == nil || was.Reason != is.Reason || was.Message != is.Message && is.Reason != v1alpha1.ReasonPodsNotReady) {
		// What pods say may differ from crash to crash.
		r.event(bot, corev1.EventTypeWarning, is.Reason, "Release", is.Message)
		said = is.Message
	}
	was = apimeta.FindStatusCondition(before.Conditions, v1alpha1.ConditionAccepted)
	is = apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionAccepted)
	if is.Status == metav1.ConditionFalse && (was == nil || was.Message != is.Message) && is.Message != said {
		r.event(bot, corev1.EventTypeWarning, is.Reason, "Accept", is.Message)
	}
}

// emitRelease tells what is live from now on, and why.
func (r *Reconciler) emitRelease(bot *v1alpha1.Bot, snapshot *live.Snapshot, change *live.Change, record *v1alpha1.BotRelease) {
	kind, reason := corev1.EventTypeNormal, v1alpha1.ReasonReleaseCreated
	switch change.Cause.Type {
	case v1alpha1.CauseDeleted:
		kind, reason = corev1.EventTypeWarning, v1alpha1.ReasonIntentWithdrawn
	case v1alpha1.CausePolicy, v1alpha1.CauseUnderstanding, v1alpha1.CauseTexts:
		reason = v1alpha1.ReasonUnguardedChange
		if change.Cause.Type != v1alpha1.CausePolicy || !snapshot.PolicyOnlyHandsOverMore {
			kind = corev1.EventTypeWarning
		}
	}
	r.event(bot, kind, reason, "Release", fmt.Sprintf("BotRelease %s is live: %s", record.Name, change.Cause.Message))
}

func (r *Reconciler) event(bot *v1alpha1.Bot, kind, reason, action, note string) {
	r.Recorder.Eventf(bot, nil, kind, reason, action, "%s", status.Note(note))
}

func pointerNote(bot *v1alpha1.Bot, s *v1alpha1.ServedRelease) string {
	if bot.Spec.Automation == v1alpha1.AutomationDisabled {
		return "All conversations go to a person"
	}
	if s.Candidate == "" {
		return fmt.Sprintf("All conversations get release %.12s", s.Stable)
	}
	return fmt.Sprintf("%d%% of conversations get IntentBatch %s (step %s), the others release %.12s",
		*s.Percent, s.Batch, s.Step, s.Stable)
}
