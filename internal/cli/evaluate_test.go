// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

var update = flag.Bool("update", false, "write the golden screens again")

// run runs the plugin with a standard input.
func run(stdin string, args ...string) (stdout, stderr string, code int) {
	streams, in, out, errOut := genericiooptions.NewTestIOStreams()
	in.WriteString(stdin)
	code = Run("v0.0.0-test", args, streams)
	return out.String(), errOut.String(), code
}

func TestScreens(t *testing.T) {
	for name, args := range map[string][]string{
		"evaluate":        {"evaluate", "-f", "../../docs/examples/rollout.yaml"},
		"evaluate-replay": {"evaluate", "-f", "../../docs/examples/rollout.yaml", "--replay"},
		"evaluate-harm":   {"evaluate", "-f", "testdata/harm.yaml", "--replay"},
		"evaluate-json":   {"evaluate", "-f", "../../docs/examples/rollout.yaml", "-o", "json"},
		"evaluate-mixed":  {"evaluate", "-f", "../../docs/examples/mixed.yaml"},
		"plan-mixed":      {"evaluate", "-f", "testdata/mixed-plan.yaml", "--per-hour", "100"},
		"plan":            {"evaluate", "-f", "../../docs/examples/plan.yaml", "--per-hour", "200"},
		"evaluate-yaml":   {"evaluate", "-f", "../../docs/examples/rollout.yaml", "-o", "yaml"},
		"plan-json":       {"evaluate", "-f", "../../docs/examples/plan.yaml", "--per-hour", "200", "-o", "json"},
		"help":            {"evaluate", "--help"},
	} {
		t.Run(name, func(t *testing.T) {
			got, stderr, code := run("", args...)
			if code != 0 || stderr != "" {
				t.Fatalf("exit %d: %s", code, stderr)
			}
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("reading the golden screen (write it with -update): %v", err)
			}
			if strings.HasSuffix(name, "json") {
				compareJSON(t, want, got)
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("screen (-want +got):\n%s", diff)
			}
		})
	}
}

// compareJSON allows for the last digits, which differ between processors.
func compareJSON(t *testing.T, want []byte, got string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(want, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got), &b); err != nil {
		t.Fatalf("not JSON: %v", err)
	}
	near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*max(1, math.Abs(x)) })
	if diff := cmp.Diff(a, b, near); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

// valid is a file that the cases below break in one place.
const valid = `gates:
- {name: limit, metric: Escalation, compare: Target, limit: "30%"}
steps:
- name: five
  percent: 5
  candidate: {assigned: 430, conversations: 412, escalated: 131}
  stable: {assigned: 8100, conversations: 7800, escalated: 2300}
`

