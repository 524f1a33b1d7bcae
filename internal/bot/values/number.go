// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
)

var (
	// figures is a number in figures with all of its marks; the part that counts is the first group.
	figures = regexp.MustCompile(`(-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?)(?:[^0-9]|$)|(-?(?:[0-9]+(?:[.,'][0-9]+)*|\.[0-9]+))`)
	// grouped is a number whose thousands are separated, by threes or as in India; what comes after
	// the last group is a fraction.
	grouped = regexp.MustCompile(`^(-?[1-9][0-9]{0,2}(?:(?:,[0-9]{2,3})*,[0-9]{3}|(?:\.[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+))(?:[.,]([0-9]+))?$`)
	// plain is a number without separated thousands.
	plain    = regexp.MustCompile(`^(-?[0-9]*)(?:[.,]([0-9]+))?$`)
	compound = regexp.MustCompile(`[\s-]+`)
	// part is what makes the figures after it a part of something else: "1/2", "10^3", "1e5", "3-".
	part = regexp.MustCompile(`[0-9](?:[-/^_:*]|\pL+)$|(?i:\b(?:minus|moins|menos|meno|eksi))\s*$`)
	// scale makes the number before it another one: "2k", "3 million".
	scale = regexp.MustCompile(`^\s*(?i:k|tsd|mio|mrd|mn|bn|hundreds?|thousands?|hundert|tausend|miles|mil|mille|mila|bin|milyon|milyar|lakhs?|crores?|dozen|dutzend|[mb]il+i\pL+|milhoes|milhões|dozens)(?:\PL|$)`)
)

// mostExact is the largest number of which all digits are kept.
const mostExact = 1 << 53

// readNumber finds a number in figures or words.
func (r *Reader) readNumber(text string, today time.Time, locale string) Reading {
	text = strings.Map(western, text)
	all := figures.FindAllStringSubmatchIndex(text, -1)
	rest := len(strings.FieldsFunc(text, notLetter))
	// Of several the last counts: "not 3, 4".
	if len(all) > 0 {
		last := all[len(all)-1]
		from, until := max(last[2], last[4]), max(last[3], last[5])
		n, ok := parseFigures(alone(text[:from], text[from:until]))
		if !ok || math.Abs(n) > mostExact || part.MatchString(text[:from]) || scale.MatchString(text[until:]) {
			return Reading{Refused: Format, Rest: rest}
		}
		return r.bounded(Reading{Value: writeNumber(n), Rest: rest}, n, today)
	}
	said := spokenNumber(compound.Split(text, -1))
	switch {
	case said.used == 1 && rest > 1 && foreign(said.first, locale):
		return Reading{}
	case said.unclear, said.used == 0 && rest == 1:
		return Reading{Refused: Format, Rest: rest}
	case said.used > 0:
		return r.bounded(Reading{Value: writeNumber(said.n), Rest: max(rest-said.used, 0)}, said.n, today)
	}
	return Reading{}
}

// western is a digit, or a mark of numbers, of Arabic or Persian as the others write it.
func western(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r == '٫':
		return '.'
	case r == '٬':
		return ','
	}
	return r
}

// alone is a number without a mark that belongs to what stands before it: "A-5", "no.5".
func alone(before, number string) string {
	if r, _ := utf8.DecodeLastRuneInString(before); strings.ContainsAny(number[:1], "-.") && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		if number[0] == '-' && unicode.IsDigit(r) {
			return "" // a range, or a part of a date
		}
		return number[1:]
	}
	return number
}

// foreign says whether a number in words is mostly another word in other languages than its own: "on".
func foreign(word, locale string) bool {
	own, known := map[string]string{"on": "tr", "bin": "tr", "dort": "tr", "kirk": "tr", "once": "es", "dos": "es", "due": "it", "sei": "it"}[word]
	return known && !strings.HasPrefix(strings.ToLower(locale), own)
}

// parseFigures reads "1,250.50", "1.250,50", "1'250" and "23,4". A single mark before exactly
// three figures separates thousands.
func parseFigures(text string) (float64, bool) {
	parts := grouped.FindStringSubmatch(text)
	if parts == nil {
		parts = plain.FindStringSubmatch(text)
	}
	if parts == nil {
		return 0, false
	}
	if parts[1]+parts[2] == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", "", "'", "", " ", "").Replace(parts[1])+"."+parts[2], 64)
	return n, err == nil
}

// writeNumber writes a number so that it is read as the same one: where exactly three decimals
// would be taken for thousands, a fourth follows.
func writeNumber(n float64) string {
	written := strconv.FormatFloat(n, 'f', -1, 64)
	if grouped.MatchString(written) {
		written += "0"
	}
	return written
}

// said is a number in words, and how many words it took; unclear: they are more than one number, or a
// word of it is not known.
type said struct {
	n       float64
	used    int
	first   string
	unclear bool
}

