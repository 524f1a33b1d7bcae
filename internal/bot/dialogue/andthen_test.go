// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// passes say how a pass is frozen in one language, with a word that tells the classifier, and messages with that wish
// beside a yes and beside thanks.
var passes = map[string]struct {
	word        string
	taught      []string
	yes, thanks []string
}{
	"en": {"pass", []string{"freeze my pass", "please freeze the pass", "I want to freeze a pass"}, []string{"yes, and then freeze my pass", "yes and freeze my pass", "yes please. Also freeze my pass", "ok, and please freeze my pass too"}, []string{"thanks, and freeze my pass", "thank you and then freeze my pass"}},
	"de": {"Ausweis", []string{"Ausweis sperren", "bitte den Ausweis sperren", "ich möchte meinen Ausweis sperren"}, []string{"ja, und dann bitte meinen Ausweis sperren", "ja und sperren Sie den Ausweis"}, []string{"danke, und bitte meinen Ausweis sperren"}},
	"es": {"pase", []string{"congelar mi pase", "quiero congelar el pase", "congele mi pase"}, []string{"sí, y después congele mi pase", "sí y congelar mi pase"}, []string{"gracias, y quiero congelar mi pase"}},
	"fr": {"carte", []string{"suspendre ma carte", "je veux suspendre la carte", "suspendez ma carte"}, []string{"oui, et ensuite suspendez ma carte", "oui et suspendre ma carte"}, []string{"merci, et suspendez ma carte"}},
	"it": {"tessera", []string{"sospendere la tessera", "voglio sospendere la mia tessera", "sospenda la tessera"}, []string{"sì, e poi sospenda la tessera", "sì e sospendere la tessera"}, []string{"grazie, e vorrei sospendere la tessera"}},
	"pt": {"passe", []string{"suspender o passe", "quero suspender o meu passe", "suspenda o passe"}, []string{"sim, e depois suspenda o passe", "sim e suspender o passe"}, []string{"obrigado, e quero suspender o passe"}},
	"tr": {"kart", []string{"kartımı dondur", "kartı dondurmak istiyorum", "kartımı dondurun"}, []string{"evet, ve sonra kartımı dondurun", "evet ve kartımı dondurun"}, []string{"teşekkürler, ve kartımı dondurmak istiyorum"}},
	"ar": {"بطاقتي", []string{"تجميد بطاقتي", "اريد تجميد بطاقتي", "جمد بطاقتي"}, []string{"نعم، ثم اريد تجميد بطاقتي"}, []string{"شكرا، ثم اريد تجميد بطاقتي"}},
	"zh": {"会员卡", []string{"冻结会员卡", "我要冻结会员卡", "请冻结我的会员卡"}, []string{"好的，然后冻结会员卡"}, []string{"谢谢，另外请冻结会员卡"}},
	"ja": {"会員証", []string{"会員証を停止したい", "会員証を停止してください", "会員証の停止"}, []string{"はい、それから会員証を停止してください"}, []string{"ありがとう、それから会員証を停止してください"}},
}

// withPass is a booking that waits for its yes, beside an intent that freezes a pass.
func withPass(t *testing.T, locale string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"),
		release.Intent{
			Name: "book", Revision: "book-1", Risk: "High", Locale: locale, Title: "Book", Utterances: []string{"table"}, Reply: release.Reply{Text: "Booked for {day}."},
			Fields: []release.Field{{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true}},
		},
		release.Intent{Name: "pass", Revision: "pass-1", Risk: "High", Locale: locale, Title: "Pass", Utterances: passes[locale].taught, Reply: release.Reply{Text: "Frozen."}})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		for word, intent := range map[string]string{passes[locale].word: "pass", "table": "book"} {
			if strings.Contains(text, word) {
				return []understanding.Prediction{{Intent: intent, Confidence: 0.95}}
			}
		}
		return nil
	}
	w.say("table")
	w.say("2026-05-05")
	return w
}

