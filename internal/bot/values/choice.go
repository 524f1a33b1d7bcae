// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
)

// readChoice finds the choice that a text names: by its words, by how they begin, or by its
// place among the n choices, which are the first of the names.
func readChoice(text string, names []ChoiceName, n int) Reading {
	text = greeting.ReplaceAllString(text, " ")
	words := signals.Words(text)
	if i, rest := named(words, names); i >= 0 {
		return Reading{Value: names[i].Choice, Rest: rest}
	}
	if i := within(text, names); i >= 0 {
		return Reading{Value: names[i].Choice}
	}
	if i, rest := named(WordsApart(text), names); i >= 0 {
		return Reading{Value: names[i].Choice, Rest: rest}
	}
	if i := byOwnWord(words, names); i >= 0 {
		return Reading{Value: names[i].Choice, Rest: len(words) - 1}
	}
	if i := Position(text, n); i >= 0 {
		return Reading{Value: names[i].Choice}
	}
	if len(words) <= maxRefusedChoice {
		return Reading{Refused: NotAChoice, Rest: len(words)}
	}
	return Reading{}
}

// WordsApart are the words of a text where Latin letters and numbers stand apart from a script without
// spaces: "M套餐", "Lでお願いします".
func WordsApart(text string) []string {
	var b strings.Builder
	var before rune
	for _, r := range text {
		if isCode(before) && unspaced(r) || unspaced(before) && isCode(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return signals.Words(b.String())
}

func isCode(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// within returns the only choice that stands in a text of a script without spaces; -1: none.
func within(text string, names []ChoiceName) int {
	found := -1
	for i, n := range names {
		if !strings.ContainsFunc(n.Name, unspaced) || !strings.Contains(text, n.Name) {
			continue
		}
		if found >= 0 && names[found].Choice != n.Choice {
			return -1
		}
		found = i
	}
	return found
}

// minOwnWord is the fewest letters of a word that a choice is told by.
const minOwnWord = 4

// byOwnWord returns the choice that a short answer names by a word that no other choice has: "navy"
// of "navy blue" and "light blue"; -1: none, or several.
func byOwnWord(words []string, names []ChoiceName) int {
	if len(words) > maxRefusedChoice {
		return -1
	}
	owner := ownWords(names)
	found := -1
	for _, word := range words {
		at, known := owner[word]
		switch {
		case !known || len([]rune(word)) < minOwnWord && (at < 0 || len(signals.Words(names[at].Name)) > 1):
		case at < 0, found >= 0 && names[found].Choice != names[at].Choice:
			return -1
		default:
			found = at
		}
	}
	return found
}

// ownWords are the words of choices, and the place of the one that has each; -1: several do.
func ownWords(names []ChoiceName) map[string]int {
	owner := map[string]int{}
	for i, n := range names {
		for _, word := range signals.Words(n.Name) {
			if at, taken := owner[word]; taken && (at < 0 || names[at].Choice != n.Choice) {
				owner[word] = -1
			} else if !taken {
				owner[word] = i
			}
		}
	}
	return owner
}

// InPart is the only choice that a text names by a word of its own, "the navy one", and by no more; empty: there is none,
// or several. A word counts that has at least four letters and is among the most used ones of no language, and for which
// tells says so, too.
func (r *Reader) InPart(text, locale string, tells func(word string) bool) string {
	names := r.ChoiceNames(locale)
	owner := ownWords(names)
	choice := ""
	for _, word := range WordsApart(text) {
		at, known := owner[word]
		if !known || !MayTellChoice(word) || !tells(word) {
			continue
		}
		if at < 0 || choice != "" && names[at].Choice != choice {
			return ""
		}
		choice = names[at].Choice
	}
	return choice
}

// MayTellChoice tells whether a word is said for little else than for a choice that has it in its name.
func MayTellChoice(word string) bool {
	return len([]rune(word)) >= minOwnWord && !IsDay(word) && !IsNearDay(word) && !signals.IsFrequent(word)
}

// choicesHaveMarks tells whether a choice is named with a word that excludes or corrects elsewhere,
// such as "Not urgent".
func (r *Reader) choicesHaveMarks(locale string) bool {
	return slices.ContainsFunc(r.ChoiceNames(locale), func(n ChoiceName) bool {
		return len(r.clauses(n.Name, "")) > 1
	})
}

// greeting names a time of the day without choosing it.
var greeting = regexp.MustCompile(`(?i)\b(?:good|guten|gute|buenos|buenas|buona|buon|bom|boa|iyi)\s+\pL+`)

// maxRefusedChoice is the most words of an answer that was meant as a choice.
const maxRefusedChoice = 4

// Named returns which of the choices the words name, and how many words are left; -1: none, or
// more than one.
func Named(words, choices []string) (at, rest int) { return named(words, asNames(choices)) }

// named is Named for choices that may have several names.
func named(words []string, names []ChoiceName) (at, rest int) {
	if i, rest := oneOf(words, names, func(a, b string) bool { return a == b }); i >= 0 {
		return i, rest
	}
	return oneOf(words, names, func(word, of string) bool {
		return signals.Slip(word, of) || strings.TrimPrefix(word, "ال") == strings.TrimPrefix(of, "ال") || len([]rune(word)) >= minBeginning && strings.HasPrefix(of, word) ||
			len([]rune(of)) >= minBeginning && strings.HasPrefix(word, of) && len([]rune(word)) <= len([]rune(of))+2
	})
}

// minBeginning is the fewest letters by which a choice is told from the others.
const minBeginning = 3

func oneOf(words []string, names []ChoiceName, same func(word, of string) bool) (at, rest int) {
	at = -1
	for i, n := range names {
		of := signals.Words(n.Name)
		if len(of) == 0 || !holds(words, of, same) {
			continue
		}
		if at >= 0 {
			// "premium plus" names the longer of "premium" and "premium plus".
			longer := signals.Words(names[at].Name)
			switch {
			case len(of) > len(longer) && holds(of, longer, same):
				at = i
			case names[at].Choice == n.Choice, len(longer) > len(of) && holds(longer, of, same):
			default:
				return -1, 0
			}
			continue
		}
		at = i
	}
	if at < 0 {
		return -1, 0
	}
	return at, max(len(words)-len(signals.Words(names[at].Name)), 0)
}

// holds tells whether words stand next to each other that are those of the choice.
func holds(words, of []string, same func(word, of string) bool) bool {
	for i := 0; i+len(of) <= len(words); i++ {
		if slices.EqualFunc(words[i:i+len(of)], of, same) {
			return true
		}
	}
	return false
}

// last is what names the last of several.
const last = -1

// ordinals by the words that name them; only what is said of choices.
var ordinals = func() map[string]int {
	all := map[string]int{}
	for _, line := range []string{
		"first second third fourth fifth sixth seventh eighth ninth tenth", "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th",
		"erste zweite dritte vierte funfte", "ersten zweiten dritten vierten funften", "erstes zweites drittes viertes funftes", "erster zweiter dritter vierter funfter",
		"primero segundo tercero cuarto quinto", "primera segunda tercera cuarta quinta", "premier deuxieme troisieme quatrieme cinquieme", "premiere seconde",
		"primo secondo terzo quarto quinto", "prima seconda terza quarta quinta", "primeiro segundo terceiro quarto quinto", "primeira segunda terceira quarta quinta",
		"birinci ikinci ucuncu dorduncu besinci", "birincisi ikincisi ucuncusu dorduncusu besincisi", "ilk", "ilki", "最初", "最初の", "一番目 二番目 三番目 四番目 五番目", "1番目 2番目 3番目 4番目 5番目", "اول ثاني ثالث رابع خامس", "الاول الثاني الثالث الرابع الخامس", "اولي ثانيه ثالثه رابعه خامسه", "الاولي الثانيه الثالثه الرابعه الخامسه",
		"一 二 三 四 五", "第一 第二 第三 第四 第五", "第一个 第二个 第三个 第四个 第五个", "一番 二番 三番 四番 五番", "一つ目 二つ目 三つ目 四つ目 五つ目", "1番 2番 3番 4番 5番", "1つ目 2つ目 3つ目 4つ目 5つ目",
		"a b c d e", "one two three four five", "eins zwei drei vier funf", "uno dos tres cuatro cinco", "un deux trois quatre cinq", "uno due tre quattro cinque", "um dois tres quatro cinco",
		"bir iki uc dort bes", "واحد اثنين ثلاثه اربعه خمسه", "1e 2e 3e 4e 5e", "1er 2eme 3eme 4eme 5eme",
	} {
		for i, word := range strings.Fields(line) {
			if _, known := all[word]; !known {
				all[word] = i + 1
			}
		}
	}
	for _, word := range strings.Fields("last letzte letzten letztes letzter ultimo ultima dernier derniere sonuncu son اخر الاخير الاخيره 最后 最后一个 最後") {
		all[word] = last
	}
	return all
}()

// around may stand beside a number that names a choice.
var around = strings.Fields("is good fine best works me give the number no nr nummer numero option choice choose take please pls one of them those that this it i mean want would like id ill go with for " +
	"die der das den bitte ich nehme meine option el la los las opcion por favor le l choix je prends il lo numero opzione o a opcao por " +
	"numara olan lutfen secenek رقم الخيار من فضلك 号 个 のです です で お願いします を")

// maxPosition is the most words of a message that only names a place.
const maxPosition = 6

// Position returns which of n choices a text names by its place, from 0; -1: none. "2", "the
// second one", "last".
func Position(text string, n int) int {
	words := signals.Words(text)
	if len(words) == 0 || len(words) > maxPosition {
		return -1
	}
	at := 0
	for _, word := range words {
		place, named := ordinals[word]
		if number, err := strconv.Atoi(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsNumber(r) })); err == nil && len(word) <= 3 {
			place, named = number, true
		}
		switch {
		case word == "one" && len(words) > 1 && at != 0, word == "a" && len(words) > 1, word == "o" && len(words) > 1:
			// "the second one"
		case named && at == 0:
			at = place
		case named, !slices.Contains(around, word):
			if word == "one" || word == "un" || word == "uno" || word == "um" {
				continue
			}
			return -1
		}
	}
	switch {
	case at == last:
		return n - 1
	case at < 1, at > n:
		return -1
	}
	return at - 1
}
