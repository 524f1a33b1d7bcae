// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

func TestEveryLanguageHasAModel(t *testing.T) {
	for _, l := range languages() {
		if len(l.model().Hashes) == 0 || len(l.answers().Hashes) == 0 || len(l.requests().Hashes) == 0 {
			t.Errorf("a model of %s knows nothing", l.name)
		}
	}
}

// TestTheModelOfTheMessagesLanguageIsAsked: what no list foresees is heard in the language that a
// message is written in, whatever the customer's locale says.
func TestTheModelOfTheMessagesLanguageIsAsked(t *testing.T) {
	for _, c := range []struct{ locale, text string }{
		{"zh", "别再让程序回我了,换个能喘气的来"},
		{"en", "别再让程序回我了,换个能喘气的来"},
		{"", "别再让程序回我了,换个能喘气的来"},
		{"ja", "機械相手はもう限界です、生身の方に代わってください"},
		{"en", "機械相手はもう限界です、生身の方に代わってください"},
		{"de", "ich will endlich mit jemandem aus Fleisch und Blut reden"},
	} {
		if !Read(c.text, c.locale).AsksForHuman {
			t.Errorf("%q: no wish for a person in %s", c.locale, c.text)
		}
	}
}
