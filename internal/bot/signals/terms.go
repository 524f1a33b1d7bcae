// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Terms are the words of a text that may tell what it is about, cut to how they begin, so that
// "cancelled" and "cancelling" are one; for scripts without spaces, pairs of characters.
func Terms(text string) []string { return terms(Words(text)) }

const (
	// termLetters is how much of a word counts.
	termLetters = 4
	minTerm     = 3
)

// TermsOf are the terms of words as Words has them.
func TermsOf(words []string) []string { return terms(words) }

func terms(words []string) []string {
	var all []string
	for _, word := range words {
		runes := []rune(word)
		switch {
		case strings.ContainsFunc(word, isUnspaced):
			for i := 0; i+1 < len(runes); i++ {
				if isUnspaced(runes[i]) && isUnspaced(runes[i+1]) { // "AB123456を" holds a code
					all = append(all, string(runes[i:i+2]))
				}
			}
		case unicode.Is(unicode.Arabic, runes[0]):
			if term := arabicTerm(word); utf8.RuneCountInString(term) >= minArabicStem {
				all = append(all, term)
			}
		case utf8.RuneCountInString(word) < minTerm, common[word]:
		default:
			all = append(all, string(runes[:min(len(runes), termLetters)]))
		}
	}
	return all
}

func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー'
}

// common words say nothing about a subject.
var common = list(
	"the and for you your our are was were has have had this that these those with from want need like please can could would will should what when where which who why how not dont does did any anymore more some all but she him her its ive get got just now then than there here about into out one two been being make made let tell say thing way time still really also only even after before again thanks thank hello",
	"ich der die das den dem des ein eine einen einem einer und oder mein meine meinen meinem meiner dein ihr ihre ihren euer eure uns wir sie mich mir dich sich ist sind war habe hat haben kann konnen will mochte wollen wie was wann wer warum bitte mit von fur auf aus bei nach zum zur auch noch schon mehr nicht kein keine keinen nur sehr hier dort dass wenn werden wird doch mal",
	"los las una uno unos del que por para con sin mis tus sus mio este esta esto ese esa quiero quisiera puedo necesito como cuando donde quien porque favor hay tengo muy mas pero son soy era fue hacer hace ser estar nada todo",
	"les des une mon mes ton tes son ses notre votre vos que qui quoi pour avec sans dans sur est sont suis ete ai avez avoir etre fait faire veux voudrais peux pouvez comment quand pourquoi merci plus pas jamais tres tout bien cette ces mais aux vous nous ils elle",
	"gli della delle degli del dei che per con non mio mia miei sono sei siete voglio vorrei posso come quando dove chi perche favore molto piu questo questa quello anche",
	"dos das uma uns que por para com sem meu minha meus seu sua quero queria posso preciso como quando onde quem porque favor muito mais este esta isso esse nao",
	"bir ben benim sen siz bana beni icin ile ama veya nasil neden zaman istiyorum lutfen var yok degil daha cok bunu",
)
