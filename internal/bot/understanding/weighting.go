// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "math"

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
