// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx/v2/common"
	spdx "github.com/spdx/tools-golang/spdx/v2/v2_3"
)

const (
	ourModule = "github.com/intentops/intentops"
	ourSite   = "https://github.com/intentops/intentops"
)

// writeSBOM reads what the compiler wrote into the binary, which is all that an image has
// besides the names of its users.
func writeSBOM(ctx context.Context, name, binary, file string) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return fmt.Errorf("%s: %w", binary, err)
	}
	hash, err := fileHash(binary)
	if err != nil {
		return err
	}
	created, err := sourceTime(ctx)
	if err != nil {
		return err
	}
	all, err := modules(ctx)
	if err != nil {
		return err
	}
	licences := map[string]string{}
	for _, m := range all {
		licences[m.path] = strings.Join(m.licences, " AND ")
	}
	document, err := sbom(name, hash, created, info, licences)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := json.Write(document, out, json.Indent("  ")); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}

// sbom is the document: the image's program, and everything that was linked into it.
func sbom(name, hash string, created time.Time, info *debug.BuildInfo, licences map[string]string) (*spdx.Document, error) {
	if info.Main.Path != ourModule {
		return nil, fmt.Errorf("the binary is of module %q, not of %s", info.Main.Path, ourModule)
	}
	d := &spdx.Document{
		SPDXVersion: spdx.Version, DataLicense: spdx.DataLicense, SPDXIdentifier: "DOCUMENT",
		DocumentName: "intentops-" + name,
		// Whoever has the same binary gets the same document.
		DocumentNamespace: ourSite + "/sbom/" + name + "-" + hash,
		CreationInfo: &spdx.CreationInfo{
			Created:  created.UTC().Format(time.RFC3339),
			Creators: []common.Creator{{CreatorType: "Tool", Creator: "intentops-supply"}, {CreatorType: "Organization", Creator: "The intentops Authors"}},
		},
	}
	program := &spdx.Package{
		PackageName: name, PackageSPDXIdentifier: "program", PackageVersion: programVersion(info),
		PackageDownloadLocation: "git+" + ourSite, PackageChecksums: []common.Checksum{{Algorithm: common.SHA256, Value: hash}},
		PackageLicenseConcluded: "Apache-2.0", PackageLicenseDeclared: "Apache-2.0", PackageCopyrightText: "Copyright The intentops Authors",
		PackageSupplier:       &common.Supplier{SupplierType: "Organization", Supplier: "The intentops Authors"},
		PrimaryPackagePurpose: "APPLICATION",
		PackageComment:        "The only program of the image, which has no base image.",
	}
	d.Packages = append(d.Packages, program)
	relate(d, "DOCUMENT", "DESCRIBES", "program")
	add := func(path, version, sum, licence, purl string) {
		p := &spdx.Package{
			PackageName: path, PackageSPDXIdentifier: elementID(path), PackageVersion: version,
			PackageDownloadLocation: "NOASSERTION", PackageLicenseConcluded: "NOASSERTION", PackageLicenseDeclared: "NOASSERTION", PackageCopyrightText: "NOASSERTION",
			PackageExternalReferences: []*spdx.PackageExternalReference{{Category: "PACKAGE-MANAGER", RefType: "purl", Locator: purl}},
			PrimaryPackagePurpose:     "LIBRARY",
		}
		if licence != "" {
			p.PackageLicenseConcluded, p.PackageLicenseDeclared = licence, licence
		}
		if sum != "" {
			p.PackageComment = "go.sum: " + sum
			p.PackageDownloadLocation = "https://proxy.golang.org/" + escape(path) + "/@v/" + escape(version) + ".zip"
		}
		d.Packages = append(d.Packages, p)
		relate(d, "program", "DEPENDS_ON", p.PackageSPDXIdentifier)
	}
	goVersion := strings.TrimPrefix(strings.Fields(info.GoVersion)[0], "go")
	add("std", goVersion, "", "BSD-3-Clause", "pkg:golang/std@"+goVersion)
	for _, e := range embeddedFiles {
		if slices.Contains(e.programs, name) {
			add(e.name, e.version, "", e.licence, e.purl)
		}
	}
	for _, m := range info.Deps {
		if m.Replace != nil {
			return nil, fmt.Errorf("%s is replaced by %s: say in the document what it really is", m.Path, m.Replace.Path)
		}
		add(m.Path, m.Version, m.Sum, licences[m.Path], "pkg:golang/"+strings.ToLower(m.Path)+"@"+strings.ReplaceAll(m.Version, "+", "%2B"))
	}
	return d, nil
}

func relate(d *spdx.Document, a common.ElementID, how string, b common.ElementID) {
	d.Relationships = append(d.Relationships, &spdx.Relationship{
		RefA: common.DocElementID{ElementRefID: a}, RefB: common.DocElementID{ElementRefID: b}, Relationship: how,
	})
}

// programVersion is what the linker was told, as --version prints it.
func programVersion(info *debug.BuildInfo) string {
	for _, s := range info.Settings {
		if s.Key == "-ldflags" {
			if _, after, found := strings.Cut(s.Value, "-X main.version="); found {
				version, _, _ := strings.Cut(after, " ")
				return strings.Trim(version, `"'`)
			}
		}
	}
	return "dev"
}

var notInAnID = regexp.MustCompile(`[^a-zA-Z0-9.-]`)

// elementID is a name as SPDX allows it. Two modules with one name would be noticed: ids are
// unique, or the document is not valid.
func elementID(path string) common.ElementID {
	return common.ElementID("module-" + notInAnID.ReplaceAllString(path, "-"))
}

var capitals = regexp.MustCompile(`[A-Z]`)

// escape writes capitals as the module proxy has them.
func escape(path string) string {
	return capitals.ReplaceAllStringFunc(path, func(c string) string { return "!" + strings.ToLower(c) })
}

func fileHash(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sourceTime is when the source last changed, so that the same source gives the same document.
func sourceTime(ctx context.Context) (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		printed, err := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, fmt.Errorf("git log: %w; outside of a repository set SOURCE_DATE_EPOCH", err)
		}
		text = strings.TrimSpace(string(printed))
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q: give seconds since 1970", text)
	}
	return time.Unix(seconds, 0), nil
}
