// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// notThat gives AB123456, and says that AB654321 is not meant, in the order of the words of each language.
var notThat = map[string][]string{
	"en": {"AB123456 not AB654321", "AB123456, not AB654321", "not AB654321 but AB123456", "not AB654321, AB123456", "it's AB123456 instead of AB654321", "AB123456 rather than AB654321"},
	"de": {"AB123456 nicht AB654321", "AB123456, nicht AB654321", "nicht AB654321 sondern AB123456", "nicht AB654321, sondern AB123456", "AB123456 statt AB654321"},
	"es": {"AB123456 no AB654321", "AB123456, no AB654321", "AB123456 y no AB654321", "no AB654321 sino AB123456", "no es AB654321, es AB123456"},
	"fr": {"AB123456 non AB654321", "AB123456 et non AB654321", "AB123456 pas AB654321", "pas AB654321 mais AB123456", "ce n'est pas AB654321 mais AB123456"},
	"it": {"AB123456 non AB654321", "AB123456, non AB654321", "AB123456 e non AB654321", "non AB654321 ma AB123456", "non AB654321, bensì AB123456"},
	"pt": {"AB123456 não AB654321", "AB123456, não AB654321", "AB123456 e não AB654321", "não AB654321 mas AB123456", "não AB654321, mas sim AB123456"},
	"tr": {"AB654321 değil AB123456", "AB654321 değil, AB123456", "AB123456, AB654321 değil", "AB123456 AB654321 değil", "AB654321 yerine AB123456"},
	"ar": {"AB123456 ليس AB654321", "AB123456 وليس AB654321", "AB123456، لا AB654321", "ليس AB654321 بل AB123456"},
	"zh": {"AB123456，不是AB654321", "AB123456不是AB654321", "不是AB654321，是AB123456", "不是AB654321而是AB123456"},
	"ja": {"AB654321ではなくAB123456", "AB654321じゃなくてAB123456", "AB123456です、AB654321ではありません", "AB123456、AB654321ではない"},
}

func TestAValueThatIsNotMeantIsNotTaken(t *testing.T) {
	for locale, texts := range notThat {
		says := refunding[locale]
		for _, text := range texts {
			w := refunds(t, locale)
			w.say(says.refund)
			if got := w.say(text); got != "answer: Refund of AB123456." {
				t.Errorf("%s: %q is answered %q while the order is asked for", locale, text, got)
			}
			if got := refunds(t, locale).say(says.cancel + " " + text); got != "confirm: Cancel AB123456?" {
				t.Errorf("%s: %q is answered %q", locale, says.cancel+" "+text, got)
			}
			w = refunds(t, locale)
			w.say(says.cancel + " AB654321")
			if got := w.say(text); got != "confirm: Cancel AB123456?" {
				t.Errorf("%s: %q is answered %q at the question whether to cancel the other", locale, text, got)
			}
		}
		// What follows a no is another value all the same.
		w := refunds(t, locale)
		w.say(says.cancel + " AB654321")
		no := release.TextsFor(nil, locale).No
		if got := w.say(no + ", AB123456"); got != "confirm: Cancel AB123456?" {
			t.Errorf("%s: %q is answered %q", locale, no+", AB123456", got)
		}
	}
}
