// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestCheckStatus(t *testing.T) {
	condition := func(kind, value string) metav1.Condition {
		return metav1.Condition{Type: kind, Status: metav1.ConditionStatus(value), ObservedGeneration: 2, Message: "m"}
	}
	old := condition("Accepted", "True")
	old.ObservedGeneration = 1
	silent := condition("Accepted", "True")
	silent.Message = ""
	cases := map[string]struct {
		observed   int64
		conditions []metav1.Condition
		want       string
	}{
		"ready":                    {2, []metav1.Condition{condition("Ready", "True")}, ""},
		"on its way":               {2, []metav1.Condition{condition("Ready", "False"), condition("Reconciling", "True")}, ""},
		"stuck":                    {2, []metav1.Condition{condition("Ready", "Unknown"), condition("Stalled", "True")}, ""},
		"nothing":                  {2, nil, "there is no condition Ready"},
		"an old generation":        {1, []metav1.Condition{condition("Ready", "True")}, "status.observedGeneration is 1, want the generation 2"},
		"both":                     {2, []metav1.Condition{condition("Ready", "False"), condition("Stalled", "True"), condition("Reconciling", "True")}, "Reconciling and Stalled are both there"},
		"a condition set to False": {2, []metav1.Condition{condition("Ready", "True"), condition("Stalled", "False")}, "Stalled is False, want it True or absent"},
		"serving and on its way":   {2, []metav1.Condition{condition("Ready", "True"), condition("Reconciling", "True")}, ""},
		"ready and stuck":          {2, []metav1.Condition{condition("Ready", "True"), condition("Stalled", "True")}, "Ready is True beside Stalled"},
		"not ready, no reason":     {2, []metav1.Condition{condition("Ready", "False")}, "Ready is False, and neither Reconciling nor Stalled says whether to wait"},
		"an old condition":         {2, []metav1.Condition{condition("Ready", "True"), old}, "Accepted has observedGeneration 1, want 2"},
		"no message":               {2, []metav1.Condition{condition("Ready", "True"), silent}, "Accepted has no message"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			object := MakeIntent("x").Obj()
			object.Generation = 2
			object.Status.ObservedGeneration = tc.observed
			object.Status.Conditions = tc.conditions
			got := CheckStatus(object)
			if tc.want == "" && got != nil {
				t.Errorf("got %v, want nothing", got)
			}
			if tc.want != "" && (got == nil || !strings.Contains(got.Error(), tc.want)) {
				t.Errorf("got %v, want %s", got, tc.want)
			}
		})
	}
}
