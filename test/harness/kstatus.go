// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Conditions of any of the six kinds.
func Conditions(obj *unstructured.Unstructured) ([]metav1.Condition, error) {
	var seen struct {
		Status struct {
			Conditions []metav1.Condition `json:"conditions,omitempty"`
		} `json:"status,omitempty"`
	}
	err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &seen)
	return seen.Status.Conditions, err
}

// CheckStatus returns what kubectl wait, Flux or Argo CD would misread in an object's
// status, as the API server serves it.
func CheckStatus(obj *unstructured.Unstructured) error {
	conditions, err := Conditions(obj)
	if err != nil {
		return err
	}
	var problems []error
	report := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("%s %s: %s", obj.GetKind(), obj.GetName(), fmt.Sprintf(format, args...)))
	}
	if observed, _, _ := unstructured.NestedInt64(obj.Object, "status", "observedGeneration"); observed != obj.GetGeneration() {
		report("status.observedGeneration is %d, want the generation %d", observed, obj.GetGeneration())
	}
	is := func(kind string) bool { return meta.IsStatusConditionTrue(conditions, kind) }
	there := func(kind string) bool { return meta.FindStatusCondition(conditions, kind) != nil }
	ready, reconciling, stalled := is(v1alpha1.ConditionReady), there(v1alpha1.ConditionReconciling), there(v1alpha1.ConditionStalled)
	switch {
	case !there(v1alpha1.ConditionReady):
		report("there is no condition Ready")
	case ready && stalled:
		report("Ready is True beside Stalled")
	case reconciling && stalled:
		report("Reconciling and Stalled are both there")
	case !ready && !reconciling && !stalled:
		report("Ready is not True, so one of Reconciling and Stalled must be there")
	case reconciling != is(v1alpha1.ConditionReconciling), stalled != is(v1alpha1.ConditionStalled):
		report("Reconciling and Stalled must be True or absent")
	}
	for _, condition := range conditions {
		if condition.ObservedGeneration != obj.GetGeneration() {
			report("%s has observedGeneration %d, want %d", condition.Type, condition.ObservedGeneration, obj.GetGeneration())
		}
		if condition.Message == "" {
			report("%s has no message", condition.Type)
		}
	}
	return errors.Join(problems...)
}
