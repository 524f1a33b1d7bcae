// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"cmp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/contract/utterances"
)

// said are the library's sentences as the words that they consist of, to be compared with a text: "change
// my phone number" is said of another thing than "change my address", however near their meanings are.
type said struct {
	words     []string
	vectors   rows
	weights   []float32
	sentences [][][]int32 // of each meaning, by their places in words; the words that tell most come first
}

const (
	// rivalMeanings are how many of the library's meanings a text is compared with, and rivalSentences how
	// many sentences of each.
	rivalMeanings  = 4
	rivalSentences = 12
	// functionShare is what a function word counts beside others.
	functionShare = 0.5
)

func newSaid(m meanings, all [][]string) said {
	s := said{vectors: rows{dims: m.table.Dims()}}
	places := map[string]int32{}
	var words []string
	for _, texts := range all {
		var sentences [][]int32
		n := min(rivalSentences, len(texts))
		for k := range n {
			words = utterances.AppendWords(words[:0], normal(texts[k*len(texts)/n]))
			sentence := make([]int32, 0, len(words))
			for _, word := range firstTokens(words) {
				place, known := places[word]
				if !known {
					place = int32(len(s.words))
					places[word] = place
					vector, weight := m.word(word)
					s.words = append(s.words, strings.Clone(word)) // and not a part of a sentence
					s.vectors.add(vector)
					s.weights = append(s.weights, subject(word, weight))
				}
				sentence = append(sentence, place)
			}
			slices.SortStableFunc(sentence, func(a, b int32) int { return cmp.Compare(s.weights[b], s.weights[a]) })
			sentences = append(sentences, sentence)
		}
		s.sentences = append(s.sentences, sentences)
	}
	s.vectors.fit()
	return s
}

// subject is what a word tells of what a text is about, by the word's weight: rare words tell most.
func subject(word string, weight float32) float32 {
	weight *= weight
	if functionWords[hash(wordSeed, word)] {
		weight *= functionShare
	}
	return weight
}

// rivals are the meanings that a text may have instead of the best class's. It holds the buffers for one
// text.
type rivals struct {
	meanings []int
	cosines  []float32
	place    []int32   // of each of the library's words in likes, from 1; 0: it has none
	words    []int32   // of the library that have a place
	likes    []float32 // likeness of each of these to each word of the text
	tops     []float32
}

func (r *rivals) begin() { r.meanings, r.cosines = r.meanings[:0], r.cosines[:0] }

// meet keeps the nearest meanings.
func (r *rivals) meet(meaning int, cosine float32) {
	at := len(r.cosines)
	if at == rivalMeanings && cosine <= r.cosines[at-1] {
		return
	}
	for at > 0 && cosine > r.cosines[at-1] {
		at--
	}
	r.meanings, r.cosines = slices.Insert(r.meanings, at, meaning), slices.Insert(r.cosines, at, cosine)
	n := min(rivalMeanings, len(r.cosines))
	r.meanings, r.cosines = r.meanings[:n], r.cosines[:n]
}

// match is the best match of a text with a sentence of the meanings that it met: the harmonic mean of the
// shares of both that are covered by words of like meaning.
func (r *rivals) match(s *said, t *alignedText) (best float32) {
	if len(r.place) < len(s.words) {
		r.place = make([]int32, len(s.words))
	}
	var total float32
	for i := range t.words {
		total += t.words[i].subject
	}
	for _, meaning := range r.meanings {
		for _, sentence := range s.sentences[meaning] {
			r.tops = grow(r.tops, len(t.words))
			clear(r.tops)
			said := r.share(s, sentence, t, best)
			if said == 0 {
				continue
			}
			var covered float32
			for i, top := range r.tops {
				covered += t.words[i].subject * top
			}
			text := covered / total
			best = max(best, 2*text*said/(text+said))
		}
	}
	for _, word := range r.words {
		r.place[word] = 0
	}
	r.words, r.likes = r.words[:0], r.likes[:0]
	return best
}

// share is how far a sentence is covered by a text, 0..1, and notes in tops how far the sentence covers each
// word of the text. Where the match is certain not to exceed floor it is 0: most sentences are told to be
// about something else by their first words.
func (r *rivals) share(s *said, sentence []int32, t *alignedText, floor float32) float32 {
	var covered, all float32
	for _, word := range sentence {
		all += s.weights[word]
	}
	least, left := leastShare(1, floor)*all, all
	for _, word := range sentence {
		if covered+left < least {
			return 0
		}
		likes, top := r.likesOf(s, word, t), float32(0)
		for i, like := range likes {
			top, r.tops[i] = larger(top, like), larger(r.tops[i], like)
		}
		covered += s.weights[word] * top
		left -= s.weights[word]
	}
	return covered / all
}

// likesOf is the likeness of a word of the library to each of a text's.
func (r *rivals) likesOf(s *said, word int32, t *alignedText) []float32 {
	n := len(t.words)
	if r.place[word] == 0 {
		vector := s.vectors.at(int(word))
		for i := range t.words {
			r.likes = append(r.likes, t.words[i].like(s.words[word], vector))
		}
		r.words = append(r.words, word)
		r.place[word] = int32(len(r.words))
	}
	end := int(r.place[word]) * n
	return r.likes[end-n : end]
}
