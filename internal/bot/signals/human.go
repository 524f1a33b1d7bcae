// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

var (
	// people can be asked for by naming them.
	people = list("human humans person agent agents representative representatives rep operator",
		"advisor adviser manager supervisor")
	// anybody needs a verb of contact to be a wish: "talk to someone".
	anybody = list("someone somebody anyone anybody people staff employee team department support service colleague")
	// machines are what customers ask to get away from.
	machines = list("bot bots chatbot robot robots machine computer ai automation")

	contact = list("talk speak chat connect connected transfer transferred forward put pass hand reach contact")
	wishes  = list("want need get give prefer like wanna")

	// between may stand between the verb and the person.
	between = list("to with me us this my case call chat through over up for a an the one of your some any another",
		"different other real live actual living breathing human proper competent customer service support on",
		"directly please straight back instead now rather")

	// around may stand with the person in a message of nothing else.
	around = list("please pls plz now asap immediately a an the real live actual human customer service support",
		"i me want need hi hello hey ok okay yes just only help")

	before = list("was were been already yesterday got did")
)

// asksForHuman looks for a wish for a person in any clause, and for nothing
// that takes it back. The rules are for English, and lean to the careful side:
// to ask somebody twice is a smaller harm than to trap them with a bot, yet a
// mere mention of an agent is not a wish.
func asksForHuman(clauses []clause) bool {
	if onlyNamesPerson(clauses) {
		return true
	}
	for _, c := range clauses {
		for i := range c {
			if c.asksAt(i) {
				return true
			}
		}
	}
	return false
}

func (c clause) asksAt(i int) bool {
	word := c[i].word
	switch {
	case contact[word]:
		switch {
		case before[c.at(i-1)]: // an account of the past
			return false
		case c.reaches(i, machines):
			return c.refused(i)
		case c.reaches(i, people), c.reaches(i, anybody):
			return !c.refused(i)
		}
	case word == "like" && c.at(i-1) != "would" && c.at(i-1) != "i'd" && c.at(i-1) != "id":
		return false // "I like your agents" is no wish
	case wishes[word]:
		if c.reaches(i, machines) {
			return c.refused(i)
		}
		return c.reaches(i, people) && !c.refused(i)
	case word == "escalate":
		return !c.refused(i)
	case word == "there" && (c.at(i-1) == "is" || c.at(i-1) == "are"), word == "have" && c.at(i-1) == "you":
		return c.reaches(i, people)
	case people[word], anybody[word]:
		return c.offersContact(i)
	}
	return false
}

// reaches tells whether a word of the targets follows position i with nothing
// but filling words in between.
func (c clause) reaches(i int, targets set) bool {
	for k := i + 1; k < len(c); k++ {
		if word := c[k].word; targets[word] {
			return true
		} else if !between[word] {
			return false
		}
	}
	return false
}

// offersContact finds the person first and the contact after: "someone I can
// talk to", "could somebody call me".
func (c clause) offersContact(i int) bool {
	for k := i + 1; k < len(c) && k <= i+4; k++ {
		switch word := c[k].word; {
		case (word == "talk" || word == "speak" || word == "chat") && (c.at(k+1) == "to" || c.at(k+1) == "with"):
			return !c.refused(k) && !c.refused(i)
		case (word == "call" || word == "phone" || word == "ring") && (c.at(k+1) == "me" || c.at(k+1) == "us"):
			return !c.refused(k) && !c.refused(i)
		}
	}
	return false
}

// onlyNamesPerson is true for a whole message like "Hello, a person please",
// and for a message with a cry like "agent!" in it.
func onlyNamesPerson(clauses []clause) bool {
	named, whole := false, true
	for _, c := range clauses {
		person, article, fill := false, false, true
		for _, t := range c {
			person = person || people[t.word]
			article = article || t.word == "a" || t.word == "an" || t.word == "the"
			fill = fill && (people[t.word] || around[t.word])
		}
		// "The agent, who was rude, …" is a mention.
		if fill && person && !article {
			return true
		}
		named, whole = named || person, whole && fill
	}
	return named && whole
}
