// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestAMessageIsSplitWhereTwoRequestsMeet looks at the parts alone: whether they are requests is
// for the classifier to tell.
func TestAMessageIsSplitWhereTwoRequestsMeet(t *testing.T) {
	for text, want := range map[string][]string{
		"I want to return my shoes and change my address":                  {"I want to return my shoes", "change my address"},
		"cancel my order. also where is my refund":                         {"cancel my order", "+where is my refund"},
		"track my parcel, then tell me about opening hours":                {"track my parcel", "+tell me about opening hours"},
		"stop it, send me the bill and say when you open":                  {"stop it", "send me the bill", "say when you open"},
		"When do you open? And can I pay by card?":                         {"When do you open", "can I pay by card"},
		"prices?? n wat time u close":                                      {"prices", "wat time u close"},
		"Bestellung stornieren und außerdem die Adresse ändern":            {"Bestellung stornieren", "+die Adresse ändern"},
		"quiero devolver los zapatos y cambiar mi dirección":               {"quiero devolver los zapatos", "cambiar mi dirección"},
		"annuler ma commande et aussi avoir une facture":                   {"annuler ma commande", "+avoir une facture"},
		"dov'è il mio pacco e quali sono gli orari":                        {"dov'è il mio pacco", "quali sono gli orari"},
		"devolver os sapatos e também mudar o endereço":                    {"devolver os sapatos", "+mudar o endereço"},
		"siparişi iptal et ve ayrıca fatura gönderin":                      {"siparişi iptal et", "+fatura gönderin"},
		"أريد إلغاء الطلب وأريد فاتورة":                                    {"أريد إلغاء الطلب", "أريد فاتورة"},
		"أين طلبي وكم تكلفة الشحن؟":                                        {"أين طلبي", "كم تكلفة الشحن"},
		"我想退鞋子,还有我要改地址":                                                    {"我想退鞋子", "+我要改地址"},
		"靴を返品したいです。それと住所も変更したいです。":                                         {"靴を返品したいです", "+住所も変更したいです"},
		"no, track it instead":                                             {"no", "track it instead"},
		"don't clean my room but send towels":                              {"don't clean my room", "send towels"},
		"I would cancel it but I have no time":                             nil,
		"salt and pepper":                                                  nil,
		"bed & breakfast":                                                  nil,
		"is the 4.5 in stock":                                              nil,
		"write to ann.lee@example.org":                                     nil,
		"both":                                                             nil,
		"":                                                                 nil,
		"and":                                                              nil,
		"?!":                                                               nil,
		"hello, where is my parcel":                                        nil,
		"I came on Monday. It was shut. I rang. Nobody came. What now? Eh": {"I came on Monday", "It was shut", "I rang", "Nobody came", "What now? Eh"},
	} {
		var got []string
		locale := "en"
		if strings.Contains(text, "iptal") {
			locale = "tr-TR"
		}
		for _, part := range Split(text, locale) {
			text := part.Text
			if part.Added {
				text = "+" + text
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// TestAPartIsAsItWasWritten joins the parts again: nothing but what stands around them is left out.
func TestAPartIsAsItWasWritten(t *testing.T) {
	for _, text := range []string{
		"Flat 3,  Rose and Crown Yard, York, and what does shipping cost",
		"أريد فاتورة الشراء وأريد إرجاع الحذاء",
		"我想退鞋子,还有我要改地址",
		"one thing. \n Another  thing; and also a third thing",
	} {
		parts := Split(text, "en")
		if len(parts) < 2 {
			t.Errorf("%q is one part", text)
			continue
		}
		again := parts[0].Text
		for _, part := range parts[1:] {
			again += part.Before + part.Text
		}
		if again != text {
			t.Errorf("%q is %q when its parts are put together", text, again)
		}
	}
}

func TestAnyTextIsSplitWithoutLosingAWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`([a-z0-9é住ま و]{0,4}( and | also |, |\. |还有|و|\n|\xff)?){0,6}`)).Draw(t, "text")
		parts := Split(text, "en")
		if len(parts) == 0 {
			return
		}
		again := ""
		for i, part := range parts {
			if i > 0 {
				again += part.Before
			}
			again += part.Text
		}
		if len(parts) == 1 || len(parts) > maxParts || !strings.Contains(text, again) {
			t.Fatalf("%q is split into %d parts, which are %q", text, len(parts), again)
		}
	})
}

// TestThePointOfADayEndsNoSentence in German, where it belongs to the number.
func TestThePointOfADayEndsNoSentence(t *testing.T) {
	if parts := Split("ich möchte den Tisch am 17. reservieren", "de"); len(parts) > 0 {
		t.Errorf("a day takes a sentence apart: %v", parts)
	}
	if parts := Split("wir kommen erst am 17. Kann ich dort parken", "de"); len(parts) != 2 {
		t.Errorf("two sentences are %d parts", len(parts))
	}
}
