// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// confirmReadings are what a message may say to "shall I", in the order in which they count. Nothing
// but a yes to that question is one.
var confirmReadings = []reading{
	question.asksForPerson, question.hesitates, question.onlyRead, question.callsOff, question.contrary, question.agrees,
	question.saysBoth, question.picksAnother, question.turns, question.ends, question.agreesOtherwise, question.switches, question.refusesIt, question.deniesIt,
	question.asksOnceMore, question.saysElse, question.isNotUnderstood,
}

// confirmation reads the answer to "shall I".
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
	return s.question(state, m, d, nil).answered(confirmReadings)
}

// onlyRead tells whether "ok, thanks" after another answer may only mean that it was read, or "correct" after a
// question of the customer's that this is so.
func (q question) onlyRead() (decision, bool) {
	return q.again(), q.state.Confirming.AfterAnswer && q.s.mayHaveRead(q.m) && !pleasedGoAhead(q.m) || q.mayAnswerTheirOwn()
}

// agrees does what a yes is said to.
func (q question) agrees() (decision, bool) {
	d := q.known
	d.kind = Reply
	return d, goesAhead(q.m) || pleasedGoAhead(q.m) || q.s.agreed(q.in, q.m, q.best, d.fields)
}

// refusesIt lets go of it, or turns to what is asked for instead.
func (q question) refusesIt() (decision, bool) {
	if !refuses(q.m, q.s.textsFor(q.m.locale)) && !q.m.Withdrawn && (q.best != nil || !beginsWithNo(q.m)) {
		return decision{}, false
	}
	if instead, ok := q.s.instead(q.state, q.m, q.in, q.best); ok {
		return instead, true
	}
	if q.m.Agrees && !q.m.No && (len(q.m.Beside) == 0 || q.saysYes()) {
		return q.again().confirmAgain(), true // "yes, sold it, no need for it any more", "c'est bon"
	}
	return q.letGo(), true
}

func (q question) deniesIt() (decision, bool) {
	return q.letGo(), q.in.denied(q.m.Text, q.m.Signals) && (q.best == nil || q.best == q.in)
}

// agreesOtherwise does what a yes is said to in words that no list knows. The request alone is none, nor is what
// stands beside a yes, thanks, or names something of another intent; and after the answer to something else it is not
// sure.
func (q question) agreesOtherwise() (decision, bool) {
	d, m := q.known, q.m
	d.kind = Reply
	if m.Agrees || m.AgreesLater || q.state.Confirming.AfterAnswer || m.RuleOutYes() || isCourteous(m.Text) || q.in.denied(m.Text, m.Signals) || q.in.givesOther(m.Text, d.fields, m) || q.in.namesVagueDay(m, d.fields) || q.s.namesElse(q.in, m.Text) {
		return decision{}, false
	}
	return d, q.best != q.in && !q.saysMore() && q.saysYes()
}

// saysMore tells whether a message has a number that was not given, asks for another act or complains: "make it 100",
// "delete it", "big problem".
func (q question) saysMore() bool {
	acts := signals.ActsOf(q.m.Text)
	return q.m.Sentiment < 0 && !q.m.Anger || acts != 0 && acts&q.in.spoken == 0 || !q.in.ends && signals.ReadUtterance(q.m.Text, q.m.locale).Ends ||
		slices.ContainsFunc(tokensOf(q.m.Text, q.m.locale), func(t token) bool {
			return t.number && !isOneOf(t.word, q.known.fields) && (t.figures || !ones.HasForm(t.word))
		})
}

var ones = signals.ListOf("one")

// callsOff lets go where the message is no more than a word for ending something: there is nothing yet to end.
func (q question) callsOff() (decision, bool) {
	m := q.m
	return q.letGo(), !q.in.ends && wordsOf(m.Text) <= maxCallOff && !m.Question && len(signals.Terms(m.Text)) <= 1 && signals.ReadUtterance(m.Text, m.locale).Ends
}

// maxCallOff is the most words of that: "please cancel".
const maxCallOff = 2

// saysYes tells whether the message agrees by what was learned of such answers, and has no word that is neither known
// from them nor one of the intent's.
func (q question) saysYes() bool {
	return signals.SaysYes(q.m.Text, q.m.locale, func(word string) bool {
		return isOneOf(word, q.known.fields) || q.in.doesIn(word) || q.in.speaksOf(word)
	})
}

// namesElse tells whether a text has a term that only another intent has.
func (s Side) namesElse(in *intent, text string) bool {
	for _, other := range s.intents {
		if other != in && other.hasOwn(text) {
			return true
		}
	}
	return false
}

// asksOnceMore reads the same request once more: it is not a yes, and may come with another value.
func (q question) asksOnceMore() (decision, bool) {
	in, m, d := q.in, q.m, q.again()
	if m.Question || q.best != in && (q.best != nil || !m.Yes && !m.Agrees || !in.givesOther(m.Text, d.fields, m)) {
		return decision{}, false
	}
	before := d.fields
	values, given := extract(in, nil, m)
	if d.fields = maps.Clone(before); len(values) > 0 {
		maps.Copy(d.fields, values)
		d.given = given
	}
	if maps.Equal(before, d.fields) {
		return d.confirmAgain(), true
	}
	d.asked = 1
	return d, true
}

// saysElse answers something else, and asks once more.
func (q question) saysElse() (decision, bool) {
	aside, asked, ok := q.s.aside(q.state, q.m, q.best, q.in, q.state.Confirming.Asked)
	if !ok {
		return aside, false
	}
	if question := aside.resumes(); question != nil {
		question.asked += asked
	} else if aside.later == nil && (q.m.Agrees || !q.m.Corrects) {
		aside.later = &conversation.Offered{Intents: []string{q.in.Name}, Text: valuesAsText(q.known.fields), Queued: true}
	}
	return aside, true
}

