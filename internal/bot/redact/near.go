// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How far a word may be from the secret that it tells. Each number of a text is looked at with so
// many bytes only, so that a text takes a time that grows as its length does.
const (
	maxBefore = 120
	maxAfter  = 64
	// maxBetween is how many words may stand between when one gives the secret, and maxLoose without.
	maxBetween = 9
	maxLoose   = 3
)

// clue is a kind of secret with the words that tell it.
type clue struct {
	words, after *regexp.Regexp
	// with must be said too; nil: the words say enough.
	with *regexp.Regexp
	// weak is true for words that things have too: the sentence names none.
	weak bool
	// fits tells whether a number or word may be one, given by a word or loosely.
	fits func(secret string, given bool) bool
}

// begun and ended are where a word of Latin letters is.
const (
	begun = `(?:^|[^\p{Latin}])`
	ended = `(?:$|[^\p{Latin}])`
)

func newClue(spaced, joined string, with *regexp.Regexp, fits func(string, bool) bool) clue {
	words := begun + `(?:` + spaced + `)(?:[\s-](?:code|number|no|nummer|numara|kodu?m?))?` + ended + `|` + joined
	return clue{
		words: regexp.MustCompile(`(?i)` + words),
		after: regexp.MustCompile(`(?i)^["'”»)]?\s*(?:` + `(?:(?:` + nearGives + `|(?:\pL{3,12}\s+)?` + asOne + `)\s+|=\s*)` + the + `(?:` + spaced + `)` + ended + `|` +
			`(?:gelen\s+|benim\s+)?(?:` + afterwards + `)` + ended + `|` +
			`(?:هو|هي|是|は|が)?\s*(?:我的|我收到的|届いた|私の)?(?:` + joined + `))`),
		with: with, fits: fits,
	}
}

func (c clue) ofThingsToo() clue {
	c.weak = true
	return c
}

// undated fits what is no date.
func undated(fits func(string, bool) bool) func(string, bool) bool {
	return func(secret string, given bool) bool { return fits(secret, given) && !dated.MatchString(secret) }
}

// the are words that stand before the one that tells a secret: "4821 is my new pin".
const the = `(?:(?:the|that|my|our|new|old|six[ -]digit|der|die|das|mein|meine|el|la|mi|le|mon|ma|il|lo|mio|mia|o|a|meu|minha|benim|gelen)\s+){0,3}`

func anyOf(spaced string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + spaced) }

