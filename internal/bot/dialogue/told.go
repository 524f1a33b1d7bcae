// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// What customers tell of themselves may hold a number, a day or the name of a choice that is not the
// one asked for: "I pay 300 rent". A value is what an elliptic phrase gives, or a wish, or words that
// set it ("make it 5"); in a clause with a verb that tells of something, it belongs to that verb, unless
// the bot's question has it, too.
var (
	// tellingVerbs say how something is or was, of the speaker or a thing.
	tellingVerbs = set(
		"pay pays paid paying earn earns earned owe owed spend spent cost costs charged charge rented weigh weighs was were had been gave given came arrived stands stood used lives live lived work works worked bought ordered received lost",
		"zahle zahl zahlen bezahle bezahlt verdiene verdient kostet kosten schulde wohne wohnen lebe arbeite gekauft bestellt verloren",
		"pago pague pagaba gano gane cobro cuesta cuestan costo debo vivo trabajo era eran fue tenia compre pedi llevo gasto gaste",
		"paie paye payais gagne coute coutent habite travaille etait etaient avais avait achete commande depense",
		"pagavo pagato guadagno costa costano abito lavoro erano avevo comprato ordinato speso",
		"ganho custa custam moro trabalho eram tinha comprei gastei paguei",
		"maasim maasi kiram oduyorum odedim kazaniyorum tutuyor yasiyorum calisiyorum oturuyorum vardi aldim harcadim",
		"راتبي راتب معاش فاتوره الفاتوره ايجار الايجار ادفع دفعت اكسب يكلف تكلف كلفني اسكن اعمل كان كانت اشتريت",
	)
	// tellingMarked are verbs in which a mark makes a wish: "hätte".
	tellingMarked   = regexp.MustCompile(`(?i)\b(?:war|waren|hatte|hatten)\b`)
	tellingUnspaced = []string{"房租", "月薪", "薪水", "电费", "水费", "退休金", "工资", "花了", "付了", "挣", "欠", "以前是", "原来是", "原本", "目前是", "買った", "払ってい", "払ってる", "稼い", "家賃", "給料", "年金", "電気代", "かかってい", "でした", "住んで", "現在は", "今までは"}
	// holding verbs tell of something where it is named behind the number: "I have 3 children".
	holding = set("have has got ive habe hab haben tengo tenemos ai avons ho abbiamo tenho temos var عندي لدي")
	// sofar words say that a value is the one until now.
	sofar = set("currently presently formerly previously derzeit aktuell momentan bisher vorher actualmente actuellement attualmente atualmente halen onceden حاليا سابقا")
	// wished are words with which a verb asks for something: "I can pay 300".
	wished = set(
		"can could will would want wanna ill id like prefer please lets let may might shall rather thinking thought guess", "kann konnte konnen mochte mochten wurde wurden will wollen wollte bitte lieber werde gern gerne dachte dachten denke",
		"puedo podria quiero quisiera prefiero podemos queremos favor voy pensaba pienso", "peux pourrais veux voudrais prefere pouvons voulons vais aimerais pensais pense", "posso potrei voglio vorrei preferisco possiamo vogliamo pensavo penso",
		"posso poderia quero queria prefiro podemos queremos gostaria pensava", "istiyorum isterim olsun lutfen", "اريد يمكنني استطيع من_فضلك",
	)
	// owned is a thing of the customer's and how it is: "my rent is 300".
	owned = regexp.MustCompile(`(?i)(?:^|[\s(])(?:my|our|his|her|their|the|mein|meine|unser|unsere|der|die|das|mi|nuestro|nuestra|el|la|mon|ma|notre|le|il mio|la mia|o meu|a minha)\s+((?:[\pL'’-]+\s+){1,3}?)(?:is|are|was|were|has|costs|ist|sind|war|hat|es|son|era|tiene|est|était|etait|è|é|ha|tem)\s`)
	// possessed is a thing of the customer's and what it does: "my wife makes 1800".
	possessed = regexp.MustCompile(`(?i)^\W*(?:(?:and|but|well|und|aber|y|et|e)\s+)?(?:my|our|his|her|their|mein|meine|unser|unsere|mi|nuestro|nuestra|mon|ma|notre|il mio|la mia|o meu|a minha)\s+(\pL+\s+\pL+)`)
	// thing is one that stands before a number: "the last bill came to 640". What is earned is told of, too.
	thing  = regexp.MustCompile(`(?i)^\W*(?:(?:and|but|well|und|aber|y|et|e)\s+)?(?:the|der|die|das|el|il)\s+(\pL+(?:\s+\pL+)?)\s[^0-9]*[0-9]`)
	earned = regexp.MustCompile(`(?i)\b(?:i|we|he|she|they) (?:make|makes|get|gets|take home|bring home|receive|receives)\b|[0-9]\s?(?:%|percent\b|prozent\b|por ciento|pour cent)`)
	// joiningNames stand between two who are counted.
	joiningNames = set("and or plus with und oder mit y con et avec e com of")
	// peopleCounted tells how many they are.
	peopleCounted = regexp.MustCompile(`(?i)\b(?:we are|we're|wir sind|somos|nous sommes|on est|siamo)\s+\S`)
	// generalNames name a value of any kind.
	generalNames = regexp.MustCompile(`(?i)\b(?:total|usual|same|full|whole|exact|new|figure|price|cifra|somme|chiffre|summe|number|amount|answer|date|day|choice|favou?rite|preference|value|limit|maximum|minimum|sum|guess|group|party|budget|one|best|earliest|latest|anzahl|zahl|betrag|summe|tag|datum|wahl|antwort|número|numero|cantidad|importe|fecha|día|nombre|montant|jour|choix|importo|giorno|data|scelta|quantidade|dia|escolha|valor)\b`)
	// clauseEnd parts what is told from what is answered.
	clauseEnd = regexp.MustCompile(`[,;:!?…\n،、，。；？！]+(?:\s|$|\p{Han})|\.(?:\s|$)|\s[–—-]\s|\s(?i:and|but|so|because|since|und|aber|also|weil|pero|porque|así que|mais|donc|quindi|perché|mas|então|ama|çünkü)\s`)
	// ofMoney tells that a field is an amount of money, and currency names one.
	ofMoney  = regexp.MustCompile(`(?i)€|\$|£|how much|wie viel(?:\s|$)|cuánto|combien|quanto|amount|betrag|importe|montant|importo|euro|dollar|pound|limit|金额|多少钱|いくら|كم المبلغ`)
	currency = regexp.MustCompile(`(?i)^(?:€|\$|£|eur|euro|dollar|buck|pound|quid|usd|gbp|franken|chf|lira|yen|real|reais|peso|cent)|^(?:month|a|an|per|each|please|bitte|now|max|for|in|on|to|left)$`)
	// hypothetical questions ask what would be, and doubting ones whether a value will do, or
	// suffices.
	hypothetical = regexp.MustCompile(`(?i)\b(?:what if|suppose|supposing|if (?:i|we)(?: only| just)? (?:said|say|take|took|put|made|make|chose|choose|pick|picked|go|went|had|set|ask|asked|want|wanted|pay|paid)|was wenn|was wäre|wenn ich|wenn wir|qué pasa si|y si|si digo|si pido|et si|si je|e se|se io|se dico|se eu)\b|ya .*(?:olsa|desem)|ماذا لو|^لو |如果|要是|もし`)
	doubting     = regexp.MustCompile(`(?i)^\W*(?:(?:and|or|but|so|hm+|well|und|y|et|e)\s+)?(?:is|are|isn't|would|wouldn't|will|ist|sind|wäre|wären|würde|geht|gehen|reicht|reichen|es|son|sería|serían|está|est-ce|serait|seraient|è|sono|sarebbe|seria|seriam|é|são)\s|(?:çok mu|olur mu|yeter mi|可以吗|行吗|够吗|太多|大丈夫|足りま|いいですか|كثير|يكفي)`)
	sufficing    = regexp.MustCompile(`(?i)too (?:much|many|high|low|late)|\benough\b|zu (?:viel|hoch)|\bgenug\b|\bmucho\b|demasiado|\btrop\b|\bassez\b|suffit|\btroppo\b|\bbasta\b|\bdemais\b|suficiente|多すぎ|\bse puede\b|si può|dá para|\bpos+[ií]bi?le\b|possível|\ballowed\b|mümkün|可能|هل يمكن`)
)