// TestAYesWithAnotherWishIsHeardAndTheWishOffered, and so is the wish beside thanks, before the act and after it.
func TestAYesWithAnotherWishIsHeardAndTheWishOffered(t *testing.T) {
	for locale, says := range passes {
		texts := release.TextsFor(nil, locale)
		offer := "offer: " + strings.ReplaceAll(texts.AlsoAsked, "{title}", "Pass")
		shallI := "confirm: " + strings.ReplaceAll(texts.ShallI, "{title}", "Pass")
		for _, text := range says.yes {
			w := withPass(t, locale)
			if got, want := w.say(text), "answer: Booked for 2026-05-05.\n"+offer; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				continue
			}
			if got := w.say(texts.Yes); got != shallI {
				t.Errorf("%s: the yes after %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.thanks {
			w := withPass(t, locale)
			if got := w.say(text); !strings.HasPrefix(got, "confirm: ") || w.state.Offered == nil && w.state.Confirming.Intent != "pass" {
				t.Errorf("%s: %q is answered %q, and the wish is lost", locale, text, got)
			}
			w = withPass(t, locale)
			w.say(texts.Yes)
			if got := w.say(text); got != shallI {
				t.Errorf("%s: %q after it was done is answered %q", locale, text, got)
			}
		}
	}
}

// coded is how a visit is called off by its code in each language: what is taught, a yes with that wish, and yeses with
// one that may be about what is asked about, or change it.
var coded = map[string]struct {
	taught []string
	wish   string
	may    []string
}{
	"en": {[]string{"cancel my table", "cancel a reservation", "drop my reservation"}, "yep, and cancel the reservation K1234 as well", []string{"yes, and cancel it", "yes, and cancel my table", "yes, and cancel K1234 if it rains", "yes, but cancel K1234 first", "yes, and don't cancel K1234"}},
	"de": {[]string{"table stornieren", "Buchung stornieren", "meine Buchung absagen"}, "ja genau, und die Buchung K1234 stornieren Sie bitte auch noch", []string{"ja, und stornieren Sie das", "ja, und die table stornieren", "ja, und stornieren Sie K1234, falls es regnet"}},
	"es": {[]string{"anular mi table", "anular una reserva", "anule la reserva"}, "sí, y anule también la reserva K1234", []string{"sí, y anúlelo", "sí, y anular mi table"}},
	"fr": {[]string{"annuler ma table", "annuler une réservation", "annulez la réservation"}, "oui, et annulez aussi la réservation K1234", []string{"oui, et annulez-la", "oui, et annuler ma table"}},
	"it": {[]string{"annullare la table", "annullare una prenotazione", "annulli la prenotazione"}, "sì, e annulli anche la prenotazione K1234", []string{"sì, e annullare la table"}},
	"pt": {[]string{"cancelar a table", "cancelar uma reserva", "cancele a reserva"}, "sim, e cancele também a reserva K1234", []string{"sim, e cancelar a table"}},
	"tr": {[]string{"table iptal", "rezervasyonu iptal edin", "rezervasyonumu iptal et"}, "evet, ve K1234 rezervasyonu da iptal edin", []string{"evet, ve iptal edin"}},
	"ar": {[]string{"إلغاء table", "إلغاء الحجز", "الغ الحجز"}, "نعم، ثم الغ الحجز K1234", []string{"نعم، ثم الغها"}},
	"zh": {[]string{"取消table", "取消预订", "请取消预订"}, "好的，另外取消预订K1234", []string{"好的，然后取消"}},
	"ja": {[]string{"tableの取り消し", "予約を取り消す", "予約を取り消してください"}, "はい、それから予約K1234を取り消してください", []string{"はい、それから取り消してください"}},
}

// TestAYesCountsWhereTheWholeIsNotUnderstoodForSure, and so does a wish that ends another thing of the same kind: by the
// words of a single intent, and the value by which a thing is told from others. What may end the one that is asked about
// is not done.
func TestAYesCountsWhereTheWholeIsNotUnderstoodForSure(t *testing.T) {
	for locale, says := range passes {
		for _, text := range says.yes {
			w := withPass(t, locale)
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "pass", Confidence: 0.3}, {Intent: "hours", Confidence: 0.3}, {Intent: "book", Confidence: 0.2}}
			}
			if got := w.say(text); !strings.HasPrefix(got, "answer: Booked for 2026-05-05.\noffer: ") {
				t.Errorf("%s: %q that is hardly understood is answered %q", locale, text, got)
			}
		}
	}
	for locale, says := range coded {
		w := func(confidence float64) *world {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"),
				release.Intent{
					Name: "book", Revision: "book-1", Risk: "High", Locale: locale, Title: "Book", Utterances: []string{"book a table", "table"}, Reply: release.Reply{Text: "Booked for {day}."},
					Fields: []release.Field{{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true}},
				},
				release.Intent{
					Name: "end", Revision: "end-1", Risk: "High", Locale: locale, Title: "End", Utterances: says.taught, Reply: release.Reply{Text: "Off."},
					Fields: []release.Field{{Name: "code", Prompt: "?", Pattern: "K[0-9]{4}", Required: true}},
				})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
			}
			w.say("table")
			w.say("2026-05-05")
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "end", Confidence: confidence}}
			}
			return w
		}
		for _, confidence := range []float64{0.95, 0.3} {
			yes := w(confidence)
			if got := yes.say(says.wish); !strings.HasPrefix(got, "answer: Booked for 2026-05-05.\noffer: ") || yes.state.Offered.Intents[0] != "end" {
				t.Errorf("%s: %q is answered %q", locale, says.wish, got)
			}
			for _, text := range says.may {
				if got := w(confidence).say(text); strings.HasPrefix(got, "answer: ") {
					t.Errorf("%s: %q is answered %q", locale, text, got)
				}
			}
		}
	}
}

