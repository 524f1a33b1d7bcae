// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

var (
	// otherFigures are figures that are no count: addresses, telephone numbers, times, days, ages,
	// and codes.
	otherFigures = []*regexp.Regexp{
		address,
		regexp.MustCompile(`(?:\+|\b0)[0-9][0-9 ()/.\-]{6,}[0-9]`),
		regexp.MustCompile(`(?i)\b[0-9]{1,2}:[0-9]{2}\b(?:\s?(?:am|pm|uhr|h)\b)?|\b[0-9]{1,2}\s?(?:am|pm|uhr|o'clock)\b|\b(?:at|um|a las|alle|às) [0-9]{1,2}(?:[:.][0-9]{2})?\b`),
		regexp.MustCompile(`\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2}[./][0-9]{1,2}[./](?:[0-9]{4}|[0-9]{2})\b`),
		regexp.MustCompile(`(?i)\b(?:the )?[0-9]{1,2}(?:st|nd|rd|th)\b`),
		regexp.MustCompile(`(?i)\b[0-9]{1,2}\.? (?:of |de )?(?:` + monthNames + `)\b|\b(?:` + monthNames + `) [0-9]{1,2}\b`),
		regexp.MustCompile(`(?i)\b(?:turn|turning|aged?|flat|apartment|apt|room|unit|suite|house|platform) [0-9]+\b|\b[0-9]+ years? old\b`),
		regexp.MustCompile(`\b[A-Za-z]{2,}-?[0-9]{3,}\b`),
	}
	// totals stand before the number that counts all.
	totals = regexp.MustCompile(`(?i)(?:\b(?:total|in all|altogether|all together|insgesamt|gesamt|zusammen|en tout|en total|in totale|no total|toplam)\b[^0-9]{0,12}|=\s*)$`)
	// others are people beside those who are counted: "me and my wife and 2 kids".
	others      = regexp.MustCompile(`(?i)\b(?:me|myself|ich|yo|moi|io|eu)\b(?:,| and| und| y| et| e| plus| \+).*[0-9]|\bplus\b|(?:and|und|y|et|e) (?:a|an|one|ein|eine|un|una|une|uma|um) (?:baby|child|kid|toddler|infant|kind|niño|niña|bebé|enfant|bébé|bambino|bambina|criança|bebê)`)
	onlyMe      = regexp.MustCompile(`(?i)^(?:it'?s |its )?(?:just|only|nur|solo|sólo|seulement|juste|soltanto|só|sadece) (?:me|myself|ich|yo|moi|io|me stesso|eu|ben)[.! ]*$`)
	roughly     = regexp.MustCompile(`(?i)^\s*(?:-?ish\b|\+(?:\s|$)|(?:and a half|einhalb|y medio|y media|et demi|e mezzo|e mezza|e meia|e meio|buçuk)\b|½)`)
	figureRange = regexp.MustCompile(`[0-9]\s*(?:a|à|al|~|〜|から|至|到)\s*[0-9]`)
	// hanCounted is a number in Chinese figures with what it counts.
	hanCounted = regexp.MustCompile(`(?:[一二两兩三四五六七八九]、)?[一二两兩三四五六七八九十百千零〇]{1,7}\s?(?:个|個|位|人|名|晚|天|元|块|円|泊|枚|本|回|件|张|间|間|岁|歲|歳|才|か月|ヶ月|カ月|ユーロ|ドル|欧元|美元|日(?:早|遅)|つ(?:お|で|を|く|下|ほ|、|。|$)|$)`)
	// hanPercent is a share in Chinese figures.
	hanPercent = regexp.MustCompile(`百分之([一二两兩三四五六七八九十]{1,3})`)
	hanFigures = regexp.MustCompile(`[一二两兩三四五六七八九十百千零〇]+`)
)

// monthNames are the names of months as an expression, the longer before those that they begin with.
var monthNames = func() string {
	all := slices.Collect(maps.Keys(months))
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return strings.Join(all, "|")
}()

// withoutOthers is a text without figures that are no count, where one is left then.
func withoutOthers(text string) string {
	if !strings.ContainsAny(text, "0123456789") || !strings.ContainsFunc(text, unicode.IsLetter) {
		return text
	}
	left := text
	for _, other := range otherFigures {
		left = other.ReplaceAllString(left, " ; ")
	}
	if left == text || figures.MatchString(left) || spokenNumber(compound.Split(left, -1)).used > 0 {
		return left
	}
	return text
}

// hanCounts writes counts in Chinese figures in those that all understand. Two beside each other are
// about as many: "两三个人".
func hanCounts(text string) string {
	text = hanPercent.ReplaceAllStringFunc(text, func(s string) string {
		said := strings.TrimPrefix(s, "百分之")
		if n := hanNumber(strings.ReplaceAll(said, "兩", "两")); n > 0 {
			return "百分之" + strconv.Itoa(n)
		}
		return s
	})
	return hanCounted.ReplaceAllStringFunc(text, func(s string) string {
		s = strings.ReplaceAll(s, "、", "")
		said := hanFigures.FindString(s)
		n := hanNumber(strings.ReplaceAll(said, "兩", "两"))
		if n == 0 {
			var each []string
			for _, r := range said {
				each = append(each, strconv.Itoa(hanNumber(string(r))))
			}
			return strings.Join(each, " ; ") + s[len(said):]
		}
		return strconv.Itoa(n) + s[len(said):]
	})
}

// oneOfCounts is the number that counts all of several: the one that is said to, or the one that the
// others add up to.
func oneOfCounts(text string, at [][2]int, all []float64) (n float64, ok bool) {
	same := true
	sum := 0.0
	for i, n := range all {
		if totals.MatchString(text[:at[i][0]]) {
			return n, true
		}
		same = same && n == all[0]
		sum += n
	}
	last := all[len(all)-1]
	switch {
	case same:
		return last, true
	case len(all) > 2 && all[0] == sum-all[0]:
		return all[0], true
	case len(all) > 2 && last == sum-last:
		return last, true
	}
	return 0, false
}

var (
	germanHundreds = regexp.MustCompile(`^(?:(\pL*?)tausend)?(?:und)?(?:(\pL*?)hundert)?(?:und)?(\pL*)$`)
)

// germanNumber is a number that is written as one word: "hundertzwanzig".
func germanNumber(word string) (float64, bool) {
	if !strings.Contains(word, "hundert") && !strings.Contains(word, "tausend") {
		return 0, false
	}
	m := germanHundreds.FindStringSubmatch(word)
	if m == nil {
		return 0, false
	}
	part := func(word string, without float64) (float64, bool) {
		if word == "" {
			return without, true
		}
		n, known := spoken[word]
		return n, known && n < 100
	}
	thousands, ok1 := part(m[1], 1)
	hundreds, ok2 := part(m[2], 1)
	rest, ok3 := part(m[3], 0)
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	n := rest
	if strings.Contains(word, "tausend") {
		n += thousands * 1000
	}
	if strings.Contains(word, "hundert") {
		n += hundreds * 100
	}
	return n, true
}

// numberWord is a number in a word.
func numberWord(word string) (float64, bool) {
	if n, known := spoken[word]; known {
		return n, true
	}
	return germanNumber(word)
}
