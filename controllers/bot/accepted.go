// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// specProblem is what is wrong with the spec beyond what the schema checks; nil: nothing.
// The bot serves all the same: it concerns the batches.
func specProblem(bot *v1alpha1.Bot) error {
	if bot.Spec.Rollout == nil {
		return nil
	}
	return errors.Join(rollout.CheckFreezes(bot.Spec.Rollout.Freezes)...)
}

func setAccepted(bot *v1alpha1.Bot) {
	conditions := &bot.Status.Conditions
	if err := specProblem(bot); err != nil {
		status.Set(conditions, bot.Generation, v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonInvalidSpec, oneLine(err))
		return
	}
	status.Set(conditions, bot.Generation, v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted, "The spec is valid")
}
