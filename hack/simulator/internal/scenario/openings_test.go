// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpeningsReplaceWhatCustomersSayFirst(t *testing.T) {
	file := filepath.Join(t.TempDir(), "openings.json")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Load("../../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	hours := s.Intents[1].Utterances
	write(`{"cases": [{"author": "ann", "goal": "refund", "text": "my money, please"}, {"goal": "other", "text": "do you hire?"}]}`)
	if err := s.UseOpenings(file); err != nil {
		t.Fatal(err)
	}
	if got := s.Intents[0].Utterances; len(got) != 1 || got[0] != "my money, please" {
		t.Errorf("refund is asked for by %q, want the opening", got)
	}
	if got := s.Intents[1].Utterances; len(got) != len(hours) {
		t.Errorf("hours are asked for by %q, want the scenario's own", got)
	}
	if got := s.OffTopic.Utterances; len(got) != 1 || got[0] != "do you hire?" {
		t.Errorf("off topic is %q, want the opening", got)
	}
	write(`{"cases": [{"goal": "elsewhere", "text": "x"}]}`)
	if err := s.UseOpenings(file); err == nil || !strings.Contains(err.Error(), "no conversation about an intent") {
		t.Errorf("error %v, want one for a file about something else", err)
	}
}
