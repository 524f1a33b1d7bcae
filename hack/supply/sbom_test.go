// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/spdx/tools-golang/json"
)

func TestTheSBOMNamesEverythingOnce(t *testing.T) {
	info := &debug.BuildInfo{
		GoVersion: "go1.26.10 X:nodwarf5", Main: debug.Module{Path: ourModule, Version: "(devel)"},
		Deps: []*debug.Module{
			{Path: "example.test/a", Version: "v1.2.3", Sum: "h1:abc="},
			{Path: "example.test/Upper/b/v2", Version: "v2.0.0+incompatible", Sum: "h1:def="},
		},
		Settings: []debug.BuildSetting{{Key: "-ldflags", Value: `-s -w -X main.version=v1.0.0`}},
	}
	created := time.Unix(1767225600, 0)
	document, err := sbom("manager", strings.Repeat("ab", 32), created, info, map[string]string{"example.test/a": "MIT AND ISC"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Write(document, &out); err != nil {
		t.Fatal(err)
	}
	read, err := json.Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	if read.SPDXVersion != "SPDX-2.3" || read.DataLicense != "CC0-1.0" || read.CreationInfo.Created != "2026-01-01T00:00:00Z" ||
		read.DocumentNamespace != "https://github.com/intentops/intentops/sbom/manager-"+strings.Repeat("ab", 32) {
		t.Errorf("%+v %+v", read, read.CreationInfo)
	}
	ids, purls := map[string]bool{"DOCUMENT": true}, map[string]string{}
	for _, p := range read.Packages {
		id := string(p.PackageSPDXIdentifier)
		if ids[id] || !regexp.MustCompile(`^[a-zA-Z0-9.-]+$`).MatchString(id) || p.PackageDownloadLocation == "" || p.PackageLicenseConcluded == "" || p.FilesAnalyzed {
			t.Errorf("package %+v", p)
		}
		ids[id] = true
		for _, ref := range p.PackageExternalReferences {
			purls[ref.Locator] = p.PackageLicenseConcluded
		}
	}
	for purl, licence := range map[string]string{
		"pkg:npm/uplot@1.6.32": "MIT", "pkg:golang/std@1.26.10": "BSD-3-Clause", "pkg:golang/example.test/a@v1.2.3": "MIT AND ISC",
		"pkg:golang/example.test/upper/b/v2@v2.0.0%2Bincompatible": "NOASSERTION",
	} {
		if purls[purl] != licence {
			t.Errorf("%s: %q, want %q of %v", purl, purls[purl], licence, purls)
		}
	}
	related := map[string]bool{}
	for _, r := range read.Relationships {
		a, b := string(r.RefA.ElementRefID), string(r.RefB.ElementRefID)
		if !ids[a] || !ids[b] {
			t.Errorf("%s %s %s: not in the document", a, r.Relationship, b)
		}
		related[b] = true
	}
	if len(related) != len(read.Packages) {
		t.Errorf("%d of %d packages are related to the program", len(related), len(read.Packages))
	}
	if p := read.Packages[0]; p.PackageVersion != "v1.0.0" || p.PackageChecksums[0].Value != strings.Repeat("ab", 32) {
		t.Errorf("the program: %+v", p)
	}
}

func TestWhatNoTrueSBOMCanBeMadeOf(t *testing.T) {
	for name, info := range map[string]*debug.BuildInfo{
		"another's program": {GoVersion: "go1.26.10", Main: debug.Module{Path: "example.test/a"}},
		"a replaced module": {GoVersion: "go1.26.10", Main: debug.Module{Path: ourModule},
			Deps: []*debug.Module{{Path: "example.test/a", Replace: &debug.Module{Path: "../a"}}}},
	} {
		if _, err := sbom("manager", "ab", time.Unix(0, 0), info, nil); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}
