// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// putRight are corrections of the order AB123456 at the question whether to cancel it: with the value
// AB123457, without any, and ones that want none of it.
var putRight = map[string]struct{ value, another, none []string }{
	"en": {[]string{"sorry, I meant AB123457", "wrong number, AB123457", "the other one, AB123457", "oops, it ends with 457", "457 at the end, not 456"}, []string{"the other one", "the other one, from May", "no, another order", "that's the wrong one", "not AB123456"}, []string{"something else", "no thanks"}},
	"de": {[]string{"Entschuldigung, ich meinte AB123457", "falsche Nummer, AB123457", "die andere, AB123457", "am Ende 457"}, []string{"die andere", "die andere, vom Mai", "ach nein, die andere Bestellung", "die falsche"}, []string{"etwas anderes", "nein danke"}},
	"es": {[]string{"perdón, quería decir AB123457", "el otro, AB123457", "termina en 457"}, []string{"el otro", "el otro, el de mayo", "no, otro pedido"}, []string{"otra cosa", "no gracias"}},
	"fr": {[]string{"pardon, je voulais dire AB123457", "l'autre, AB123457", "457 à la fin"}, []string{"l'autre", "l'autre, celle de mai", "non, une autre commande"}, []string{"autre chose", "non merci"}},
	"it": {[]string{"scusi, volevo dire AB123457", "l'altro, AB123457", "finisce con 457"}, []string{"l'altro", "l'altro, quello di maggio", "no, un altro ordine"}, []string{"qualcos'altro", "no grazie"}},
	"pt": {[]string{"desculpe, quis dizer AB123457", "o outro, AB123457", "termina em 457"}, []string{"o outro", "o outro, o de maio", "não, outro pedido"}, []string{"outra coisa", "não obrigado"}},
	"tr": {[]string{"pardon, AB123457 demek istedim", "diğeri, AB123457", "sonu 457"}, []string{"diğeri", "öbürü, mayıstaki", "hayır, başka sipariş"}, []string{"başka bir şey", "hayır teşekkürler"}},
	"ar": {[]string{"عفوا، قصدي AB123457", "الآخر، AB123457"}, []string{"الطلب الآخر", "الآخر، من مايو"}, []string{"شيء آخر", "لا شكرا"}},
	"zh": {[]string{"抱歉，我是说AB123457", "另一个，AB123457", "尾号457"}, []string{"另一个", "是另外那个，五月的"}, []string{"别的事", "不用了"}},
	"ja": {[]string{"すみません、AB123457でした", "別の注文、AB123457", "最後は457です"}, []string{"もう一つの方です", "別の注文、五月の"}, []string{"別のことです", "いいえ、結構です"}},
}

func TestAValueIsPutRightBeforeItIsConfirmed(t *testing.T) {
	for locale, says := range putRight {
		first := refunding[locale].cancel + " AB123456"
		answers := func(text string) (*world, string) {
			w := refunds(t, locale)
			if got := w.say(first); got != "confirm: Cancel AB123456?" {
				t.Fatalf("%s: %q is answered %q", locale, first, got)
			}
			return w, w.say(text)
		}
		yes := release.TextsFor(nil, locale).Yes
		for _, text := range says.value {
			w, got := answers(text)
			if got != "confirm: Cancel AB123457?" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			} else if got = w.say(yes); got != "answer: Cancelled AB123457." {
				t.Errorf("%s: yes after %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.another {
			w, got := answers(text)
			if got != "field: Which order?" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			} else if got = w.say("AB123457"); got != "confirm: Cancel AB123457?" {
				t.Errorf("%s: the value after %q is answered %q", locale, text, got)
			}
			w, _ = answers(text)
			if got = w.say(yes); strings.Contains(got, "AB123456") {
				t.Errorf("%s: yes after %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.none {
			if _, got := answers(text); got == "field: Which order?" || strings.HasPrefix(got, "answer") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestTheOtherOneAfterAnAnswer(t *testing.T) {
	plays(t, shop(t), []string{"track parcel AB123456", "no, the other one", "AB123457"}, []string{onItsWay, orderNo, "answer: Order AB123457 is on its way. "})
	plays(t, shop(t), []string{"cancel AB123456", "the other address please"}, []string{shallI, newAddress})
}
