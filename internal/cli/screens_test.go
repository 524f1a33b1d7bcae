// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/cli/screen"
)

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestScreensOfTheCluster renders every screen as terminals of two widths get it, with colour and
// without.
func TestScreensOfTheCluster(t *testing.T) {
	prometheus := shopMetrics(t, ofShop, nil)
	for name, args := range map[string][]string{
		"status":                 {"status"},
		"get-bots":               {"get", "bots"},
		"get-bot":                {"get", "bot", "support"},
		"get-batches":            {"get", "batches"},
		"get-batches-now":        {"get", "batches", "--prometheus", prometheus},
		"get-batch-now":          {"get", "batch", "week-2", "--prometheus", prometheus},
		"get-intents":            {"get", "intents"},
		"get-intents-now":        {"get", "intents", "--prometheus", prometheus},
		"get-batch-rolling":      {"get", "batch", "week-2"},
		"get-batch-failed":       {"get", "batch", "week-4"},
		"get-releases":           {"get", "releases", "--bot", "support"},
		"get-release":            {"get", "release", "support-000002"},
		"explain-batch-rolling":  {"explain", "batch", "week-2"},
		"explain-batch-approval": {"explain", "batch", "week-3"},
		"explain-batch-failed":   {"explain", "batch", "week-4"},
		"explain-bot":            {"explain", "bot", "support"},
		"explain-intent-rolling": {"explain", "intent", "refund"},
		"explain-intent-draft":   {"explain", "intent", "lost-parcel"},
		"explain-kpi":            {"explain", "kpi", "escalation"},
	} {
		for _, sc := range []screen.Screen{{Width: 80}, {Width: 120}, {Width: 80, Colour: true}, {Width: 120, Colour: true}} {
			file := fmt.Sprintf("screens/%s-%d", name, sc.Width)
			if sc.Colour {
				file += "-colour"
			}
			t.Run(file, func(t *testing.T) {
				w := newWorld(t, sc)
				if code := w.run(args...); code != 0 || w.err.Len() > 0 {
					t.Fatalf("exit %d: %s", code, w.err)
				}
				golden(t, file, w.out.String())
				for i, line := range strings.Split(colours.ReplaceAllString(w.out.String(), ""), "\n") {
					if n := utf8.RuneCountInString(line); n > sc.Width {
						t.Errorf("line %d has %d characters, want at most %d:\n%s", i+1, n, sc.Width, line)
					}
					if strings.TrimRight(line, " ") != line {
						t.Errorf("line %d ends in spaces: %q", i+1, line)
					}
				}
			})
		}
	}
}

// TestScreensAsData compares the two formats with each other: JSON is a golden file.
func TestScreensAsData(t *testing.T) {
	prometheus := shopMetrics(t, ofShop, nil)
	for name, args := range map[string][]string{
		"status":          {"status"},
		"get-batch":       {"get", "batch", "week-3"},
		"get-batch-now":   {"get", "batch", "week-2", "--prometheus", prometheus},
		"get-batches-now": {"get", "batches", "--prometheus", prometheus},
		"get-intent":      {"get", "intent", "lost-parcel"},
		"get-intents-now": {"get", "intents", "--prometheus", prometheus},
		"get-bots":        {"get", "bots"},
		"get-release":     {"get", "release", "support-000002"},
		"explain":         {"explain", "batch", "week-4"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, screen.Screen{Width: 80, Colour: true})
			if code := w.run(append(args, "-o", "json")...); code != 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			golden(t, "screens/"+name+"-json", w.out.String())
			var asJSON, asYAML any
			if err := json.Unmarshal(w.out.Bytes(), &asJSON); err != nil {
				t.Fatal(err)
			}
			w.out.Reset()
			if code := w.run(append(args, "-o", "yaml")...); code != 0 {
				t.Fatalf("exit %d: %s", code, w.err)
			}
			if err := yaml.Unmarshal(w.out.Bytes(), &asYAML); err != nil {
				t.Fatal(err)
			}
			if a, b := fmt.Sprint(asJSON), fmt.Sprint(asYAML); a != b {
				t.Errorf("JSON and YAML differ:\n%s\n%s", a, b)
			}
		})
	}
}

func TestErrorsGoToTheStandardError(t *testing.T) {
	for want, args := range map[string][]string{
		`error: intentbatches.intentops.dev "week-9" not found`:                                                 {"get", "batch", "week-9"},
		`error: "pod" is not a kind: use one of bot, batch, intent, release`:                                    {"get", "pod"},
		`error: -o xml: use json or yaml, or leave it out for a screen`:                                         {"status", "-o", "xml"},
		`error: there is no BotRelease "x" in namespace shop`:                                                   {"get", "release", "x"},
		`error: --watch shows a screen: leave -o json out, or use kubectl get --watch`:                          {"get", "batches", "-w", "-o", "json"},
		`error: NAME is missing: kubectl intentops explain KIND NAME`:                                           {"explain", "batch"},
		`error: KIND is missing: kubectl intentops get KIND [NAME]`:                                             {"get"},
		`error: --prometheus: a BotRelease has no figures: leave it out, or get batches or intents`:             {"get", "releases", "--prometheus", "http://localhost:1"},
		`error: --prometheus: metricsource: address "localhost:9090": use a URL such as http://prometheus:9090`: {"get", "batches", "--prometheus", "localhost:9090"},
		`error: "x" is one argument too many: kubectl intentops get KIND [NAME]`:                                {"get", "batch", "week-2", "x"},
		`error: DIR is missing: kubectl intentops diff DIR --since REV`:                                         {"diff"},
		`error: "x" is one argument too many: kubectl intentops status [BOT]`:                                   {"status", "support", "x"},
		`error: --decision is missing: use Continue, Hold or Rollback`:                                          {"review", "week-2"},
		`error: --decision Stop: use Continue, Hold or Rollback`:                                                {"review", "week-2", "--decision", "Stop"},
		`error: unknown command "exprot" for "kubectl intentops release"`:                                       {"release", "exprot", "support"},
		`error: unknown command "xyz" for "kubectl intentops"`:                                                  {"xyz"},
	} {
		w := newWorld(t, screen.Screen{Width: 80})
		if code := w.run(args...); code != exitFailed || w.out.Len() > 0 || strings.TrimSpace(w.err.String()) != want {
			t.Errorf("%v: exit %d, stdout %q, stderr %q, want %q", args, code, w.out, w.err, want)
		}
	}
}

func TestNothingThereIsNoErrorOfAList(t *testing.T) {
	w := newWorld(t, screen.Screen{Width: 80}, shopBot())
	if code := w.run("get", "batches"); code != 0 || w.out.Len() > 0 || w.err.String() != "There is no IntentBatch in namespace shop.\n" {
		t.Errorf("exit %d, stdout %q, stderr %q", code, w.out, w.err)
	}
}

// TestObjectsDoNotSteerTheTerminal: whoever may write a name or a message must not be able to
// write to the terminals of those who read it.
func TestObjectsDoNotSteerTheTerminal(t *testing.T) {
	bot := shopBot()
	bot.Status.Conditions[0].Message = "all well\x1b[2J\x1b]0;title\a and\nmore"
	w := newWorld(t, screen.Screen{Width: 80}, bot)
	for _, args := range [][]string{{"get", "bots"}, {"get", "bot", "support"}, {"explain", "bot", "support"}} {
		w.out.Reset()
		if code := w.run(args...); code != 0 || strings.ContainsAny(w.out.String(), "\x1b\a") {
			t.Errorf("%v: exit %d, printed %q", args, code, w.out)
		}
	}
}
