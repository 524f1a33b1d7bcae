// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestAVerbsEndingRefuses: where an ending says no, the same verb without it asks for the act, and so do
// forms that are a letter away.
func TestAVerbsEndingRefuses(t *testing.T) {
	for locale, says := range map[string]struct{ refuse, ask []string }{
		"tr": {
			[]string{"aboneliğimi dondurmayın", "kartım kapatılmasın", "hesabımı silmeyeceğim", "siparişi iptal etmiyorum", "kartımı kapatma", "hattı durdurmasanız"},
			[]string{"aboneliğimi dondurun", "kartımın kapatılması lazım", "hesabımı silin", "siparişi iptal etmem gerekiyor", "hesabı silemiyorum", "abonelik dondurma"},
		},
		"ja": {[]string{"カードを止めるな", "サブスクを休止するな", "削除はなしで"}, []string{"カードを止めるならいつですか", "サブスクを休止するなど"}},
	} {
		for _, text := range says.refuse {
			if s := Read(text, locale); len(s.Denials) == 0 {
				t.Errorf("%s: %q denies nothing", locale, text)
			}
		}
		for _, text := range says.ask {
			if s := Read(text, locale); len(s.Denials) > 0 {
				t.Errorf("%s: %q denies %q", locale, text, s.Denials)
			}
		}
	}
}

// TestAVerbalNounBehindItsObjectIsANegativeImperative in Turkish: the same form is a noun where it has no object of its own,
// and may be either where the object's ending may be that of a compound.
func TestAVerbalNounBehindItsObjectIsANegativeImperative(t *testing.T) {
	for _, text := range []string{
		"faks raporlarını yollama", "K77 odasını kiralama lütfen", "kapıyı açma", "bisikletin kilidini açma", "gece modunu etkinleştirme 42",
		"randevularını iptal etme", "kutuyu başka yere taşıma", "ışığı yakmadan kapıyı açmayın", "Ali'ye şifre vermeyin",
	} {
		if s := Read(text, "tr"); len(s.Denials) == 0 {
			t.Errorf("%q denies nothing", text)
		}
	}
	for _, text := range []string{"fatura adresi değiştirme", "pencere açma", "oda kiralama", "kilidini açma ücreti ne kadar", "kapıyı açmak istiyorum", "yeni üye ekleme"} {
		if s := Read(text, "tr"); len(s.Denials) > 0 || s.Negates {
			t.Errorf("%q denies %q, negates %t", text, s.Denials, s.Negates)
		}
	}
	for text, negates := range map[string]bool{"ışıkları kapatma": true, "kilidi açma": true, "yeni kart gönderme": false} {
		if s := Read(text, "tr"); s.Negates != negates || len(s.Denials) > 0 {
			t.Errorf("%q: negates %t, denies %q", text, s.Negates, s.Denials)
		}
	}
	for _, text := range []string{"açma", "gönderme lütfen", "iptal etme", "taşımayın"} {
		if !Read(text, "tr").No {
			t.Errorf("%q is no no", text)
		}
	}
}
