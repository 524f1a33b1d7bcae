// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/cli/exchange"
	"github.com/intentops/intentops/internal/cli/screen"
)

const (
	wholeProject = "../../docs/examples/rasa"
	oddProject   = "exchange/testdata/rasa"
)

// TestImportScreens compares what people see of an import.
func TestImportScreens(t *testing.T) {
	report := &exchange.Report{}
	format, _ := exchange.FormatOf("rasa")
	files, err := readExchange(oddProject)
	if err != nil {
		t.Fatal(err)
	}
	bot, err := format.Read(files, report)
	if err != nil {
		t.Fatal(err)
	}
	exchange.ToIntents(bot, "support", report)
	report.Sort()
	for name, sc := range map[string]screen.Screen{
		"80": {Width: 80}, "120": {Width: 120}, "80-colour": {Width: 80, Colour: true}, "120-colour": {Width: 120, Colour: true},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			writeExchange(&out, sc, report, "as Intents")
			compareGolden(t, filepath.Join("testdata", "screens", "import-"+name+".golden"), out.String())
		})
	}
	stdout, _, code := run("", "import", "rasa", wholeProject, "--bot", "support")
	if code != exitDone {
		t.Errorf("exit %d", code)
	}
	compareGolden(t, filepath.Join("testdata", "import.golden"), stdout)
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s: %v: another screen (write it with -update):\n%s", path, err, got)
	}
}

func TestImportAndExport(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, tc := range []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"nothing to mend", []string{"import", "rasa", wholeProject, "--bot", "support", "--out", at("whole")}, exitDone, "", "2 intents with 10 utterances written as Intents: 0 to mend, 1 changed, 2 not carried over"},
		{"the Intents pass the check", []string{"lint", at("whole")}, exitDone, "2 objects, 0 errors", ""},
		{"strictly", []string{"import", "rasa", wholeProject, "--bot", "support", "--strict", "--out", at("strict")}, exitFindings, "", "Not carried over"},
		{"something to mend", []string{"import", "rasa", oddProject, "--bot", "support", "--out", at("odd")}, exitFindings, "", "spec.reply.text: is empty: write what the bot answers"},
		{"what must be mended is found by the check", []string{"lint", at("odd")}, exitFindings, "error [schema] Intent legal", ""},
		{"files that are there", []string{"import", "rasa", wholeProject, "--bot", "support", "--out", at("whole")}, exitFailed, "", "opening-hours.yaml (and 1 file more): is there already: nothing was written"},
		{"files that are there, by force", []string{"import", "rasa", wholeProject, "--bot", "other", "--out", at("whole"), "--force"}, exitDone, "", "2 intents"},
		{"a report for a script", []string{"import", "lex", "exchange/testdata/lex", "--bot", "support", "--out", at("lex"), "-o", "json"}, exitDone, `"kind": "dropped"`, ""},
		{"export to a folder", []string{"export", "dialogflow-cx", at("whole"), "--out", at("cx")}, exitDone, "", "2 intents with 10 utterances written for Dialogflow CX"},
		{"export of what must be mended", []string{"export", "rasa", at("odd"), "--out", at("mended")}, exitFindings, "", "6 intents with 13 utterances written for Rasa: 1 to mend"},
		{"export to a zip", []string{"export", "lex", at("whole"), "--out", at("lex.zip")}, exitDone, "", "written for Amazon Lex V2"},
		{"a zip that is there", []string{"export", "lex", at("whole"), "--out", at("lex.zip")}, exitFailed, "", "lex.zip: is there already"},
		{"import of that zip", []string{"import", "lex", at("lex.zip"), "--bot", "support"}, exitDone, "name: order-status", ""},
		{"a single file", []string{"import", "rasa", wholeProject + "/data/nlu.yml", "--bot", "support"}, exitFindings, "name: order-status", "2 to mend"},
		{"an export of another format", []string{"import", "lex", wholeProject, "--bot", "support"}, exitFailed, "", "rasa: has no BotLocale.json"},
		{"a format that is not known", []string{"import", "luis", wholeProject, "--bot", "support"}, exitFailed, "", `"luis" is not a format: use one of dialogflow-cx, dialogflow-es, lex, rasa`},
		{"no Bot", []string{"import", "rasa", wholeProject}, exitFailed, "", "--bot is missing"},
		{"a Bot that cannot be", []string{"import", "rasa", wholeProject, "--bot", "My Bot"}, exitFailed, "", `--bot "My Bot"`},
		{"a report and Intents in one", []string{"import", "rasa", wholeProject, "--bot", "b", "-o", "json"}, exitFailed, "", "say with --out where the Intents go"},
		{"nothing there", []string{"import", "rasa", at("none"), "--bot", "b"}, exitFailed, "", "no such file or directory"},
		{"export to nowhere", []string{"export", "rasa", at("whole")}, exitFailed, "", "--out is missing"},
		{"export of another Bot", []string{"export", "rasa", at("whole"), "--out", at("x"), "--bot", "nobody"}, exitFailed, "", "has no Intent of Bot nobody, but of: other"},
		{"one Bot", []string{"import", "rasa", wholeProject, "--bot", "other", "--out", at("two/rasa")}, exitDone, "", "2 intents"},
		{"and another", []string{"import", "lex", "exchange/testdata/lex", "--bot", "support", "--out", at("two/lex")}, exitDone, "", "1 intent "},
		{"export of several Bots", []string{"export", "rasa", at("two"), "--out", at("x")}, exitFailed, "", "has Intents of several Bots: choose one with --bot: other, support"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			stdout, stderr, code := run("", tc.args...)
			unwrapped := strings.Join(strings.Fields(stderr), " ")
			if code != tc.code || !strings.Contains(stdout, tc.stdout) || !strings.Contains(unwrapped, tc.stderr) || tc.stdout == "" && stdout != "" {
				t.Errorf("exit %d, stdout %s, stderr %s", code, stdout, stderr)
			}
		})
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("%s is left over", entry.Name())
		}
	}
	if _, err := os.Stat(at("x")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a failed export left something")
	}
}

