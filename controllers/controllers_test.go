// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// TestNoControllerHasAConcurrencyOfItsOwn: a controller's own option would win over the
// manager's, and --concurrency would not be for it.
func TestNoControllerHasAConcurrencyOfItsOwn(t *testing.T) {
	looked := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testenv/") {
			return err
		}
		looked++
		source, err := os.ReadFile(path)
		if strings.Contains(string(source), "MaxConcurrentReconciles") {
			t.Errorf("%s sets MaxConcurrentReconciles: leave it to the manager", path)
		}
		return err
	})
	if err != nil || looked == 0 {
		t.Errorf("%d files, error %v", looked, err)
	}
}
