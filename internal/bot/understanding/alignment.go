// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "strings"

// alignment compares a text word by word with every utterance: how much of the text has
// a word of like meaning or spelling in the utterance, and the other way round. Where
// intents have few utterances it sees what a mean of vectors blurs.
type alignment struct {
	meanings meanings
	index    map[string]int32
	words    []alignedWord
	docs     [][]int32 // words of each document, by their place in words
	labels   []int
	unseen   float32
	compared *comparisons // nil while the model is trained
}

type alignedWord struct {
	text   string
	vector []float32
	weight float32
	topic  bool // it names a subject
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
	a := &alignment{meanings: c.meanings, index: map[string]int32{}, labels: c.labels, unseen: inverseFrequency(len(c.docs), 0)}
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
				a.words = append(a.words, alignedWord{token, vector, weight, !functionWords[hash(wordSeed, token)]})
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
		a.words[id].weight *= inverseFrequency(len(c.docs), frequency[id])
	}
	return a
}

func firstTokens(tokens []string) []string { return tokens[:min(len(tokens), alignedTokens)] }

// alignedText is a text's words beside all words of the alignment.
type alignedText struct {
	weights []float32
	rows    [][]float32 // likeness 0..1 of a word to each of the alignment's
	buffers [][]float32 // of the rows that are computed
	topics  []float32   // likeness of a word to the nearest one that names a subject
	best    []float32
	shares  shares
}

// read compares the words of a text.
func (a *alignment) read(t *alignedText, tokens []string) {
	tokens = firstTokens(tokens)
	t.weights, t.topics, t.rows, t.shares = t.weights[:0], t.topics[:0], t.rows[:0], shares{}
	for i, token := range tokens {
		if len(t.buffers) <= i {
			t.buffers = append(t.buffers, nil)
		}
		c := a.compared.of(a, token)
		if c == nil {
			t.buffers[i] = grow(t.buffers[i], len(a.words))
			c = new(a.compare(t.buffers[i], token))
		}
		t.rows = append(t.rows, c.row)
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
	weight, topic, like float32 // topic is the likeness to the nearest one that names a subject, like to any
	meant               bool    // it has a meaning
}

// compare fills row, which has a place for each word of the alignment.
func (a *alignment) compare(row []float32, token string) comparison {
	vector, weight := a.meanings.word(token)
	c := comparison{row: row, weight: weight * a.unseen, meant: len(vector) > 0}
	for id := range a.words {
		row[id] = likenessOf(token, vector, &a.words[id])
		c.like = max(c.like, row[id])
		if a.words[id].topic {
			c.topic = max(c.topic, row[id])
		}
	}
	if id, known := a.index[token]; known {
		row[id], c.weight, c.like = 1, a.words[id].weight, 1
	}
	return c
}

// likenessOf two words is the square of the cosine, or the share of a common beginning:
// what means little alike counts next to nothing.
func likenessOf(token string, vector []float32, word *alignedWord) float32 {
	var like float32
	if len(vector) > 0 && len(word.vector) > 0 {
		like = max(0, dot(vector, word.vector))
	}
	if n := commonPrefix(token, word.text); n >= stemLength {
		like = max(like, 0.95*float32(n)/float32(max(len(token), len(word.text))))
	}
	return like * like
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
		s.add(a.words[id].text, a.words[id].weight, len(a.words[id].vector) > 0)
	}
	return s.covered()
}

// scores writes the best match of each class's documents into dst, 0..1, and the best of those that
// are the bot's own into own. Of the documents only those count that the ranker takes.
func (a *alignment) scores(dst, own []float32, t *alignedText, r *ranker) {
	clear(dst)
	clear(own)
	for i, doc := range a.docs {
		if r.take != nil && !r.take(i) {
			continue
		}
		class := a.labels[i]
		if r.classOf != nil {
			class = r.classOf(class)
		}
		match := a.match(t, doc)
		if dst[class] = max(dst[class], match); i < r.own {
			own[class] = max(own[class], match)
		}
	}
}

// match is the harmonic mean of the two shares that are covered.
func (a *alignment) match(t *alignedText, doc []int32) float32 {
	t.best = append(t.best[:0], make([]float32, len(doc))...)
	var covered, total float32
	for i, weight := range t.weights {
		row, top := t.rows[i], float32(0)
		for k, id := range doc {
			top, t.best[k] = max(top, row[id]), max(t.best[k], row[id])
		}
		covered, total = covered+weight*top, total+weight
	}
	if covered == 0 {
		return 0
	}
	text := covered / total
	covered, total = 0, 0
	for k, id := range doc {
		covered, total = covered+a.words[id].weight*t.best[k], total+a.words[id].weight
	}
	utterance := covered / total
	return 2 * text * utterance / (text + utterance)
}
