// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFingerprintFollowsSourcesAndFlags(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module x\n")
	write(t, filepath.Join(dir, "main.go"), "package main\n")
	key := func(args ...string) string {
		t.Helper()
		k, err := fingerprint(dir, args)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	first := key("-trimpath")
	write(t, filepath.Join(dir, "main_test.go"), "package main\n")
	if key("-trimpath") != first {
		t.Error("a test file must not cause a build")
	}
	if key("-race") == first {
		t.Error("other flags must cause a build")
	}
	write(t, filepath.Join(dir, "main.go"), "package main // changed\n")
	if key("-trimpath") == first {
		t.Error("changed sources must cause a build")
	}
}

func TestUpToDateNeedsBinaryAndKey(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "kube")
	write(t, keyFile(binary), "k")
	if upToDate(binary, "k") {
		t.Error("no binary is not up to date")
	}
	write(t, binary, "")
	if !upToDate(binary, "k") || upToDate(binary, "other") {
		t.Error("want up to date for the recorded key only")
	}
}

func TestProgress(t *testing.T) {
	if got, want := progress(3, 10, 1500*time.Millisecond), "      3 of at most 10 packages, 2s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for line, want := range map[string]bool{"k8s.io/api/core/v1": true, "net": true, "": false,
		"# some/package": false, "main.go:1:2: oops": false, "go: downloading x v1": false} {
		if isPackage(line) != want {
			t.Errorf("isPackage(%q) = %v", line, !want)
		}
	}
}
