// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"testing"
)

// TestWhatDidNotHappenIsNotDenied: who did not get something, or saw nobody come, does not refuse it.
func TestWhatDidNotHappenIsNotDenied(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"no technician came, send one", "I never got my order"},
		"de": {"paket nie bekommen", "bestellung nie angekommen", "es kam kein techniker"},
		"es": {"no vino ningún técnico, manden uno", "nunca recibí mi pedido", "nunca llegó mi pedido"},
		"fr": {"jamais reçu ma commande AB123456, remboursez-moi", "aucun technicien n'est venu, envoyez-en un", "rien reçu"},
		"it": {"non è venuto nessun tecnico, mandatene uno", "mai arrivato il pacco"},
		"pt": {"não veio nenhum técnico, mandem um", "não chegou nenhuma encomenda", "não recebi nada"},
		"tr": {"teknisyen gelmedi, birini gönderin", "kargom hiç gelmedi"},
		"ar": {"لم يأت أي فني، أرسلوا واحدا", "طردي ما وصل"},
		"zh": {"没有技术员来，派一个", "一直没收到包裹"},
		"ja": {"技術者が来なかった、送ってください", "荷物が一度も届いていません"},
	} {
		for _, text := range texts {
			if s := Read(text, locale); len(s.Denials)+len(s.Unwanted) > 0 {
				t.Errorf("%s %q denies %q and does not want %q", locale, text, s.Denials, s.Unwanted)
			}
		}
	}
	for locale, texts := range map[string][]string{
		"es": {"nunca pedí esto", "nunca he pedido esto"}, "fr": {"jamais demandé ça", "jamais rien commandé"}, "pt": {"nenhum técnico, obrigado"}, "it": {"nessun tecnico, grazie"}, "de": {"techniker nie wieder"},
	} {
		for _, text := range texts {
			if s := Read(text, locale); len(s.Denials)+len(s.Unwanted) == 0 {
				t.Errorf("%s %q denies nothing", locale, text)
			}
		}
	}
}

// TestATechnicianIsBookedAndNotTalkedTo where nothing says that the customer wants to talk.
func TestATechnicianIsBookedAndNotTalkedTo(t *testing.T) {
	for locale, says := range map[string]map[string]bool{
		"de": {"ich will keinen techniker": false, "ich brauche einen techniker": false, "ich will mit einem techniker sprechen": true},
		"es": {"necesito un técnico": false, "ya no necesito el técnico": false, "no quiero el técnico": false, "quiero hablar con un técnico": true},
		"it": {"mi serve un tecnico": false, "non mi serve più il tecnico": false, "voglio parlare con un tecnico": true},
		"pt": {"preciso de um técnico": false, "não quero o técnico": false, "quero falar com um técnico": true},
	} {
		for text, want := range says {
			if got := Read(text, locale).AsksForHuman; got != want {
				t.Errorf("%s %q asks for a person: %t, want %t", locale, text, got, want)
			}
		}
	}
}

// TestATerseCancellationCallsSomethingOff, without a verb in a form of its own.
func TestATerseCancellationCallsSomethingOff(t *testing.T) {
	for locale, text := range map[string]string{"en": "cancel visit", "de": "termin absagen", "es": "cancelar visita", "fr": "annuler visite", "it": "annullare la visita", "pt": "cancelar visita", "tr": "ziyaret iptal", "ar": "إلغاء الزيارة", "zh": "取消上门", "ja": "訪問キャンセル"} {
		if len(Read(text, locale).Ended) == 0 {
			t.Errorf("%s %q calls nothing off", locale, text)
		}
	}
}

func TestShortAnswersInTheirLanguage(t *testing.T) {
	for _, tc := range []struct {
		locale, text string
		is           func(Signals) bool
	}{
		{"pt", "pode", func(s Signals) bool { return s.Yes && !s.Question }},
		{"it", "certo che no", func(s Signals) bool { return s.No }},
		{"es", "claro que no", func(s Signals) bool { return s.No }},
		{"en", "pls no", func(s Signals) bool { return s.No }},
		{"en", "hell no", func(s Signals) bool { return s.No }},
		{"ja", "はい、やって", func(s Signals) bool { return s.Yes && len(s.Beside) == 0 }},
		{"ar", "ما عندي الرقم", func(s Signals) bool { return s.Unknown && !s.Question }},
		{"zh", "不，M", func(s Signals) bool { return s.No && s.Corrects }},
		{"ar", "ما رقم الطلب", func(s Signals) bool { return s.Question }},
		{"pt", "são abertos hoje", func(s Signals) bool { return s.Question }},
	} {
		if s := Read(tc.text, tc.locale); !tc.is(s) {
			t.Errorf("%s %q is read as %+v", tc.locale, tc.text, s)
		}
	}
}

func TestAValueBehindATurkishRefusalIsDeniedToo(t *testing.T) {
	if got := Granted("iptal etme AB123456, AB123457 iptal et", "tr", func([]string) bool { return true }); strings.Contains(got, "AB123456") || !strings.Contains(got, "AB123457") {
		t.Errorf("granted is %q", got)
	}
}

func TestTheValueBeforeATurkishNotIsTheDeniedOne(t *testing.T) {
	if got := Granted("AB123456 değil AB123457 iptal", "tr", func([]string) bool { return false }); got != " AB123457 iptal" && got != "AB123457 iptal" {
		t.Errorf("granted is %q", got)
	}
}
