// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/fnv1a"
)

// Features are hashed into a fixed number of buckets: no dictionary to keep,
// and a bound on size that does not depend on the language. 2^15 of them reach
// the goals with 150 intents (hack/bench-understanding).
const (
	bucketBits = 15
	buckets    = 1 << bucketBits

	minGram, maxGram = 2, 4
)

// Different starts keep a word and the same letters as a character n-gram apart.
// Pairs of words are left out: they cost accuracy on every set, and the n-grams
// that reach over a space see the neighbour's first letters.
const (
	wordSeed uint64 = 0x9e3779b97f4a7c15
	gramSeed uint64 = 0xc2b2ae3d27d4eb4f
	stemSeed uint64 = 0x165667b19e3779f9
)

// term is one bucket of a text and how often it occurs, damped.
type term struct {
	bucket uint32
	weight float32
}

// document is a text as bags of buckets. Words and characters are separate
// groups because each is scaled to unit length: otherwise the many character
// n-grams would drown the words.
type document struct {
	words   []term // single words
	chars   []term // 2 to 4 letters, spaces between words included
	vocab   []vocabularyWord
	tokens  []string  // words, in English where a glossary has them
	meaning []float32 // mean of the word vectors at unit length; empty without any
	covered float32   // how far it is about its meaning, 0..1; of utterances only
}

// extractor holds the buffers for reading one text at a time.
type extractor struct {
	counts  [buckets]uint16
	touched []uint32
	tokens  []string
	english []string // the same in English
	joined  []byte
	doc     document
	work    workspace
}

var extractors = sync.Pool{New: func() any { return new(extractor) }}

// read fills and returns e.doc; it is valid until forget, which must follow. Words that tell nothing beside what is
// taught are left out; nil: none are.
func (e *extractor) read(text string, meanings meanings, taught *vocabulary) *document {
	if taught != nil {
		text = WithoutAddresses(text)
	}
	e.tokens = meanings.glossary.Join(withoutElided(utterances.AppendWords(e.tokens[:0], normal(text))))
	if taught != nil {
		e.tokens = taught.telling(e.tokens)
	}
	e.doc.vocab = e.doc.vocab[:0]
	e.joined = append(e.joined[:0], ' ')
	for _, token := range e.tokens {
		h := hash(wordSeed, token)
		e.doc.vocab = append(e.doc.vocab, vocabularyWord{word: h, stem: stemHash(token)})
		e.add(h)
		e.joined = append(append(e.joined, token...), ' ')
	}
	e.doc.words = e.drain(e.doc.words[:0])
	if len(e.tokens) > 0 {
		e.addGrams()
	}
	e.doc.chars = e.drain(e.doc.chars[:0])
	e.doc.tokens = e.tokens
	if meanings.glossary != nil {
		e.english = meanings.inEnglish(e.english[:0], e.tokens)
		e.doc.tokens = e.english
	}
	e.doc.meaning = meanings.of(e.doc.meaning[:0], e.doc.tokens)
	return &e.doc
}

// forget does not hold on to the customer's text.
func (e *extractor) forget() {
	clear(e.tokens)
	clear(e.english)
	clear(e.work.text.words)
	e.doc.tokens = nil
}

func (e *extractor) addGrams() {
	text := e.joined
	for start := 0; start < len(text); {
		h, end, first := gramSeed, start, 0
		for n := 1; n <= maxGram && end < len(text); n++ {
			size := 1
			if text[end] >= utf8.RuneSelf {
				_, size = utf8.DecodeRune(text[end:])
			}
			h = fnv1a.Add(h, text[end:end+size])
			end += size
			if n == 1 {
				first = size
			}
			if n >= minGram {
				e.add(fnv1a.Mix(h))
			}
		}
		start += first
	}
}

func (e *extractor) add(h uint64) {
	bucket := uint32(h >> (64 - bucketBits))
	if e.counts[bucket] == 0 {
		e.touched = append(e.touched, bucket)
	}
	if e.counts[bucket] < math.MaxUint16 {
		e.counts[bucket]++
	}
}

// drain turns the counts into terms and clears them for the next group. A
// repeated word says more than a single one, but not twice as much.
func (e *extractor) drain(dst []term) []term {
	for _, bucket := range e.touched {
		weight := float32(1)
		if n := e.counts[bucket]; n > 1 {
			weight += float32(math.Log(float64(n)))
		}
		dst = append(dst, term{bucket: bucket, weight: weight})
		e.counts[bucket] = 0
	}
	e.touched = e.touched[:0]
	return dst
}

// readDocument returns a document of its own, for training.
func (e *extractor) readDocument(text string, meanings meanings) document {
	defer e.forget()
	doc := e.read(text, meanings, nil)
	return document{
		words: slices.Clone(doc.words), chars: slices.Clone(doc.chars), vocab: slices.Clone(doc.vocab),
		tokens: slices.Clone(doc.tokens), meaning: slices.Clone(doc.meaning),
	}
}

func hash(seed uint64, s string) uint64 { return fnv1a.Mix(fnv1a.Add(seed, s)) }

// MaxTextBytes bounds how much of a text is read, here and in Read. The intent
// of a message is in its first sentences; a bound keeps the time for a turn
// bounded however long a text a customer pastes.
const MaxTextBytes = 4096

// normal is the form in which texts are read. What is not seen does not count towards the
// bound, within reason.
func normal(text string) string { return bounded(chars.Fold(cut(text, 4*MaxTextBytes))) }

// bounded cuts text to MaxTextBytes without splitting a character.
func bounded(text string) string { return cut(text, MaxTextBytes) }

func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	end := n
	for end > n-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
