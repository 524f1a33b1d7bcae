// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
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

func TestOnlyNamesOfPackagesAreProgress(t *testing.T) {
	for line, want := range map[string]bool{"k8s.io/api/core/v1": true, "net": true, "": false,
		"# some/package": false, "main.go:1:2: oops": false, "go: downloading x v1": false} {
		if isPackage(line) != want {
			t.Errorf("isPackage(%q) = %v", line, !want)
		}
	}
}

func TestWrittenWhere(t *testing.T) {
	c := cluster.Cluster{Repo: "/r"}
	for want, p := range map[string]Program{
		"/r/bin/localcluster/kube": Kube, "/r/bin/tools/helm": Helm, "/r/bin/tools": Demo, "/r/bin/linux": Images("dev"),
	} {
		if got := p.out(c); got != want {
			t.Errorf("%s goes to %s, want %s", p.Name, got, want)
		}
	}
}

func TestWhatTheCommandLineNames(t *testing.T) {
	for _, word := range []string{"node", "prometheus", "images", "helm", "demo"} {
		programs, err := Named(word, "dev")
		if err != nil || len(programs) == 0 {
			t.Errorf("%s: %v, %v", word, programs, err)
		}
		for _, p := range programs {
			if p.Work == 0 || p.About == "" {
				t.Errorf("%s has no cost or no description", p.Name)
			}
		}
	}
	if _, err := Named("zoo", "dev"); err == nil {
		t.Error("want an error for what is not there")
	}
}
