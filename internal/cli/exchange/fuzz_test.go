// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

// fuzzFormat gives a decoder files of any content, in the places of those of its fixture: the
// fuzzed text replaces one of them. What it makes of them is written and read again.
func fuzzFormat(f *testing.F, format Format) {
	files := fixture(f, format.Name)
	names := slices.Sorted(maps.Keys(files))
	for n, name := range names {
		f.Add(n, files[name])
	}
	f.Fuzz(func(t *testing.T, n int, content []byte) {
		changed := maps.Clone(files)
		changed[names[uint(n)%uint(len(names))]] = content
		report := &Report{}
		bot, err := format.Read(changed, report)
		if err != nil {
			return
		}
		var sources []Source
		for _, intent := range ToIntents(bot, "support", report) {
			if !isKubernetesName(intent.Name) || len(intent.Spec.Utterances) == 0 || len(intent.Spec.Utterances) > maxUtterances {
				t.Fatalf("not an Intent: %+v", intent)
			}
			sources = append(sources, Source{Intent: intent})
		}
		to := Formats[len(content)%len(Formats)]
		for name := range to.Write(FromIntents(sources, &Report{}), &Report{}) {
			if strings.HasPrefix(name, "/") || slices.Contains(strings.Split(name, "/"), "..") {
				t.Fatalf("%s would write %q", to.Name, name)
			}
		}
		if len(report.Notes) > maxNotes {
			t.Fatalf("%d notes", len(report.Notes))
		}
	})
}

func FuzzRasa(f *testing.F)         { fuzzFormat(f, Formats[3]) }
func FuzzDialogflowES(f *testing.F) { fuzzFormat(f, Formats[1]) }
func FuzzDialogflowCX(f *testing.F) { fuzzFormat(f, Formats[0]) }
func FuzzLex(f *testing.F)          { fuzzFormat(f, Formats[2]) }

func FuzzReadZip(f *testing.F) {
	f.Add(zipOf(f, entry{name: "a/"}, entry{name: "a/agent.json", content: "{}"}, entry{name: "b.yml", content: strings.Repeat("a", 2000)}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		files, err := ReadZip(raw)
		if err != nil {
			return
		}
		archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			t.Fatal(err)
		}
		total := 0
		for name, content := range files {
			total += len(content)
			if strings.HasPrefix(name, "/") || strings.Contains(name, "..") && slices.Contains(strings.Split(name, "/"), "..") {
				t.Fatalf("%q leads out", name)
			}
		}
		if total > maxRatio*len(raw)+len(archive.File)*smallest {
			t.Fatalf("%d bytes of %d", total, len(raw))
		}
	})
}
