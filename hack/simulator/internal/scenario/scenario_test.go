// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestScenariosOfTheRepositoryLoad(t *testing.T) {
	files, err := filepath.Glob("../../testdata/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, error %v", files, err)
	}
	for _, file := range files {
		if _, err := Load(file); err != nil {
			t.Error(err)
		}
	}
}

func TestParseNamesTheField(t *testing.T) {
	tests := map[string]struct{ yaml, want string }{
		"nothing":             {"{}", "intents: at least one is needed"},
		"an unknown field":    {"intent: []", `unknown field "intent"`},
		"no name":             {"intents: [{utterances: [a]}]", "intents[0].name: is missing"},
		"a name twice":        {"intents: [{name: a, utterances: [x]}, {name: a, utterances: [y]}]", `intents[1].name: "a" is there twice`},
		"no utterances":       {"intents: [{name: a}]", "intents[0].utterances: at least one is needed"},
		"an empty utterance":  {`intents: [{name: a, utterances: [" "]}]`, "intents[0].utterances[0]: must have from 1 to 4000 bytes"},
		"a negative weight":   {"intents: [{name: a, weight: -1, utterances: [x]}]", "intents[0].weight: must not be negative"},
		"a share of 2":        {"intents: [{name: a, utterances: [x]}]\noffTopic: {share: 2, utterances: [y]}", "offTopic.share: must be from 0 to 1"},
		"shares of all":       {"intents: [{name: a, utterances: [x]}]\noffTopic: {share: 0.6, utterances: [y]}\nangry: {share: 0.6, utterances: [y]}", "more than 1 together"},
		"a share of silence":  {"intents: [{name: a, utterances: [x]}]\nangry: {share: 0.1}", "angry.utterances: at least one is needed"},
		"harm by a stranger":  {"intents: [{name: a, utterances: [x]}]\nharm: {b: 0.5}", "harm.b: the scenario has no such intent"},
		"harm without words":  {"intents: [{name: a, utterances: [x]}]\nharm: {a: 0.5}", "harm: needs askForHuman.utterances and angry.utterances"},
		"harm of 7":           {"intents: [{name: a, utterances: [x]}]\nharm: {a: 7}", "harm.a: must be from 0 to 1"},
		"four weights":        {"intents: [{name: a, utterances: [x]}]\nrating: {solved: [1, 2, 3, 4]}", "rating.solved: give five weights"},
		"a helpdesk of 2":     {"intents: [{name: a, utterances: [x]}]\nrating: {helpdesk: 2}", "rating.helpdesk: must be from 0 to 1"},
		"weights of nothing":  {"intents: [{name: a, utterances: [x]}]\nrating: {human: [0, 0, 0, 0, 0]}", "rating.human: give five weights"},
		"a field with no end": {"intents: [{name: a, utterances: [x]}]\nfields: [{prompt: p}]", "fields[0].values: at least one is needed"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(tc.yaml))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(file, []byte("intents: 7"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(file); err == nil || !strings.Contains(err.Error(), "bad.yaml") {
		t.Errorf("error %v, want the file's name in it", err)
	}
}
