// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Deadline is how long an object waits for what should come by itself: an object that it
// names, as a tool that applies a folder creates them in any order, or a pod. After that it
// is stalled. Deployments of bots have it as their progressDeadlineSeconds.
const Deadline = 10 * time.Minute

// Waiting says that something is awaited that should come by itself. Once it has been awaited
// for Deadline with the same reason and the same spec, the object is stalled. It returns what
// is left of the deadline; 0: nothing. How long it has been waiting is kept where Deployments
// keep it, in the time of the condition.
func Waiting(conditions *[]metav1.Condition, generation int64, now time.Time, reason, message string) time.Duration {
	left := wait(conditions, generation, now, reason, message)
	set(conditions, now, generation, v1alpha1.ConditionReady, metav1.ConditionFalse, reason, message)
	return left
}

// Serving is a Waiting of an object that meanwhile does for its users what it did before, and
// so stays ready, for the second reason, until the deadline has passed.
func Serving(conditions *[]metav1.Condition, generation int64, now time.Time, reason, message, serves, servesMessage string) time.Duration {
	left := wait(conditions, generation, now, reason, message)
	if left > 0 {
		set(conditions, now, generation, v1alpha1.ConditionReady, metav1.ConditionTrue, serves, servesMessage)
	} else {
		set(conditions, now, generation, v1alpha1.ConditionReady, metav1.ConditionFalse, reason, message)
	}
	return left
}

// wait sets Reconciling, and after the deadline Stalled.
func wait(conditions *[]metav1.Condition, generation int64, now time.Time, reason, message string) time.Duration {
	same := func(kind string) *metav1.Condition {
		c := meta.FindStatusCondition(*conditions, kind)
		if c == nil || c.Status != metav1.ConditionTrue || c.Reason != reason || c.ObservedGeneration != generation {
			return nil
		}
		return c
	}
	left := Deadline
	if c := same(v1alpha1.ConditionReconciling); c != nil {
		left = min(Deadline, c.LastTransitionTime.Add(Deadline).Sub(now))
	} else {
		// Another wait than the last one.
		meta.RemoveStatusCondition(conditions, v1alpha1.ConditionReconciling)
	}
	if left <= 0 || same(v1alpha1.ConditionStalled) != nil {
		meta.RemoveStatusCondition(conditions, v1alpha1.ConditionReconciling)
		set(conditions, now, generation, v1alpha1.ConditionStalled, metav1.ConditionTrue, reason, message)
		return 0
	}
	meta.RemoveStatusCondition(conditions, v1alpha1.ConditionStalled)
	set(conditions, now, generation, v1alpha1.ConditionReconciling, metav1.ConditionTrue, reason, message)
	return left
}
