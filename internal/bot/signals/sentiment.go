// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"math"
	"strings"
	"unicode/utf8"
)

const (
	// denial is what a negation leaves of a word: "not good" is bad, and "not
	// terrible" is less than good.
	denial = -0.6
	// reach is how many words after a negation are still denied.
	reach = 3
	// saturation is the sum of weights that gives tanh(1) = 0.76.
	saturation = 4.0

	shoutFactor   = 1.4
	exclaimFactor = 1.2
	shoutMood     = -1.0
	questionMood  = -0.7
)

// sentiment sums the weights of the words, louder for shouting, and squeezes
// the sum into -1..1.
func sentiment(text string, clauses []clause) float64 {
	var sum float64
	words, shouts := 0, 0
	for _, c := range clauses {
		sum += c.mood()
		for _, t := range c {
			words++
			if t.shout {
				shouts++
			}
		}
	}
	// One word in capitals is a name or an order code, and a whole message of
	// capitals is a voice raised.
	if shouts >= 2 && 2*shouts >= words {
		if sum <= 0 {
			sum += shoutMood
		}
		sum *= shoutFactor
	}
	if strings.Contains(text, "!!") {
		sum *= exclaimFactor
	}
	if strings.Contains(text, "??") || strings.Contains(text, "?!") || strings.Contains(text, "!?") {
		sum += questionMood
	}
	return math.Tanh(sum / saturation)
}

// mood is the sum of the weights in one clause.
func (c clause) mood() float64 {
	var sum float64
	for i := 0; i < len(c); {
		if weight, length := c.phraseAt(i); length > 0 {
			sum += weight
			i += length
			continue
		}
		sum += c.wordMood(i)
		i++
	}
	return sum
}

func (c clause) phraseAt(i int) (weight float64, length int) {
	for _, p := range moodPhrases[c[i].word] {
		if c.has(i, p.words) {
			return p.weight, len(p.words)
		}
	}
	return 0, 0
}

func (c clause) wordMood(i int) float64 {
	word := c[i].word
	weight, known := moods[word]
	if first, _ := utf8.DecodeRuneInString(word); !known && first >= utf8.RuneSelf {
		weight = emojiMoods[first]
	}
	denied := c.denied(i)
	if denied {
		if broken, ok := deniedMoods[word]; ok {
			return broken
		}
		weight *= denial
	}
	switch previous := c.at(i - 1); {
	case raising[previous]:
		weight *= 1.3
	case lowering[previous]:
		weight *= 0.6
	}
	return weight
}

// denied tells whether a negation stands shortly before position i.
func (c clause) denied(i int) bool {
	for k := i - 1; k >= 0 && k >= i-reach; k-- {
		if !isNegator(c[k].word) {
			continue
		}
		// "Not only slow", "no wonder it is slow" and "no it is slow" deny
		// nothing.
		return !undenying[c.at(k+1)] && (c[k].word != "no" || !pronouns[c.at(k+1)])
	}
	return false
}

var (
	undenying = list("only wonder just")
	pronouns  = list("i it it's its that that's thats this you we they he she")
)
