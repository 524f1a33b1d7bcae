// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
)

var (
	// figures is a number in figures with all of its marks; the part that counts is the first group.
	figures = regexp.MustCompile(`(-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?)(?:[^0-9]|$)|(-?[0-9]+(?:[.,'][0-9]+)*)`)
	// grouped is a number whose thousands are separated, by threes or as in India; what comes after
	// the last group is a fraction.
	grouped = regexp.MustCompile(`^(-?[1-9][0-9]{0,2}(?:(?:,[0-9]{2,3})*,[0-9]{3}|(?:\.[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+))(?:[.,]([0-9]+))?$`)
	// plain is a number without separated thousands.
	plain    = regexp.MustCompile(`^(-?[0-9]+)(?:[.,]([0-9]+))?$`)
	compound = regexp.MustCompile(`[\s-]+`)
)

// readNumber finds a number in figures or words.
func (r *Reader) readNumber(text string, today time.Time) Reading {
	all := figures.FindAllStringSubmatch(text, -1)
	rest := len(strings.FieldsFunc(text, notLetter))
	// Of several the last counts: "not 3, 4".
	if len(all) > 0 {
		last := all[len(all)-1]
		n, ok := parseFigures(last[1] + last[2])
		if !ok {
			return Reading{Refused: Format, Rest: rest}
		}
		return r.bounded(Reading{Value: writeNumber(n), Rest: rest}, n, today)
	}
	n, words, ok := spokenNumber(compound.Split(text, -1))
	switch {
	case ok:
		return r.bounded(Reading{Value: writeNumber(n), Rest: max(rest-words, 0)}, n, today)
	case rest == 1:
		return Reading{Refused: Format, Rest: rest}
	}
	return Reading{}
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

// spokenNumber reads a number in words, and says how many words it took.
func spokenNumber(words []string) (n float64, used int, ok bool) {
	sum, hundreds := 0.0, false
	for _, word := range words {
		plain := signals.Words(word)
		if len(plain) != 1 {
			continue
		}
		value, known := spoken[plain[0]]
		switch {
		case !known:
			if ok {
				return sum, used, true
			}
			continue
		case value >= 100 && ok && !hundreds && value > sum:
			sum, hundreds = sum*value, value > 100
		default:
			sum += value
		}
		ok = true
		used++
	}
	return sum, used, ok
}

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
	units := strings.Fields("ein zwei drei vier funf sechs sieben acht neun")
	for i, unit := range units {
		for tens, word := range strings.Fields("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig") {
			all[unit+"und"+word] = float64(20 + 10*tens + i + 1)
		}
	}
	return all
}()
