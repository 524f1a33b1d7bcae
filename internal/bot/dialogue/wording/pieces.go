// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// joint is what stands before a piece of a text, the weakest first.
type joint int

const (
	byComma joint = iota
	byWord
	bySentence
)

// piece of a text, and what stands before it.
type piece struct {
	text   string
	before string // as written
	joint  joint
	added  bool
	// joins is true where a word such as "and" stands before it.
	joins bool
}

// joined puts the pieces together again that are joined by less than that, or too short.
func joined(all []piece, least joint, locale string) []Part {
	var parts []Part
	for _, p := range all {
		last := len(parts) - 1
		if last >= 0 && (p.joint < least && !p.added || !p.standsAlone() ||
			!(piece{text: parts[last].Text, joint: p.joint}).standsAlone() && (last != 0 || !IsNo(parts[0].Text, locale))) {
			parts[last].Text += p.before + p.text
			continue
		}
		parts = append(parts, Part{Text: p.text, Before: p.before, Added: p.added})
	}
	return parts
}

// standsAlone tells whether a piece is long enough to be a request.
func (p piece) standsAlone() bool {
	words := strings.Fields(p.text)
	letters := utf8.RuneCountInString(p.text)
	if strings.ContainsFunc(p.text, IsUnspacedRune) {
		return letters >= minPartUnspaced
	}
	return len(words) >= minPartWords || p.joint == bySentence && letters >= minPartLetters ||
		letters >= minPartLetters && strings.ContainsFunc(p.text, unicode.IsNumber)
}

// joining words stand between two requests, or within one: "shoes and socks".
var joining = SetOf("and n & und sowie y e et ve و")

// elsewhere are words above and below that are another word in a language: "do it" in Turkish, and
// "more" in French.
var elsewhere = map[string]string{"et": "tr", "plus": "fr"}

// opposing words stand before what is wanted in the place of something else, each in its language.
var opposing = map[string]string{
	"but": "en", "aber": "de", "sondern": "de", "pero": "es", "sino": "es", "mais": "fr", "ma": "it", "però": "it",
	"mas": "pt", "porém": "pt", "ama": "tr", "fakat": "tr", "لكن": "ar", "ولكن": "ar", "بل": "ar",
}

// opposes tells whether a word stands between what a text before it denies and what is wanted in its place.
func opposes(word, before, locale string) bool {
	language := opposing[word]
	return language != "" && language == cmp.Or(LanguageOf(locale), "en") && signals.Read(before, locale).Negates
}

// adding words say that another request follows, alone or after a joining word.
var adding = SetOf(
	"also then plus additionally besides furthermore afterwards",
	"auch außerdem ausserdem zudem zusätzlich dann danach anschließend ferner weiterhin",
	"también tambien además ademas luego después despues",
	"aussi puis ensuite également egalement",
	"anche inoltre poi",
	"também tambem além alem depois",
	"ayrıca ayrica sonra",
	"أيضا ايضا كذلك ثم",
)

// Scripts without spaces have no words to compare: these stand anywhere.
var (
	addingUnspaced = []string{
		"另外", "还有", "還有", "然后", "然後", "顺便", "順便", "此外", "并且", "並且", "同时", "同時",
		"それから", "それと", "あわせて", "ついでに", "そして", "加えて",
	}
	joiningUnspaced = []string{"以及", "而且"}
)

