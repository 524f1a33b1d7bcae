// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestOneOfSeveralCodesIsNamedByItsPlace, and asked for where there is none at that place.
func TestOneOfSeveralCodesIsNamedByItsPlace(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "there are two, KX1111 and KX2222, cancel the second", "de": "es gibt zwei, KX1111 und KX2222, bitte cancel die zweite", "es": "tengo dos, KX1111 y KX2222, cancel la segunda",
		"fr": "j'en ai deux, KX1111 et KX2222, cancel le deuxième", "it": "ne ho due, KX1111 e KX2222, cancel il secondo", "pt": "tenho dois, KX1111 e KX2222, cancel o segundo", "tr": "iki tane var, KX1111 ve KX2222, cancel ikincisi",
		"ar": "لدي KX1111 و KX2222، cancel الثاني", "zh": "有KX1111和KX2222，第二个 cancel", "ja": "KX1111とKX2222があります、二つ目を cancel",
	} {
		w := garage(t, locale)
		if got := w.say(text); got != "confirm: Cancel KX2222?" || w.state.Offered != nil {
			t.Errorf("%s: %q is answered %q, and later %v", locale, text, got, w.state.Offered)
		}
	}
	plays(t, garage(t, "en"), []string{"there are two, KX1111 and KX2222, cancel the third"}, []string{"field: Which number?"})
	plays(t, garage(t, "en"), []string{"cancel KX1111 and KX2222, my flat is on the second floor"}, []string{"confirm: Cancel KX1111?"})
}
