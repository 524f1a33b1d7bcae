// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"slices"
	"strings"
)

// alignment compares a text word by word with every utterance: how much of the text has
// a word of like meaning or spelling in the utterance, and the other way round. Where
// intents have few utterances it sees what a mean of vectors blurs.
type alignment struct {
	meanings meanings
	index    map[string]int32
	words    []alignedWord
	vectors  rows               // of words, zeros for one without
	weights  []float32          // of words
	stems    map[string][]int32 // words by their first letters
	docs     [][]int32          // words of each document, by their place in words
	totals   []float32          // weights of the words of each document
	labels   []int
	unseen   float32
	compared *comparisons // nil while the model is trained
}

type alignedWord struct {
	text  string
	meant bool // it has a meaning
	topic bool // it names a subject
}

const (
	// alignedDocuments is up to how many utterances are compared one by one: beyond, the
	// time for a prediction would be felt, and the regression has learned as much.
	alignedDocuments = 2000
	// alignedTokens is how many words of a text are compared.
	alignedTokens = 48
	// alignmentScale is what a perfect match is worth beside the regression's scores.
	alignmentScale = 4
)

// newAlignment returns nil for more documents than are compared.
func newAlignment(c *corpus) *alignment {
	if len(c.docs) > alignedDocuments {
		return nil
	}
	a := &alignment{meanings: c.meanings, index: map[string]int32{}, stems: map[string][]int32{}, labels: c.labels, unseen: inverseFrequency(len(c.docs), 0)}
	if c.meanings.table != nil {
		a.vectors.dims = c.meanings.table.Dims()
	}
	var frequency []int
	for i := range c.docs {
		var doc []int32
		seen := map[int32]bool{}
		for _, token := range firstTokens(c.docs[i].tokens) {
			id, known := a.index[token]
			if !known {
				id = int32(len(a.words))
				a.index[token] = id
				vector, weight := c.meanings.word(token)
				a.words = append(a.words, alignedWord{token, len(vector) > 0, !functionWords[hash(wordSeed, token)]})
				a.weights = append(a.weights, weight)
				a.vectors.add(vector)
				if len(token) >= stemLength {
					a.stems[token[:stemLength]] = append(a.stems[token[:stemLength]], id)
				}
				frequency = append(frequency, 0)
			}
			if !seen[id] {
				seen[id] = true
				frequency[id]++
			}
			doc = append(doc, id)
		}
		a.docs = append(a.docs, doc)
	}
	for id := range a.words {
		a.weights[id] *= inverseFrequency(len(c.docs), frequency[id])
	}
	a.pack()
	a.vectors.fit()
	return a
}

// pack lays the documents beside each other: each text is compared with all of them.
func (a *alignment) pack() {
	all := slices.Concat(a.docs...)
	for i, doc := range a.docs {
		n := len(doc)
		a.docs[i], all = all[:n:n], all[n:]
		var total float32
		for _, id := range doc {
			total += a.weights[id]
		}
		a.totals = append(a.totals, total)
	}
}

func firstTokens(tokens []string) []string { return tokens[:min(len(tokens), alignedTokens)] }

// alignedText is a text's words beside all words of the alignment.
type alignedText struct {
	words   []textWord
	weights []float32
	rows    [][]float32 // likeness 0..1 of a word to each of the alignment's
	buffers [][]float32 // of the rows that are computed
	likes   []float32   // likeness of a word to the nearest of the alignment's
	topics  []float32   // the same to the nearest one that names a subject
	shares  shares
	aim     aim
}

