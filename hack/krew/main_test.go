// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

func packagerIn(dir, version string) *packager {
	return &packager{version: version, downloads: "https://releases.test", dir: dir, license: []byte("the license"),
		build: func(_ context.Context, p platform) ([]byte, error) { return []byte("for " + p.os + " " + p.arch), nil }}
}

// TestTheManifestNamesWhatIsInTheArchives with the sums that krew compares.
func TestTheManifestNamesWhatIsInTheArchives(t *testing.T) {
	dir := t.TempDir()
	if err := packagerIn(dir, "v1.2.3").run(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "intentops.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		APIVersion, Kind string
		Metadata         struct{ Name string }
		Spec             struct {
			Version, Homepage, ShortDescription string
			Platforms                           []struct {
				Selector         struct{ MatchLabels map[string]string }
				URI, SHA256, Bin string
			}
		}
	}
	if err := yaml.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	s := manifest.Spec
	if manifest.APIVersion != "krew.googlecontainertools.github.com/v1alpha2" || manifest.Kind != "Plugin" || manifest.Metadata.Name != "intentops" ||
		s.Version != "v1.2.3" || s.Homepage == "" || s.ShortDescription == "" || len(s.ShortDescription) > 50 || len(s.Platforms) != len(platforms) {
		t.Errorf("%s", raw)
	}
	for _, p := range s.Platforms {
		os, arch := p.Selector.MatchLabels["os"], p.Selector.MatchLabels["arch"]
		want := "https://releases.test/v1.2.3/kubectl-intentops_v1.2.3_" + os + "_" + arch + ".tar.gz"
		archive := read(t, filepath.Join(dir, path.Base(p.URI)))
		sum := sha256.Sum256(archive)
		if p.URI != want || p.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s with the sum %s, want %s with %x", p.URI, p.SHA256, want, sum)
		}
		if diff := cmp.Diff(map[string]string{p.Bin: "for " + os + " " + arch, "LICENSE": "the license"}, unpack(t, archive)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.URI, diff)
		}
		if strings.HasSuffix(p.Bin, ".exe") != (os == "windows") {
			t.Errorf("%s for %s", p.Bin, os)
		}
	}

	again := t.TempDir()
	if err := packagerIn(again, "v1.2.3").run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, read(t, filepath.Join(again, "intentops.yaml"))) {
		t.Error("the same content makes other archives")
	}
}

func TestWhatIsNoReleaseIsNotPacked(t *testing.T) {
	for _, version := range []string{"", "dev", "1.2.3", "v1.2"} {
		err := packagerIn(t.TempDir(), version).run(t.Context())
		if err == nil || !strings.Contains(err.Error(), "give the tag of a release, such as v0.2.0") {
			t.Errorf("%q: %v", version, err)
		}
	}
	p := packagerIn(t.TempDir(), "v1.2.3")
	p.build = func(context.Context, platform) ([]byte, error) { return nil, errors.New("does not compile") }
	if err := p.run(t.Context()); err == nil || err.Error() != "darwin/amd64: does not compile" {
		t.Error(err)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func unpack(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for r := tar.NewReader(zip); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = string(content)
	}
}
