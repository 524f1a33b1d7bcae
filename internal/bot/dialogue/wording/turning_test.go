// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import "testing"

// TestWhatStandsBehindWordsOfTurning looks at words alone: whether it is a request is for the classifier to tell.
func TestWhatStandsBehindWordsOfTurning(t *testing.T) {
	for text, want := range map[string]struct {
		rest  string
		first bool
	}{
		"hang on, before you do that: when do you open": {"when do you open", true},
		"oh and first of all I need a new key":          {"I need a new key", true},
		"no, never mind, send me the bill":              {"send me the bill", false},
		"Warte, erst mal brauche ich eine Rechnung":     {"brauche ich eine Rechnung", true},
		"ah, espere, lo primero: mándeme la factura":    {"mándeme la factura", true},
		"en fait, d'abord la facture s'il vous plaît":   {"la facture s'il vous plaît", true},
		"scusi, un attimo, mandatemi la fattura":        {"mandatemi la fattura", false},
		"olhe, mais importante: quero a fatura":         {"quero a fatura", true},
		"ya bir saniye, önce fatura gönderin":           {"fatura gönderin", true},
		"لحظة، أولا أريد الفاتورة":                      {"أريد الفاتورة", true},
		"等一下,先给我发票":                                     {"给我发票", true},
		"待ってください、その前に領収書をください":                          {"領収書をください", true},
		"no, the 6th":           {"", false},
		"firstly":               {"", false},
		"wait":                  {"", false},
		"önceden ödedim":        {"", false},
		"the order comes first": {"", false},
		"":                      {"", false},
	} {
		opening, rest := Turning(text, "")
		if rest != want.rest || ComesFirst(opening) != want.first {
			t.Errorf("%q turns with %q to %q, first: %t; want %q, %t", text, opening, rest, ComesFirst(opening), want.rest, want.first)
		}
	}
}