// read compares the words of a text.
func (a *alignment) read(t *alignedText, tokens []string) {
	tokens = firstTokens(tokens)
	t.words, t.weights, t.likes, t.topics, t.rows, t.shares = t.words[:0], t.weights[:0], t.likes[:0], t.topics[:0], t.rows[:0], shares{}
	for i, token := range tokens {
		if len(t.buffers) <= i {
			t.buffers = append(t.buffers, nil)
		}
		c := a.compared.of(a, token)
		if c == nil {
			t.buffers[i] = grow(t.buffers[i], len(a.words))
			c = new(a.compare(t.buffers[i], token))
		}
		t.words = append(t.words, textWord{token, c.vector, c.subject})
		t.rows = append(t.rows, c.row)
		t.likes = append(t.likes, c.like)
		t.topics = append(t.topics, c.topic)
		t.weights = append(t.weights, c.weight)
		if c.meant {
			t.shares.add(token, c.weight, true)
		} else {
			// Letters tell something as far as an utterance has such a word.
			t.shares.add(token, c.like*c.weight, false)
		}
	}
}

// comparison is one word beside all words of the alignment.
type comparison struct {
	row                 []float32
	vector              []float32 // of the word at unit length; empty: it has none
	subject             float32   // what the word tells of what a text is about
	weight, topic, like float32   // topic is the likeness to the nearest one that names a subject, like to any
	meant               bool      // it has a meaning
}

// compare fills row, which has a place for each word of the alignment. The likeness of two words is the
// square of the cosine, or the share of a common beginning: what means little alike counts next to
// nothing.
func (a *alignment) compare(row []float32, token string) comparison {
	vector, weight := a.meanings.word(token)
	c := comparison{row: row, vector: vector, subject: subject(token, weight), weight: weight * a.unseen, meant: len(vector) > 0}
	a.vectors.dot(row, vector)
	for id, like := range row {
		row[id] = max(0, like)
	}
	if len(token) >= stemLength {
		for _, id := range a.stems[token[:stemLength]] {
			word := a.words[id].text
			row[id] = max(row[id], spelt(token, word))
		}
	}
	for id, like := range row {
		like *= like
		row[id] = like
		c.like = larger(c.like, like)
		if a.words[id].topic {
			c.topic = larger(c.topic, like)
		}
	}
	if id, known := a.index[token]; known {
		row[id], c.weight, c.like = 1, a.weights[id], 1
	}
	return c
}

// textWord is a word of a text, with a vector if it has a meaning.
type textWord struct {
	text    string
	vector  []float32
	subject float32 // what it tells of what the text is about
}

// like is the likeness to another word, which has a vector of zeros if it has no meaning.
func (w *textWord) like(word string, vector []float32) (like float32) {
	if w.text == word {
		return 1
	}
	if len(w.vector) > 0 {
		like = max(0, dot(w.vector, vector))
	}
	like = max(like, spelt(w.text, word))
	return like * like
}

// spelt is how alike two words are spelt that begin with the same letters.
func spelt(a, b string) float32 {
	n := commonPrefix(a, b)
	if n < stemLength {
		return 0
	}
	return 0.95 * float32(n) / float32(max(len(a), len(b)))
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// topic is how much the i-th word is like one that names a subject. Any two words of a
// language have something in common, which counts for nothing.
func (t *alignedText) topic(i int) float32 {
	if i >= len(t.topics) {
		return 0
	}
	return max(0, t.topics[i]-unlike) / (1 - unlike)
}

const unlike = 0.25

// shares are the weights of a text's words: of all, and of those that have a meaning.
type shares struct{ all, meant float32 }

// add leaves numbers out: whatever an order's number is, the text is about an order.
func (s *shares) add(word string, weight float32, meant bool) {
	if strings.ContainsAny(word, "0123456789") {
		return
	}
	if s.all += weight; meant {
		s.meant += weight
	}
}

// covered tells, 0..1, how far the meaning of a text is what the text is about. Words without a
// meaning, such as names, say more than others: where they are half of a text, its meaning is
// that of its frame, as in "can you open a nelokane for me".
func (s shares) covered() float32 {
	if s.all == 0 {
		return 0
	}
	covered := max(0, 2*s.meant/s.all-1)
	return covered * covered
}

// covered is the same of a document. Where documents are many, the regression has learned what
// their meanings are worth.
func (a *alignment) covered(doc int) float32 {
	if a == nil {
		return 1
	}
	var s shares
	for _, id := range a.docs[doc] {
		s.add(a.words[id].text, a.weights[id], a.words[id].meant)
	}
	return s.covered()
}
