// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "strings"

var (
	negators = list("not never no none nothing nobody without hardly barely neither nor cannot",
		"dont doesnt didnt isnt wasnt arent werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint")

	// inability is negation that says what the customer cannot do, which is no
	// refusal: "I can't reach a person" asks for one.
	inability = list("can't cannot cant couldn't couldnt unable")

	// carriers stand between a negation and the verb it denies: "I do not
	// really want to …", "I don't think I need …".
	carriers = list("to be i you me we us do want need wish like care have got get really even just also ever",
		"think believe feel going wanna gonna necessarily actually currently still yet must should would will")
)

func isNegator(word string) bool {
	return negators[word] || strings.HasSuffix(word, "n't")
}

// refused tells whether the verb at position i is denied by a negation that
// reaches it: "I don't want to speak", "never call". Questions are no refusal:
// "why don't you call", "don't you call".
func (c clause) refused(i int) bool {
	for k := i - 1; k >= 0; k-- {
		word := c[k].word
		switch {
		case inability[word] && c.at(k-1) != "why":
			return false
		case word == "no" && k < i-1:
			// "No I want …" answers something else; "no need" is below.
			return false
		case isNegator(word), word == "stop", word == "avoid",
			word == "of" && c.at(k-1) == "instead", word == "than" && c.at(k-1) == "rather":
			return c.at(k-1) != "why" && c.at(k+1) != "you"
		case !carriers[word]:
			return false
		}
	}
	return false
}
