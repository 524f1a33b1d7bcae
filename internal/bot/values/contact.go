// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

var (
	// spelt are ways to write an e-mail address so that no machine finds it.
	speltSign      = regexp.MustCompile(`(?i)\s+(underscore|dash|hyphen|minus|bindestrich|unterstrich|guion bajo|guión bajo|guion|guión|tiret|trattino|underline)\s+`)
	spacedAt       = regexp.MustCompile(`\s+@\s*|@\s+`)
	spacedDot      = regexp.MustCompile(`\s+\.\s*`)
	figuresApart   = regexp.MustCompile(`([-_.]\pL+)\s+([0-9]+)@`)
	letterByLetter = regexp.MustCompile(`(?:\b[\pL0-9]\s+){2,}[\pL0-9]?\S*@`)
	speltAt        = regexp.MustCompile(`(?i)\s*[\[({]\s*(?:at|ät|arroba|arobase|chiocciola)\s*[\])}]\s*|\s+(?:at|ät|arroba|arobase|chiocciola)\s+`)
	speltDot       = regexp.MustCompile(`(?i)\s*[\[({]\s*(?:dot|punkt|punto|point|ponto|nokta)\s*[\])}]\s*|\s+(?:dot|punkt|punto|point|ponto|nokta)\s+`)
	address        = regexp.MustCompile(`[A-Za-z0-9.!#$%&'*+/=?^_{|}~\pL-]+@(?:[A-Za-z0-9\pL](?:[A-Za-z0-9\pL-]*[A-Za-z0-9\pL])?\.)+[A-Za-z\pL]{2,}`)
)

// readEmail finds an address; the part after the @ has no letter case.
func readEmail(text string) Reading {
	for _, candidate := range []string{text, saidAddress(text)} {
		if strings.Contains(candidate, "@@") {
			continue
		}
		found := address.FindString(candidate)
		local, domain, _ := strings.Cut(found, "@")
		local, domain = strings.TrimLeft(behindUnspaced(local), ".'"), beforeUnspaced(domain)
		if found == "" || local == "" || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
			continue
		}
		return Reading{Value: bounded(local + "@" + strings.ToLower(domain)), Rest: max(len(strings.Fields(candidate))-1, 0)}
	}
	if words := strings.Fields(text); strings.Contains(text, "@") || len(words) == 1 {
		return Reading{Refused: Format, Rest: len(words)}
	}
	return Reading{}
}

// behindUnspaced is the first part of an address without what stands before it in a script without spaces: "发到li@example.com".
// A part that ends in that script is written in it.
func behindUnspaced(local string) string {
	if at := strings.LastIndexFunc(local, isRunOn); at >= 0 && !isRunOn(lastRune(local)) {
		_, size := utf8.DecodeRuneInString(local[at:])
		return local[at+size:]
	}
	return local
}

// isRunOn tells whether a character is one of a script without spaces, its long sound included.
func isRunOn(r rune) bool { return unspaced(r) || r == 'ー' }

// beforeUnspaced is the last part of an address without what stands behind it in such a script: "li@example.comです".
func beforeUnspaced(domain string) string {
	if at := strings.IndexFunc(domain, isRunOn); at > 0 && strings.Contains(domain[:at], ".") && !strings.HasSuffix(domain[:at], ".") {
		return domain[:at]
	}
	return domain
}

// saidAddress writes an e-mail address that is said in words.
func saidAddress(text string) string {
	text = spacedAt.ReplaceAllString(text, "@")
	if at := strings.LastIndex(text, "@"); at >= 0 && !speltAt.MatchString(text) {
		return text[:at] + spacedDot.ReplaceAllString(speltDot.ReplaceAllString(text[at:], "."), ".")
	}
	if !speltAt.MatchString(text) {
		return text
	}
	text = speltSign.ReplaceAllStringFunc(saidTogether(text), func(s string) string {
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "underscore", "unterstrich", "guion bajo", "guión bajo", "underline":
			return "_"
		}
		return "-"
	})
	text = speltDot.ReplaceAllString(speltAt.ReplaceAllString(text, "@"), ".")
	text = figuresApart.ReplaceAllString(text, "$1$2@")
	return letterByLetter.ReplaceAllStringFunc(text, func(s string) string {
		return strings.Join(strings.Fields(s), "")
	})
}

// dialled is a run of what telephone numbers are written with.
var dialled = regexp.MustCompile(`\+?[(]?[0-9][0-9 ()/.\-]{3,}[0-9]`)

// minDialled is the fewest digits that are meant as a telephone number.
const minDialled = 4

// readPhone finds a telephone number and writes it as E.164. Without a country code it is of
// the region.
func readPhone(text, region string) Reading {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
	refused := Format
	for _, found := range dialled.FindAllString(text, -1) {
		if rest, international := strings.CutPrefix(found, "00"); international {
			found = "+" + rest
		}
		number, err := phonenumbers.Parse(strings.ReplaceAll(found, "(0)", ""), region)
		if region == "" && !strings.HasPrefix(found, "+") && errors.Is(err, phonenumbers.ErrInvalidCountryCode) {
			refused = NoCountryCode
		}
		if err != nil || phonenumbers.IsPossibleNumberWithReason(number) != phonenumbers.IS_POSSIBLE {
			continue
		}
		if tooShort(number) {
			continue
		}
		return Reading{Value: phonenumbers.Format(number, phonenumbers.E164), Rest: len(strings.FieldsFunc(strings.Replace(text, found, "", 1), notLetter))}
	}
	if len(digits) >= minDialled || digits != "" && len(strings.Fields(text)) <= 2 {
		return Reading{Refused: refused}
	}
	return Reading{}
}

// tooShort tells whether a number that is not in use has fewer digits than those of its country.
func tooShort(number *phonenumbers.PhoneNumber) bool {
	if phonenumbers.IsValidNumber(number) {
		return false
	}
	example := phonenumbers.GetExampleNumber(phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode())))
	return example != nil && len(phonenumbers.GetNationalSignificantNumber(number))+1 < len(phonenumbers.GetNationalSignificantNumber(example))
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
