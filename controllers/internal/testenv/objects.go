// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"reflect"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// hasStatus tells whether an object has a field Status with something in it.
func hasStatus(object client.Object) bool {
	status := reflect.ValueOf(object).Elem().FieldByName("Status")
	return status.IsValid() && !status.IsZero()
}

// retry tries again as long as a controller writes between a test's read and write.
func retry(t testing.TB, change func() error) {
	t.Helper()
	var err error
	for range 20 {
		if err = change(); !apierrors.IsConflict(err) {
			break
		}
	}
	if err != nil {
		t.Fatalf("changing an object: %v", err)
	}
}
