// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/fake"

	"github.com/intentops/intentops/api/v1alpha1"
)

const history1 = "testdata/events.ndjson"

func TestScorecardScreens(t *testing.T) {
	for name, args := range map[string][]string{
		"scorecard":          {"scorecard", "--from", history1, "--min-samples", "10"},
		"scorecard-split":    {"scorecard", "support", "--from", history1, "--bot-start", "2025-02-11", "--min-samples", "10"},
		"scorecard-json":     {"scorecard", "--from", history1, "--baseline-until", "2025-02-11T00:00:00Z", "--min-samples", "10", "-o", "json"},
		"scorecard-markdown": {"scorecard", "--from", history1, "--bot-start", "2025-02-11", "--min-samples", "10", "-o", "markdown"},
		"scorecard-html":     {"scorecard", "--from", history1, "--bot-start", "2025-02-11", "--min-samples", "10", "-o", "html"},
	} {
		t.Run(name, func(t *testing.T) {
			got, stderr, code := run("", args...)
			if code != 0 || stderr != "" {
				t.Fatalf("exit %d: %s", code, stderr)
			}
			golden(t, name, got)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
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
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("screen (-want +got):\n%s", diff)
	}
}

// The shape that others read.
func TestScorecardJSON(t *testing.T) {
	got, _, _ := run("", "scorecard", "--from", history1, "-o", "json")
	var card struct {
		AsOf time.Time `json:"asOf"`
		KPIs []map[string]any
	}
	if err := json.Unmarshal([]byte(got), &card); err != nil {
		t.Fatal(err)
	}
	if len(card.KPIs) != 13 || card.AsOf.IsZero() {
		t.Errorf("%d KPIs as of %v", len(card.KPIs), card.AsOf)
	}
	for _, k := range card.KPIs {
		for _, member := range []string{"kpi", "value", "low", "high", "samples", "unit", "state", "series"} {
			if _, there := k[member]; !there {
				t.Errorf("%v has no %s", k["kpi"], member)
			}
		}
	}
}

func TestScorecardRefuses(t *testing.T) {
	tests := map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"nothing to show":              {args: []string{}, want: "name a Bot, or a file of events with --from"},
		"an unknown format":            {args: []string{"b", "-o", "xml"}, want: "-o xml: use table, json, markdown, html or kpitargets"},
		"a file that is not there":     {args: []string{"--from", "none.ndjson"}, want: "none.ndjson"},
		"two ends of the baseline":     {args: []string{"--from", "-", "--bot-start", "2026-01-01", "--baseline-until", "2026-01-01"}, want: "give one"},
		"a time that is none":          {args: []string{"--from", "-", "--bot-start", "monday"}, want: `"monday" is not a time: write it as in 2026-03-01`},
		"a split without a file":       {args: []string{"b", "--bot-start", "2026-01-01"}, want: "need --from"},
		"two sources":                  {args: []string{"b", "--from", "-", "--prometheus", "http://p"}, want: "--prometheus and --from are two sources"},
		"KPITargets of the present":    {args: []string{"b", "-o", "kpitargets"}, want: "a file of its past with --from"},
		"KPITargets of nobody":         {args: []string{"--from", "-", "-o", "kpitargets"}, want: "name the Bot that they are for"},
		"KPITargets of a sentence":     {args: []string{"my bot", "--from", "-", "-o", "kpitargets"}, want: "\"my bot\" is not a valid name of a Bot"},
		"KPITargets of too few":        {args: []string{"b", "--from", history1, "--min-samples", "9999", "-o", "kpitargets"}, want: "no KPI has 9999 samples before"},
		"no samples":                   {args: []string{"--from", "-", "--min-samples", "0"}, want: "--min-samples 0"},
		"a milestone before its start": {args: []string{"--from", "-", "--milestones", "-3"}, want: "--milestones -3"},
		"an empty file":                {args: []string{"--from", "-"}, want: "the standard input: no conversation among 0 events"},
		"no events":                    {stdin: "hello\nworld\n", args: []string{"--from", "-"}, want: "no conversation among 2 events; 2 refused as Malformed, the first on line 1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := run(tc.stdin, append([]string{"scorecard"}, tc.args...)...)
			if code != 1 || stdout != "" || !strings.Contains(stderr, tc.want) {
				t.Errorf("exit %d, stdout %q, stderr %q; want %q", code, stdout, stderr, tc.want)
			}
		})
	}
}

// Names come from files that others wrote.
func TestScorecardEscapes(t *testing.T) {
	bad := `<script>alert(1)</script>|\u001b[2J`
	events := strings.ReplaceAll(`{"id":"1","source":"s","type":"dev.intentops.conversation.started","subject":"a","time":"2026-01-01T00:00:00Z","data":{"channel":"BAD"}}
{"id":"2","source":"s","type":"dev.intentops.conversation.started","subject":"b","time":"2026-01-01T00:00:00Z","data":{"channel":"BAD"}}
{"id":"3","source":"s","type":"BAD"}
`, "BAD", bad)
	for output, mayNot := range map[string][]string{
		"table": {"\x1b"}, "markdown": {"\x1b", "<script", "</script>|"}, "html": {"<script", "\x1b"},
	} {
		stdout, stderr, code := run(events, "scorecard", "--from", "-", "-o", output)
		if code != 0 {
			t.Fatal(stderr)
		}
		for _, text := range mayNot {
			if strings.Contains(stdout, text) {
				t.Errorf("%s has %q", output, text)
			}
		}
	}
}

