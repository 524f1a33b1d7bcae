// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"slices"

	"gonum.org/v1/gonum/blas/blas32"
)

// ranker gives every intent a score for a text. It is what is learned from the texts of a
// corpus, or of a part of it.
type ranker struct {
	classes    int
	idf        weighting
	regression *regression
	vocabulary vocabulary
	common     []float32 // direction that all meanings share
	centres    []float32 // mean meaning of each class, one after the other
	covered    []float32 // how far the documents of each class are about their meanings, 0..1
	near       []meant   // the documents that a text is compared with one by one
	meant      rows      // what each of these means
	alignment  *alignment
	take       func(doc int) bool  // which documents of the alignment count; nil: all
	classOf    func(label int) int // nil: labels are classes
	own        int                 // the first documents of the alignment, which are not borrowed
	around     around              // meanings of the library
	borrows    []bool              // which classes have borrowed documents
}

// meant is a document with a meaning.
type meant struct {
	class   int
	covered float32
}

// workspace holds the buffers for one text.
type workspace struct {
	vector  vector
	meaning []float32
	scores  []float32
	matches []float32
	own     []float32 // matches with documents that are not borrowed
	cosines []float32
	nearest []float32
	dots    []float32
	rivals  rivals
	covered float32 // how far the text is about its meaning, 0..1
	text    alignedText
}

// meaningScale is the length of a text's meaning beside the words and the letters, which
// each have length 1.
const meaningScale = 1.5

// Where intents have few utterances, the letters explain these so well that the regression
// leaves little for meanings to explain, while customers write other letters. So the cosines to
// the middle of a class's meanings and to the nearest of them count besides, and the rest counts
// less, as far as text and utterances are about their meanings: by names that no table has,
// nothing but letters can tell intents apart.
const (
	lettersShare = 1.0 / 3 // of the regression and of the best match, beside a text's meaning
	centreShare  = 5
	nearShare    = 3
)

// learn fits a ranker to documents of the classes 0..classes-1, of which the first own ones are not
// borrowed. The vocabulary and the direction that all share are of these alone; the frequencies of
// words are of all.
func learn(docs []document, labels []int, classes, own int) *ranker {
	r := &ranker{classes: classes, idf: newWeighting(docs), vocabulary: newVocabulary(docs[:own]), common: common(docs[:own]), borrows: make([]bool, classes)}
	for _, label := range labels[own:] {
		r.borrows[label] = true
	}
	if classes == 1 {
		clear(r.common) // what all utterances share is what the only intent means
	}
	r.covered = make([]float32, classes)
	documents := make([]float32, classes)
	texts := make([]vector, len(docs))
	var meaning []float32
	shares := shareOf(labels, classes, own)
	r.meant.dims = len(r.common)
	for i := range docs {
		texts[i], meaning = r.vector(make(vector, 0, len(docs[i].words)+len(docs[i].chars)+len(r.common)), meaning, &docs[i], docs[i].covered)
		if len(meaning) > 0 && len(docs) <= alignedDocuments {
			r.near = append(r.near, meant{labels[i], docs[i].covered})
			r.meant.add(meaning)
		}
		r.covered[labels[i]] += docs[i].covered
		documents[labels[i]]++
		if dims := len(meaning); dims > 0 {
			if r.centres == nil {
				r.centres = make([]float32, classes*dims)
			}
			blas32.Axpy(shares[i], dense(meaning), dense(r.centres[labels[i]*dims:(labels[i]+1)*dims]))
		}
	}
	r.meant.fit()
	for dims, c := len(r.common), 0; dims > 0 && c < classes && r.centres != nil; c++ {
		toUnit(r.centres[c*dims : (c+1)*dims])
	}
	for class, n := range documents {
		r.covered[class] /= max(1, n)
	}
	if own < len(docs) {
		texts = slices.Concat(texts, slices.Repeat(texts[:own], ownTimes-1))
		labels = slices.Concat(labels, slices.Repeat(labels[:own], ownTimes-1))
	}
	r.regression = fit(texts, labels, classes)
	return r
}

// Where an intent borrows and one beside it does not, the bot's own utterances must not drown in
// others': they are learned ownTimes, and all borrowed ones together count borrowedTimes as much as
// they do in the middle of a class.
const ownTimes, borrowedTimes = 4, 2

// shareOf is what each document counts in the middle of its class.
func shareOf(labels []int, classes, own int) []float32 {
	count := make([][2]float32, classes)
	for i, label := range labels {
		if i < own {
			count[label][0]++
		} else {
			count[label][1]++
		}
	}
	shares := make([]float32, len(labels))
	for i, label := range labels {
		if shares[i] = 1; i >= own {
			shares[i] = borrowedTimes * count[label][0] / count[label][1]
		}
	}
	return shares
}

