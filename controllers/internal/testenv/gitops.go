// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"errors"
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
)

// CheckGitOps returns where Flux, by the expressions of config/flux, or Argo CD, by the scripts
// of config/argocd, misread the conditions of an object that was reconciled.
func CheckGitOps(object client.Object) error {
	_, conditions, err := statusOf(object)
	if err != nil {
		return err
	}
	flux, err := Flux(object)
	if err != nil {
		return err
	}
	argo, message, err := ArgoCD(object)
	if err != nil {
		return err
	}
	var problems []error
	if want := wantFlux(kindOf(object), conditions); flux != want {
		problems = append(problems, fmt.Errorf("%s is %s for Flux, want %s", kindOf(object), flux, want))
	}
	stuck := meta.IsStatusConditionTrue(conditions, v1alpha1.ConditionStalled)
	if message == "" || stuck && argo != "Degraded" {
		problems = append(problems, fmt.Errorf("%s is %s for Argo CD (message %q), and Stalled: %t", kindOf(object), argo, message, stuck))
	}
	return errors.Join(problems...)
}

// wantFlux is what docs/gitops.md says of each kind.
func wantFlux(kind string, conditions []metav1.Condition) string {
	refused := meta.IsStatusConditionFalse(conditions, v1alpha1.ConditionAccepted)
	stuck := meta.IsStatusConditionTrue(conditions, v1alpha1.ConditionStalled)
	current := v1alpha1.ConditionAccepted
	failed := refused
	switch kind {
	case "Bot":
		failed, current = stuck || refused, v1alpha1.ConditionReady
	case "IntentBatch":
		failed = stuck
	}
	switch {
	case failed:
		return "Failed"
	case meta.IsStatusConditionTrue(conditions, current):
		return "Current"
	}
	return "InProgress"
}

// content is an object as those read it who do not know its type.
func content(object client.Object) (map[string]any, error) {
	out, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return nil, fmt.Errorf("reading %T: %w", object, err)
	}
	return out, nil
}

func kindOf(object client.Object) string { return reflect.TypeOf(object).Elem().Name() }
