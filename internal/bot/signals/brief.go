// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
)

// Short sentences that change what the others of a message mean, or that a model takes for something else.

// maxBareThanks is the most words of a sentence that does no more than thank.
const maxBareThanks = 4

// onlyThanks tells whether each sentence of a message is a few words of thanks.
func onlyThanks(hits []found) bool {
	return len(hits) > 0 && !slices.ContainsFunc(hits, func(f found) bool {
		return !f.has(sectionThanks) || f.has(sectionAnger) || len(f.words) > maxBareThanks
	})
}

// saysNothing tells whether a sentence only thanks, says that something was read, or is a sound before an answer: "okay,
// then no", "thank you, but no".
func saysNothing(f found) bool {
	text := strings.Join(f.words, " ")
	return !f.asked && (ListOf("assent").Only(text) || ListOf("hesitation").Only(text)) || f.thanksAlone()
}

// maxHalted is the most words of a sentence behind a word of stopping with which that lets go of something.
const maxHalted = 3

// onlyHalts is how many sentences at the beginning of a message do no more than stop the other to say something: "stop,
// first I have to pay my fine" lets go of nothing.
func onlyHalts(all []found) int {
	if len(all) > 1 && len(all[0].words) == 1 && all[0].has(sectionWithdrawn) && all[0].has(sectionWait) &&
		slices.ContainsFunc(all[1:], func(f found) bool { return len(f.words) > maxHalted }) {
		return 1
	}
	return 0
}
