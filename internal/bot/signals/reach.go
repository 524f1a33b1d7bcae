// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Granted returns a text without what a denial, an exception or "instead of" takes out of it, for
// looking for values: what is left of "don't cancel AB123456, cancel AB654321" and of "all but
// AB123456" does not hold AB123456. about tells whether words that a negation reaches are about
// what is denied; a number right after a negation ("not AB123456") is denied whatever else is said.
// A text of which nothing is taken comes back as it is.
func Granted(text, locale string, about func(words []string) bool) string {
	read := normal(text)
	out := taken(read, locale, about)
	if len(out) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range out {
		if s.from > at {
			b.WriteString(read[at:s.from])
			b.WriteByte(' ')
		}
		at = max(at, s.to)
	}
	b.WriteString(read[at:])
	return b.String()
}

// Taken is what Granted leaves out.
func Taken(text, locale string, about func(words []string) bool) string {
	read := normal(text)
	var all []string
	for _, s := range taken(read, locale, about) {
		all = append(all, read[s.from:s.to])
	}
	return strings.Join(all, " ")
}

// taken are the spans of a text in its normal form that are not meant, in order.
func taken(text, locale string, about func(words []string) bool) []span {
	all := sentences(text)
	if len(all) == 0 {
		return nil
	}
	own := ownLanguage(locale)
	if own == nil {
		own = ownLanguage(fallback)
	}
	written := writtenIn(all, own, wordsByLanguage(all))
	var out []span
	for _, l := range languages() {
		if l != own && (l != written || !l.writesBeside(own, text)) {
			continue
		}
		for i, f := range l.find(all, l == own) {
			u := l.unitsOf(all[i], f, text)
			u.valueBeside = i > 0 && hasValue(all[i-1]) || i+1 < len(all) && hasValue(all[i+1])
			for _, r := range u.taken(about) {
				out = append(out, span{u.spans[r.from].from, u.spans[r.to-1].to})
			}
		}
	}
	slices.SortFunc(out, func(a, b span) int { return a.from - b.from })
	return out
}

// units are those of a sentence on which the reach of what is found is told: words, or where these
// are not separated, characters and numbers.
type units struct {
	*language
	found
	spans []span
	// hits are those of found, by unit.
	hits []hit
	// valueBeside is true when a sentence beside this one has a value.
	valueBeside bool
}

func hasValue(s sentence) bool { return slices.ContainsFunc(s.words, hasNumber) }

// unitsOf prepares a sentence.
func (l *language) unitsOf(s sentence, f found, text string) units {
	u := units{language: l, found: f, spans: s.spans, hits: f.hits}
	if !l.unspaced {
		return u
	}
	u.words, u.spans = nil, nil
	unitAt := map[int]int{}
	position := 0
	for _, whole := range s.spans {
		for from := whole.from; from < whole.to; {
			r, size := utf8.DecodeRuneInString(text[from:])
			to, runes := from+size, 1
			if isCode(r) {
				for to < whole.to && isCode(rune(text[to])) {
					to, runes = to+1, runes+1
				}
			}
			for k := range runes {
				unitAt[position+k] = len(u.words)
			}
			position += runes
			u.words, u.spans = append(u.words, plain(text[from:to])), append(u.spans, span{from, to})
			from = to
		}
	}
	u.hits = nil
	for _, h := range f.hits {
		if at, known := unitAt[h.at]; known {
			u.hits = append(u.hits, hit{section: h.section, at: at})
		}
	}
	return u
}

