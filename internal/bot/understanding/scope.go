// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
)

// scope estimates how likely it is that a text is about any of the intents at
// all. A classifier taught only right answers has to choose one of them for
// "what a lovely dog" too; its probabilities are worth something only when
// multiplied by this.
type scope struct {
	vocabulary vocabulary
	// With three intents or more: the energy of the scores, weighed by how
	// scores for intents the model was never taught differ from the rest.
	slope, intercept float64
	temperature      float64
	// With fewer there is nothing to leave out and learn from, and likeness to
	// the utterances has to do.
	likeness *likeness
}

const (
	// enoughAnswers of both kinds are needed to learn from.
	enoughAnswers = 10

	// breadth sets the share of messages expected to be about something else:
	// breadth/√intents, so 40 % with one intent, 12 % with 12 and 3 % with 150.
	// A bot of few intents meets more of what it does not know. The figure
	// keeps the calibration error on in-scope texts of CLINC150 and BANKING77
	// under 0.03.
	breadth = 0.4

	scopeRidge = 1e-3
)

// newScope learns from held-out answers. Known and strangers are from models
// that were taught most of the corpus; their scores are compared per temperature
// and relative to the number of classes, so they hold for the full model.
func newScope(c *corpus, known, strangers []answer, temperature float64) *scope {
	s := &scope{vocabulary: newVocabulary(c.docs), temperature: temperature}
	if len(known) < enoughAnswers || len(strangers) < enoughAnswers {
		s.likeness = newLikeness(c)
		return s
	}
	outside := outsideShare(len(c.intents))
	s.slope, s.intercept = fitLogistic(
		energies(known, temperature), energies(strangers, temperature), outside, scopeRidge)
	if s.slope <= 0 { // the two cannot be told apart: only the expectation is left
		s.slope, s.intercept = 0, math.Log((1-outside)/outside)
	}
	return s
}

func outsideShare(intents int) float64 { return breadth / math.Sqrt(float64(intents)) }

// probability that the document is in scope, 0..1.
func (s *scope) probability(doc *document, v vector, scores []float32) float64 {
	p := s.vocabulary.trust(doc)
	if s.likeness != nil {
		return p * s.likeness.probability(v)
	}
	return p * sigmoid(s.slope*energy(scores, s.temperature)+s.intercept)
}

// energy is the log of the mean of exp(score/temperature): how much evidence
// there is for the intents together (Liu et al., "Energy-based
// Out-of-distribution Detection", 2020). Without any known feature it is 0.
func energy(scores []float32, temperature float64) float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	inverse := 1 / temperature
	var sum float64
	for _, s := range scores {
		sum += math.Exp(float64(s-top) * inverse)
	}
	return float64(top)*inverse + math.Log(sum/float64(len(scores)))
}

func energies(answers []answer, temperature float64) []float64 {
	all := make([]float64, len(answers))
	for i, a := range answers {
		all[i] = energy(a.scores, temperature)
	}
	return all
}

const (
	// From enoughKnown of its weight in known words on, a text is trusted fully;
	// with no known word at all, leastTrust remains for what the letters say: a
	// misspelt or inflected word may still be meant.
	enoughKnown = 0.2
	leastTrust  = 0.3

	// A word of more than stemLength letters that begins like a known word is
	// known by half and a bit: "cancelled" where "cancel" was taught.
	stemLength = 4
	stemShare  = 0.7
)

// vocabularyWord is one word of a text.
type vocabularyWord struct {
	word uint64
	stem uint64 // of the first letters, 0 for a short word
}

func stemHash(word string) uint64 {
	letters := 0
	for i := range word {
		if letters == stemLength {
			return hash(stemSeed, word[:i])
		}
		letters++
	}
	return 0
}

// vocabulary is the words of the training utterances. It is exact, while the
// buckets are not: in a model with a few thousand features one unknown word in
// ten would fall into a bucket in use and pass for known.
type vocabulary struct {
	weights map[uint64]float32 // word -> squared idf
	stems   map[uint64]struct{}
	unknown float32 // the weight of a word never seen
}

func newVocabulary(docs []document) vocabulary {
	frequency := map[uint64]int{}
	v := vocabulary{stems: map[uint64]struct{}{}}
	seen := map[uint64]bool{}
	for i := range docs {
		clear(seen)
		for _, w := range docs[i].vocab {
			if w.stem != 0 {
				v.stems[w.stem] = struct{}{}
			}
			if !seen[w.word] {
				seen[w.word] = true
				frequency[w.word]++
			}
		}
	}
	squared := func(df int) float32 {
		idf := inverseFrequency(len(docs), df)
		return idf * idf
	}
	v.unknown = squared(0)
	v.weights = make(map[uint64]float32, len(frequency))
	for word, df := range frequency {
		v.weights[word] = squared(df)
	}
	return v
}

// trust is leastTrust..1 by the share of known words among those that name a
// subject, or among all when none does ("who are you").
func (v vocabulary) trust(doc *document) float64 {
	known, total := v.knownWeight(doc, false)
	if total == 0 {
		known, total = v.knownWeight(doc, true)
	}
	if total == 0 {
		return leastTrust
	}
	return leastTrust + (1-leastTrust)*min(1, float64(known/total)/enoughKnown)
}

// knownWeight is the weight of the known words and of all words. Words in many
// utterances weigh little: "where is my flurb" is mostly unknown.
func (v vocabulary) knownWeight(doc *document, functionToo bool) (known, total float32) {
	for _, w := range doc.vocab {
		if !functionToo && functionWords[w.word] {
			continue
		}
		if weight, ok := v.weights[w.word]; ok {
			known += weight
			total += weight
			continue
		}
		total += v.unknown
		if _, ok := v.stems[w.stem]; ok {
			known += stemShare * v.unknown
		}
	}
	return known, total
}

// functionWords are hashes of English words that say nothing about a subject. A
// text that shares only these with the utterances shares a language, not a
// topic, and a bot of a hundred utterances cannot find that out by counting. In
// other languages counting has to do, which it does worse for small bots.
var functionWords = hashes(list(
	"a an the this that these those there here some any all each every many much more most few other another such same so too very just only also even still now then again",
	"i me my mine myself we us our ours you your yours he him his she her it its they them their theirs who whom whose which what when where why how",
	"am is are was were be been being do does did done doing have has had having can could will would shall should may might must need",
	"and or but if because as than of at by for with about into through before after from to in on off up down out over under again not no yes",
	"i'm i've i'd i'll it's what's where's how's who's that's there's you're we're they're don't doesn't didn't isn't aren't wasn't can't couldn't won't wouldn't im ive id dont cant whats",
	"get got go going want like know tell let make please pls hi hello hey thanks thank ok okay",
	"one two someone something anything anyone thing things way time long well right good"))

func hashes(words set) map[uint64]bool {
	all := make(map[uint64]bool, len(words))
	for word := range words {
		all[hash(wordSeed, word)] = true
	}
	return all
}
