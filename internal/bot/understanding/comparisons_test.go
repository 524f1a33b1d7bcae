// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWordsThatWereComparedBeforeAreNotComparedAgain: what is remembered changes no answer, and is of
// no word that only a customer has.
func TestWordsThatWereComparedBeforeAreNotComparedAgain(t *testing.T) {
	m, without := mustTrain(t, shop), mustTrain(t, shop)
	without.ranker.alignment.compared = nil
	texts := []string{"where is my parcel", "wher is my qzxkjv parcel", "don't cancel AB123456", "thank you very much"}
	for _, text := range append(texts, texts...) {
		if diff := cmp.Diff(classify(without, text), classify(m, text)); diff != "" {
			t.Errorf("%q (-compared +remembered):\n%s", text, diff)
		}
	}
	c := m.ranker.alignment.compared
	for word, want := range map[string]bool{"parcel": true, "thank": true, "wher": false, "qzxkjv": false, "ab123456": false} {
		if _, known := c.known[word]; known != want {
			t.Errorf("%q is remembered: %v, want %v", word, known, want)
		}
	}
	before := len(c.known)
	c.most = before
	if classify(m, "umbrella"); len(c.known) != before {
		t.Errorf("%d words are remembered, and %d at most", len(c.known), before)
	}
}

// TestComparisonsAreBounded by what they hold, however many words the utterances have.
func TestComparisonsAreBounded(t *testing.T) {
	a := mustTrain(t, shop).ranker.alignment
	if a.compared.most*len(a.words) > maxCompared {
		t.Errorf("%d words of %d numbers, want at most %d numbers", a.compared.most, len(a.words), maxCompared)
	}
}
