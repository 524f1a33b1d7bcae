// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

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
