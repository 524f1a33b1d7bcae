// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// clause is a part of a text, and how it stands to what was said before it.
type clause struct {
	relation relation
	text     string
	follows  bool // what it excludes follows: "not" is said of nothing before it
}

var (
	// markWord is a word that may be a mark, with its apostrophes.
	markWord = regexp.MustCompile(`[\pL\pM]+(?:['’][\pL\pM]+)*`)
	// unspacedMark is a mark in a script without spaces.
	unspacedMark = regexp.MustCompile(`じゃなくて|ではなく|いえ|いや|不对|不對|不是|不要|或者|还是|或|[0-9人名日曜](か)[0-9明今来一二三四五六七八九十月火水木金土日来]`)
	// endOfExclusion ends what "not" is said of.
	endOfExclusion = regexp.MustCompile(`[,;:!?)،、，。](?:\s|$|\p{Han})|\.(?:\s|$)|\s[–—-]\s|\s(?:but|sondern|sino|mais|ma|mas)\s|而?是`)
	// cardinal is a number with what it counts, as in "before two weeks", which is no limit.
	cardinal = regexp.MustCompile(`^\s*(?:[0-9]+|\pL+)\s+(?:days?|weeks?|months?)\b`)
)

const (
	// maxMark is the most words of a mark.
	maxMark = 3
	// maxMarks is how many an answer may have: more are a story, which is read as it stands.
	maxMarks = 10
	// nearMark is how many bytes beside a mark tell what it means.
	nearMark = 40
)

// clauses takes a text apart at the words that correct, exclude, or offer an alternative.
func (r *Reader) clauses(text, locale string) []clause {
	type mark struct {
		from, until int
		relation    relation
	}
	var marks []mark
	words := markWord.FindAllStringIndex(text, maxScannedWords+1)
	if len(words) > maxScannedWords {
		return []clause{{text: text}}
	}
	for i := 0; i < len(words); i++ {
		if !beginsMark[plainMark(text[words[i][0]:words[i][1]])] {
			continue
		}
		for n := min(maxMark, len(words)-i); n > 0; n-- {
			from, until := words[i][0], words[i+n-1][1]
			if !standsAlone(text, from, until) {
				continue
			}
			if relation, is := r.relationOf(text, from, until, locale); is {
				marks = append(marks, mark{from, until, relation})
				i += n - 1
				break
			}
		}
	}
	if len(marks) == 0 && strings.ContainsFunc(text, unspaced) {
		for _, at := range unspacedMark.FindAllStringSubmatchIndex(text, -1) {
			if at[2] >= 0 {
				marks = append(marks, mark{at[2], at[3], alternative})
				continue
			}
			marks = append(marks, mark{at[0], at[1], unspacedMarks[text[at[0]:at[1]]]})
		}
	}
	if len(marks) > maxMarks {
		return []clause{{text: text}}
	}
	all := []clause{{text: text}}
	for i := len(marks) - 1; i >= 0; i-- {
		first := all[0].text
		all[0] = clause{relation: marks[i].relation, text: first[marks[i].until:], follows: strings.HasSuffix(strings.ToLower(first[:marks[i].until]), "not")}
		all = append([]clause{{text: first[:marks[i].from]}}, all...)
	}
	return all
}

// plainMark is a word as marks are listed.
func plainMark(word string) string {
	if !strings.ContainsAny(word, "'’") {
		return plainWord(word)
	}
	return strings.Join(signals.Words(word), " ")
}

// standsAlone tells whether words are not a part of something else, such as an e-mail address.
func standsAlone(text string, from, until int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after := text[until:]
	if from > 0 && !unicode.IsSpace(before) && !strings.ContainsRune(`("–—…,;!.，、،`, before) {
		return false
	}
	if from > 1 && before == '.' && !strings.HasSuffix(text[:from], "..") {
		return false
	}
	after = strings.TrimLeft(after, `,.;:!?)"…–—،`)
	next, _ := utf8.DecodeRuneInString(after)
	return after == "" || unicode.IsSpace(next)
}