// slowClock moves on by a second each time it is read.
func slowClock() func() time.Time {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

func TestScorecardProgress(t *testing.T) {
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	o := &scorecardOptions{IOStreams: streams, from: history1, output: "table", minSamples: 1, now: slowClock()}
	if err := o.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(errOut.String(), "reading testdata/events.ndjson: 0 MB of 0 MB (100%)\n") || strings.Contains(out.String(), "reading") {
		t.Errorf("progress %q", errOut.String())
	}
}

func target(name, bot string, k v1alpha1.KPI, status v1alpha1.KPITargetStatus) *v1alpha1.KPITarget {
	return &v1alpha1.KPITarget{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "KPITarget"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "shop"},
		Spec:       v1alpha1.KPITargetSpec{BotRef: v1alpha1.LocalReference{Name: bot}, KPI: k},
		Status:     status,
	}
}

func cluster(t *testing.T, objects ...runtime.Object) func() (dynamic.Interface, string, error) {
	t.Helper()
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	client := fake.NewSimpleDynamicClientWithCustomListKinds(scheme, map[schema.GroupVersionResource]string{
		v1alpha1.GroupVersion.WithResource("kpitargets"): "KPITargetList",
	}, objects...)
	return func() (dynamic.Interface, string, error) { return client, "shop", nil }
}

func TestScorecardOfBot(t *testing.T) {
	objects := []runtime.Object{
		target("volume", "support", v1alpha1.KPIChatVolume, v1alpha1.KPITargetStatus{}),
		target("other", "sales", v1alpha1.KPICSAT, v1alpha1.KPITargetStatus{}),
		target("csat", "support", v1alpha1.KPICSAT, v1alpha1.KPITargetStatus{
			Target: ">= 4.3", State: v1alpha1.KPIMet, Trend: v1alpha1.TrendImproving,
			Baseline: &v1alpha1.KPIMeasurement{Value: "3.8"},
			Current:  &v1alpha1.KPIMeasurement{Value: "4.41", Low: "4.36", High: "4.46", Samples: new(int64(2290))},
			Milestones: []v1alpha1.MilestoneStatus{
				{Day: 30, Target: ">= 4", State: v1alpha1.MilestoneMet, Measured: &v1alpha1.KPIMeasurement{Value: "4.12", Low: "4.03", High: "4.21", Samples: new(int64(610))}},
				{Day: 60, Target: ">= 4.3", State: v1alpha1.MilestonePending},
			},
			Guardrails: []v1alpha1.GuardrailStatus{{Name: "escalation", State: v1alpha1.GuardrailSteady}},
			Segments: []v1alpha1.SegmentStatus{{
				By: v1alpha1.SegmentChannel, Worst: &v1alpha1.SegmentMeasurement{Name: "email", Value: "4.1", Samples: new(int64(300))},
			}},
		}),
		target("escalation", "support", v1alpha1.KPIEscalationRate, v1alpha1.KPITargetStatus{
			Target: "<= 30%", State: v1alpha1.KPIMissed, Trend: v1alpha1.TrendSteady,
			Baseline:   &v1alpha1.KPIMeasurement{Value: "46%", Low: "42%", High: "50%", Samples: new(int64(600))},
			Current:    &v1alpha1.KPIMeasurement{Value: "31.2%", Low: "30.2%", High: "32.2%", Samples: new(int64(8114))},
			Conditions: []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: metav1.ConditionFalse, Message: "Prometheus does not answer"}},
		}),
	}
	for _, output := range []string{"table", "json", "markdown", "html"} {
		t.Run(output, func(t *testing.T) {
			var out bytes.Buffer
			o := &scorecardOptions{IOStreams: genericiooptions.IOStreams{Out: &out}, bot: "support", output: output, minSamples: 100, now: time.Now, cluster: cluster(t, objects...)}
			if err := o.run(context.Background()); err != nil {
				t.Fatal(err)
			}
			golden(t, "scorecard-bot-"+output, out.String())
		})
	}
	for bot, want := range map[string]string{
		"nobody": `bots.intentops.dev "nobody" not found`,
		"quiet":  "no KPITarget in namespace shop names Bot quiet",
	} {
		quiet := &v1alpha1.Bot{
			TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "Bot"},
			ObjectMeta: metav1.ObjectMeta{Name: "quiet", Namespace: "shop"},
		}
		o := &scorecardOptions{bot: bot, output: "table", minSamples: 1, cluster: cluster(t, append(objects, quiet)...)}
		if err := o.run(context.Background()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", bot, err, want)
		}
	}
}
