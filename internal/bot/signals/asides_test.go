// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// aside is what customers say instead of an answer.
func asidesOf(s Signals) string {
	switch {
	case s.Waits:
		return "waits"
	case s.Unknown:
		return "unknown"
	case s.Refuses:
		return "refuses"
	}
	return ""
}

func TestWhatCustomersSayInsteadOfAnAnswer(t *testing.T) {
	for locale, says := range map[string]map[string]string{
		"en": {
			"give me two minutes": "waits", "hold on while I check": "waits", "let me find the letter": "waits", "bear with me": "waits",
			"I can't find the receipt": "unknown", "no clue": "unknown", "I never got an e-mail": "unknown", "i dont remember it": "unknown",
			"please don't delete my profile": "refuses", "do not book it": "refuses", "we don't want the upgrade": "refuses",
			"I ordered two minutes ago": "", "the site won't let me pay": "", "book me a table": "", "don't you deliver on Mondays": "",
		},
		"de": {
			"kleinen Moment": "waits", "ich muss das erst raussuchen": "waits", "warten Sie kurz": "waits",
			"hab ich gerade nicht zur Hand": "unknown", "die kenne ich nicht": "unknown", "null Ahnung": "unknown",
			"bitte löschen Sie mein Profil nicht": "refuses", "ich möchte kein Abo": "refuses", "kündigt mir bloß nicht den Vertrag": "refuses",
			"ich kann den Vertrag nicht kündigen": "", "wo ist mein Paket": "",
		},
		"es": {"un momentito": "waits", "voy a buscarlo": "waits", "no me acuerdo": "unknown", "ni idea": "unknown", "no borréis mi cuenta": "refuses", "no me deja borrar la cuenta": "", "quiero borrar la cuenta": ""},
		"fr": {"une petite minute": "waits", "je vais regarder": "waits", "je ne m'en souviens plus": "unknown", "aucune idée": "unknown", "ne supprimez pas mon compte": "refuses", "je ne veux pas d'abonnement": "refuses", "supprimez mon compte": ""},
		"it": {"un attimo solo": "waits", "sto controllando": "waits", "non lo ricordo": "unknown", "boh": "unknown", "non cancellate il mio profilo": "refuses", "cancellate il mio profilo": ""},
		"pt": {"só um minutinho": "waits", "deixa eu ver aqui": "waits", "não lembro": "unknown", "nem ideia": "unknown", "não apaguem meu cadastro": "refuses", "apaguem meu cadastro": ""},
		"tr": {"iki dakika": "waits", "hemen bakıyorum": "waits", "hatırlamıyorum": "unknown", "hesabımı kapatmayın": "refuses", "hesabımı kapatmak istiyorum": ""},
		"ar": {"لحظة من فضلك": "waits", "لا أتذكر": "unknown", "لا تحذفوا حسابي": "refuses", "احذفوا حسابي": ""},
		"zh": {"稍等": "waits", "不记得了": "unknown", "请不要删除我的账号": "refuses", "请删除我的账号": ""},
		"ja": {"少々お待ちください": "waits", "覚えていません": "unknown", "退会しないでください": "refuses", "退会したいです": ""},
	} {
		for text, want := range says {
			if got := asidesOf(Read(text, locale)); got != want {
				t.Errorf("%s %q is %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestAWishToCancelIsNotLetGoOf: words for "cancel" are also those by which something is let go of.
func TestAWishToCancelIsNotLetGoOf(t *testing.T) {
	for locale, texts := range map[string]map[string]bool{
		"tr": {"aboneliğimi iptal etmek istiyorum": false, "rezervasyonu iptal etmem gerek": false, "rezervasyonu iptal etmeyin": true},
		"ja": {"予約を取り消したいです": false, "予約を取り消すにはどうすればいいですか": false, "予約を取り消さないで": true},
		"en": {"hold on": false, "cancel my booking": false, "leave that": true},
	} {
		for text, want := range texts {
			if got := Read(text, locale).Withdrawn; got != want {
				t.Errorf("%s %q is let go of: %t, want %t", locale, text, got, want)
			}
		}
	}
}

func TestYesIsNotNoToo(t *testing.T) {
	for text, yes := range map[string]bool{
		"of course": true, "go for it": true, "sounds good": true, "sure thing": true, "yup do that": true, "absolutely": true,
		"of course not": false, "absolutely not": false, "no way": false,
	} {
		if s := Read(text, "en"); s.Yes != yes || s.No == yes {
			t.Errorf("%q: yes %t, no %t", text, s.Yes, s.No)
		}
	}
}

func TestWhatIsHeardWithoutItsUsualWords(t *testing.T) {
	for text, want := range map[string]Signals{
		"🤬🤬": {Anger: true},
		"where can I get a number, I want to ring someone": {AsksForHuman: true},
		"I would prefer to phone you":                      {AsksForHuman: true},
		"I shall complain to the privacy commissioner":     {LegalThreat: true},
		"call a taxi for my guest":                         {},
		"the ring does not fit":                            {},
		"I want to report a broken screen":                 {},
	} {
		got := Read(text, "en")
		if got.Anger != want.Anger || got.AsksForHuman != want.AsksForHuman || got.LegalThreat != want.LegalThreat {
			t.Errorf("%q: anger %t, person %t, legal %t", text, got.Anger, got.AsksForHuman, got.LegalThreat)
		}
	}
}

// TestWhoWantsAwayFromAMachine: to refuse the machine is to ask for a person, whatever else a
// negation before "talk" says.
func TestWhoWantsAwayFromAMachine(t *testing.T) {
	for locale, texts := range map[string]map[string]bool{
		"en": {
			"I don't deal with algorithms, I am not writing to a program": true, "is somebody from the shop around today": true,
			"let me clarify it with your team": true, "give me somebody who has a brain": true,
			"I don't want to deal with people": false, "is there a shop around the corner": false,
		},
		"de": {"lieber mit einer Ihrer Mitarbeiterinnen": true},
		"es": {"no quiero seguir hablando con un programa": true, "no pienso hablar con robots": true, "no quiero hablar con nadie": false, "no necesito un agente": false},
		"fr": {"je ne veux plus parler à une machine": true, "y a-t-il un conseiller": true, "voir cela avec un de vos employés": true, "je ne veux pas parler à quelqu'un": false},
		"it": {"non voglio scrivere a un programma": true, "non parlo con le macchine": true, "non voglio parlare con nessuno": false, "qualcuno ha firmato per me": false},
		"pt": {"não quero conversar com máquinas": true, "não quero falar com ninguém": false},
		"tr": {"çalışanlarınızla görüşebilir miyim": true},
		"zh": {"人工草坪多少钱": false, "转人工处理": true},
		"ja": {"誰かがドアを開けました": false, "誰か対応してください": true},
	} {
		for text, want := range texts {
			if got := Read(text, locale).AsksForHuman; got != want {
				t.Errorf("%s %q asks for a person: %t, want %t", locale, text, got, want)
			}
		}
	}
}
