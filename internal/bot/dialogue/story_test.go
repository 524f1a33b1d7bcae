// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// stories are what customers tell, and what they ask for at the end, in ten languages.
var stories = map[string]struct{ told, wish, not string }{
	"en": {"I bought a lamp from you two weeks ago. It arrived on Tuesday and looks lovely in our hall. My husband lost the paper that came with it.", "So please give me the open hours.", "So please do not tell me about the open hours."},
	"de": {"Ich habe vor zwei Wochen eine Lampe gekauft. Sie kam am Dienstag und sieht sehr schön aus. Mein Mann hat den Zettel verloren.", "Nennen Sie mir also bitte die open Zeiten.", "Nennen Sie mir bitte nicht die open Zeiten."},
	"es": {"Compré una lámpara hace dos semanas. Llegó el martes y queda muy bien. Mi marido perdió el papel.", "Por favor díganme el horario open.", "Por favor no me digan el horario open."},
	"fr": {"J'ai acheté une lampe il y a deux semaines. Elle est arrivée mardi et elle est belle. Mon mari a perdu le papier.", "Je voudrais les horaires open.", "Je ne veux pas les horaires open."},
	"it": {"Ho comprato una lampada due settimane fa. È arrivata martedì ed è bella. Mio marito ha perso il foglio.", "Vorrei sapere gli orari open.", "Non voglio gli orari open."},
	"pt": {"Comprei um candeeiro há duas semanas. Chegou na terça e ficou bem na sala. O meu marido perdeu o papel.", "Queria saber o horário open.", "Não quero o horário open."},
	"tr": {"İki hafta önce bir lamba aldım. Salı günü geldi ve güzel duruyor. Eşim kağıdı kaybetti.", "Lütfen open saatlerini yazın.", "open saatlerini istemiyorum."},
	"ar": {"اشتريت مصباحا قبل أسبوعين. وصل يوم الثلاثاء وهو جميل. زوجي أضاع الورقة.", "أريد أوقات open.", "لا أريد أوقات open."},
	"zh": {"我两周前买了一盏灯。星期二到的，放在客厅很好看。我丈夫把纸弄丢了。", "请告诉我open时间。", "不要告诉我open时间。"},
	"ja": {"二週間前にランプを買いました。火曜日に着いて、とてもきれいです。夫が書類をなくしました。", "open時間を教えてください。", "open時間は教えないでください。"},
}

// telling is a shop whose classifier understands nothing but sentences by themselves.
func telling(t *testing.T, locale string) *world {
	t.Helper()
	w := shop(t)
	w.state.Locale = locale
	alone := w.predictions
	w.predictions = func(text string) []understanding.Prediction {
		if strings.ContainsAny(strings.TrimRight(text, ".。"), ".。") {
			return nil
		}
		return alone(text)
	}
	return w
}

func TestWhatAStoryIsToldForIsActedOn(t *testing.T) {
	for locale, says := range stories {
		for _, text := range []string{says.told + " " + says.wish, says.wish + " " + says.told, says.told + " " + says.told + " " + says.told + " " + says.told + " " + says.wish} {
			if got := telling(t, locale).say(text); got != nineToFive {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		if got := telling(t, locale).say(says.told + " " + says.not); strings.Contains(got, nineToFive) {
			t.Errorf("%s: %q is answered", locale, says.not)
		}
	}
}

func TestWhatIsToldOfIsNotAskedFor(t *testing.T) {
	const told = "I bought a lamp and my parcel AB777777 came late. We had no account. My husband was ill. "
	for name, tc := range map[string]struct{ say, want []string }{
		"what is asked for is done":             {[]string{told + "Please tell me when you open."}, []string{nineToFive}},
		"harm needs a yes":                      {[]string{told + "I want to cancel AB123456.", "yes"}, []string{shallI, cancelled}},
		"or a value":                            {[]string{told + "Could you change the address?", "12 Mill Lane"}, []string{newAddress, "answer: Enter 12 Mill Lane under My orders."}},
		"the last of a long sentence":           {[]string{told + "It was green, then it was blue, and then it was red again, which I did not like, so please tell me when you open"}, []string{nineToFive}},
		"what depends on something is not done": {[]string{told + "If it takes long, please cancel AB123456."}, []string{reworded}},
		"what is let go of is not done":         {[]string{told + "Please cancel AB123456. Oh never mind."}, []string{leftAsIs}},
		"nor what is kept after all":            {[]string{told + "I said I want to cancel AB123456. But now I want to keep it."}, []string{offered}},
		"nor what is refused":                   {[]string{told + "Please do not cancel AB123456."}, []string{reworded}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, telling(t, "en"), tc.say, tc.want) })
	}
}