func TestBadFilesAreRefusedByField(t *testing.T) {
	for name, tc := range map[string]struct {
		old, new string
		want     string
	}{
		"an unknown field":           {"percent: 5", "percnt: 5", `unknown field "steps[0].percnt"`},
		"an unknown field of a gate": {"limit: \"30%\"", "limt: \"30%\"", `unknown field "gates[0].limt"`},
		"no gates":                   {"- {name: limit, metric: Escalation, compare: Target, limit: \"30%\"}", "", "gates: give 1 to 10, not 0"},
		"a limit without a unit":     {`"30%"`, `"30"`, `gates[0].limit: "30" is not a percentage such as "35%"`},
		"a limit on a comparison":    {"compare: Target", "compare: Stable", "gates[0].limit: goes with compare: Target"},
		"a percent beyond 100":       {"percent: 5", "percent: 105", "steps[0].percent: 105 does not rise from step to step, from 0 up to 100"},
		"a negative percent":         {"percent: 5", "percent: -5", "steps[0].percent: -5 does not rise from step to step, from 0 up to 100"},
		"a missing percent":          {"  percent: 5\n", "", "steps[0].percent: is missing"},
		"a text for a number":        {"percent: 5", "percent: five", "steps.percent: has a string, write a whole number"},
		"half a conversation":        {"conversations: 412", "conversations: 412.5", "steps.candidate.conversations: has a number, write a whole number"},
		"a number for a list":        {"escalated: 131}", "escalated: 131, ratings: 5}", "steps.candidate.ratings: has a number, write a list"},
		"a list for an object":       {"candidate: {assigned: 430, conversations: 412, escalated: 131}", "candidate: [430, 412]", "steps.candidate: has a list, write an object with fields"},
		"a key that is there twice":  {"percent: 5", "percent: 5\n  percent: 6", `key "percent" already set in map`},
		"an absurd baseline":         {"percent: 5", "percent: 5\n  baseline: {csat: \"9\"}", `steps[0].baseline.csat: value: "9" is not a score from 1 to 5`},
		"an absurd budget":           {"gates:", "errorRates: {falseRollbackPercent: 90}\ngates:", "errorRates.falseRollbackPercent: 90 is not from 1 to 50"},
		"fewer planned steps":        {"gates:", "plannedSteps: 30\ngates:", "plannedSteps: 30 is not from 1 to 20"},
		"an unknown mode":            {"gates:", "require: Luck\ngates:", `require: "Luck" is not NoHarm or Evidence`},
		"an unknown kind of intents": {"gates:", "intents: Odd\ngates:", `intents: "Odd" is not New, Changed or Mixed`},
		"kinds of a new batch":       {"  percent: 5", "  percent: 5\n  new: {}", "steps[0]: baseline, candidate and stable stand under new and changed where intents are Mixed"},
		"kinds against intents":      {"gates:\n- {name: limit, metric: Escalation, compare: Target, limit: \"30%\"}\nsteps:\n- name: five", "intents: New\ngates:\n- {name: limit, metric: Escalation, compare: Target, limit: \"30%\"}\nsteps:\n- name: five\n  new: {}", "steps[0]: new and changed go with intents: Mixed, not New"},
		"a baseline of a kind":       {"  candidate: {assigned: 430, conversations: 412, escalated: 131}\n  stable: {assigned: 8100, conversations: 7800, escalated: 2300}", "  changed: {baseline: {csat: \"9\"}}", `steps[0].changed.baseline.csat: value: "9" is not a score from 1 to 5`},
		"a KPITarget":                {`limit: "30%"`, `kpiTargetRef: {name: x}`, "gates[0].kpiTargetRef: a file has no KPITargets: give metric and limit or margin"},
		"what is no YAML":            {"gates:", "gates: [", "did not find expected"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(valid, tc.old, tc.new, 1)
			if broken == valid {
				t.Fatal("the case changes nothing")
			}
			stdout, stderr, code := run(broken, "evaluate", "-f", "-")
			if code != 1 || stdout != "" {
				t.Errorf("exit %d, printed %q; want 1 and nothing", code, stdout)
			}
			if !strings.HasPrefix(stderr, "error: -: ") || !strings.Contains(stderr, tc.want) {
				t.Errorf("said %q, want %q in it", stderr, tc.want)
			}
			for _, inner := range []string{"json:", "Go struct", "rolloutFile", "countsFile", "int64"} {
				if strings.Contains(stderr, inner) {
					t.Errorf("said %q, which talks of the program", stderr)
				}
			}
		})
	}
}

func TestBadFlagsAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no file":           {[]string{"evaluate"}, "-f is missing"},
		"a file not there":  {[]string{"evaluate", "-f", "testdata/nowhere.yaml"}, "testdata/nowhere.yaml: no such file"},
		"an unknown output": {[]string{"evaluate", "-f", "-", "-o", "xml"}, "-o xml: use json or yaml"},
		"a negative rate":   {[]string{"evaluate", "-f", "-", "--per-hour", "-3"}, "--per-hour -3"},
		"an argument":       {[]string{"evaluate", "week-1"}, "unknown command"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := run("", tc.args...)
			if code != 1 || stdout != "" || !strings.Contains(stderr, tc.want) {
				t.Errorf("exit %d, printed %q, said %q; want 1, nothing, and %q", code, stdout, stderr, tc.want)
			}
		})
	}
}

func TestAbsurdCountsHold(t *testing.T) {
	for name, tc := range map[string]struct{ old, new, want string }{
		"more escalated than counted": {"escalated: 131", "escalated: 413", "step five, candidate: 413 escalated of 412 conversations"},
		"more counted than assigned":  {"assigned: 430", "assigned: 100", "step five, candidate: 412 conversations counted of 100 assigned"},
		"below zero":                  {"escalated: 2300", "escalated: -1", "step five, stable: escalated is -1, below zero"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, _, code := run(strings.Replace(valid, tc.old, tc.new, 1), "evaluate", "-f", "-", "-o", "json")
			var got evaluation
			if err := json.Unmarshal([]byte(stdout), &got); err != nil {
				t.Fatal(err)
			}
			if code != 0 || got.Decision != "Hold" || !strings.Contains(got.Reason, tc.want) || got.Gates[0].Verdict != "Error" {
				t.Errorf("exit %d, %+v; want Hold and %q", code, got, tc.want)
			}
		})
	}
}
