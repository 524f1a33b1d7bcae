// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/intentops/intentops/internal/bot/understanding/glossary"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

// meanings gives words and texts their vectors. The zero value knows none.
type meanings struct {
	table *vectors.Table
	// glossary says what words of other languages mean in English; nil: the table's are enough.
	glossary *glossary.Glossary
}

const (
	// rare is the a in the weight a/(a+p) of a word with the probability p: a text is
	// about its rare words (Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline
	// for Sentence Embeddings", 2017).
	rare = 1e-3

	// A longer word that the table lacks is read as the most frequent word that is one
	// typing error away, if that is among the first of the table.
	shortestTypo = 4
	longestTypo  = 20
	typoRanks    = 30_000
)

// of appends the weighted mean of the words' vectors, at unit length. It appends
// nothing when there are none.
func (m meanings) of(dst []float32, words []string) []float32 {
	if m.table == nil {
		return dst
	}
	start := len(dst)
	dst = slices.Grow(dst, m.table.Dims())[:start+m.table.Dims()]
	sum := dst[start:]
	clear(sum)
	for _, word := range words {
		m.each(word, func(rank int) { m.table.Add(sum, rank, m.weight(rank)) })
	}
	if !toUnit(sum) {
		return dst[:start]
	}
	return dst
}

// word returns a word's vector at unit length, and the word's weight. An unknown word
// has no vector; it may be a name, which says more than most words.
func (m meanings) word(word string) (vector []float32, weight float32) {
	if m.table == nil {
		return nil, 1
	}
	m.each(word, func(rank int) { weight = max(weight, m.weight(rank)) })
	if weight > 0 {
		return m.of(nil, []string{word}), weight
	}
	if functionWords[hash(wordSeed, word)] {
		return nil, functionWeight
	}
	return nil, unknownWeight
}

// Words without a vector.
const unknownWeight, functionWeight = 0.8, 0.05

func (m meanings) weight(rank int) float32 {
	return float32(rare / (rare + m.table.Probability(rank)))
}

// each calls use with the ranks of what a word consists of: one, or two for "don't".
func (m meanings) each(word string, use func(rank int)) {
	if rank, ok := m.table.Find(word); ok {
		use(rank)
		return
	}
	head, tail, contracted := strings.Cut(word, "'")
	if contracted {
		if tail == "t" && strings.HasSuffix(head, "n") {
			tail = "not"
			if head != "can" {
				head = head[:len(head)-1]
			}
		}
		for _, part := range []string{head, tail} {
			if rank, ok := m.table.Find(part); ok && len(part) > 1 {
				use(rank)
			}
		}
		return
	}
	if m.glossary != nil {
		return // it may be a word of another language
	}
	if rank, ok := m.respelt(word); ok {
		use(rank)
	}
}

// inEnglish writes what words of other languages mean to dst, for function words any one of English, and words that
// the glossary lacks as they are. Characters that are left over between words of a script without spaces are mostly
// endings and particles.
func (m meanings) inEnglish(dst, words []string) []string {
	for _, word := range words {
		english, known := m.glossary.English(word)
		switch {
		case known:
			word = english
		case otherFunctionWords[hash(wordSeed, word)] != 0, glossary.IsCharacter(word):
			word = anyFunctionWord
		}
		dst = append(dst, word)
	}
	return dst
}

const anyFunctionWord = "the"

// respelt finds the most frequent word that is one letter left out, added, changed or
// swapped away. The first letter is taken to be right, which it nearly always is.
func (m meanings) respelt(word string) (best int, ok bool) {
	if len(word) < shortestTypo || len(word) > longestTypo || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return 0, false
	}
	best = typoRanks
	var buffer [longestTypo + 1]byte
	try := func(candidate []byte) {
		if rank, found := m.table.Find(string(candidate)); found && rank < best {
			best = rank
		}
	}
	for i := 1; i <= len(word); i++ {
		for letter := byte('a'); letter <= 'z'; letter++ {
			added := append(append(append(buffer[:0], word[:i]...), letter), word[i:]...)
			try(added)
			if i < len(word) {
				changed := append(buffer[:0], word...)
				changed[i] = letter
				try(changed)
			}
		}
		if i < len(word) {
			try(append(append(buffer[:0], word[:i]...), word[i+1:]...))
		}
		if i+1 < len(word) {
			swapped := append(buffer[:0], word...)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			try(swapped)
		}
	}
	return best, best < typoRanks
}

// common is the direction that the meanings of all documents share, which tells none of
// them from another: their first principal component, by power iteration.
func common(docs []document) []float32 {
	meanings := make([][]float32, len(docs))
	for i := range docs {
		meanings[i] = docs[i].meaning
	}
	return principal(meanings)
}

func principal(meanings [][]float32) []float32 {
	var direction []float32
	for range 20 {
		var next []float32
		for _, meaning := range meanings {
			if len(meaning) == 0 {
				continue
			}
			if direction == nil {
				direction = slices.Clone(meaning)
			}
			if next == nil {
				next = make([]float32, len(meaning))
			}
			blas32.Axpy(dot(direction, meaning), dense(meaning), dense(next))
		}
		if next == nil || !toUnit(next) {
			return direction
		}
		direction = next
	}
	return direction
}

// without writes meaning less its part along direction to dst, at the given length.
func without(dst, meaning, direction []float32, length float32) []float32 {
	dst = append(dst, meaning...)
	if len(meaning) == 0 {
		return dst
	}
	blas32.Axpy(-dot(meaning, direction), dense(direction), dense(dst))
	toUnit(dst)
	blas32.Scal(length, dense(dst))
	return dst
}

func dense(data []float32) blas32.Vector { return blas32.Vector{N: len(data), Inc: 1, Data: data} }

func dot(a, b []float32) float32 { return blas32.Dot(dense(a), dense(b)) }

// toUnit scales a vector to length 1. It tells whether it could.
func toUnit(v []float32) bool {
	length := float32(math.Sqrt(float64(dot(v, v))))
	if !(length > 1e-12) || math.IsInf(float64(length), 0) {
		clear(v)
		return false
	}
	blas32.Scal(1/length, dense(v))
	return true
}