// vector appends a document's features to dst; meaning is its last part, which weighs as much as
// the document is about it.
func (r *ranker) vector(dst vector, meaning []float32, doc *document, covered float32) (vector, []float32) {
	dst = r.idf.apply(dst, doc)
	meaning = meaning[:0]
	if len(r.common) == 0 {
		return dst, meaning
	}
	meaning = without(meaning, doc.meaning, r.common, meaningScale)
	for k, value := range meaning {
		dst = append(dst, feature{bucket: uint32(buckets + k), value: covered * value})
	}
	return dst, meaning
}

// rank fills w.scores, one score a class.
func (r *ranker) rank(w *workspace, doc *document) {
	w.covered = 1
	if r.alignment != nil {
		r.alignment.read(&w.text, doc.tokens)
		w.covered = w.text.shares.covered()
	}
	w.scores, w.matches = grow(w.scores, r.classes), grow(w.matches, r.classes)
	w.vector, w.meaning = r.vector(w.vector[:0], w.meaning, doc, w.covered)
	r.regression.scores(w.scores, w.vector)
	w.own = grow(w.own, r.classes)
	clear(w.matches)
	clear(w.own)
	r.compare(w)
	if r.alignment == nil {
		return
	}
	r.alignment.scores(w.matches, w.own, &w.text, r)
	letters := 1 - (1-lettersShare)*w.covered
	for i, match := range w.matches {
		w.scores[i] = letters * (w.scores[i] + alignmentScale*match)
	}
	for i, cosine := range w.cosines {
		w.scores[i] += w.covered * (centreShare*r.covered[i]*cosine + nearShare*w.nearest[i])
	}
}

// compare takes the cosines of a text's meaning to the middle of each class and to the nearest
// document of it; there are none for a text without meaning.
func (r *ranker) compare(w *workspace) {
	w.cosines = w.cosines[:0]
	dims := len(w.meaning)
	if dims == 0 || r.centres == nil {
		w.covered = 0
		return
	}
	w.cosines, w.nearest = grow(w.cosines, r.classes), grow(w.nearest, r.classes)
	for class := range w.cosines {
		w.cosines[class] = dot(w.meaning, r.centres[class*dims:(class+1)*dims]) / meaningScale
		w.nearest[class] = 0
	}
	w.dots = grow(w.dots, len(r.near))
	r.meant.dot(w.dots, w.meaning)
	for i, doc := range r.near {
		w.nearest[doc.class] = max(w.nearest[doc.class], doc.covered*w.dots[i]/(meaningScale*meaningScale))
	}
}

// answer is what a ranker makes of one text.
type answer struct {
	scores  []float32
	matches []float32
	meaning float64 // cosine to the middle of the best class, or to a meaning of the library that is its; 0 without vectors
	foreign float64 // the same to the nearest meaning that is none of the bot's business
	rival   float64 // by how much it matches a sentence of the library about something else better than the best class; 0 where that does not borrow
	exact   float64 // share of its words that a document of the best class has, 0..1; 0 where that does not borrow
	borrows []bool  // which classes have borrowed documents
	covered float64 // how far the text is about its meaning, 0..1
	known   float64
	label   int // the right class, in training; no meaning for a stranger
}

// answer of a text that was ranked. It is valid as long as w is not used again.
func (r *ranker) answer(w *workspace, doc *document) answer {
	a := answer{scores: w.scores, matches: w.own, covered: float64(w.covered), borrows: r.borrows}
	if len(w.cosines) > 0 {
		best := a.best()
		a.meaning = float64(w.cosines[best])
		if r.around.library != nil {
			blas32.Scal(1/meaningScale, dense(w.meaning)) // to unit length; nothing reads it after this
			own, foreign := r.around.look(w, w.meaning, best, w.cosines[best])
			a.meaning, a.foreign = float64(own), float64(foreign)
			if r.borrows[best] {
				a.rival = float64(w.rivals.match(&r.around.library.said, &w.text) - w.matches[best])
			}
		}
	}
	if r.alignment == nil {
		a.known = r.vocabulary.known(doc, nil)
	} else {
		if best := a.best(); r.borrows[best] {
			a.exact = float64(r.alignment.exact(&w.text, best, r))
		}
		a.known = r.vocabulary.known(doc, w.text.topic)
	}
	return a
}

// best is the class with the highest score.
func (a answer) best() (best int) {
	for i, score := range a.scores {
		if score > a.scores[best] {
			best = i
		}
	}
	return best
}

// at a temperature: the evidence for the best class, and which that is.
func (a answer) at(temperature float64) (e evidence, best int) {
	best = a.best()
	e = evidence{
		certainty: certainty(a.scores, best, temperature), energy: energy(a.scores, temperature),
		known: a.known, match: float64(a.matches[best]), covered: a.covered,
		meaning: a.meaning, foreign: max(0, a.foreign-a.meaning),
		rival: a.rival, exact: a.exact,
	}
	if a.borrows[best] {
		e.borrowed = 1
	}
	return e, best
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

func addTo(sum, v []float32) {
	for i, x := range v {
		sum[i] += x
	}
}