var (
	clues = []clue{
		newClue(nearChecks, joinedChecks, nil, digitsOf(3, 4, 4)),
		newClue(countedDigits, joinedCounted, anyOf(backs), digitsOf(3, 3, 3)),
		newClue(numberedBacks, joinedBacks, regexp.MustCompile(`(?i)`+begun+`(?:`+sides+`)`+ended+`|`+joinedSides), digitsOf(3, 3, 0)),
		newClue(nearPins, joinedPins, nil, digitsOf(4, 6, 5)),
		newClue(nearOnce, joinedOnce, nil, digitsOf(4, 8, 8)),
		newClue(nearSources, joinedSources, nil, digitsOf(6, 6, 6)),
		newClue(nearCodes, joinedCodeN, anyOf(came), undated(digitsOf(4, 8, 8))).ofThingsToo(),
		newClue(nearCodes, joinedCodeN, nil, undated(digitsOf(6, 6, 0))).ofThingsToo(),
		newClue(nearKeys, joinedKeys, nil, func(secret string, _ bool) bool { return isKey(secret) }),
	}
	// mayHide is a number, also one in groups, or a word with digits.
	mayHide = regexp.MustCompile(`[\p{Latin}\p{Nd}][\p{Latin}\p{Nd}_.\-+$%&!#@~]*(?: \p{Nd}+(?:[ \-]\p{Nd}+)*)?`)
	grouped = regexp.MustCompile(`^(?:\p{Nd}{3}[ .\-]\p{Nd}{3}|\p{Nd}{2}[ .\-]\p{Nd}{2}[ .\-]\p{Nd}{2}|\p{Nd}{4}[ \-]\p{Nd}{4}|\p{Nd}(?:[ \-]\p{Nd}){3,7}|\p{Nd}{3,8})$`)
	dated   = regexp.MustCompile(`^(?:[0-2]?\p{Nd}|3[01])[.\-](?:0?\p{Nd}|1[0-2])[.\-]\p{Nd}{2}$`)

	isThing   = regexp.MustCompile(`(?i)` + begun + `(?:` + things + `|(?:` + wholeThings + `)` + ended + `)|` + joinedThings)
	isPhone   = regexp.MustCompile(`(?i)` + begun + `(?:` + phones + `)`)
	isFailing = regexp.MustCompile(`(?i)` + begun + `(?:` + failing + `)` + ended + `|n't|不|没|沒|忘|ません|لا |لم `)
	isSince   = regexp.MustCompile(`(?i)` + begun + `(?:` + since + `)\s*$`)
	// goesOn begins a sentence about what the one before named: "My pin? It's 4821".
	goesOn = regexp.MustCompile(`(?i)^\s*(?:it'?s|it is|it was|this is|here it is:?|es ist|er lautet|sie lautet|er ist|sie ist|c'est|es|es el|è|é|هو|هي|是|それは)\s*$`)
	isUnit = regexp.MustCompile(`(?i)^\s?(?:` + units + `)` + ended + `|^\s?(?:元|块|円|桁|位|个|個|本|回|分|月|年|日|点)`)
	// gluedBefore and gluedAfter are what a secret is not a part of.
	gluedBefore = regexp.MustCompile(`(?:• ?|[#\-_@]|[$€£¥₺]\s?|\p{Nd}[./:,'’]|[.:][^\s]*/)$`)
	gluedAfter  = regexp.MustCompile(`^(?:[./:,'’\-]\p{Nd}|[@_])`)
	isGiven     = regexp.MustCompile(`(?i)(?:` + begun + `(?:` + nearGives + `)(?:\s+(?:` + adverbs + `))?|[:=：＝,，→-]|是|为|為|は|が|هو|هي)\s*["'(„“«「『]*\s*$`)

	// loginBefore and loginAfter tell a password that follows a name; without one it stands alone.
	loginBefore   = regexp.MustCompile(`(?i)(?:` + begun + `(?:` + nearLogins + `)` + ended + `|` + joinedLogins + `)[^•]{0,60}[\s:是はباسم][^\s•]{2,40}\s*(?:/|,|;|\+|&|` + begun + `(?:and|und|y|et|e|ed|ve|و|with|mit|con|avec|com|plus)\s|和|と|و)\s*["'„“«]?$`)
	loginAlone    = regexp.MustCompile(`(?i)` + begun + `(?:` + nearLogins + `)(?:\s+(?:in|on|me|mich|always|immer|siempre|toujours|sempre)){0,3}\s+(?:with|using|mit|con|avec|com)\s+["'„“«]?$`)
	loginNamed    = regexp.MustCompile(`(?i)(?:` + begun + `(?:` + nearLogins + `)(?:\s*[:=]|\s+is|\s+ist|\s+es|\s+est)?\s+)[\p{Latin}\p{Nd}._@-]{3,40}\s+["'„“«]?$`)
	passwordAfter = regexp.MustCompile(`(?i)^["'”»]?\s+(?:` + nearGives + `|` + asOne + `)\s+` + the + `(?:` + secretWords + `|pass)` + ended)
	onBack        = regexp.MustCompile(`(?i)^\s*(?:is\s+|are\s+|ist\s+|sind\s+|\(\s*)?(?:on the back|at the back|on the rear|hinten|auf der rückseite|en el reverso|al reverso|por detr[aá]s|atr[aá]s|au dos|au verso|derrière|sul retro|dietro|no verso|atr[aá]s|arkas[ıi]nda|on the reverse)` + ended)
	arrived       = anyOf(came)
	fromThere     = regexp.MustCompile(`(?i)^\s+(?:\pL+\s+)?(?:by|per|via|from|in|on|aus|par|por|dans|del|do|dal|nel|du)\s+(?:(?:the|an|a|der|dem|el|le|mon)\s+)?(?:` + nearSources + `)` + ended)
	loginAfter    = regexp.MustCompile(`(?i)^["'”»]?\s*(?:` + loginsAfter + `)`)
	named         = regexp.MustCompile(`(?i)` + begun + `(?:` + secretWords + `|pass)\s*[:=]?\s*["'„“«]?$`)
	// devices have names as passwords do.
	devices = regexp.MustCompile(`(?i)^(?:iphone|ipad|ios|macos|mac|windows|win|android|galaxy|pixel|chrome|firefox|safari|edge|opera|version|build|http|error|office|order|bestellung|booking|buchung|code|model|xbox|playstation|nokia|huawei|xiaomi|redmi|oneplus|user|ticket|product|article|artikel)[\p{Nd}.]`)
)

