// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
)

var update = flag.Bool("update", false, "write the golden files again")

// fixture reads a folder of testdata, which has an export of the form that the platform gives.
func fixture(t testing.TB, name string) Files {
	t.Helper()
	files, err := ReadFolder(os.DirFS(filepath.Join("testdata", name)))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestEachFormatIsCarriedOver compares all that becomes of an export with what is expected: the
// Intents, and the list of what could not be carried over.
func TestEachFormatIsCarriedOver(t *testing.T) {
	for _, format := range Formats {
		t.Run(format.Name, func(t *testing.T) {
			report := &Report{}
			bot, err := format.Read(fixture(t, format.Name), report)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, intent := range ToIntents(bot, "support", report) {
				got.WriteString(asManifest(t, intent) + "---\n")
			}
			report.Sort()
			for _, note := range report.Notes {
				got.WriteString("# " + string(note.Kind) + ": " + note.File + ": " + note.Item + ": " + note.Reason + "\n")
			}
			golden(t, filepath.Join("testdata", format.Name+".golden"), got.String())
		})
	}
}

// TestWhatWasExportedIsTheSameWhenImported: fields, replies and confirmations come back too, where
// a format has a place for them.
func TestWhatWasExportedIsTheSameWhenImported(t *testing.T) {
	for _, format := range Formats {
		t.Run(format.Name, func(t *testing.T) {
			bot, err := format.Read(fixture(t, format.Name), &Report{})
			if err != nil {
				t.Fatal(err)
			}
			first := ToIntents(bot, "support", &Report{})
			var sources []Source
			for _, intent := range first {
				sources = append(sources, Source{Intent: intent})
			}
			again, err := format.Read(format.Write(FromIntents(sources, &Report{}), &Report{}), &Report{})
			if err != nil {
				t.Fatal(err)
			}
			second := ToIntents(again, "support", &Report{})
			byName := func(a, b *v1alpha1.Intent) int { return strings.Compare(a.Name, b.Name) }
			slices.SortFunc(first, byName)
			slices.SortFunc(second, byName)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestFromAnyFormatToAnyOther: every way keeps every utterance, and what another format has no
// place for is listed.
func TestFromAnyFormatToAnyOther(t *testing.T) {
	for _, from := range Formats {
		for _, to := range Formats {
			t.Run(from.Name+" to "+to.Name, func(t *testing.T) {
				bot, err := from.Read(fixture(t, from.Name), &Report{})
				if err != nil {
					t.Fatal(err)
				}
				var sources []Source
				want := map[string]bool{}
				for _, intent := range ToIntents(bot, "support", &Report{}) {
					sources = append(sources, Source{File: intent.Name + ".yaml", Intent: intent})
					for _, said := range intent.Spec.Utterances {
						want[strings.Trim(said, rasaStrips)] = true
					}
				}
				report := &Report{}
				read, err := to.Read(to.Write(FromIntents(sources, report), report), &Report{})
				if err != nil {
					t.Fatal(err)
				}
				for _, intent := range ToIntents(read, "support", &Report{}) {
					for _, said := range intent.Spec.Utterances {
						delete(want, strings.Trim(said, rasaStrips))
					}
				}
				if len(want) > 0 {
					t.Errorf("lost: %v\n%+v", want, report.Notes)
				}
			})
		}
	}
}

// TestWhatIsNotAnExportIsRefused with the name of what is missing or wrong.
func TestWhatIsNotAnExportIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		format string
		files  Files
		want   string
	}{
		"no Rasa":               {"rasa", Files{"a.yml": []byte("a: b")}, "has no YAML file with nlu"},
		"YAML that is broken":   {"rasa", Files{"nlu.yml": []byte("nlu:\n- intent: a\n  examples: [")}, "nlu.yml: yaml: line "},
		"aliases without end":   {"rasa", Files{"nlu.yml": []byte(laughs)}, "nlu.yml: yaml: document contains excessive aliasing"},
		"no ES":                 {"dialogflow-es", Files{"agent.json": []byte("{}")}, "has no folder intents"},
		"JSON that is broken":   {"dialogflow-es", Files{"intents/a.json": []byte("{")}, "intents/a.json: unexpected end of JSON"},
		"another type":          {"dialogflow-es", Files{"intents/a.json": []byte(`{"name": 1}`)}, "intents/a.json: json: cannot unmarshal number"},
		"CX taken for ES":       {"dialogflow-es", fixture(t, "dialogflow-cx"), "use the format dialogflow-cx"},
		"ES taken for CX":       {"dialogflow-cx", fixture(t, "dialogflow-es"), "has no intents with a folder trainingPhrases"},
		"no Lex":                {"lex", Files{"a.json": nil}, "has no BotLocale.json"},
		"a language of no name": {"lex", Files{"x/BotLocale.json": []byte(`{"identifier": "English"}`)}, `identifier "English" is not a language such as en_US`},
	} {
		t.Run(name, func(t *testing.T) {
			format, _ := FormatOf(tc.format)
			if _, err := format.Read(tc.files, &Report{}); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// laughs are a text that would be a gigabyte once its aliases are followed.
var laughs = func() string {
	var b strings.Builder
	b.WriteString("x0: &x0 [a, a, a, a, a, a, a, a, a]\n")
	for n := 1; n < 9; n++ {
		b.WriteString("x" + asText(n) + ": &x" + asText(n) + " [" + strings.Repeat("*x"+asText(n-1)+", ", 9) + "a]\n")
	}
	return b.String() + "slots:\n  size: {type: categorical, values: *x8}\nnlu: []\n"
}()

func asManifest(t *testing.T, intent *v1alpha1.Intent) string {
	t.Helper()
	object, err := runtime.DefaultUnstructuredConverter.ToUnstructured(intent)
	if err != nil {
		t.Fatal(err)
	}
	delete(object, "status")
	raw := Manifest(object)
	var back v1alpha1.Intent
	if err := yaml.UnmarshalStrict(raw, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*intent, back); diff != "" {
		t.Errorf("the manifest says something else:\n%s", diff)
	}
	return string(raw)
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("reading the golden file (write it with -update): %v", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// TestAReportIsBounded: nobody reads a million notes.
func TestAReportIsBounded(t *testing.T) {
	report := &Report{}
	for range maxNotes + 5 {
		report.Add(Dropped, "a", "b", "c")
	}
	raw, err := json.Marshal(report)
	if err != nil || len(report.Notes) != maxNotes || report.More != 5 || !strings.Contains(string(raw), `"more":5`) {
		t.Errorf("%d notes and %d more, %v", len(report.Notes), report.More, err)
	}
}
