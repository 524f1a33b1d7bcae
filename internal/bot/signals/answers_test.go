// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestARefusalInFewWordsIsANo, also behind a word that says only that the question was read.
func TestARefusalInFewWordsIsANo(t *testing.T) {
	refuses := func(s Signals) bool { return s.No || s.Withdrawn }
	heard(t, "a no", refuses, true, map[string][]string{
		"en": {"certainly not", "okay, no", "hmm, no then", "not tonight", "I'd rather not", "pls do not", "no, better not. I'll see", "thank you but no thanks", "that's kind, but no", "I'll sort it at the counter"},
		"de": {"bestimmt nicht", "okay, dann nein", "heute nicht", "besser nicht", "danke, aber nein", "das mache ich lieber selbst"},
		"es": {"hoy no, gracias", "vale, pues no", "ahora no", "por favor no", "muchas gracias, pero no", "lo haré yo mismo"},
		"fr": {"pas aujourd'hui", "bon alors non", "mieux vaut pas", "merci bien, mais non", "je le ferai moi-même"},
		"it": {"oggi no", "va bene, allora no", "meglio di no", "grazie, ma no", "lo faccio da solo"},
		"pt": {"hoje não", "então não", "melhor não", "obrigado, mas não", "eu trato disso pessoalmente"},
		"tr": {"bugün değil", "tamam, o zaman hayır", "lütfen yapmayın", "sağolun ama istemem", "kendim hallederim"},
		"ar": {"ليس اليوم", "طيب لا", "الافضل لا", "شكرا لكن لا"},
		"zh": {"今天先不了", "那算了吧", "请不要", "谢谢，不用了", "我自己去办"},
		"ja": {"今日はやめておきます", "じゃあ結構です", "ありがとうございます、でも結構です", "自分でやります"},
	})
	heard(t, "a no", refuses, false, map[string][]string{
		"en": {"well no idea", "I can't do it myself", "not today but tomorrow it works"}, "de": {"ich kann das nicht selbst"}, "es": {"pues no sé", "ahora no sé"}, "pt": {"bem não sei"}, "zh": {"那不一定", "我自己弄不了"},
	})
}

// TestWhatLetsGoOfNothingIsNotHeardSo: another day is asked for, a number has changed, and one word only interrupts.
func TestWhatLetsGoOfNothingIsNotHeardSo(t *testing.T) {
	heard(t, "letting go", func(s Signals) bool { return s.Withdrawn }, false, map[string][]string{
		"en": {"I would like the plumber another time", "stop, first I need to know the price"},
		"de": {"halt, vorher brauche ich noch den Preis dafür", "halt, erst will ich die Adresse ändern"},
		"es": {"quiero el fontanero otro día", "he cambiado de casa"}, "fr": {"j'ai changé de numéro", "je voudrais essayer une autre fois"},
		"it": {"vorrei provare un'altra volta"}, "pt": {"quero tentar outra vez"}, "tr": {"12 Mayıs olsun"},
	})
	heard(t, "letting go", func(s Signals) bool { return s.Withdrawn }, true, map[string][]string{
		"en": {"stop", "another time maybe", "I'll do it another time"}, "de": {"halt, doch nicht"}, "es": {"ya lo haré otro día", "mejor otro día"}, "fr": {"une autre fois"},
		"it": {"magari un'altra volta"}, "pt": {"outra vez"}, "tr": {"olsun"},
	})
}

// TestThanksBesideAYesChangeNothing: whatever they are, as long as they ask for nothing.
func TestThanksBesideAYesChangeNothing(t *testing.T) {
	agrees := func(s Signals) bool { return (s.Agrees || s.AgreesLater) && len(s.Beside) == 0 && !s.No && !s.Question }
	heard(t, "nothing but a yes", agrees, true, map[string][]string{
		"en": {"yes, you're an angel", "thank you. Yes please", "too right, cheers"}, "de": {"ja gerne, das ist sehr freundlich von Ihnen", "na dann los, vielen Dank"}, "es": {"sí, qué amable", "venga, adelante, mil gracias"},
		"fr": {"oui, c'est très aimable", "alors allez-y, merci"}, "it": {"sì, che gentile", "allora procediamo, grazie"}, "pt": {"sim, pode prosseguir, obrigado", "então vamos, obrigada"}, "tr": {"hadi yapalım, teşekkürler"},
		"ja": {"では、お願いします", "はい、どうぞ進めてください"},
	})
	heard(t, "nothing but a yes", agrees, false, map[string][]string{
		"en": {"yes, thanks, but only one", "yes, thank you for nothing", "thanks"}, "de": {"ja, danke, aber erst morgen"}, "es": {"sí, gracias, pero mañana"}, "fr": {"oui, merci, mais pas tout"},
	})
}

// TestAFewWordsOfThanksAreNoAnger, whatever a model takes them for.
func TestAFewWordsOfThanksAreNoAnger(t *testing.T) {
	heard(t, "anger", func(s Signals) bool { return s.Anger || !s.Thanks }, false, map[string][]string{
		"en": {"you're a star", "thanks a lot", "cheers"}, "de": {"danke euch", "danke dir"}, "es": {"gracias a todos"}, "fr": {"merci à vous"}, "it": {"grazie a voi"}, "pt": {"obrigada a todos"}, "tr": {"teşekkürler"},
		"ar": {"شكرا لكم"}, "zh": {"谢谢你们"}, "ja": {"ありがとうございます"},
	})
}

// TestWhoAsksWhenSomebodyIsThereWantsNobodyNow: that is asked of opening hours.
func TestWhoAsksWhenSomebodyIsThereWantsNobodyNow(t *testing.T) {
	heard(t, "naming a person", func(s Signals) bool { return s.NamesHuman }, false, map[string][]string{
		"en": {"until what time is anyone there?"}, "de": {"ab wann ist morgens jemand da?", "wie lange ist heute jemand da?"}, "es": {"¿hasta qué hora hay alguien?"}, "it": {"fino a che ora c'è qualcuno?"}, "pt": {"até que horas está alguém?"},
	})
	heard(t, "naming a person", func(s Signals) bool { return s.NamesHuman }, true, map[string][]string{
		"en": {"I want to talk to a person"}, "de": {"ich will mit einem Menschen sprechen", "ist da jemand?"}, "es": {"quiero hablar con una persona"}, "fr": {"je veux parler à quelqu'un"},
	})
}
