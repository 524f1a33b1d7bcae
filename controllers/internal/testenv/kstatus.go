// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
)

// CheckStatus returns what kubectl wait, Flux or Argo CD would misread in the status of an
// object that was reconciled: all violations, joined.
func CheckStatus(object client.Object) error {
	observed, conditions, err := statusOf(object)
	if err != nil {
		return err
	}
	if err := checkConditions(object.GetGeneration(), observed, conditions); err != nil {
		return err
	}
	return CheckGitOps(object)
}

// statusOf reads what the statuses of all kinds have.
func statusOf(object client.Object) (observed int64, conditions []metav1.Condition, err error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return 0, nil, fmt.Errorf("reading %T: %w", object, err)
	}
	var seen struct {
		Status struct {
			ObservedGeneration int64              `json:"observedGeneration,omitempty"`
			Conditions         []metav1.Condition `json:"conditions,omitempty"`
		} `json:"status,omitempty"`
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(content, &seen); err != nil {
		return 0, nil, fmt.Errorf("reading the status of %T: %w", object, err)
	}
	return seen.Status.ObservedGeneration, seen.Status.Conditions, nil
}

func checkConditions(generation, observed int64, conditions []metav1.Condition) error {
	var problems []error
	report := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }

	if observed != generation {
		report("status.observedGeneration is %d, want the generation %d", observed, generation)
	}
	ready := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady)
	reconciling := meta.FindStatusCondition(conditions, v1alpha1.ConditionReconciling)
	stalled := meta.FindStatusCondition(conditions, v1alpha1.ConditionStalled)
	if ready == nil {
		report("there is no condition Ready")
	}
	if reconciling != nil && stalled != nil {
		report("Reconciling and Stalled are both there")
	}
	for _, abnormal := range []*metav1.Condition{reconciling, stalled} {
		if abnormal == nil {
			continue
		}
		if abnormal.Status != metav1.ConditionTrue {
			report("%s is %s, want it True or absent", abnormal.Type, abnormal.Status)
		}
	}
	// Beside Reconciling it may be True: the object serves as before while it changes.
	if stalled != nil && ready != nil && ready.Status == metav1.ConditionTrue {
		report("Ready is True beside Stalled")
	}
	if ready != nil && ready.Status == metav1.ConditionFalse && reconciling == nil && stalled == nil {
		report("Ready is False, and neither Reconciling nor Stalled says whether to wait")
	}
	for _, condition := range conditions {
		if condition.ObservedGeneration != generation {
			report("%s has observedGeneration %d, want %d", condition.Type, condition.ObservedGeneration, generation)
		}
		if condition.Message == "" {
			report("%s has no message", condition.Type)
		}
	}
	return errors.Join(problems...)
}
