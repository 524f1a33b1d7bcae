// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestLongTextIsCutBetweenCharacters(t *testing.T) {
	for _, letter := range []string{"a", "é", "字", "😀", "\x80"} {
		got := bounded("x" + strings.Repeat(letter, MaxTextBytes))
		if len(got) > MaxTextBytes || len(got) < MaxTextBytes-utf8.UTFMax || utf8.ValidString(letter) && !utf8.ValidString(got) {
			t.Errorf("%q: cut to %d bytes, valid %v", letter, len(got), utf8.ValidString(got))
		}
	}
}

func TestFeatures(t *testing.T) {
	e := new(extractor)
	doc := e.readDocument("ab ab", meanings{})
	// The word twice; of " ab ab " three different n-grams of each length.
	if len(doc.words) != 1 || doc.words[0].weight <= 1 {
		t.Errorf("words %+v", doc.words)
	}
	if len(doc.chars) != 9 {
		t.Errorf("%d character n-grams", len(doc.chars))
	}
	again := e.readDocument("ab ab", meanings{})
	if diff := cmp.Diff(doc, again, cmp.AllowUnexported(document{}, term{}, vocabularyWord{})); diff != "" {
		t.Errorf("second reading (-first +second):\n%s", diff)
	}
	if got := e.readDocument("", meanings{}); len(got.words) != 0 || len(got.chars) != 0 {
		t.Errorf("nothing has features %+v", got)
	}
}
