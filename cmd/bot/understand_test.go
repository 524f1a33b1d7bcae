// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/trial"
)

const shop = `{"version": "v1", "policy": {"name": "p", "revision": "1", "confidencePercent": 60, "marginPercent": 0, "unresolvedTurns": 2,
"handoff": {"require": [], "url": "http://desk", "acceptWithinSeconds": 60}},
"intents": [
{"name": "hours", "revision": "1", "risk": "Low", "utterances": ["when do you open", "opening hours", "are you open on sunday", "what time do you close"], "reply": {"text": "Nine to five."}},
{"name": "track", "revision": "1", "risk": "Low", "utterances": ["where is my parcel", "track my order", "has my parcel been sent", "delivery status"], "reply": {"text": "It comes."},
 "fields": [{"name": "order", "prompt": "Which order?", "pattern": "[A-Z]{2}[0-9]{6}", "required": true}]},
{"name": "refund", "revision": "1", "risk": "Low", "utterances": ["I want my money back", "refund please", "how do I get a refund", "pay me back"], "reply": {"text": "Soon."}}
]}`

func TestUnderstandPrintsTheDecisionOnEachMessage(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "release.json"), []byte(shop), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := command()
	var out, said strings.Builder
	cmd.SetOut(&out)
	cmd.SetErr(&said)
	cmd.SetArgs([]string{"understand", "--release-dir=" + dir})
	cmd.SetIn(strings.NewReader(`{"text": "when do you open?", "locale": "en"}
{"text": "where is my parcel"}
{"text": "where is my parcel AB123456"}
{"text": "I want to talk to a human"}

{"text": "bananas"}
`))
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		var d trial.Decision
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		if d.Confidence < 0 || d.Confidence > 1 || d.Offered == nil {
			t.Errorf("%s", line)
		}
		got = append(got, d.Decision+" "+d.Intent+d.Reason)
	}
	if diff := cmp.Diff([]string{"answer hours", "field track", "answer track", "handoff user_requested", "clarify "}, got); diff != "" {
		t.Errorf("(-want +got):\n%s%s", diff, out.String())
	}
	if !strings.Contains(said.String(), "expects to answer") {
		t.Errorf("said %q", said.String())
	}
}

func TestUnderstandSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "release.json"), []byte(shop), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args        []string
		input, want string
	}{
		"no folder":        {want: "release-dir"},
		"an empty folder":  {args: []string{"--release-dir=" + t.TempDir()}, want: "release.json"},
		"no such vectors":  {args: []string{"--release-dir=" + dir, "--vectors=" + dir + "/none"}, want: "vectors: open"},
		"not vectors":      {args: []string{"--release-dir=" + dir, "--vectors=" + dir + "/release.json"}, want: "not a table of word vectors"},
		"not JSON":         {args: []string{"--release-dir=" + dir}, input: "{\"text\": \"hi\"}\nhello\n", want: "line 2"},
		"without its text": {args: []string{"--release-dir=" + dir}, input: "{\"locale\": \"en\"}\n", want: "line 1: text is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := command()
			cmd.SetOut(&strings.Builder{})
			cmd.SetErr(&strings.Builder{})
			cmd.SetArgs(append([]string{"understand"}, tc.args...))
			cmd.SetIn(strings.NewReader(tc.input))
			if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}