// isNotUnderstood asks once more, and then lets go.
func (q question) isNotUnderstood() (decision, bool) {
	d := q.again()
	d.unresolved, d.engineFailures, d.failed = q.state.UnresolvedTurns+1, q.state.UnreadTurns, q.failed
	return d.confirmAgain(), true
}

// confirmAgain asks once more, or hands over when that led nowhere.
func (d decision) confirmAgain() decision {
	if d.asked++; d.asked > maxAsked {
		d.asked = 0
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
	}
	return d
}

// The two answers to "shall I", in the order in which they stand.
const (
	placeOfYes = iota
	placeOfNo
	answersToConfirm
)

// agreed tells whether a message is a yes to the question whether to do what the intent is about, with
// those values, and nothing else: courtesies may stand beside it, and the request once more in the
// intent's own words ("yes, cancel the order"). Anything else may change what is wanted.
func (s Side) agreed(in *intent, m said, best *intent, given map[string]string) bool {
	texts := s.textsFor(m.locale)
	switch {
	case same(m.Text, texts.Yes), only(m.Text, "👍👌✅"),
		isFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfYes:
		return true
	case !m.Agrees && !m.AgreesLater && !m.Yes, correctIt.MatchString(strings.Join(signals.Words(m.Text), " ")), m.No, m.Question, m.Waits, m.Excepts, in.givesOther(m.Text, given, m), in.namesVagueDay(m, given):
		return false
	}
	beside := slices.DeleteFunc(slices.Clone(m.Beside), func(word string) bool { return isOneOf(word, given) })
	if !slices.ContainsFunc(beside, func(word string) bool { return !in.doesIn(word) }) {
		// What is nothing but a yes is one, whatever the classifier makes of it, unless it is an
		// utterance of another intent.
		return !m.Withdrawn && (best == nil || best == in || m.Yes && !s.said[strings.Join(signals.Words(m.Text), " ")])
	}
	return s.repeats(in, best, beside, m)
}

// correctIt is what begins with a yes and asks to correct something.
var correctIt = regexp.MustCompile(`^(?:` + signals.Expressions("correct-it") + `)`)

// doesIn tells whether a word says what the intent does, and nothing of a thing: "yes, delete it". Other intents
// may do the same to theirs.
func (in *intent) doesIn(word string) bool {
	if acts := signals.ActsOf(word); acts != 0 {
		return acts&in.spoken != 0
	}
	terms := signals.TermsOf([]string{word})
	if len(terms) == 0 {
		return utf8.RuneCountInString(word) == 1 && slices.ContainsFunc(slices.Collect(maps.Keys(in.every)), func(pair string) bool { return strings.Contains(pair, word) })
	}
	return isDoing(word) && !slices.ContainsFunc(terms, func(term string) bool { return !in.every[term] })
}

// isOneOf tells whether a word is a value, or a part of one, with a number in it. A few figures may be in any date.
func isOneOf(word string, given map[string]string) bool {
	for _, value := range given {
		value = strings.ToLower(value)
		if hasNumber(word) && (word == value || len(word) >= minPart && strings.Contains(value, word)) {
			return true
		}
	}
	return false
}

// minPart is the fewest characters of a part of a value that is known again.
const minPart = 3

// repeats tells whether words say once more what the intent is about and nothing else: in the words
// of the bot's question, or in its utterances' own where no other intent has them all. Of wishes only
// the latter count: "yes I want my order" does not say what to do with it.
func (s Side) repeats(in, best *intent, words []string, m said) bool {
	var all []string
	for _, word := range words {
		terms := signals.TermsOf([]string{word})
		if len(terms) == 0 && !wishes.Has(word) {
			return false
		}
		all = append(all, terms...)
	}
	asked := in.In(m.locale)
	question := map[string]bool{}
	for _, term := range slices.Concat(signals.Terms(asked.Confirmation), signals.Terms(asked.CustomerTitle())) {
		question[term] = true
	}
	wished := slices.ContainsFunc(signals.Words(m.Text), wishes.Has)
	switch {
	case len(all) == 0:
		return false // "yes I want it"
	case wished && !in.tellsWhatToDo(all, m.locale):
		return false
	case !wished && !slices.ContainsFunc(all, func(term string) bool { return !question[term] }):
		return true
	case best != nil && best != in, !in.hasAll(all):
		return false
	}
	for _, other := range s.intents {
		if other != in && other.hasAll(all) {
			return false
		}
	}
	return true
}

// tellsWhatToDo tells whether terms say more than what the intent is done to, which its prompts name;
// where there are none, two words do.
func (in *intent) tellsWhatToDo(terms []string, locale string) bool {
	named := map[string]bool{}
	for _, f := range in.In(locale).Fields {
		for _, term := range slices.Concat(signals.Terms(f.Prompt), signals.Terms(f.Name)) {
			named[term] = true
		}
	}
	if len(named) == 0 {
		return len(terms) > 1
	}
	return slices.ContainsFunc(terms, func(term string) bool { return !named[term] })
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
	return more && !m.Agrees && wordsOf(m.Text) <= maxWithdrawn && !m.Question && isNo(first, m.locale)
}

// only tells whether a text is nothing but those signs.
func only(text, signs string) bool {
	text = strings.Join(strings.Fields(chars.Fold(text)), "")
	return text != "" && strings.Trim(text, signs) == ""
}
