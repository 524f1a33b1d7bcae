// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// Part of a message that may be a request of its own.
type Part struct {
	Text    string
	Signals signals.Signals
	// Before is what joins the part to the one before, as written.
	Before string
	// Added is true when a word such as "also" or "then" says that the part comes on top of what
	// was said before it.
	Added bool
	// More is true for the last part when the message has more than were told apart.
	More        bool
	Predictions []understanding.Prediction
}

const (
	// maxParts is how many parts are told apart: each is read by the classifier, and a message of
	// maxSplit characters hardly has more clauses than that.
	maxParts = 8
	// maxSplit is the longest text in characters that is split wherever requests may meet. Longer ones
	// tell a story.
	maxSplit = 400
	// minPartWords is the fewest words of a part that words join to another, and minPartLetters
	// the fewest letters of a single word, or of a text in a script without spaces.
	minPartWords    = 2
	minPartLetters  = 5
	minPartUnspaced = 3
)

func set(lines ...string) map[string]bool {
	words := map[string]bool{}
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
}

// joining words stand between two requests, or within one: "shoes and socks".
var joining = set("and n & und sowie y e et ve و")

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
	return language != "" && language == cmp.Or(languageOf(locale), "en") && signals.Read(before, locale).Negates
}

// adding words say that another request follows, alone or after a joining word.
var adding = set(
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

// Split returns the parts of a message that may be requests of their own, in order and without
// what joins them; none: it is one. What only looks like two, such as "salt and pepper", is for
// the classifier to tell.
func Split(text, locale string) []Part {
	if len(text) > utf8.UTFMax*maxStory || utf8.RuneCountInString(text) > maxStory {
		return nil
	}
	var parts []Part
	more := false
	if utf8.RuneCountInString(text) > maxSplit {
		parts = ofStory(text, locale)
	} else if parts, more = levels(text, locale); len(parts) > maxParts {
		parts = ofStory(text, locale)
	} else if more {
		parts = closing(parts, locale)
	}
	parts = parts[:min(len(parts), maxParts)]
	if len(parts) < 2 {
		return nil
	}
	whole := signals.Read(text, locale)
	for i := range parts {
		parts[i].Signals = signals.Read(parts[i].Text, locale)
		parts[i].deniedBy(whole)
	}
	parts[len(parts)-1].More = more
	return parts
}

// levels are the parts of a text by its weakest joints that leave not too many; more is true when there
// are weaker ones.
func levels(text, locale string) (parts []Part, more bool) {
	all := cutUp(text, locale)
	for _, least := range []joint{byComma, byWord, bySentence} {
		if parts = joined(all, least, locale); len(parts) <= maxParts {
			break
		}
		more = true
	}
	return parts, more
}

// deniedBy adds what another part of the message denies of this one: "a new router? certainly not".
func (p *Part) deniedBy(whole signals.Signals) {
	words := signals.Words(p.Text)
	for _, denial := range whole.Denials {
		if signals.Contains(words, denial) {
			p.Signals.Denials = append(p.Signals.Denials, denial)
		}
	}
}

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
}

// joined puts the pieces together again that are joined by less than that, or too short.
func joined(all []piece, least joint, locale string) []Part {
	var parts []Part
	for _, p := range all {
		last := len(parts) - 1
		if last >= 0 && (p.joint < least && !p.added || !p.standsAlone() ||
			!(piece{text: parts[last].Text, joint: p.joint}).standsAlone() && (last != 0 || !isNo(parts[0].Text, locale))) {
			parts[last].Text += p.before + p.text
			continue
		}
		parts = append(parts, Part{Text: p.text, Before: p.before, Added: p.added})
	}
	return parts
}

// isNo tells whether a word is a no, after which something else may be asked for.
func isNo(text, locale string) bool {
	return !strings.ContainsFunc(text, unicode.IsSpace) && signals.Read(text, locale).No
}

// standsAlone tells whether a piece is long enough to be a request.
func (p piece) standsAlone() bool {
	words := strings.Fields(p.text)
	letters := utf8.RuneCountInString(p.text)
	if strings.ContainsFunc(p.text, isUnspaced) {
		return letters >= minPartUnspaced
	}
	return len(words) >= minPartWords || p.joint == bySentence && letters >= minPartLetters ||
		letters >= minPartLetters && strings.ContainsFunc(p.text, unicode.IsNumber)
}

func isUnspaced(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

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
			return
		}
		start := strings.Index(raw, current.text)
		current.before += raw[:start]
		all = append(all, current)
		current = piece{before: raw[start+len(current.text):] + before, joint: j, added: added}
	}
	for rest := text; rest != ""; {
		token := nextToken(rest)
		rest = rest[len(token):]
		bare := strings.ToLower(strings.TrimSpace(token))
		other, isOther := elsewhere[bare]
		switch isOther = isOther && strings.HasPrefix(strings.ToLower(locale), other); {
		case bare == ",", bare == "，", bare == "،", bare == "、", opposes(bare, body.String(), locale):
			end(token, byComma, false)
		case bare != "" && strings.Trim(bare, ".…?!;。？！；؟؛") == "" && !isWithin(token, rest), strings.Contains(token, "\n"):
			end(token, bySentence, false)
		case adding[bare] && !isOther, slices.Contains(addingUnspaced, bare):
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

// piecesOf are the texts between all places where two requests may meet.
func piecesOf(text, locale string) []string {
	var all []string
	for _, p := range cutUp(text, locale) {
		all = append(all, p.text)
	}
	return all
}

// cutAtWord is what stands in a text before the first word such as "and" or "then", and what stands behind it; the
// latter is empty where there is none.
func cutAtWord(text, locale string) (before, behind string) {
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
var askingInArabic = set("كم ما هل من")

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
		mark := strings.ContainsRune(",，،、.…?!;。？！；؟؛&", r) || isUnspaced(r)
		if unicode.IsSpace(r) || mark && end > start {
			break
		}
		if end += size; mark {
			break
		}
	}
	return text[:end]
}