// isCode tells whether a character may be one of a number or a code in a script without spaces.
func isCode(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// taken are the runs of units that are not meant.
func (u units) taken(about func([]string) bool) []span {
	var all []span
	for _, h := range u.hits {
		if h.at >= len(u.words) {
			continue
		}
		switch h.section {
		case sectionException, sectionInstead:
			all = append(all, u.excepted(h)...)
		case sectionNegation:
			if !u.hasNear(sectionInability, h.at) && !u.isIn(h.at) {
				all = append(all, u.denies(h, about)...)
			}
		}
	}
	return all
}

func (u units) hasNear(section string, at int) bool {
	return slices.ContainsFunc(u.hits, func(h hit) bool { return h.section == section && h.at >= at-2 && h.at <= at+1 })
}

// isIn tells whether a negation is a word of an exception or of "instead of", which say more.
func (u units) isIn(at int) bool {
	return slices.ContainsFunc(u.hits, func(h hit) bool {
		return (h.section == sectionException || h.section == sectionInstead) && h.at >= at-1 && h.at <= at+1
	})
}

// backwards are the languages in which what excepts or denies stands behind it.
var backwards = list("tr ja")

// excepted are the units that an exception takes out: those after it, or in some languages those
// before it. Where none of these is a value, it is the one on the other side: "AB123456 excepted".
func (u units) excepted(h hit) []span {
	from, to := u.clause(h.at)
	switch {
	case backwards[u.name]:
		return []span{{from, h.at + 1}}
	case h.section == sectionInstead || u.unspaced:
		if run, found := u.valuesAfter(h.at); found {
			return []span{run}
		}
	case u.hasValue(h.at, to):
		return []span{{h.at, to}}
	}
	if run, found := u.valueBefore(h.at); found && (u.unspaced || h.at == to-1) {
		return []span{run}
	}
	return []span{{h.at, to}}
}

const (
	// maxNear is how many units may stand between a value and what takes it out where only one
	// is meant: "instead of the order with the number AB123456", 不要取消我的订单AB123456.
	maxNear = 10
	// countedUnits are a number and what it counts, or its month.
	countedUnits = 2
	// maxLetters is the most letters of a word between a negation and the number that it denies:
	// "not the AB123456".
	maxLetters = 3
)

// denies are the units that a negation takes out.
func (u units) denies(h hit, about func([]string) bool) []span {
	from, to := u.clause(h.at)
	// "Not AB123456", but not "no AB123456", which may be a number or a correction.
	verb := u.copula(h.at, from)
	before := verb > from && hasNumber(u.words[verb-1])
	next := h.at + 1
	for next < to && !hasNumber(u.words[next]) && u.isSmall(u.words[next]) {
		next++
	}
	if next < to && hasNumber(u.words[next]) && !before && backwards[u.name] && verb-countedUnits >= from && hasNumber(u.words[verb-countedUnits]) {
		return []span{{u.runBefore(verb-1, from), h.at + 1}} // "3 kişi değil 4 kişi"
	}
	if next < to && hasNumber(u.words[next]) && u.contrasting(h.at) && (!before || !backwards[u.name]) {
		run, _ := u.valuesAfter(h.at)
		return []span{run}
	}
	if before && (backwards[u.name] || h.at == to-1 && nots[u.words[h.at]]) {
		return []span{{u.runBefore(verb, from), h.at + 1}}
	}
	switch {
	case backwards[u.name]:
		end := h.at + 1
		if end+1 == len(u.words) && hasNumber(u.words[end]) && !u.hasValue(from, end) {
			end++ // "iptal etme AB123456": what is denied stands last
		}
		if about(u.text(from, h.at+1)) {
			return []span{{from, end}}
		}
	case u.unspaced:
		if run, found := u.valuesAfter(h.at); found && about(u.text(h.at, run.to)) {
			return []span{run}
		}
		if about(u.text(from, to)) && !u.hasValue(h.at, to) {
			return []span{{from, to}}
		}
	case afterwards[u.name]:
		end := u.untilAgain(h.at+1, to, about)
		switch {
		case !about(u.text(h.at+1, end)):
		case u.hasValue(h.at, end):
			return []span{{h.at, end}}
		default:
			return []span{{from, end}} // "AB123456: don't cancel"
		}
	default:
		if end := u.untilAgain(from, to, about); about(u.text(from, end)) {
			return []span{{from, end}}
		}
	}
	return nil
}

// copulas are the characters of the verb before its negation.
var copulas = list("で じ は ゃ わ あ り")

// copula is where the Japanese verb "to be" begins that a negation ends, as in AB123456ではありません; the
// negation itself elsewhere.
func (u units) copula(at, from int) int {
	if u.name != "ja" {
		return at
	}
	begin := at
	for begin > from && copulas[u.words[begin-1]] {
		begin--
	}
	if begin < at && (u.words[begin] == "で" || u.words[begin] == "じ") {
		return begin
	}
	return at
}

// text are the words of some units.
func (u units) text(from, to int) []string {
	if u.unspaced {
		return []string{strings.Join(slices.DeleteFunc(slices.Clone(u.words[from:to]), hasNumber), "")}
	}
	return u.words[from:to]
}

// clause is where the words that contrast with others leave the clause of a unit.
func (u units) clause(at int) (from, to int) {
	for from = at; from > 0 && !u.contrasts[u.words[from-1]]; from-- {
	}
	for to = at + 1; to < len(u.words) && (!u.contrasts[u.words[to]] || !u.hasValue(at, to) && !u.hasValue(from, at)); to++ {
	}
	return from, to
}

// untilAgain is where the same is said once more: "don't cancel AB123456 cancel AB654321".
func (u units) untilAgain(from, to int, about func([]string) bool) int {
	for i := from; i < to; i++ {
		if !about(u.words[i : i+1]) {
			continue
		}
		for k := i + 1; k < to; k++ {
			if u.words[k] == u.words[i] && u.hasValue(i, k) {
				return k
			}
		}
		return to
	}
	return to
}

func (u units) hasValue(from, to int) bool { return slices.ContainsFunc(u.words[from:to], hasNumber) }

var (
	// nots deny the value that follows; noes do, too, but may as well be a no and then a value:
	// "no AB123456".
	nots = list("not nicht nich pas degil ليس وليس مش مو 不 别 没")
	noes = list("no non nao لا")
	// smallUnspaced may stand between a negation and a value in scripts without spaces.
	smallUnspaced = list("是 要 的")
)

func (u units) isSmall(unit string) bool {
	if u.unspaced {
		return smallUnspaced[unit]
	}
	return utf8.RuneCountInString(unit) <= maxLetters
}

// contrasting tells whether a negation may stand before the value that it denies.
func (u units) contrasting(at int) bool {
	switch word := u.words[at]; {
	case nots[word]:
		return true
	case noes[word] && u.name != "en": // "order no 5"
		run, _ := u.valuesAfter(at)
		return u.valueBeside || u.hasValue(0, at) || u.hasValue(run.to, len(u.words))
	}
	return false
}

// valuesAfter is the first value behind a unit and near it, with those that are joined to it.
func (u units) valuesAfter(at int) (span, bool) {
	first := at + 1
	for first < len(u.words) && first-at <= maxNear && !hasNumber(u.words[first]) {
		first++
	}
	if first >= len(u.words) || !hasNumber(u.words[first]) {
		return span{}, false
	}
	end := first + 1
	for end+1 < len(u.words) && goesOn(u.words[end]) && hasNumber(u.words[end+1]) {
		end += 2
	}
	return span{at, end}, true
}

// valueBefore is the last value before a unit.
func (u units) valueBefore(at int) (span, bool) {
	for i := at - 1; i >= max(0, at-maxNear); i-- {
		if hasNumber(u.words[i]) {
			return span{u.runBefore(i+1, 0), i + 1}, true
		}
	}
	return span{}, false
}

// runBefore is where the values begin that are joined and end before a unit.
func (u units) runBefore(at, from int) int {
	first := at - 1
	for first-2 >= from && goesOn(u.words[first-1]) && hasNumber(u.words[first-2]) {
		first -= 2
	}
	return max(first, from)
}

var (
	// choosing words stand between two values of which neither is meant.
	choosing = list("or nor oder noch ou ni veya او 或 与 跟 と や")
	// dating characters stand between the numbers of one date: 5月12日.
	dating = list("年 月")
)

// goesOn tells whether a unit between two numbers joins them.
func goesOn(unit string) bool { return joining[unit] || choosing[unit] || dating[unit] }

func hasNumber(word string) bool { return strings.ContainsFunc(word, unicode.IsNumber) }
