// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"strings"

	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/plural"
)

// fewUtterances is how many a classifier needs to tell what an intent is about.
const fewUtterances = 5

// Doubts are what is probably not meant in an intent that a bot can serve.
func Doubts(intent Intent) []string {
	differ, phrases := map[string]bool{}, false
	for _, utterance := range intent.Utterances {
		words := utterances.Normalise(utterance)
		differ[words] = true
		phrases = phrases || strings.Contains(words, " ")
	}
	var doubts []string
	if n := len(differ); n < fewUtterances {
		doubts = append(doubts, fmt.Sprintf("spec.utterances: with only %s the bot understands little else: give at least %d that differ",
			plural.Of(n, "example"), fewUtterances))
	}
	if !phrases {
		doubts = append(doubts, "spec.utterances: all are single words, so the bot takes nearly any message with such a word for this intent: write whole sentences")
	}
	return doubts
}
