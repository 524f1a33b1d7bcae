// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// heard tells of texts in some languages whether a signal is in them.
func heard(t *testing.T, name string, signal func(Signals) bool, want bool, texts map[string][]string) {
	t.Helper()
	for locale, all := range texts {
		for _, text := range all {
			if s := Read(text, locale); signal(s) != want {
				t.Errorf("%s: %q: %s is %t", locale, text, name, !want)
			}
		}
	}
}

// TestAQuestionAboutDoingIsToldFromAWishForIt: how, where or when it is done, or what would come of it.
func TestAQuestionAboutDoingIsToldFromAWishForIt(t *testing.T) {
	asksHow := func(s Signals) bool { return s.AsksHow }
	heard(t, "asking how", asksHow, true, map[string][]string{
		"en": {"how do I get a parking permit?", "where can I register a dog?", "I want to know how to get a permit", "what would happen if I gave up my seat", "can we book a court later on?", "how much does a permit cost?", "what do I need for a permit?"},
		"de": {"wie beantrage ich einen Ausweis?", "wo kann ich einen Hund anmelden?", "ich möchte wissen, wie ich einen Ausweis bekomme", "was passiert, wenn ich den Platz abgebe?", "kann ich den Platz später buchen?", "was kostet ein Ausweis?"},
		"es": {"¿cómo puedo pedir un carné?", "¿dónde se reserva una pista?", "quiero saber cómo pedir un carné", "¿qué pasa si dejo la plaza?", "¿puedo reservar la pista más tarde?", "¿cuánto cuesta el carné?"},
		"fr": {"comment faire pour obtenir un badge ?", "où puis-je inscrire mon chien ?", "je voudrais savoir comment avoir un badge", "que se passe-t-il si je rends la place ?", "combien coûte un badge ?"},
		"it": {"come posso avere un tesserino?", "dove si prenota il campo?", "vorrei sapere come avere un tesserino", "cosa succede se lascio il posto?", "cosa serve per il tesserino?"},
		"pt": {"como posso pedir um cartão?", "onde se marca o campo?", "queria saber como pedir um cartão", "o que acontece se eu deixar o lugar?", "o que é preciso para o cartão?"},
		"tr": {"kartı nasıl alırım", "kortu nereden ayırtabilirim", "vazgeçersem ne olur", "kart için ne lazım"},
		"ar": {"كيف يمكنني طلب بطاقة؟", "ماذا يحدث لو تركت المكان؟", "كم سعر البطاقة؟"},
		"zh": {"怎么办停车证", "如何预约场地", "我想知道怎么办证", "取消了会怎么样", "办证需要什么"},
		"ja": {"カードはどうやって作りますか", "コートはどこで借りられますか", "やめたらどうなりますか", "カードはいくらですか"},
	})
	heard(t, "asking how", asksHow, false, map[string][]string{
		"en": {"I'd like a parking permit", "can I book a court?", "book a court please"}, "de": {"ich möchte einen Ausweis", "kann ich einen Platz buchen?"},
		"es": {"quiero reservar una pista", "tengo que cambiar mi dirección"}, "fr": {"je voudrais un badge", "je dois changer mon adresse"},
		"it": {"vorrei prenotare il campo", "devo cambiare indirizzo"}, "pt": {"quero marcar o campo"}, "tr": {"kort ayırtmak istiyorum"}, "zh": {"我要办停车证"}, "ja": {"カードを作りたいです"},
	})
}

