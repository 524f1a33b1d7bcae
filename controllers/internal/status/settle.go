// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// SettleTime is how long a new object may wait for those that it names before it counts as
// stalled: a tool that applies a folder creates them in any order.
const SettleTime = 30 * time.Second

// Settling is what is left of SettleTime of an object that was created then; 0: nothing.
func Settling(created metav1.Time, now time.Time) time.Duration {
	return max(0, SettleTime-now.Sub(created.Time))
}

// Missing says that something is not there that may still arrive while settling is more than
// 0, and that afterwards a person must provide.
func Missing(conditions *[]metav1.Condition, generation int64, settling time.Duration, reason, message string) {
	if settling > 0 {
		Reconciling(conditions, generation, reason, message)
		return
	}
	Stalled(conditions, generation, reason, message)
}
