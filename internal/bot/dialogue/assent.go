// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
)

// assents are words that agree, or only say that the message was read.
var assents = set("ok okay okey oke k kk alright right gut vale bien bueno ça d accord va bene tamam peki حسنا تمام اوكي طيب 好 好的 行 知道了 了解 了解です わかりました 分かりました オッケー オーケー")

// plainYeses are words that say yes, or ask for what was offered, and cannot be taken for anything else.
var plainYeses = set(
	"yes yeah yep yup yea ja jawohl jep si claro oui ouais certo sim evet نعم ايوه اجل",
	"please do go ahead bitte favor svp stp plait prego lutfen فضلك",
)

// plainYesesUnspaced stand anywhere in a text without spaces.
var plainYesesUnspaced = []string{"是的", "对", "對", "请", "請", "はい", "ええ", "お願い", "おねがい"}

// mayHaveRead tells whether a message agrees, and with nothing but words that customers also say who have
// read something: "ok", "perfect, thank you".
func (s Side) mayHaveRead(m said) bool {
	if isAssent(m.Text) {
		return true
	}
	return (m.Agrees || m.Yes) && len(m.Beside) == 0 && !same(m.Text, s.textsFor(m.locale).Yes) && !isFigure(m.Text) &&
		!slices.ContainsFunc(signals.Words(m.Text), func(word string) bool { return plainYeses[word] }) &&
		!slices.ContainsFunc(plainYesesUnspaced, func(yes string) bool { return strings.Contains(m.Text, yes) })
}

// pleased are pictures of customers who are content with an answer.
const pleased = "👍👌✅🙂😊😀😃😄😁🤗😍🥰❤💕🙏🎉👏💪⭐"

// isAssent tells whether a message is nothing but that.
func isAssent(text string) bool {
	return onlyWords(text, assents) || only(text, "👍👌✅")
}

// hesitations are sounds of customers who have not decided what to say.
var hesitations = set("hm hmm mm mmm um umm uh uhh er err ehh ahh ohh erm em eh ah oh ahm aehm euh heu hein bah boh beh mah ehm este bom hum sey ee ii eee اممم همم امم えっと えーと ええと うーん んー あの えー 嗯 呃 额 唔")

// isHesitation tells whether a message says nothing at all: a sound, a mark, or a picture that is
// neither a yes nor a no.
func isHesitation(text string) bool {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return !only(text, "👍👌✅👎❌")
	}
	return onlyWords(text, hesitations)
}

func onlyWords(text string, of map[string]bool) bool {
	words := signals.Words(text)
	for _, word := range words {
		if !of[word] {
			return false
		}
	}
	return len(words) > 0
}