// near masks the secrets that words tell which stand some way before or after them.
func near(text string) string {
	said := &sayings{text: text}
	var out strings.Builder
	done := 0
	for _, at := range mayHide.FindAllStringIndex(text, -1) {
		from, to := at[0], at[0]+len(strings.TrimRight(text[at[0]:at[1]], ".!&+-"))
		for _, part := range parts(text[from:to]) {
			if said.tell(from+part[0], from+part[1]) {
				out.WriteString(text[done:from+part[0]] + Mask)
				done = from + part[1]
				break
			}
		}
	}
	return out.String() + text[done:]
}

// parts are where a secret may be in a word and the numbers after it: in all of it, or in either.
func parts(found string) [][2]int {
	space := strings.IndexByte(found, ' ')
	if space < 0 {
		return [][2]int{{0, len(found)}}
	}
	if grouped.MatchString(found) {
		return [][2]int{{0, len(found)}}
	}
	return [][2]int{{0, space}, {space + 1, len(found)}}
}

// sayings are where the words of each clue stand in a text: they are looked for once, and only when
// there is a number that one may tell.
type sayings struct {
	text  string
	found [][][]int // by clue
}

// last returns where the last words of a clue end between two places; negative: there are none.
func (s *sayings) last(clue, from, to int) int {
	if s.found == nil {
		s.found = make([][][]int, len(clues))
	}
	if s.found[clue] == nil {
		s.found[clue] = append([][]int{}, clues[clue].words.FindAllStringIndex(s.text, -1)...)
	}
	end := -1
	for _, at := range s.found[clue] {
		ends := at[1]
		// The match may have the character after the word, such as a colon.
		if r, size := utf8.DecodeLastRuneInString(s.text[:ends]); !unicode.IsLetter(r) {
			ends -= size
		}
		if at[0]+1 >= from && ends <= to {
			end = ends
		}
	}
	return end
}

func (s *sayings) tell(from, to int) bool {
	text, secret := s.text, s.text[from:to]
	if !hasDigit(secret) {
		return false
	}
	number, key, password := grouped.MatchString(secret), isKey(secret), isPassword(secret)
	if !number && !key && !password {
		return false
	}
	before, after := clause(text, from, to)
	if !mayTell(before) && !mayTell(after) {
		return false
	}
	if isUnit.MatchString(after) || glued(text[max(0, from-maxAfter):from], after) {
		return false
	}
	if password && (loginBefore.MatchString(before) || loginAlone.MatchString(before) && mixed(secret) || named.MatchString(before) || loginNamed.MatchString(before) && mixed(secret) || passwordAfter.MatchString(after) || loginAfter.MatchString(after)) {
		return true
	}
	if !number && !key || isSince.MatchString(tail(before)) {
		return false
	}
	if onBack.MatchString(after) && !isThing.MatchString(before+after) && digitsOf(3, 3, 3)(secret, true) {
		return true
	}
	if fromThere.MatchString(after) && arrived.MatchString(before) && !isThing.MatchString(before) && digitsOf(6, 6, 6)(secret, true) {
		return true
	}
	for i, c := range clues {
		if !c.fits(secret, true) {
			continue
		}
		if last := s.last(i, from-len(before), from); last >= 0 && c.comesBefore(before, text[last:from], secret, after) || c.comesAfter(before, after) {
			return true
		}
	}
	return false
}