// TestWhatWasDoneAlreadyIsToldFromWhatIsAskedFor in ten languages.
func TestWhatWasDoneAlreadyIsToldFromWhatIsAskedFor(t *testing.T) {
	done := func(s Signals) bool { return s.AlreadyDone }
	heard(t, "told as done", done, true, map[string][]string{
		"en": {"I've already booked the court", "we already paid the deposit", "my wife booked the court"}, "de": {"ich habe den Platz schon gebucht", "die Kaution haben wir bereits bezahlt", "meine Frau hat den Platz gebucht"},
		"es": {"ya reservé la pista", "ya he pagado la fianza", "mi hermano reservó la pista"}, "fr": {"j'ai déjà réservé le court"}, "it": {"ho già prenotato il campo", "mia moglie ha prenotato il campo"}, "pt": {"já marquei o campo", "já pagámos a caução", "o meu irmão marcou o campo"},
		"tr": {"kortu zaten ayırttım", "eşim geçen hafta kortu ayırttı", "parayı çoktan yatırdık, zaten ödedik"}, "ar": {"لقد حجزت الملعب بالفعل"}, "zh": {"我已经预约过场地了", "我老婆昨天预约了场地"}, "ja": {"コートはもう注文しました", "支払いはすでに済ませました"},
	})
	heard(t, "told as done", done, false, map[string][]string{
		"en": {"book the court", "I already waited an hour, please book the court"}, "de": {"buchen Sie den Platz", "ich warte schon seit Tagen, bitte buchen"}, "es": {"ya no quiero la pista"}, "fr": {"réservez le court"},
		"it": {"prenoti il campo"}, "pt": {"já não quero o campo"}, "tr": {"kort ayırtın"}, "zh": {"预约场地"}, "ja": {"コートを予約して"},
	})
}

// TestAJokeIsTakenBack, and who says that it is none takes nothing back.
func TestAJokeIsTakenBack(t *testing.T) {
	withdrawn := func(s Signals) bool { return s.Withdrawn }
	heard(t, "taking back", withdrawn, true, map[string][]string{
		"en": {"sell my car, just kidding", "close it. I was only joking"}, "de": {"verkauft mein Auto, war nur ein Scherz"}, "es": {"vended mi coche, era broma"}, "fr": {"vendez ma voiture, je plaisante"},
		"it": {"vendete la mia auto, scherzavo"}, "pt": {"vendam o meu carro, estava a brincar"}, "tr": {"arabamı satın, şaka yapıyorum"}, "ar": {"بيعوا سيارتي، كنت امزح"}, "zh": {"把我的车卖了，开玩笑的"}, "ja": {"車を売って。冗談です"},
	})
	heard(t, "taking back", withdrawn, false, map[string][]string{
		"en": {"sell my car, and I'm not kidding"}, "de": {"verkauft mein Auto, das ist kein Scherz"}, "es": {"vended mi coche, no es broma", "¿esto es una broma?"}, "fr": {"vendez ma voiture, je ne plaisante pas"},
		"it": {"vendete la mia auto, non sto scherzando"}, "pt": {"vendam o meu carro, não estou a brincar"}, "zh": {"把我的车卖了，不是开玩笑"},
	})
}

// TestWhoAsksWhatAValueIsForIsHeard, or where to find it.
func TestWhoAsksWhatAValueIsForIsHeard(t *testing.T) {
	heard(t, "asking why", func(s Signals) bool { return s.AsksWhy }, true, map[string][]string{
		"en": {"what do you need my birthday for?", "why do you want that", "where do I find this number?"}, "de": {"wozu braucht ihr mein Geburtsdatum?", "wo finde ich die denn?"},
		"es": {"¿para qué necesitan mi fecha de nacimiento?", "¿y dónde lo encuentro?"}, "fr": {"pourquoi avez-vous besoin de ma date de naissance ?", "où est-ce que je le trouve ?"},
		"it": {"a cosa vi serve la mia data di nascita?", "e dove lo trovo?"}, "pt": {"para que precisam da minha data de nascimento?"}, "tr": {"doğum tarihimi neden istiyorsunuz"}, "ar": {"لماذا تحتاجون تاريخ ميلادي؟"},
		"zh": {"为什么要我的生日", "这个在哪里看"}, "ja": {"なぜ生年月日が必要なんですか", "どこに書いてありますか"},
	})
}
