// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package vectors holds word vectors: a list of numbers for each word, alike for words of like
// meaning. Load reads a table from a file, and English is the one that is built in.
package vectors

import (
	"math"
	"strings"
)

// Table is word vectors by word. It never changes and is safe for concurrent use.
type Table struct {
	dims    int
	words   string   // all words in one string, the most frequent first
	ends    []uint32 // where each word ends in words
	scales  []float32
	numbers string  // dims signed bytes a word
	slots   []int32 // open addressing by hash: word + 1, or 0 for a free slot
	harmony float64 // sum of 1/(rank + zipfShift) over all words
}

// Dims is the length of every vector.
func (t *Table) Dims() int { return t.dims }

// Len is the number of words.
func (t *Table) Len() int { return len(t.ends) }

// Word returns the word of a rank; 0 is the most frequent one.
func (t *Table) Word(rank int) string {
	start := uint32(0)
	if rank > 0 {
		start = t.ends[rank-1]
	}
	return t.words[start:t.ends[rank]]
}

// Find returns the rank of a word in small letters.
func (t *Table) Find(word string) (rank int, ok bool) {
	mask := uint32(len(t.slots) - 1)
	for slot := hash(word) & mask; t.slots[slot] != 0; slot = (slot + 1) & mask {
		if rank := int(t.slots[slot] - 1); t.Word(rank) == word {
			return rank, true
		}
	}
	return 0, false
}

// Add adds weight times a word's vector to sum, which has the length Dims.
func (t *Table) Add(sum []float32, rank int, weight float32) {
	weight *= t.scales[rank]
	numbers := t.numbers[rank*t.dims : (rank+1)*t.dims]
	for i := range sum {
		sum[i] += weight * float32(int8(numbers[i]))
	}
}

// zipfShift flattens the law for the most frequent words (Mandelbrot, 1953).
const zipfShift = 2.7

// Probability estimates how often a word occurs among all words. The file has the order of
// frequency and no counts; by Zipf's law the order is enough.
func (t *Table) Probability(rank int) float64 {
	return 1 / ((float64(rank) + zipfShift) * t.harmony)
}

// index fills what is derived from the words. It tells the first word that is there twice.
func (t *Table) index() (twice string, ok bool) {
	size := 1
	for size < 2*len(t.ends)+1 {
		size *= 2
	}
	t.slots = make([]int32, size)
	mask := uint32(size - 1)
	for rank := range t.ends {
		word := t.Word(rank)
		slot := hash(word) & mask
		for ; t.slots[slot] != 0; slot = (slot + 1) & mask {
			if t.Word(int(t.slots[slot]-1)) == word {
				return strings.Clone(word), false
			}
		}
		t.slots[slot] = int32(rank) + 1
		t.harmony += 1 / (float64(rank) + zipfShift)
	}
	return "", true
}

// hash is FNV-1a.
func hash(word string) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return h
}

// quantise rounds a vector to signed bytes and tells the scale that gives it back.
func quantise(dst []byte, vector []float32) ([]byte, float32) {
	var largest float32
	for _, x := range vector {
		largest = max(largest, float32(math.Abs(float64(x))))
	}
	scale := largest / math.MaxInt8
	for _, x := range vector {
		var rounded int8
		if scale > 0 {
			rounded = int8(math.Round(float64(x / scale)))
		}
		dst = append(dst, byte(rounded))
	}
	return dst, scale
}
