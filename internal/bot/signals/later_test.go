// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestLaterLetsGoOnlyWhereItIsAllThatIsSaid: what is to be done at a later time is asked for.
func TestLaterLetsGoOnlyWhereItIsAllThatIsSaid(t *testing.T) {
	for _, tc := range []struct {
		locale, say string
		letsGo      bool
	}{
		{"es", "más tarde", true}, {"es", "mejor más tarde", true}, {"es", "lo hago más tarde", true}, {"es", "necesito que vengan más tarde", false},
		{"fr", "plus tard", true}, {"fr", "peut-être plus tard", true}, {"fr", "pourriez-vous passer plus tard dans la journée", false},
		{"it", "più tardi", true}, {"it", "magari più tardi", true}, {"it", "vorrei la sveglia più tardi", false},
		{"pt", "mais tarde", true}, {"pt", "talvez mais tarde", true}, {"pt", "queria receber a caixa mais tarde", false},
		{"en", "I found it", true}, {"en", "I found it cheaper at another shop", false},
		{"it", "l'ho trovato", true}, {"it", "l'ho trovato a meno", false}, {"pt", "já achei", true}, {"pt", "achei mais barato", false},
	} {
		if got := Read(tc.say, tc.locale).Withdrawn; got != tc.letsGo {
			t.Errorf("%s: %q lets go: %t, want %t", tc.locale, tc.say, got, tc.letsGo)
		}
	}
}

// TestWhoDoesNotKnowYetMayKnowSoon, and is not handed over for it.
func TestWhoDoesNotKnowYetMayKnowSoon(t *testing.T) {
	for _, tc := range []struct {
		locale, say string
		unknown     bool
	}{
		{"en", "I don't know it", true}, {"en", "we don't know that yet", false}, {"de", "das weiß ich nicht", true}, {"de", "das weiß ich noch nicht", false},
		{"es", "no lo sé", true}, {"es", "todavía no lo sé", false}, {"fr", "je ne sais pas", true}, {"fr", "je ne sais pas encore", false},
		{"it", "non lo so", true}, {"it", "non lo so ancora", false}, {"pt", "não sei", true}, {"pt", "ainda não sei", false},
		{"tr", "bilmiyorum", true}, {"tr", "henüz bilmiyorum", false}, {"zh", "我不知道", true}, {"zh", "还不知道", false},
		{"ja", "分かりません", true}, {"ja", "まだ分かりません", false}, {"ar", "لا اعرف", true}, {"ar", "لا اعرف بعد", false},
	} {
		if got := Read(tc.say, tc.locale).Unknown; got != tc.unknown {
			t.Errorf("%s: %q does not know: %t, want %t", tc.locale, tc.say, got, tc.unknown)
		}
	}
}
