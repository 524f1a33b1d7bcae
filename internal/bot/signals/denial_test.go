// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"testing"
)

// kindOfDenial tells how a message denies a term; empty: it does not.
func kindOfDenial(s Signals, term string) string {
	holds := func(denials [][]string) bool {
		return slices.ContainsFunc(denials, func(words []string) bool { return slices.Contains(TermsOf(words), term) })
	}
	switch {
	case holds(s.Denials):
		return "denied"
	case holds(s.Unwanted):
		return "unwanted"
	case holds(s.Ended):
		return "ended"
	}
	return ""
}

// TestWhatIsDenied looks at one term of each message.
func TestWhatIsDenied(t *testing.T) {
	for locale, says := range map[string]map[string][2]string{
		"en": {
			"the visit is not necessary": {"visi", "unwanted"}, "there is no reason to block my card": {"bloc", "denied"}, "keep my current speed": {"spee", "denied"},
			"a new phone? Certainly not 🙂": {"phon", "denied"}, "faster internet? I don't want that": {"inte", "denied"}, "cancel the visit": {"visi", "ended"},
			"the visit, I don't want it": {"visi", ""}, "cancel it, I don't need the visit": {"canc", "ended"}, "I am not happy with my speed": {"spee", ""},
			"I would be happy with a refund": {"refu", ""}, "I'm happy with my phone but the invoice is wrong": {"invo", ""}, "why don't you block my card": {"bloc", ""},
			"don't wait and block my card": {"bloc", ""}, "my phone is not good enough": {"phon", ""}, "can't you book a visit": {"visi", ""},
		},
		"de": {
			"der Besuch ist nicht mehr nötig": {"besu", "unwanted"}, "ich möchte nicht, dass mein Konto gelöscht wird": {"kont", "denied"}, "hören Sie auf, mir Werbung zu schicken": {"werb", "denied"},
			"mein Konto bleibt, wie es ist": {"kont", "denied"}, "neues Handy? Auf keinen Fall": {"hand", "denied"}, "auf den Besuch verzichte ich": {"besu", "denied"},
			"es gelingt mir nicht, mein Konto zu öffnen": {"kont", ""}, "ich bin mit dem Handy nicht zufrieden": {"hand", ""},
		},
		"es": {
			"no hace falta la visita": {"visi", "unwanted"}, "dejen mi cuenta como está": {"cuen", "denied"}, "¿la visita? Ni hablar": {"visi", "denied"}, "renuncio a la visita": {"visi", "denied"}, "la visita no, gracias": {"visi", "unwanted"},
			"¿por qué no cancelan la visita?": {"visi", ""}, "no puedo cambiar la cuenta": {"cuen", ""}, "no estoy contenta con la cuenta": {"cuen", ""},
		},
		"fr": {
			"je n'ai plus besoin de la visite": {"visi", "unwanted"}, "laissez mon compte tel quel": {"comp", "denied"}, "la visite ? Hors de question": {"visi", "denied"}, "inutile d'envoyer la facture": {"fact", "unwanted"},
			"plus de débit svp": {"debi", ""}, "pourquoi ne pas envoyer la facture": {"fact", ""}, "je ne suis pas content de la facture": {"fact", ""},
		},
		"it": {"la visita non è necessaria": {"visi", "unwanted"}, "lasciate il conto così com'è": {"cont", "denied"}, "la visita? Neanche per sogno": {"visi", "denied"}, "perché non mandate la fattura": {"fatt", ""}},
		"pt": {"a visita não é necessária": {"visi", "unwanted"}, "deixem a conta como está": {"cont", "denied"}, "a visita? Nem pensar": {"visi", "denied"}, "porque não mandam a fatura": {"fatu", ""}},
		"tr": {"ziyarete gerek yok": {"ziya", "unwanted"}, "hesabım olduğu gibi kalsın": {"hesa", "denied"}, "ziyaret mi? Asla": {"ziya", "denied"}, "fatura gelmedi": {"fatu", ""}},
		"ar": {"لا حاجة إلى الزيارة": {"زيار", "unwanted"}, "اتركوا حسابي كما هو": {"حساب", "denied"}, "زيارة؟ مستحيل": {"زيار", "denied"}, "لماذا لا ترسلون الفاتورة": {"فاتو", ""}},
		"zh": {"我不需要发票": {"发票", "unwanted"}, "账户保持原样": {"账户", "denied"}, "拒绝上门": {"上门", "denied"}, "为什么不发发票": {"发票", ""}},
		"ja": {"訪問は不要です": {"訪問", "unwanted"}, "口座はそのままにしてください": {"口座", "denied"}, "訪問はお断りします": {"訪問", "denied"}, "誰も来ないので訪問をお願いします": {"訪問", ""}},
	} {
		for text, want := range says {
			if got := kindOfDenial(Read(text, locale), want[0]); got != want[1] {
				t.Errorf("%s %q: %q is %q, want %q", locale, text, want[0], got, want[1])
			}
		}
	}
}

// TestAnUtteranceWithoutALanguageIsReadInItsOwn, to tell whether it asks for something to end.
func TestAnUtteranceWithoutALanguageIsReadInItsOwn(t *testing.T) {
	for text, want := range map[string]bool{
		"cancel my booking": true, "ich möchte meinen Vertrag kündigen": true, "quiero dar de baja mi contrato": true, "je veux résilier mon contrat": true,
		"取消预订": true, "予約をキャンセルしてください": true, "أريد إلغاء الحجز": true,
		"book a visit": false, "ich möchte einen Termin": false, "派技术员": false,
	} {
		if got := ReadUtterance(text, "").Ends; got != want {
			t.Errorf("%q ends something: %t, want %t", text, got, want)
		}
	}
}