// asksAbout tells whether a message asks about a value instead of giving it: "would 5 be too many?". A day
// is proposed that way.
func (f *field) asksAbout(reading values.Reading, m said) bool {
	if f.Distinct || f.Pattern != "" || f.AnyText() || reading.Value == "" {
		return false
	}
	return hypothetical.MatchString(m.Text) || f.Type != release.FieldDate && (m.Question || m.Conditional) && doubting.MatchString(m.Text) ||
		f.Type != release.FieldDate && m.Question && sufficing.MatchString(m.Text)
}

// read reads the answer for a field. Where the whole is unclear, what is told of something else is left
// out: "I pay 300 rent, so 2000".
func (in *intent) read(f *field, text string, m said) values.Reading {
	reading := f.Read(text, m.Now, m.locale)
	if f.isNumber() {
		return in.readNumber(f, reading, text, m)
	}
	if reading.Refused != values.Unclear || f.Distinct || f.Pattern != "" || f.AnyText() {
		return reading
	}
	clauses := clausesOf(text)
	answers := slices.DeleteFunc(slices.Clone(clauses), func(clause string) bool { return in.isTold(f, clause, m.locale) })
	if len(answers) == len(clauses) || len(answers) == 0 {
		return reading
	}
	return f.Read(strings.Join(answers, ", "), m.Now, m.locale)
}

