// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package redact masks what must not be kept: numbers of cards and bank accounts, and secrets
// that customers write though nobody asked. Texts pass through it before they are stored,
// classified or sent. The package is pure.
package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
)

// Mask stands for what was left out.
const Mask = "••••"

// Text returns a text with the last four digits of card and account numbers, and nothing of
// secrets. What is only found in a text's normal form, such as what is written in letters of full width,
// is masked there.
func Text(text string) string {
	text = asWritten(text)
	if plain := chars.Fold(text); plain != text {
		if masked := asWritten(plain); masked != plain {
			return masked
		}
	}
	return text
}

// passes bounds how often a text is looked at: what is masked may uncover the word for a secret that it
// was glued to.
const passes = 4

func asWritten(text string) string {
	for range passes {
		masked := pass(text)
		if masked == text {
			break
		}
		text = masked
	}
	return text
}

func pass(text string) string {
	if hasDigit(text) {
		text = replace(text, accountBegins, account)
		text = replace(text, cardBegins, card)
	}
	if said := values.Spelt(text); said != text {
		// Who speaks instead of writing says the digits one by one.
		if masked := replace(said, cardBegins, card); masked != said {
			text = masked
		}
	}
	return words(text)
}

var (
	// accountBegins is where an IBAN may.
	accountBegins = regexp.MustCompile(`\b[A-Za-z]{2}[\s\p{Z}\p{Cf}]?\p{Nd}{2}`)
	// cardBegins is where the number of a card may: with each group of digits.
	cardBegins = regexp.MustCompile(`\p{Nd}+`)
)

// replace masks what begins where one may. What stands before it, such as the number of an order,
// is tried first and hides nothing that follows.
func replace(text string, begins *regexp.Regexp, read func(rest string) (length int, mask string)) string {
	var out strings.Builder
	done := 0
	for _, at := range begins.FindAllStringIndex(text, -1) {
		if at[0] < done {
			continue
		}
		if length, mask := read(text[at[0]:]); length > 0 {
			out.WriteString(text[done:at[0]] + mask)
			done = at[0] + length
		}
	}
	return out.String() + text[done:]
}

// ends are the characters that count of a number with which a text begins, and at which byte it may
// end after each of them. There are most of them at most, and at most gap separators between two.
func ends(text string, gap, most int, counts func(r rune) (byte, bool)) (bare string, found []int) {
	var b strings.Builder
	between := 0
	for at, r := range text {
		c, is := counts(r)
		switch {
		case is && b.Len() < most:
			b.WriteByte(c)
			between = 0
			found = append(found, at+utf8.RuneLen(r))
		case !is && unseen(r): // whoever copies a number from a page may have them in it
		case !is && separates(r) && between < gap:
			between++
		default:
			return b.String(), found
		}
	}
	return b.String(), found
}

func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("./_,|·−", r)
}

// unseen are also marks on a digit, such as what makes it the picture of a key.
func unseen(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) }

// digit is the value of a decimal digit, of whatever script people write with, in ASCII: Unicode
// has the ten of each one after the other.
func digit(r rune) (byte, bool) {
	for _, run := range unicode.Nd.R16 {
		if r >= rune(run.Lo) && r <= rune(run.Hi) {
			return '0' + byte((r-rune(run.Lo))%10), true
		}
	}
	for _, run := range unicode.Nd.R32 {
		if r >= rune(run.Lo) && r <= rune(run.Hi) {
			return '0' + byte((r-rune(run.Lo))%10), true
		}
	}
	return 0, false
}

// cardLengths are how many digits a card's number may have, by the first of them.
var cardLengths = map[byte][]int{'2': {16}, '3': {16, 15, 14}, '4': {16, 13, 19}, '5': {16}, '6': {16, 17, 18, 19}}

const maxCard = 19

// card masks a number that the networks could have given out: its first digit and its length are
// theirs, and the check digit is right (ISO/IEC 7812, Luhn). Other long numbers stay, order numbers
// among them. Numbers may follow it, such as when it expires, so that its end is looked for.
func card(text string) (length int, mask string) {
	bare, found := ends(text, 3, maxCard, digit)
	if bare == "" {
		return 0, ""
	}
	for _, count := range cardLengths[bare[0]] {
		if count > len(found) || !luhn(bare[:count]) {
			continue
		}
		at := found[count-1]
		if next, _ := utf8.DecodeRuneInString(text[at:]); !unicode.IsDigit(next) {
			return at, Mask + " " + bare[count-4:count]
		}
	}
	return 0, ""
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// ibanLengths are those of ISO 13616, by country.
var ibanLengths = func() map[string]int {
	lengths := map[string]int{}
	for country := range strings.FieldsSeq("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
		"ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 " +
		"MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 " +
		"SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30") {
		lengths[country[:2]] = int(country[2]-'0')*10 + int(country[3]-'0')
	}
	return lengths
}()

const maxIBAN = 34

// account masks an IBAN: its country has such long ones, and the check digits are right (ISO 7064,
// modulo 97). Words that follow it may look like a part of it.
func account(text string) (length int, mask string) {
	bare, found := ends(text, 1, maxIBAN, func(r rune) (byte, bool) {
		switch {
		case r >= 'A' && r <= 'Z':
			return byte(r), true
		case r >= 'a' && r <= 'z':
			return byte(r - 'a' + 'A'), true
		}
		return digit(r)
	})
	if len(bare) < 2 {
		return 0, ""
	}
	count := ibanLengths[bare[:2]]
	if count == 0 || count > len(found) || !mod97(bare[:count]) {
		return 0, ""
	}
	return found[count-1], bare[:2] + Mask + " " + bare[count-4:count]
}

// mod97 reads letters as 10 to 35.
func mod97(iban string) bool {
	rest := 0
	for _, r := range iban[4:] + iban[:4] {
		if r <= '9' {
			rest = (rest*10 + int(r-'0')) % 97
		} else {
			rest = (rest*100 + int(r-'A') + 10) % 97
		}
	}
	return rest == 1
}
