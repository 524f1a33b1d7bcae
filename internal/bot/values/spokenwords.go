// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"strings"
)

var (
	// between may stand within a number.
	between = map[string]bool{"and": true, "und": true, "et": true, "y": true, "e": true, "ve": true, "a": true}
	// halves are not counted.
	halves = map[string]bool{"half": true, "halb": true, "halbe": true, "demi": true, "demie": true, "medio": true, "media": true, "mezzo": true, "mezza": true, "meio": true, "meia": true, "bucuk": true, "einhalb": true, "anderthalb": true, "eineinhalb": true}
	// dozens are counted with an article.
	dozens = setOf("dozen dutzend douzaine docena dozzina duzia")
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
		"صفر واحده اثنتين ثلاث اربع خمس ست سبع ثمان تسع عشر",
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
		"عشرون ثلاثون اربعون خمسون ستون سبعون ثمانون تسعون", "عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين",
		"yirmi otuz kirk elli altmis yetmis seksen doksan",
	} {
		for i, word := range strings.Fields(line) {
			all[word] = float64(20 + 10*i)
		}
	}
	for word, n := range map[string]float64{"zwei": 2, "two": 2, "both": 2, "beide": 2, "اثنان": 2, "zweit": 2, "dritt": 3, "viert": 4, "funft": 5, "sechst": 6, "siebt": 7, "acht": 8, "deux": 2, "两": 2, "单": 1, "eine": 1, "einen": 1, "ein": 1, "una": 1, "une": 1, "uma": 1, "duas": 2} {
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
	for i, unit := range strings.Fields("uno dos tres cuatro cinco seis siete ocho nueve") {
		all["veinti"+unit] = float64(21 + i)
	}
	all["veintiun"] = 21
	for i, unit := range strings.Fields("uno due tre quattro cinque sei sette otto nove") {
		for tens, word := range strings.Fields("venti trenta quaranta cinquanta sessanta settanta ottanta novanta") {
			if unit == "uno" || unit == "otto" {
				word = word[:len(word)-1]
			}
			all[word+unit] = float64(20 + 10*tens + i + 1)
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
