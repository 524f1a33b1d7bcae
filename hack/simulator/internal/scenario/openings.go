// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"encoding/json"
	"fmt"
	"os"
)

// goalOther is the goal of a sentence that no intent covers.
const goalOther = "other"

// UseOpenings takes what customers write first from a file like
// hack/bench-understanding/blind/conversations.json: {"cases": [{"goal", "text"}]}, written
// without sight of what the bot learns from. An intent that the file says nothing about keeps its
// own sentences.
func (s *Scenario) UseOpenings(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var file struct {
		Cases []struct{ Goal, Text string }
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	by := map[string][]string{}
	for _, c := range file.Cases {
		by[c.Goal] = append(by[c.Goal], c.Text)
	}
	used := 0
	for i := range s.Intents {
		if texts := by[s.Intents[i].Name]; len(texts) > 0 {
			s.Intents[i].Utterances = texts
			used++
		}
	}
	if used == 0 {
		return fmt.Errorf("%s: has no conversation about an intent of the scenario", path)
	}
	if texts := by[goalOther]; len(texts) > 0 {
		s.OffTopic.Utterances = texts
	}
	return s.check()
}