// spokenNumber reads a number in words.
func spokenNumber(words []string) said {
	var s said
	thousands, below, last, negative := 0, 0, "", false
	for _, word := range words {
		plain := signals.Words(word)
		if len(plain) != 1 {
			continue
		}
		word = plain[0]
		value, known := spoken[word]
		switch {
		case !known && s.used == 0:
			negative = part.MatchString(word)
			continue
		case !known && between[word]:
			continue
		case !known:
			s.unclear = s.unclear || scale.MatchString(word) || halves[word]
			s.n = float64(thousands + below)
			return s
		case negative, !fits(thousands, below, int(value), word, last):
			s.unclear = true
			return s
		case value == 1000:
			thousands, below = max(below, 1)*1000, 0
		case value == 100:
			below = max(below, 1) * 100
		case isVingt(word) && below%100 == 4:
			below += 76
		default:
			below += int(value)
		}
		if s.used++; s.used == 1 {
			s.first = word
		}
		last = word
	}
	s.n = float64(thousands + below)
	return s
}

// fits says whether a number goes on with a word: "twenty" with "three", and not "two" with "three".
func fits(thousands, below, value int, word, last string) bool {
	rest := below % 100
	switch {
	case value == 1000:
		return thousands == 0
	case value == 100 && (word == "cent" || word == "cents"):
		return last == "" || french[last]
	case value == 100, value > 100:
		return below < 100 && (value == 100 || below == 0)
	case rest == 0:
		return value > 0 || thousands+below == 0
	case value < 10:
		return value > 0 && rest%10 == 0
	case value < 20:
		return rest == 60 || rest == 80 // soixante-dix, quatre-vingt-dix
	}
	return isVingt(word) && rest == 4
}

func isVingt(word string) bool { return word == "vingt" || word == "vingts" }

var (
	// between may stand within a number.
	between = map[string]bool{"and": true, "und": true, "et": true, "y": true, "e": true, "ve": true, "a": true}
	// halves are not counted.
	halves = map[string]bool{"half": true, "halb": true, "halbe": true, "demi": true, "demie": true, "medio": true, "media": true, "mezzo": true, "mezza": true, "meio": true, "meia": true, "bucuk": true}
	// french are those that hundreds are counted by; elsewhere cents are money.
	french = map[string]bool{"deux": true, "trois": true, "quatre": true, "cinq": true, "sept": true, "huit": true, "neuf": true, "mille": true}
)

// spoken are the numbers in words.
var spoken = func() map[string]float64 {
	all := map[string]float64{
		"tenner": 10, "fiver": 5, "dozen": 12, "couple": 2, "pair": 2, "dutzend": 12, "douzaine": 12, "docena": 12, "dozzina": 12, "duzia": 12,
		"hundred": 100, "thousand": 1000, "hundert": 100, "einhundert": 100, "tausend": 1000, "cien": 100, "ciento": 100, "mil": 1000, "cent": 100,
		"mille": 1000, "cento": 100, "cem": 100, "yuz": 100, "bin": 1000, "百": 100, "مئه": 100, "ميه": 100,
	}
	for _, line := range []string{
		"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
		"null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
		"cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte",
		"zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt",
		"zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti",
		"zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove vinte",
		"sifir bir iki uc dort bes alti yedi sekiz dokuz on",
		"零 一 二 三 四 五 六 七 八 九 十",
		"صفر واحد اثنين ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره",
	} {
		for i, word := range strings.Fields(line) {
			if _, known := all[word]; !known {
				all[word] = float64(i)
			}
		}
	}
	for _, line := range []string{
		"twenty thirty forty fifty sixty seventy eighty ninety", "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
		"veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", "vingt trente quarante cinquante soixante",
		"venti trenta quaranta cinquanta sessanta settanta ottanta novanta", "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
		"yirmi otuz kirk elli altmis yetmis seksen doksan",
	} {
		for i, word := range strings.Fields(line) {
			all[word] = float64(20 + 10*i)
		}
	}
	for word, n := range map[string]float64{"zwei": 2, "two": 2, "both": 2, "beide": 2, "deux": 2, "两": 2, "单": 1, "eine": 1, "einen": 1, "ein": 1, "una": 1, "une": 1, "uma": 1, "duas": 2} {
		all[word] = n
	}
	all["cents"], all["vingts"] = 100, 20
	for _, line := range []string{
		"doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
		"duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
		"duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
	} {
		for i, word := range strings.Fields(line) {
			all[word] = float64(200 + 100*i)
		}
	}
	units := strings.Fields("ein zwei drei vier funf sechs sieben acht neun")
	for i, unit := range units {
		for tens, word := range strings.Fields("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig") {
			all[unit+"und"+word] = float64(20 + 10*tens + i + 1)
		}
	}
	return all
}()
