// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Names of months and weekdays as signals.Words writes them, one language a line.
var (
	months = names(
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec", "jan feb mar apr may jun jul aug sept oct nov dec",
		"januar februar marz april mai juni juli august september oktober november dezember", "janner feber maerz april mai juni juli aug sep okt nov dez",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", "ene feb mar abr may jun jul ago set oct nov dic",
		"janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
		"ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
		"يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
	)
	weekdays = names(
		"sunday monday tuesday wednesday thursday friday saturday", "sun mon tue wed thu fri sat", "sun mon tues weds thurs fri sat", "sonday munday tuseday wensday thusday fryday saterday",
		"sonntag montag dienstag mittwoch donnerstag freitag samstag", "so mo di mi do fr sonnabend",
		"domingo lunes martes miercoles jueves viernes sabado", "dimanche lundi mardi mercredi jeudi vendredi samedi",
		"domenica lunedi martedi mercoledi giovedi venerdi sabato", "domingo segunda terca quarta quinta sexta sabado",
		"pazar pazartesi sali carsamba persembe cuma cumartesi", "الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت",
		"pazara pazartesiye saliya carsambaya persembeye cumaya cumartesiye", "pazardan pazartesiden salidan carsambadan persembeden cumadan cumartesiden",
	)
	units = map[string]byte{}
	past  = strings.Fields("last past previous letzten letzter vorigen vergangenen pasado pasada dernier derniere passe scorso scorsa passado passada gecen الماضي الماضيه")
	ago   = strings.Fields("ago vor hace fa ha atras once قبل")
)

// unspacedWeekdays of Chinese and Japanese, from Sunday.
var unspacedWeekdays = []string{
	"星期日 星期天 周日 礼拜天 日曜", "星期一 周一 礼拜一 月曜", "星期二 周二 礼拜二 火曜", "星期三 周三 礼拜三 水曜",
	"星期四 周四 礼拜四 木曜", "星期五 周五 礼拜五 金曜", "星期六 周六 礼拜六 土曜",
}

type dayPhrase struct {
	words    []string
	unspaced string
	days     int
}

// dayPhrases, the longer ones before those that they contain.
var dayPhrases = func() []dayPhrase {
	var all []dayPhrase
	for _, line := range []struct {
		days    int
		phrases string
	}{
		{3, "大后天,明々後日,しあさって"},
		{2, "day after tomorrow,ubermorgen,pasado manana,apres demain,dopodomani,depois de amanha,yarindan sonra,obur gun,بعد غد,بعد بكره,后天,明後日,あさって"},
		{-2, "day before yesterday,vorgestern,anteayer,antes de ayer,avant hier,l altro ieri,altroieri,anteontem,onceki gun,اول امس,前天,一昨日,おととい"},
		{-1, "yesterday,gestern,dunden,ayer,hier,ieri,ontem,dun,امس,昨天,昨日"},
		{1, "tomorrow,tmrw,tmw,tomorow,tommorow,tommorrow,tomorrw,tomoz,2moro,2morrow,next day,morgen,manana,demain,domani,amanha,yarin,yarindan,غدا,الغد,بكره,بكرا,明天,明日,あした,あす"},
		{0, "today,tonight,heute,hoy,aujourd hui,aujourdhui,oggi,hoje,bugun,اليوم,今天,今日,きょう"},
		{7, "in a week,in einer woche,en una semana,dans une semaine"},
	} {
		for phrase := range strings.SplitSeq(line.phrases, ",") {
			p := dayPhrase{words: strings.Fields(phrase), days: line.days}
			if first, _ := utf8.DecodeRuneInString(phrase); first >= 0x3000 {
				p.unspaced = phrase
			}
			all = append(all, p)
		}
	}
	return all
}()

func init() {
	for unit, line := range map[byte]string{
		'd': "day days tag tagen tage dia dias jour jours giorno giorni gun يوم ايام",
		'f': "fortnight fortnights fortnite",
		'w': "week weeks woche wochen semana semanas semaine semaines settimana settimane hafta اسبوع اسابيع",
		'm': "month months monat monaten monate mes meses mois mese mesi ay شهر اشهر",
	} {
		for word := range strings.FieldsSeq(line) {
			units[word] = unit
		}
	}
}

func names(lines ...string) map[string]int {
	all := map[string]int{}
	for _, line := range lines {
		for i, word := range strings.Fields(line) {
			all[word] = i
		}
	}
	return all
}

// minSlip is the fewest letters of a name in which a slip of the finger is overlooked.
const minSlip = 4

// meant are less frequent words of other languages that are near a name and no slip for it: "parar" is to stop, "mari"
// a husband, and "seit" since.
var meant = names("parar paras mari seit")

func lookUp[T any](word string, in map[string]T) (T, bool) {
	if found, known := in[word]; known {
		return found, true
	}
	if _, other := meant[word]; !other && !signals.IsFrequent(word) && utf8.RuneCountInString(word) >= minSlip {
		for name, found := range in {
			if utf8.RuneCountInString(name) >= minSlip && signals.Slip(word, name) {
				return found, true
			}
		}
	}
	var none T
	return none, false
}

func monthOf(word string) (int, bool) {
	n, known := lookUp(word, months)
	return n + 1, known
}

func weekdayOf(word string) (time.Weekday, bool) {
	n, known := lookUp(word, weekdays)
	return time.Weekday(n), known
}

func unitOf(word string) (byte, bool) { return lookUp(word, units) }
