// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"archive/tar"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

func spec(t *testing.T) Spec {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "prog")
	if err := os.WriteFile(binary, []byte("#!static"), 0o755); err != nil {
		t.Fatal(err)
	}
	return Spec{Name: "example.test/prog:dev", Binary: binary, Entrypoint: "/opt/prog", User: 65532, Dirs: []string{"/data"}}
}

func TestSameInputsSameDigest(t *testing.T) {
	s, dir := spec(t), t.TempDir()
	first, err := Write(s, filepath.Join(dir, "a.tar"))
	if err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(s.Binary, later, later); err != nil {
		t.Fatal(err)
	}
	second, err := Write(s, filepath.Join(dir, "b.tar"))
	if err != nil || first != second {
		t.Errorf("%s, then %s (%v)", first, second, err)
	}
	a, _ := os.ReadFile(filepath.Join(dir, "a.tar"))
	b, _ := os.ReadFile(filepath.Join(dir, "b.tar"))
	if len(a) == 0 || !slices.Equal(a, b) {
		t.Error("the archives differ")
	}
}

func TestImageHasTmpBinaryAndAFolderForAnyUserOfGroup0(t *testing.T) {
	img, err := Build(spec(t))
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := img.ConfigFile()
	if err != nil || cfg.Config.User != "65532:0" || cfg.Config.Entrypoint[0] != "/opt/prog" {
		t.Fatalf("config %+v, %v", cfg, err)
	}
	files := mutate.Extract(img)
	defer files.Close()
	modes := map[string]int64{}
	owners, groups := map[string]int{}, map[string]int{}
	for r := tar.NewReader(files); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Clean(h.Name)
		modes[name], owners[name], groups[name] = h.Mode, h.Uid, h.Gid
	}
	want := map[string]int64{"tmp": 0o1777, "data": 0o775, "etc": 0o755, "etc/passwd": 0o644,
		"etc/group": 0o644, "opt": 0o755, "opt/prog": 0o755}
	if !maps.Equal(modes, want) {
		t.Errorf("files %v, want %v", modes, want)
	}
	if owners["data"] != 65532 || groups["data"] != 0 || owners["opt/prog"] != 0 {
		t.Errorf("owners %v, groups %v", owners, groups)
	}
}

func TestBadInputs(t *testing.T) {
	for what, change := range map[string]func(*Spec){
		"relative entry point": func(s *Spec) { s.Entrypoint = "prog" },
		"missing binary":       func(s *Spec) { s.Binary += "-not" },
		"bad reference":        func(s *Spec) { s.Name = "A B" },
	} {
		s := spec(t)
		change(&s)
		if _, err := Write(s, filepath.Join(t.TempDir(), "x.tar")); err == nil {
			t.Errorf("%s: want an error", what)
		}
	}
}