// TestAYesWithAnotherOneOfTheSame: the first is done as it was asked about, and the second offered.
func TestAYesWithAnotherOneOfTheSame(t *testing.T) {
	const done, offer = "answer: Booked for 2026-05-05.", "offer: You also asked about this: Book. Shall I go on with it?"
	for _, text := range []string{"yes, and book another table for 12 May", "yes please, and then reserve another table on 12 May"} {
		plays(t, withPass(t, "en"), []string{text, "yes", "yes"}, []string{done + "\n" + offer, "confirm: Shall I go ahead: Book (2026-05-12)?", "answer: Booked for 2026-05-12."})
	}
	plays(t, withPass(t, "en"), []string{"yes", "thanks, and book another table for 12 May"}, []string{done, "confirm: Shall I go ahead: Book (2026-05-12)?"})
}

// TestWhatStandsBesideAYesAndMayChangeItIsNotDone: it is asked again, whatever else there is.
func TestWhatStandsBesideAYesAndMayChangeItIsNotDone(t *testing.T) {
	for _, text := range []string{
		"yes, but freeze my pass first", "yes if you can freeze my pass", "yes, and don't freeze my pass", "yes and make it the table for 12 May", "yes for 12 May and freeze my pass", "maybe, and freeze my pass", "and freeze my pass", "no, and freeze my pass",
	} {
		if got := withPass(t, "en").say(text); strings.HasPrefix(got, "answer: ") {
			t.Errorf("%q is answered %q", text, got)
		}
	}
	for locale, texts := range map[string][]string{
		"en": {"yes, also freeze my pass, and make it 12 May", "yes and freeze my pass, and 12 May for the table"},
		"de": {"ja, und den Ausweis sperren, und am 12. Mai"},
		"es": {"sí, y congele mi pase, y el 12 de mayo"},
		"fr": {"oui, et suspendez ma carte, et le 12 mai"},
		"it": {"sì, e sospenda la tessera, e il 12 maggio"},
		"pt": {"sim, e suspenda o passe, e 12 de maio"},
		"tr": {"evet, ve kartımı dondurun, ve 12 Mayıs"},
		"ar": {"نعم، ثم جمد بطاقتي، و 12 مايو"},
		"zh": {"好的，然后冻结会员卡，5月12日"},
		"ja": {"はい、それから会員証を停止してください、5月12日に"},
	} {
		for _, text := range texts {
			if got := withPass(t, locale).say(text); strings.HasPrefix(got, "answer: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	for _, text := range []string{"yes, and add another night", "yes please and one more night"} {
		if got, want := staying(t, "en", true).say(text), shallIBook("en", "2026-05-05", "4", "double"); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

// TestAYesWithAChangeIsNone, however much the change resembles another intent.
func TestAYesWithAChangeIsNone(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"yes, and change the day", "yes, and freeze it", "yes, and put it on hold"}, "de": {"ja, und ändere den Tag"}, "es": {"sí, y cambie el día"},
		"fr": {"oui, et changez le jour", "oui, et changez la date"}, "it": {"sì, e vorrei cambiare il giorno"}, "pt": {"sim, e quero mudar o dia"},
		"tr": {"evet, ve günü değiştirin"}, "ja": {"はい、それと日を変更して"},
	} {
		for _, text := range texts {
			w := withPass(t, locale)
			if got := w.say(text); strings.Contains(got, "Booked for") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestAnotherOneBesideAYesIsAskedAboutAfterTheFirst is done, and none is lost.
func TestAnotherOneBesideAYesIsAskedAboutAfterTheFirst(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"yes, and AB123457 too", "yes please, also AB123457", "sure, and AB123457 as well"}, "de": {"ja, und AB123457 auch", "ja bitte, und außerdem AB123457"}, "es": {"sí, y también AB123457", "sí, y AB123457"},
		"fr": {"oui, et aussi AB123457", "oui, et AB123457 aussi"}, "it": {"sì, e anche AB123457", "sì, e AB123457"}, "pt": {"sim, e também AB123457", "sim, e AB123457"}, "tr": {"evet, ve AB123457"},
		"ar": {"نعم، وأيضا AB123457"}, "zh": {"是的，还有AB123457"}, "ja": {"はい、それからAB123457"},
	} {
		for _, text := range texts {
			w := shop(t)
			w.say("cancel AB123456")
			w.state.Locale = locale
			if got := w.say(text); !strings.HasPrefix(got, cancelled+"\noffer: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
				continue
			}
			if got := w.say(release.TextsFor(nil, locale).Yes); got != "confirm: Cancel order AB123457?" {
				t.Errorf("%s: a yes after %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestAValueThatPutsTheOtherRightIsNoOtherOne beside a yes, and is asked about in its place.
func TestAValueThatPutsTheOtherRightIsNoOtherOne(t *testing.T) {
	for _, text := range []string{"yes, but AB123457", "yes, sorry, AB123457", "no, AB123457"} {
		w := shop(t)
		w.say("cancel AB123456")
		if got := w.say(text); got != "confirm: Cancel order AB123457?" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}

// TestAnotherThingAtTheQuestionComesLater where nothing is said to the question itself.
func TestAnotherThingAtTheQuestionComesLater(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"and that too":                 {[]string{"cancel AB123456", "and AB123457 too", "yes", "yes"}, []string{shallI, shallI, cancelled + "\n" + alsoSecond, "confirm: Cancel order AB123457?"}},
		"one in its place, with a no":  {[]string{"cancel AB123456", "no, AB123457"}, []string{shallI, "confirm: Cancel order AB123457?"}},
		"the same one is the same one": {[]string{"cancel AB123456", "and AB123456 too"}, []string{shallI, shallIStill}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}

// TestAThingOfAnotherRequestIsNotTheOneAskedAbout: "yes, and take the car off B222222" cancels no other ticket. The first
// one is done, with the rest offered, or asked about once more.
func TestAThingOfAnotherRequestIsNotTheOneAskedAbout(t *testing.T) {
	for locale, says := range map[string]struct {
		ticket, on, off []string
		text            string
	}{
		"en": {[]string{"cancel my ferry", "cancel the ticket"}, []string{"add a car to my ticket", "put my car on the ticket"}, []string{"take the car off my ticket", "remove the car"}, "yes and take the car off B222222"},
		"de": {[]string{"Fähre stornieren", "mein Ticket stornieren"}, []string{"Auto zum Ticket hinzufügen", "mein Auto mitnehmen"}, []string{"Auto vom Ticket nehmen", "das Auto entfernen"}, "ja, und nimm das Auto von B222222 runter"},
		"es": {[]string{"cancelar el ferry", "anular el billete"}, []string{"añadir un coche al billete", "llevar mi coche"}, []string{"quitar el coche del billete", "quita el coche"}, "sí, y quita el coche del B222222"},
		"fr": {[]string{"annuler mon ferry", "annuler le billet"}, []string{"ajouter une voiture au billet", "emmener ma voiture"}, []string{"retirer la voiture du billet", "enlever la voiture"}, "oui et retirez la voiture du B222222"},
		"it": {[]string{"annullare il traghetto", "annulla il biglietto"}, []string{"aggiungere un'auto al biglietto", "portare la mia auto"}, []string{"togliere l'auto dal biglietto", "rimuovere l'auto"}, "sì e togli l'auto dal B222222"},
		"pt": {[]string{"cancelar o ferry", "anular o bilhete"}, []string{"juntar um carro ao bilhete", "levar o meu carro"}, []string{"tirar o carro do bilhete", "remover o carro"}, "sim e tire também o carro do B222222"},
	} {
		ticket := []release.Field{{Name: "ticket", Prompt: "?", Pattern: "[A-Z][0-9]{6}", Required: true}}
		intent := func(name, risk string, utterances []string) release.Intent {
			return release.Intent{Name: name, Revision: name + "-1", Risk: risk, Locale: locale, Title: name, Utterances: utterances, Reply: release.Reply{Text: "Done: " + name + " {ticket}."}, Fields: ticket}
		}
		for _, understood := range []bool{false, true} {
			w := newWorld(t)
			w.stable = compiled(t, "stable", intent("cancel", "High", says.ticket), intent("add-car", "Medium", says.on), intent("remove-car", "Medium", says.off))
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(text string) []understanding.Prediction {
				switch {
				case text == says.ticket[0]+" A111111":
					return []understanding.Prediction{{Intent: "cancel", Confidence: 0.95}}
				case understood:
					return []understanding.Prediction{{Intent: "remove-car", Confidence: 0.95}}
				}
				return nil
			}
			w.say(says.ticket[0] + " A111111")
			got := w.say(says.text)
			done := strings.HasPrefix(got, "answer: Done: cancel A111111.\noffer: ")
			asked := w.state.Confirming != nil && w.state.Confirming.Intent == "cancel" && w.state.Fields["ticket"] == "A111111"
			other := w.state.Confirming != nil && w.state.Confirming.Intent == "remove-car" && w.state.Fields["ticket"] == "B222222"
			if !done && !asked && !other {
				t.Errorf("%s, understood %t: %q is answered %q", locale, understood, says.text, got)
			}
		}
	}
}
