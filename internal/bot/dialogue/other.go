// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
)

// maxOther is the most words of a message that means another one than was named.
const maxOther = 7

var (
	// notThatOne are words with which customers mean another one than was named, or say that it was the
	// wrong one.
	notThatOne = set(
		"other another different wrong", "andere anderen anderes anderer falsch falsche falschen falsches falscher", "otro otra equivocado equivocada incorrecto incorrecta",
		"autre mauvais mauvaise", "altro altra sbagliato sbagliata", "outro outra errado errada", "diger digeri digerini baska obur oburu yanlis",
		"اخر اخري الاخر الاخري ثاني الثاني الثانيه ثانيه غلط الغلط خطا",
	)
	// notThatOneUnspaced stand anywhere in a text without spaces.
	notThatOneUnspaced = []string{"另一", "另外", "别的", "別的", "其他", "其它", "错了", "別の", "もう一つ", "もうひとつ", "他の", "ほかの", "違う方", "違うほう", "じゃない方", "じゃないほう"}
	// somethingElse are words of customers who want none of it.
	somethingElse         = set("something anything thing things none neither way time hand day", "etwas was sache thema", "cosa tema asunto", "chose sujet", "cosa qualcos qualcosa", "coisa assunto", "sey konu", "شي شيء موضوع")
	somethingElseUnspaced = []string{"别的事", "其他事", "その他", "別のこと", "他のこと", "別の件"}
	// atTheEnd are words for the end of a number.
	atTheEnd = set("end ends ending last", "ende endet hinten", "final termina acaba", "fin finit termine", "fine finisce", "fim termina acaba", "sonu sonunda biter", "نهايه النهايه ينتهي اخرها")
	// atTheEndUnspaced stand anywhere in a text without spaces.
	atTheEndUnspaced = []string{"末尾", "最后", "最後", "结尾", "尾号", "下"}
	figures          = regexp.MustCompile(`[0-9]+`)
)

// meansAnother tells whether a few words mean another one than was named: "the other one, from May".
func meansAnother(m said) bool {
	words := signals.Words(m.Text)
	if m.Withdrawn || m.thanksOnly() || strings.ContainsAny(m.Text, "?？؟") || m.SmallTalk != "" || len(words) > maxOther ||
		slices.ContainsFunc(words, func(word string) bool { return somethingElse[word] }) ||
		slices.ContainsFunc(somethingElseUnspaced, func(part string) bool { return strings.Contains(m.Text, part) }) {
		return false
	}
	return slices.ContainsFunc(words, func(word string) bool { return notThatOne[word] }) ||
		slices.ContainsFunc(notThatOneUnspaced, func(part string) bool { return strings.Contains(m.Text, part) })
}

// askAgain asks once more for the value that was given last where the customer means another one and does
// not say which: a yes that follows must not be for the one that was not meant.
func (s Side) askAgain(state *conversation.State, in *intent, f *field, m said) (decision, bool) {
	asked := state.Confirming != nil && state.Confirming.Intent == in.Name
	answered := !pending(state) && state.GoesOn == in.Name && in.Risk == lowRisk
	value := state.Fields[f.Name]
	if len(picked(m, s.named(state, f))) > 0 {
		return decision{}, false // "the second one" of those that were named
	}
	// "Not AB123456" names no other one.
	notThat := value != "" && len(m.Denials) > 0 && !in.denied(m.Text, m.Signals) && f.InPassing(signals.Taken(m.Text, m.locale, in.denies), m.Now, m.locale) == value
	if !f.Required || !asked && !answered || !notThat && !meansAnother(m) || s.asksElse(in, m.Text) || len(in.given(m)) > 0 {
		return decision{}, false
	}
	d := decision{intent: in, confidence: state.Confidence, fields: with(valuesOf(state), f.Name, "")}
	delete(d.fields, f.Name)
	d.complete(0)
	return d, true
}

// endingIn is the value that was given with other figures at its end: "457 at the end"; empty: the message
// says nothing of it.
func (f *field) endingIn(given string, text string, m said) string {
	says := slices.ContainsFunc(signals.Words(text), func(word string) bool { return atTheEnd[word] }) ||
		slices.ContainsFunc(atTheEndUnspaced, func(part string) bool { return strings.Contains(text, part) })
	found := figures.FindAllString(text, 2)
	if !f.Distinct || !says || m.Question || len(found) != 1 || len(found[0]) >= len(given) || wordsOf(text) > maxAside {
		return ""
	}
	value := given[:len(given)-len(found[0])] + found[0]
	if !figures.MatchString(given[len(given)-len(found[0]):]) || f.Read(value, m.Now, m.locale).Value != value {
		return ""
	}
	return value
}
