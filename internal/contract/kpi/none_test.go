// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"testing"

	"k8s.io/apimachinery/pkg/util/validation"
)

// TestNoIntentCanBeNamedNone: an Intent with the name of the label for "no intent" got the
// figures of conversations that nobody understood.
func TestNoIntentCanBeNamedNone(t *testing.T) {
	if len(validation.IsDNS1123Subdomain(None)) == 0 {
		t.Errorf("the API server takes an object named %q", None)
	}
}
