// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "encoding/json"

// RetryValue is a value that only has to differ from the one before. A whole number is the
// same value as the text that it is written with: 2 is "2".
// +kubebuilder:validation:Type=""
// +kubebuilder:validation:XIntOrString
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=100
type RetryValue string

// UnmarshalJSON reads text or a number. It takes a number of any size: one that did not fit
// would keep every IntentBatch from being read.
func (v *RetryValue) UnmarshalJSON(raw []byte) error {
	var number json.Number
	if err := json.Unmarshal(raw, &number); err == nil && raw[0] != '"' {
		*v = RetryValue(number)
		return nil
	}
	return json.Unmarshal(raw, (*string)(v))
}