func (c clue) comesBefore(before, between, secret, after string) bool {
	given := isGiven.MatchString(between)
	count := len(strings.Fields(between))
	switch {
	case count > maxBetween, !given && count > maxLoose, !c.fits(secret, given):
		return false
	case isThing.MatchString(between), isPhone.MatchString(between), isFailing.MatchString(between), hasDigit(between):
		return false
	case strings.Contains(between, "\n") && withoutOne.MatchString(before):
		return false
	}
	said := before + " " + after
	return (c.with == nil || c.with.MatchString(said)) && !(c.weak && isThing.MatchString(said))
}

func (c clue) comesAfter(before, after string) bool {
	if !c.after.MatchString(after) || isThing.MatchString(before) {
		return false
	}
	return (c.with == nil || c.with.MatchString(after)) && !(c.weak && isThing.MatchString(after))
}

var sentenceEnds = []string{". ", "! ", "? ", "。", "！", "？", "؟", "•", ".\n", "!\n", "?\n"}

// tail is the end of what stands before a secret, with room for the longest word and spaces.
func tail(before string) string {
	at := max(0, len(before)-24)
	for at < len(before) && !utf8.RuneStart(before[at]) {
		at++
	}
	return before[at:]
}

// clause is what stands before and after a secret in its sentence. What is masked parts it.
func clause(text string, from, to int) (before, after string) {
	start := max(0, from-maxBefore)
	for start > 0 && start < from && !utf8.RuneStart(text[start]) {
		start++
	}
	before = text[start:from]
	for _, end := range sentenceEnds {
		if at := strings.LastIndex(before, end); at >= 0 {
			if goesOn.MatchString(before[at+len(end):]) && end != "•" {
				continue
			}
			before = before[at+len(end):]
		}
	}
	// A line before is of the same sentence when the secret is all that the next one has.
	if at := strings.LastIndexByte(before, '\n'); at >= 0 && strings.TrimSpace(before[at:]) != "" {
		before = before[at+1:]
	}
	stop := min(len(text), to+maxAfter)
	for stop > to && stop < len(text) && !utf8.RuneStart(text[stop]) {
		stop--
	}
	after = text[to:stop]
	if at := strings.IndexAny(after, ".!?\n•。！？؟"); at >= 0 {
		after = after[:at]
	}
	return before, after
}

// glued tells a part of something longer, such as a date, an amount or an address, and what is left of
// a card's number.
func glued(before, after string) bool {
	return gluedBefore.MatchString(before) || gluedAfter.MatchString(after)
}

// digitsOf fits numbers of so many digits, and of up to loose ones when no word gives them.
func digitsOf(least, most, loose int) func(string, bool) bool {
	return func(secret string, given bool) bool {
		if !grouped.MatchString(secret) {
			return false
		}
		n := 0
		for _, r := range secret {
			if unicode.Is(unicode.Nd, r) {
				n++
			}
		}
		return n >= least && (n <= loose || given && n <= most)
	}
}

// counts are how many letters and digits a word has, and how many marks part it.
func counts(word string) (letters, digits, marks int) {
	for _, r := range word {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r == '-' || r == '_' || r == '.':
			marks++
		}
	}
	return letters, digits, marks
}

// isKey tells letters and digits in groups, as keys of programs are.
func isKey(word string) bool {
	letters, digits, marks := counts(word)
	return letters >= 3 && digits >= 2 && len(word) >= shortestKey && (marks >= 2 || letters+digits >= 16) && !strings.ContainsAny(word, "@/:")
}

// isPassword tells letters with some digits after them.
func isPassword(word string) bool {
	letters, digits, _ := counts(word)
	return letters >= 3 && digits >= 2 && digits <= 8 && len(word) >= 6 && len(word) <= 40 && !devices.MatchString(word) && !strings.ContainsAny(word, "@/:-") && !unicode.IsDigit(rune(word[0]))
}

// mixed tells a capital and small letters: what stands alone may else be a name.
func mixed(word string) bool {
	return strings.IndexFunc(word, unicode.IsUpper) >= 0 && strings.IndexFunc(word, unicode.IsLower) >= 0
}