// TestAReportIsForScripts: its fields have names that do not change.
func TestAReportIsForScripts(t *testing.T) {
	stdout, _, _ := run("", "import", "rasa", wholeProject, "--bot", "support", "--out", filepath.Join(t.TempDir(), "out"), "-o", "json")
	var report map[string]any
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatal(err)
	}
	notes, _ := report["notes"].([]any)
	note, _ := notes[0].(map[string]any)
	if report["intents"] != 2.0 || report["utterances"] != 10.0 || note["kind"] != "changed" || note["file"] != "data/nlu.yml" || note["item"] == "" || note["reason"] == "" {
		t.Error(stdout)
	}
}

// TestFoldersAreWrittenWholeOrNotAtAll: neither an interruption nor a file that cannot be written
// leaves a part of it.
func TestFoldersAreWrittenWholeOrNotAtAll(t *testing.T) {
	files := map[string][]byte{"a.yaml": []byte("new"), "b/c.yaml": []byte("new"), "d/e.yaml": []byte("new")}
	interrupted, stop := context.WithCancel(context.Background())
	stop()
	for name, tc := range map[string]struct {
		ctx     context.Context
		before  map[string]string
		force   bool
		failed  string
		written bool
	}{
		"a new folder":                        {ctx: context.Background(), written: true},
		"interrupted":                         {ctx: interrupted, failed: "context canceled"},
		"a folder with others":                {ctx: context.Background(), before: map[string]string{"other": "old"}, written: true},
		"interrupted beside others":           {ctx: interrupted, before: map[string]string{"other": "old"}, failed: "context canceled"},
		"a file that is there":                {ctx: context.Background(), before: map[string]string{"b/c.yaml": "old"}, failed: "b/c.yaml: is there already"},
		"a file that is there, by force":      {ctx: context.Background(), before: map[string]string{"b/c.yaml": "old"}, force: true, written: true},
		"a folder in the place of a file":     {ctx: context.Background(), before: map[string]string{"a.yaml/x": "old"}, force: true, failed: "a.yaml is a folder"},
		"a file in the place of a folder":     {ctx: context.Background(), before: map[string]string{"a.yaml": "old", "d": "old"}, force: true, failed: "not a directory"},
		"a file in the place of a new folder": {ctx: context.Background(), before: map[string]string{"d": "old"}, failed: "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			for name, content := range tc.before {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := writeFolder(tc.ctx, dir, files, tc.force)
			if tc.written != (err == nil) || err != nil && !strings.Contains(err.Error(), tc.failed) {
				t.Fatalf("got %v, want %q", err, tc.failed)
			}
			want := map[string]string{}
			for name, content := range tc.before {
				want[name] = content
			}
			if tc.written {
				for name := range files {
					want[name] = "new"
				}
			}
			got := map[string]string{}
			_ = fs.WalkDir(os.DirFS(filepath.Dir(dir)), ".", func(name string, entry fs.DirEntry, err error) error {
				if err == nil && !entry.IsDir() {
					content, _ := os.ReadFile(filepath.Join(filepath.Dir(dir), name))
					got[strings.TrimPrefix(name, "out/")] = string(content)
				}
				return err
			})
			if len(got) != len(want) {
				t.Errorf("there is %v, want %v", got, want)
			}
			for name := range want {
				if got[name] != want[name] {
					t.Errorf("%s is %q, want %q", name, got[name], want[name])
				}
			}
		})
	}
}

func TestFormatsAreCompleted(t *testing.T) {
	stdout, _, _ := run("", "__complete", "import", "")
	for _, want := range []string{"rasa\tRasa", "dialogflow-es", "dialogflow-cx", "lex\tAmazon Lex V2"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%s is not offered: %s", want, stdout)
		}
	}
}