// cutUp cuts a text wherever two requests may meet.
func cutUp(text, locale string) []piece {
	var all []piece
	current := piece{joint: bySentence}
	var body strings.Builder
	end := func(before string, j joint, added bool) {
		raw := body.String()
		body.Reset()
		if current.text = strings.TrimSpace(raw); current.text == "" {
			// Nothing stands between two joints: ", and also".
			current.before, current.joint, current.added = current.before+raw+before, max(current.joint, j), current.added || added
			current.joins = current.joins || j == byWord
			return
		}
		start := strings.Index(raw, current.text)
		current.before += raw[:start]
		all = append(all, current)
		current = piece{before: raw[start+len(current.text):] + before, joint: j, added: added, joins: j == byWord}
	}
	for rest := text; rest != ""; {
		token := nextToken(rest)
		rest = rest[len(token):]
		bare := strings.ToLower(strings.TrimSpace(token))
		other, isOther := elsewhere[bare]
		switch isOther = isOther && strings.HasPrefix(strings.ToLower(locale), other); {
		case bare == ",", bare == "，", bare == "،", bare == "、", opposes(bare, body.String(), locale):
			end(token, byComma, false)
		case bare != "" && strings.Trim(bare, ".…?!;。？！；؟؛") == "" && !isWithin(token, rest) && !isOfDay(body.String(), token, rest, locale), strings.Contains(token, "\n"):
			end(token, bySentence, false)
		case adding[strings.TrimPrefix(bare, "و")] && !isOther, slices.Contains(addingUnspaced, bare):
			end(token, byWord, true)
		case joining[bare] && !isOther, slices.Contains(joiningUnspaced, bare):
			end(token, byWord, false)
		case body.Len() > 0 && joinsInArabic(bare):
			end(token[:strings.Index(token, "و")+len("و")], byWord, false)
			body.WriteString(token[strings.Index(token, "و")+len("و"):])
		default:
			body.WriteString(token)
		}
	}
	end("", bySentence, false)
	return all
}

// isOfDay tells whether a point belongs to the number of a day, as it does in German: "am 20. buchen", "20. Mai".
func isOfDay(before, token, rest, locale string) bool {
	if LanguageOf(locale) != "de" || strings.TrimSpace(token) != "." {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, unicode.IsSpace))
	last, _ := utf8.DecodeLastRuneInString(before)
	words := signals.Words(nextToken(rest))
	return unicode.IsLower(next) && endsInDay.MatchString(before) || unicode.IsDigit(last) && len(words) == 1 && values.IsMonth(words[0])
}

// endsInDay is a text that ends in a day that is named by its number.
var endsInDay = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + signals.Expressions("day-of-month") + `)$`)

// PiecesOf are the texts between all places where two requests may meet.
func PiecesOf(text, locale string) []string {
	var all []string
	for _, p := range cutUp(text, locale) {
		all = append(all, p.text)
	}
	return all
}

// CutAtWord is what stands in a text before the first word such as "and" or "then", and what stands behind it; the
// latter is empty where there is none.
func CutAtWord(text, locale string) (before, behind string) {
	all := cutUp(text, locale)
	at := slices.IndexFunc(all, func(p piece) bool { return p.added || p.joint == byWord })
	if at <= 0 {
		return text, ""
	}
	join := func(pieces []piece) string {
		joined := pieces[0].text
		for _, p := range pieces[1:] {
			joined += p.before + p.text
		}
		return joined
	}
	return join(all[:at]), join(all[at:])
}

// isWithin tells whether a mark stands in a number, an address or an abbreviation: no space follows.
func isWithin(mark, rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return mark == "." && rest != "" && !unicode.IsSpace(r)
}

// minArabic is the fewest letters after the letter that is "and" in Arabic, and part of the word.
const minArabic = 3

func joinsInArabic(word string) bool {
	rest, found := strings.CutPrefix(word, "و")
	return found && (utf8.RuneCountInString(rest) >= minArabic || askingInArabic[rest])
}

// askingInArabic are short words that begin a question.
var askingInArabic = SetOf("كم ما هل من")

// nextToken is the spaces and the word, the mark, or the joint of a script without spaces that a
// text begins with.
func nextToken(text string) string {
	start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	if nl := strings.IndexByte(text[:start], '\n'); nl >= 0 {
		return text[:start]
	}
	for _, joints := range [][]string{addingUnspaced, joiningUnspaced} {
		for _, j := range joints {
			if strings.HasPrefix(text[start:], j) {
				return text[:start+len(j)]
			}
		}
	}
	end := start
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		mark := strings.ContainsRune(",，،、.…?!;。？！；؟؛&", r) || IsUnspacedRune(r)
		if unicode.IsSpace(r) || mark && end > start {
			break
		}
		if end += size; mark {
			break
		}
	}
	return text[:end]
}

// SaysAnother tells whether a text speaks of another one than before, or of one on top of it.
func SaysAnother(text string) bool {
	words := signals.Words(text)
	return NamesOther(words) || slices.ContainsFunc(words, func(word string) bool { return adding[word] }) ||
		slices.ContainsFunc(addingUnspaced, func(word string) bool { return strings.Contains(text, word) })
}