// tells tells whether a value stands in what the customer tells of something else.
func (in *intent) tells(f *field, reading values.Reading, m said) bool {
	if f.Distinct || f.Pattern != "" || f.AnyText() || f.isNumber() || reading.Value == "" {
		return false
	}
	found := false
	for _, clause := range clausesOf(m.Text) {
		if f.Read(clause, m.Now, m.locale).Value != reading.Value {
			continue
		}
		if found = true; !in.isTold(f, clause, m.locale) {
			return false
		}
	}
	return found || in.isTold(f, m.Text, m.locale)
}

// clausesOf are the clauses of a text.
func clausesOf(text string) []string {
	return slices.DeleteFunc(clauseEnd.Split(text, -1), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// isTold tells whether a clause tells of something that the bot did not ask for.
func (in *intent) isTold(f *field, clause, locale string) bool {
	asked := in.asks(f, locale)
	words := signals.Words(clause)
	if slices.ContainsFunc(words, func(word string) bool { return wished[word] }) {
		return false
	}
	past := f.Type == release.FieldDate && (f.Maximum == release.Today || f.Minimum == "")
	if m := owned.FindStringSubmatch(clause + " "); m != nil && !generalNames.MatchString(m[1]) && !knows(asked, signals.Words(m[1])) && !knows(in.terms, signals.Words(m[1])) {
		return !past
	}
	money := f.Type == release.FieldNumber && ofMoney.MatchString(in.promptOf(f, locale))
	if m := possessed.FindStringSubmatch(clause); m != nil && !past && in.isForeign(m[1], asked) {
		return true
	}
	if m := thing.FindStringSubmatch(clause); m != nil && f.Type == release.FieldNumber && in.isForeign(m[1], asked) {
		return true
	}
	if money && (peopleCounted.MatchString(clause) || earned.MatchString(clause)) {
		return true
	}
	if tellingMarked.MatchString(clause) && !past {
		return true
	}
	for i, word := range words {
		switch {
		case sofar[word] && !knows(asked, words[i:i+1]):
			return true
		case tellingVerbs[word] && !past:
			if !knows(asked, words[i:i+1]) {
				return true
			}
		case holding[word] && money:
			if name := nameAfterNumber(words[i:]); name != "" && !currency.MatchString(name) && !knows(asked, []string{name}) {
				return true
			}
		}
	}
	return slices.ContainsFunc(tellingUnspaced, func(part string) bool {
		return strings.Contains(clause, part) && !strings.Contains(in.promptOf(f, locale), part)
	})
}

// isForeign tells whether names are of a thing that neither the question nor the intent is about.
func (in *intent) isForeign(names string, asked map[string]bool) bool {
	words := signals.Words(names)
	for _, term := range signals.TermsOf(words) {
		if _, own := in.things[term]; own || asked[term] {
			return false
		}
	}
	return !generalNames.MatchString(names) && !joiningNames[words[len(words)-1]]
}

// asks are the terms of the question for a field.
func (in *intent) asks(f *field, locale string) map[string]bool {
	terms := map[string]bool{}
	for _, term := range slices.Concat(signals.Terms(in.promptOf(f, locale)), signals.Terms(f.Prompt), signals.Terms(f.Name)) {
		terms[term] = true
	}
	return terms
}

func (in *intent) promptOf(f *field, locale string) string { return promptOf(in.In(locale), f.Name) }

// knows tells whether one of the words is among terms.
func knows(terms map[string]bool, words []string) bool {
	return slices.ContainsFunc(signals.TermsOf(words), func(term string) bool { return terms[term] })
}

// nameAfterNumber is the word behind the first number in figures; empty: none.
func nameAfterNumber(words []string) string {
	i := slices.IndexFunc(words, hasNumber)
	if i < 0 || i+1 >= len(words) {
		return ""
	}
	return words[i+1]
}
