// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package clusters

import (
	"math"
	"slices"
	"unicode/utf8"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/fnv1a"
)

const (
	// rare is the a in the weight a/(a+p) of a word with the probability p: a text is about its
	// rare words (Arora, Liang and Ma, 2017).
	rare = 1e-3
	// wordDims is how many numbers hold which words a text has, by feature hashing.
	wordDims = 256
	// wordShare is how much the words themselves count beside what they mean.
	wordShare = 0.8
	// frequentWords are enough for what texts share.
	frequentWords = 20_000
	// usualTexts of usualLength words each are what is known of words before any text is read.
	usualTexts, usualLength = 200.0, 8.0
	// gram is how many letters of a word are taken together where its meaning is not known.
	gram = 3
)

// space is texts as points, one after the other, each of length 1. What is alike is near.
type space struct {
	dims   int
	points []float32
}

func (s *space) at(i int) []float32 { return s.points[i*s.dims : (i+1)*s.dims] }

// embed places each text by what its words mean, less what all texts have in common, and by the
// words themselves, the rarer the more.
func embed(texts []string, table *vectors.Table) *space {
	words := make([][]string, len(texts))
	in := map[string]int{} // how many texts have a word
	for i, text := range texts {
		words[i] = utterances.AppendWords(nil, text)
		counted := map[string]bool{}
		for _, word := range words[i] {
			if !counted[word] {
				counted[word] = true
				in[word]++
			}
		}
	}
	meant := 0
	var shared []float32
	if table != nil {
		meant, shared = table.Dims(), common(table)
	}
	s := &space{dims: meant + wordDims}
	s.points = make([]float32, len(texts)*s.dims)
	for i := range texts {
		meaning, sketch := s.at(i)[:meant], s.at(i)[meant:]
		for _, word := range words[i] {
			rank, known, probability := 0, false, 0.0
			if table != nil {
				rank, known = table.Find(word)
			}
			if known {
				probability = table.Probability(rank)
				table.Add(meaning, rank, float32(rare/(rare+probability)))
			}
			weight := rarity(in[word], len(texts), probability)
			if !known {
				addGrams(sketch, word, weight)
			}
			addHashed(sketch, word, weight)
		}
		toLength(meaning, 1)
	}
	s.removeCommon(len(texts), shared)
	for i := range texts {
		point := s.at(i)
		toLength(point[:meant], 1)
		toLength(point[meant:], wordShare)
		toLength(point, 1)
	}
	return s
}

// common is what texts share whatever they are about: the mean of the most frequent words, as texts
// have them. It comes from the language and not from the texts at hand, of which half may be about
// the same.
func common(table *vectors.Table) []float32 {
	sum := make([]float32, table.Dims())
	for rank := range min(table.Len(), frequentWords) {
		probability := table.Probability(rank)
		table.Add(sum, rank, float32(probability*rare/(rare+probability)))
	}
	toLength(sum, 1)
	return sum
}

// removeCommon takes from each meaning its part along the first principal component of all, which
// tells none of them from another. There are usualTexts more, which are about nothing: of a few
// texts half may be about the same, and that must stay.
func (s *space) removeCommon(texts int, nothing []float32) {
	direction := slices.Clone(nothing)
	for range 20 { // power iteration
		next := make([]float32, len(nothing))
		blas32.Axpy(usualTexts*dot(direction, nothing), dense(nothing), dense(next))
		for i := range texts {
			meaning := s.at(i)[:len(nothing)]
			blas32.Axpy(dot(direction, meaning), dense(meaning), dense(next))
		}
		if !toLength(next, 1) {
			return
		}
		direction = next
	}
	for i := range texts {
		meaning := s.at(i)[:len(nothing)]
		blas32.Axpy(-dot(direction, meaning), dense(direction), dense(meaning))
	}
}

// rarity is the weight of a word by how many texts have it, and by how many would in the language:
// as if there were usualTexts more.
func rarity(in, texts int, probability float64) float32 {
	usually := usualTexts * min(1, usualLength*probability)
	return float32(math.Log(1 + (float64(texts)+usualTexts)/(float64(in)+usually)))
}

// addGrams adds a word by its letters: other forms of it share most of them.
func addGrams(sketch []float32, word string, weight float32) {
	padded := []rune(" " + word + " ")
	if len(padded) <= gram || !utf8.ValidString(word) {
		return
	}
	for i := 0; i+gram <= len(padded); i++ {
		addHashed(sketch, "\x00"+string(padded[i:i+gram]), weight/float32(len(padded)-gram+1))
	}
}

// addHashed adds a feature to two places that its hash says, with a sign each, so that features
// that share one place do not look the same.
func addHashed(sketch []float32, feature string, weight float32) {
	h := fnv1a.Add(fnv1a.Offset, feature)
	for range 2 {
		h = fnv1a.Mix(h)
		sign := float32(1)
		if h>>63 == 1 {
			sign = -1
		}
		sketch[(h>>8)%uint64(len(sketch))] += sign * weight
	}
}

func dense(data []float32) blas32.Vector { return blas32.Vector{N: len(data), Inc: 1, Data: data} }

func dot(a, b []float32) float32 { return blas32.Dot(dense(a), dense(b)) }

// toLength scales a vector. It tells whether it could: nothing has no direction.
func toLength(v []float32, length float32) bool {
	is := float32(math.Sqrt(float64(dot(v, v))))
	if !(is > 1e-12) {
		return false
	}
	blas32.Scal(length/is, dense(v))
	return true
}