// relationOf tells what words between two places of a text are a mark of.
func (r *Reader) relationOf(text string, from, until int, locale string) (relation, bool) {
	phrase := strings.Join(signals.Words(text[from:until]), " ")
	before, after := strings.TrimSpace(text[max(0, from-nearMark):from]), strings.TrimSpace(text[until:min(len(text), until+nearMark)])
	paused := after != "" && strings.ContainsAny(after[:1], ",.!-") || strings.HasPrefix(after, "،") || strings.HasPrefix(after, "–")
	resumed := before == "" || strings.ContainsRune(",.;!?-–—…(،", lastRune(before))
	language := strings.ToLower(locale[:min(2, len(locale))])
	if negations[phrase] {
		switch {
		case phrase == "no" && language == "pt" && !paused:
			return plainly, false // "no dia 5"
		case paused && resumed, paused && phrase != "no":
			return correction, true
		case phrase == "no" && r.field.Type == release.FieldChoice && before == "":
			return exclusion, true // "no voucher, a refund"
		case phrase == "no" && r.field.Type == "", phrase == "no" && r.field.Type == release.FieldText:
			return correction, resumed || paused // "order no AB123456"
		case language == "es" || language == "pt" || language == "ar" || phrase == "nao" || phrase == "non" && language != "fr":
			return exclusion, true
		}
		return correction, true
	}
	if known, is := marksOf[phrase]; is {
		if own := onlyIn[phrase]; own != "" && !strings.Contains(own, language) {
			return plainly, false
		}
		return known, !denials[phrase] || r.field.Type == release.FieldDate || r.field.Type == release.FieldNumber || r.field.Type == release.FieldChoice
	}
	if r.field.Type != release.FieldDate && r.field.Type != release.FieldNumber {
		return plainly, false
	}
	if ends[phrase] {
		own := onlyIn[phrase]
		if phrase == "to" && r.field.Type == release.FieldDate && (!beginsDay(after) || !hasDay(text[:from])) {
			return plainly, false // "I want to join on Friday", "change it to the 26th"
		}
		return rangeEnd, own == "" || language != "" && strings.Contains(own, language) && endsInValue(before)
	}
	if r.field.Type != release.FieldDate {
		return plainly, false
	}
	switch {
	case joins[phrase]:
		return alternative, onlyIn[phrase] == "" || strings.Contains(onlyIn[phrase], language)
	case limits[phrase] && !cardinal.MatchString(after) && !countsDays(before) && !isNextDay(after) && (!starting.Has(phrase) || !r.begins && !beginsDate(after)):
		return exclusion, true
	}
	return plainly, false
}

// hasDay tells whether a text names a day, or has a number that may be one.
func hasDay(text string) bool {
	return slices.ContainsFunc(signals.Words(text), func(word string) bool {
		return IsDay(word) || IsNearDay(word) || ordinal.MatchString(word)
	})
}

// countsDays tells whether a text ends in a unit of time: "two days after", "the day after tomorrow".
func countsDays(before string) bool {
	words := signals.Words(before)
	if len(words) == 0 {
		return false
	}
	_, is := unitOf(words[len(words)-1])
	return is
}

// endsInValue tells whether a text ends in a number, a weekday or a month.
func endsInValue(before string) bool {
	words := signals.Words(before)
	if len(words) == 0 {
		return false
	}
	word := words[len(words)-1]
	_, number := numberWord(word)
	_, weekday := weekdays[word]
	_, month := months[word]
	return number || weekday || month || ordinal.MatchString(word)
}

// beginsDay tells whether a text begins with a day, or a word that stands before one.
func beginsDay(after string) bool {
	words := signals.Words(after)
	return len(words) > 0 && (opensDay[words[0]] || endsInValue(words[0]))
}

// beginsDate tells whether a text begins with a day and its month: "ab 5. März" is when something begins, and "ab dem
// 5." may be any day from then on.
func beginsDate(after string) bool {
	const few = 3
	words := signals.Words(after)
	return twoParts.MatchString(after) || slices.ContainsFunc(words[:min(few, len(words))], IsMonth)
}

// isNextDay tells whether a text goes on as "après-demain" and "depois de amanhã" do.
func isNextDay(after string) bool {
	words := signals.Words(after)
	return len(words) > 0 && nextDay[words[0]] || len(words) > 1 && words[0] == "de" && nextDay[words[1]]
}
