// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/cli/screen"
)

// changed is the shop after a week's work: one of each kind of change.
func changed(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(repository(t), "shop")
	replace(t, dir, "intents.yaml", "- track my package", "- track my package\n  - where did my delivery go")
	replace(t, dir, "intents.yaml", "  name: refund", "  name: repayment")
	replace(t, dir, "batches.yaml", "[refund]", "[repayment]")
	replace(t, dir, "intents.yaml", "  tests:\n  - say: give me a refund please\n    expect: refund\n", "  tests:\n  - say: give me a refund please\n")
	replace(t, dir, "intents.yaml", "from nine to five.\n", "from nine to five.\n  description: When the shop is open.\n")
	replace(t, dir, "bot.yaml", "confidencePercent: 60", "confidencePercent: 50")
	replace(t, dir, "bot.yaml", "'refund'", "'repayment'")
	replace(t, dir, "bot.yaml", "  channels:", "  automation: Disabled\n  channels:")
	replace(t, dir, "batches.yaml", "  dependsOn", "  state: Held\n  dependsOn")
	return dir
}

func TestReports(t *testing.T) {
	dir := changed(t)
	replace(t, dir, "intents.yaml", "say: where is my package", "say: are you open tonight")
	t.Chdir(filepath.Dir(dir))
	r := checked(t, Options{Dir: "shop", Since: "main", Lint: true, Test: true, Diff: true})
	if !r.Failed(false) {
		t.Error("a report with an error has not failed")
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"text-80":         func(b *bytes.Buffer) error { r.WriteText(b, screen.Screen{Width: 80}); return nil },
		"text-120":        func(b *bytes.Buffer) error { r.WriteText(b, screen.Screen{Width: 120}); return nil },
		"text-80-colour":  func(b *bytes.Buffer) error { r.WriteText(b, screen.Screen{Width: 80, Colour: true}); return nil },
		"text-120-colour": func(b *bytes.Buffer) error { r.WriteText(b, screen.Screen{Width: 120, Colour: true}); return nil },
		"sarif.json":      func(b *bytes.Buffer) error { return r.WriteSARIF(b, "v1") },
		"junit.xml":       func(b *bytes.Buffer) error { return r.WriteJUnit(b) },
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.String())
			var read any
			if strings.HasSuffix(name, ".json") && json.Unmarshal(b.Bytes(), &read) != nil || strings.HasSuffix(name, ".xml") && xml.Unmarshal(b.Bytes(), new(junitSuites)) != nil {
				t.Error("cannot be read again")
			}
		})
	}
}

var here, _ = os.Getwd()

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(here, "testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("reading the golden report (write it with -update): %v", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

// TestReportsNameFilesOfAnyName: SARIF wants references in which spaces and the like are written
// otherwise, and CI systems want a name for each case.
func TestReportsNameFilesOfAnyName(t *testing.T) {
	dir := folder(t, "", "", "")
	write(t, dir, "100% späte:r.yaml", "a: b\n  c: d\n")
	t.Chdir(dir)
	r := checked(t, Options{Dir: ".", Lint: true, hasty: true})
	var sarif, junit bytes.Buffer
	if err := errors.Join(r.WriteSARIF(&sarif, "v1"), r.WriteJUnit(&junit)); err != nil {
		t.Fatal(err)
	}
	if want := `"uri": "./100%25%20sp%C3%A4te:r.yaml"`; !strings.Contains(sarif.String(), want) {
		t.Errorf("want %s in %s", want, sarif.String())
	}
	if want := `<testcase classname="yaml" name="100% späte:r.yaml" `; !strings.Contains(junit.String(), want) {
		t.Errorf("want %s in %s", want, junit.String())
	}
}
