// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import "strings"

// relation is how a clause stands to what was said before it.
type relation int

const (
	plainly relation = iota
	// correction takes the place of what was said: "no", "I mean".
	correction
	// exclusion is what is not meant: "not", "except".
	exclusion
	// postfix excludes what was said before: "salı değil".
	postfix
	// alternative stands beside what was said: "or".
	alternative
	// rangeEnd is the end of a range: "to". Alone it is a limit.
	rangeEnd
)

// marksOf are the words between values, in plain letters, by what they are marks of.
var marksOf = func() map[string]relation {
	all := map[string]relation{}
	for of, lines := range map[relation]string{
		plainly: "not later than,no later than,not only,why not,not sure,no problem,no worries,wait for",
		correction: "nope,nah,sorry,sry,soz,actualy,acutally,wait,wait no,hang on,hold on,i mean,i meant,or rather,actually,scratch that,strike that,make it,make that,lets make it,which makes,that makes," +
			"correction,oops,whoops,my mistake,on second thoughts,on second thought,no sorry,no wait,no hang on," +
			"nein,nee,quatsch,moment,ich meine,ich meinte,oder besser,besser gesagt,vielmehr,korrektur,entschuldigung," +
			"perdon,perdona,digo,mejor dicho,quise decir,espera,pardon,je veux dire,enfin,ou plutot,attends,attendez," +
			"anzi,scusi,scusa,cioe,volevo dire,aspetta,desculpe,desculpa,alias,quer dizer,ou melhor,quis dizer," +
			"hayir,yok,daha dogrusu,yani,بل,عفوا,اقصد,اسف",
		exclusion: "not,except,but not,isnt,wasnt,cant,cannot,cant do,instead of,rather than,other than,any day but,anything but,any but,dont want,do not want,dont need,doesnt,wont,cant make," +
			"nicht,kein,keine,keinen,statt,ausser,excepto,pas,sauf,tranne,exceto,ليس,مش,not before,nicht vor,not then",
		postfix:     "degil,not then,geht nicht,passt nicht,geht leider nicht,no good,is out,doesnt work,does not work,wont work,no puedo,not that day,not on that day",
		alternative: "or,or maybe,or perhaps,if not,oder,ou,o,u,veya,ya da,ya,yoksa,او,ام",
	} {
		for phrase := range strings.SplitSeq(lines, ",") {
			all[phrase] = of
		}
	}
	all["not then"] = postfix
	return all
}()

// onlyIn are the languages in which a short word is a mark; elsewhere it is another one.
var onlyIn = map[string]string{
	"moment": "de", "y": "es", "e": "it pt", "et": "fr", "und": "de", "ve": "tr", "o": "es it", "u": "es", "ya": "tr", "yok": "tr", "ou": "fr pt", "pas": "fr", "a": "es it pt fr", "al": "es it", "au": "fr", "alias": "pt", "enfin": "fr", "mas": "pt",
}

// denials exclude days, counts and choices; of a number of an order they say something else: "won't let me cancel".
var denials = map[string]bool{
	"isnt": true, "wasnt": true, "cant": true, "cannot": true, "cant do": true, "dont want": true, "do not want": true, "dont need": true, "doesnt": true, "wont": true, "cant make": true,
	"kein": true, "keine": true, "keinen": true, "doesnt work": true, "does not work": true, "wont work": true, "geht nicht": true, "passt nicht": true, "geht leider nicht": true, "no puedo": true, "is out": true, "no good": true,
}

// negations correct when a pause follows, and deny in some languages when none does.
var negations = map[string]bool{"no": true, "non": true, "nao": true, "لا": true}

// ends are marks of the end of a range.
var ends = setOf("a to until till through thru bis hasta jusqu jusquau ate al au حتي الي")

// joins stand between the days of a list.
var joins = setOf("and und y et e ve")

// limits of days: what follows is not the day.
var limits = setOf("after before nach ab antes despues avant apres dopo depois")

// nextDay goes on after a word of limits where both together are a day.
var nextDay = setOf("tomorrow next demain amanha domani hier")

// opensDay are words that a day begins with, beside numbers, weekdays and months.
var opensDay = setOf("the next this last today tomorrow end mid early late around about easter christmas whenever")

// unspacedMarks are those of scripts without spaces.
var unspacedMarks = map[string]relation{
	"じゃなくて": postfix, "ではなく": postfix, "いえ": correction, "いや": correction, "不对": correction, "不對": correction,
	"不是": exclusion, "不要": exclusion, "或者": alternative, "还是": alternative, "或": alternative,
}

// beginsMark are the first words of all marks.
var beginsMark = func() map[string]bool {
	all := map[string]bool{}
	add := func(phrase string) {
		first, _, _ := strings.Cut(phrase, " ")
		all[first] = true
	}
	for phrase := range marksOf {
		add(phrase)
	}
	for _, of := range []map[string]bool{negations, ends, joins, limits} {
		for phrase := range of {
			add(phrase)
		}
	}
	return all
}()

func setOf(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}

// IsShortDay tells whether a word, as signals.Words returns it, is an abbreviation of a weekday that is also another word,
// and whether that is one of the customer's language.
func IsShortDay(word, locale string) (short, own bool) {
	language := shortWeekdays[word]
	return language != "", language != "" && strings.HasPrefix(strings.ToLower(locale), language)
}
