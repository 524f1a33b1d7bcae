package understanding

const (
	// From enoughKnown of its weight in known words on, a text is trusted fully;
	// with no known word at all, leastTrust remains for what the letters say: a
	// misspelt or inflected word may still be meant.
	enoughKnown = 0.4
	leastTrust  = 0.3
)

// vocabulary is the words of the training utterances. It is exact, while the
// buckets are not: in a model with a few thousand features one unknown word in
// ten would fall into a bucket in use and pass for known.
type vocabulary struct {
	weights map[uint64]float32 // word hash -> squared idf
	unknown float32            // the weight of a word never seen
}

func newVocabulary(docs []document) vocabulary {
	frequency := map[uint64]int{}
	seen := map[uint64]bool{}
	for i := range docs {
		clear(seen)
		for _, word := range docs[i].vocab {
			if !seen[word] {
				seen[word] = true
				frequency[word]++
			}
		}
	}
	squared := func(df int) float32 {
		idf := inverseFrequency(len(docs), df)
		return idf * idf
	}
	v := vocabulary{weights: make(map[uint64]float32, len(frequency)), unknown: squared(0)}
	for word, df := range frequency {
		v.weights[word] = squared(df)
	}
	return v
}

// trust is leastTrust..1 by the share of known words. Common words count
// little: "where is my flurb" is mostly unknown.
func (v vocabulary) trust(doc *document) float64 {
	var known, total float32
	for _, word := range doc.vocab {
		if weight, ok := v.weights[word]; ok {
			known += weight
			total += weight
		} else {
			total += v.unknown
		}
	}
	if total == 0 {
		return leastTrust
	}
	return leastTrust + (1-leastTrust)*min(1, float64(known/total)/enoughKnown)
}
