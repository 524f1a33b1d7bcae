// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "math"

const (
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
	unknown float32         // the weight of a word never seen
	foreign bool            // the utterances are not English
	values  map[uint64]bool // words of what fields choose from
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

// known is the share of known words, 0..1, among those that name a subject, or among all
// when none does ("who are you"). like tells how much the i-th word, when it is unknown, means
// the same as a known one; nil: that cannot be told.
func (v vocabulary) known(doc *document, like func(i int) float32) float64 {
	known, total := v.knownWeight(doc, like, false)
	if total == 0 {
		known, total = v.knownWeight(doc, like, true)
	}
	if total == 0 {
		return 0
	}
	return float64(known / total)
}

// knownWeight is the weight of the known words and of all words. Words in many
// utterances weigh little: "where is my flurb" is mostly unknown.
func (v vocabulary) knownWeight(doc *document, like func(i int) float32, functionToo bool) (known, total float32) {
	for i, w := range doc.vocab {
		if !functionToo && functionWords[w.word] {
			continue
		}
		if weight, ok := v.weights[w.word]; ok {
			known += weight
			total += weight
			continue
		}
		total += v.unknown
		var share float32
		if _, ok := v.stems[w.stem]; ok {
			share = stemShare
		}
		if like != nil {
			share = max(share, like(i))
		}
		known += share * v.unknown
	}
	return known, total
}

// feature is one bucket of a text with its tf-idf weight.
type feature struct {
	bucket uint32
	value  float32
}

type vector []feature

// weighting is the inverse document frequency of each bucket: features that
// many utterances share say little about any intent.
type weighting []float32

func newWeighting(docs []document) weighting {
	frequency := make([]uint32, buckets)
	for i := range docs {
		for _, t := range docs[i].words {
			frequency[t.bucket]++
		}
		for _, t := range docs[i].chars {
			frequency[t.bucket]++
		}
	}
	idf := make(weighting, buckets)
	unseen := inverseFrequency(len(docs), 0)
	for b, df := range frequency {
		idf[b] = unseen
		if df > 0 {
			idf[b] = inverseFrequency(len(docs), int(df))
		}
	}
	return idf
}

func inverseFrequency(docs, df int) float32 {
	return float32(1 + math.Log(float64(1+docs)/float64(1+df)))
}

// apply appends the document's vector to dst, each group at unit length.
// Features never seen in training take part in the length: a text made mostly
// of unknown words has little weight left for the known ones, so its scores
// stay close to each other.
func (idf weighting) apply(dst vector, doc *document) vector {
	dst = idf.group(dst, doc.words)
	return idf.group(dst, doc.chars)
}

func (idf weighting) group(dst vector, terms []term) vector {
	start := len(dst)
	var sum float32
	for _, t := range terms {
		value := t.weight * idf[t.bucket]
		sum += value * value
		dst = append(dst, feature{bucket: t.bucket, value: value})
	}
	if sum == 0 {
		return dst
	}
	scale := 1 / float32(math.Sqrt(float64(sum)))
	for i := start; i < len(dst); i++ {
		dst[i].value *= scale
	}
	return dst
}
