// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// confirmation reads the answer to "shall I". Nothing but a yes to that question is one.
func (s Side) confirmation(state *conversation.State, m said) (decision, bool) {
	c := state.Confirming
	if c == nil {
		return decision{}, false
	}
	in := s.intents[c.Intent]
	d := decision{intent: in, confidence: state.Confidence, fields: valuesOf(state)}
	if in == nil || in.missing(d.fields) != nil {
		return decision{}, false
	}
	if g := state.Given; g != nil && g.Intent == in.Name {
		d.given = g
	}
	var other decision
	best, _ := s.best(&other)
	denied := best != nil && best.denied(m.Text, m.Signals)
	texts := s.textsFor(m.locale)
	switch {
	case m.AsksForHuman:
		d.kind, d.asked = Confirm, c.Asked
		return d, true
	case isHesitation(m.Text), c.AfterAnswer && isAssent(m.Text):
		// "ok" after another answer may only mean that it was read.
		d.kind, d.asked = Confirm, c.Asked
		return d, true
	case (agrees(m, texts) || best == in && beginsWithYes(m, texts)) && !in.yesAndMore(m, best, d.fields):
		d.kind = Reply
		return d, true
	case refuses(m, texts), m.Withdrawn, best == nil && beginsWithNo(m):
		if instead, ok := s.instead(state, m, in, best); ok {
			return instead, true
		}
		d.kind, d.given = Withdraw, nil
		return d, true
	case in.denied(m.Text, m.Signals) && (best == nil || best == in):
		d.kind, d.given = Withdraw, nil
		return d, true
	}
	if denied {
		best = nil
	}
	if (best == in || best == nil && m.Yes && in.givesOther(m.Text, d.fields, m)) && !m.Question {
		// The same request once more: it is not a yes, and may come with another value.
		before := d.fields
		values, given := in.extract(nil, m)
		if d.fields = maps.Clone(before); len(values) > 0 {
			maps.Copy(d.fields, values)
			d.given = given
		}
		if maps.Equal(before, d.fields) {
			return confirmAgain(d, c), true
		}
		d.kind, d.asked = Confirm, 1
		return d, true
	}
	if aside, asked, ok := s.aside(state, m, best, in, c.Asked); ok {
		if question := aside.resumes(); question != nil {
			question.asked += asked
		} else if aside.later == nil && !m.Corrects {
			aside.later = &conversation.Offered{Intents: []string{in.Name}, Text: strings.Join(slices.Sorted(maps.Values(d.fields)), " ")}
		}
		return aside, true
	}
	// Not understood: ask once more, and then let go.
	d.unresolved, d.engineFailures, d.failed = state.UnresolvedTurns+1, state.UnreadTurns, other.failed
	return confirmAgain(d, c), true
}

// confirmAgain asks once more, or hands over when that led nowhere.
func confirmAgain(d decision, c *conversation.Confirming) decision {
	if c.Asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
		return d
	}
	d.kind, d.asked = Confirm, c.Asked+1
	return d
}

// The two answers to "shall I", in the order in which they stand.
const (
	placeOfYes = iota
	placeOfNo
	answersToConfirm
)

func agrees(m said, texts release.Texts) bool {
	switch {
	case same(m.Text, texts.Yes), m.Yes && !m.No && !m.Withdrawn && !m.Question:
		return true
	case isFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfYes:
		return true
	}
	return only(m.Text, "👍👌✅")
}

// yesAndMore tells whether a yes comes with another request, with another value than those that it would
// be for, or with the wish for a moment: then it is not a yes to the bot's question alone.
func (in *intent) yesAndMore(m said, best *intent, values map[string]string) bool {
	return m.Waits || m.Proviso || best != nil && best != in || in.givesOther(m.Text, values, m)
}

// beginsWithYes tells whether a message that repeats the request begins with a yes: "yes, cancel it".
func beginsWithYes(m said, texts release.Texts) bool {
	words, yes := signals.Words(m.Text), signals.Words(texts.Yes)
	return len(yes) > 0 && len(words) >= len(yes) && slices.Equal(words[:len(yes)], yes) &&
		!m.No && !m.Withdrawn && !m.Question && !m.Conditional && len(m.Denials) == 0
}

func refuses(m said, texts release.Texts) bool {
	return same(m.Text, texts.No) || m.No || only(m.Text, "👎❌") ||
		isFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfNo
}

func isFigure(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsNumber(r) }) < 0
}

// beginsWithNo tells whether a few words begin with a no: where nothing else is understood, no more
// is needed to let go.
func beginsWithNo(m said) bool {
	first, _, more := strings.Cut(strings.TrimSpace(m.Text), " ")
	return more && wordsOf(m.Text) <= maxWithdrawn && !m.Question && isNo(first, m.locale)
}

// only tells whether a text is nothing but those signs.
func only(text, signs string) bool {
	text = strings.Join(strings.Fields(chars.Fold(text)), "")
	return text != "" && strings.Trim(text, signs) == ""
}

// assents are words that agree, or only say that the message was read.
var assents = set("ok okay okey oke k kk alright right gut vale bien bueno ça d accord va bene tamam peki حسنا تمام اوكي طيب 好 好的 行 知道了 了解 了解です わかりました 分かりました オッケー オーケー")

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
