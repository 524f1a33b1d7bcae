// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"cmp"
	"math"
	"slices"
)

// aim is what a text is to match in documents, whichever they are.
type aim struct {
	total float32
	// worth is what each word of the alignment counts in a document that has it.
	worth []float32
	// order is the text's words, those first of which a document can cover most, and left what all
	// documents can cover at most of each and those after it.
	order []int
	left  []float32
	tops  []float32 // how far the words are covered by one document
}

// prepare reads a text's aim.
func (t *alignedText) prepare(a *alignment) {
	g := &t.aim
	g.worth = grow(g.worth, len(a.words))
	clear(g.worth)
	for _, row := range t.rows {
		for id, like := range row[:len(g.worth)] {
			g.worth[id] = larger(g.worth[id], like)
		}
	}
	for id, weight := range a.weights[:len(g.worth)] {
		g.worth[id] *= weight
	}
	g.total, g.order = 0, g.order[:0]
	for i, weight := range t.weights {
		g.total += weight
		g.order = append(g.order, i)
	}
	most := func(i int) float32 { return t.weights[i] * t.likes[i] }
	slices.SortFunc(g.order, func(i, j int) int { return cmp.Compare(most(j), most(i)) })
	g.left, g.tops = grow(g.left, len(g.order)+1), grow(g.tops, len(g.order))
	g.left[len(g.order)] = 0
	for k, i := range slices.Backward(g.order) {
		g.left[k] = g.left[k+1] + most(i)
	}
}

// scores writes the best match of each class's documents into dst, 0..1, and the best of those that
// are the bot's own into own. Of the documents only those count that the ranker takes.
func (a *alignment) scores(dst, own []float32, t *alignedText, r *ranker) {
	clear(dst)
	clear(own)
	t.prepare(a)
	for i := range a.docs {
		if r.take != nil && !r.take(i) {
			continue
		}
		class := a.labels[i]
		if r.classOf != nil {
			class = r.classOf(class)
		}
		best := dst
		if i < r.own {
			best = own
		}
		if match := a.match(t, i, best[class]); match > best[class] {
			best[class] = match
			dst[class] = max(dst[class], match)
		}
	}
}

// match is the harmonic mean of the two shares that are covered, of the text and of a document; where
// it is certain not to exceed floor, it may be less.
func (a *alignment) match(t *alignedText, at int, floor float32) float32 {
	doc, g := a.docs[at], &t.aim
	var covered float32
	for _, id := range doc {
		covered += g.worth[id]
	}
	if covered == 0 {
		return 0
	}
	utterance := covered / a.totals[at]
	least := leastShare(utterance, floor) * g.total
	covered = 0
	for k, i := range g.order {
		if covered+g.left[k] < least {
			return 0
		}
		row, top := t.rows[i], float32(0)
		for _, id := range doc {
			top = larger(top, row[id])
		}
		g.tops[i] = top
		covered += t.weights[i] * top
	}
	covered = 0 // in the order of the text: sums depend on the order
	for i, weight := range t.weights {
		covered += weight * g.tops[i]
	}
	text := covered / g.total
	return 2 * text * utterance / (text + utterance)
}

// sameWord is the likeness from which on two words are taken to be the same.
const sameWord = 0.9

// exact is the share of a text's words, by their weights, that a document of a class has.
func (a *alignment) exact(t *alignedText, class int, r *ranker) float32 {
	var same, all float32
	tops := grow(t.aim.tops, len(t.weights))
	clear(tops)
	for i, doc := range a.docs {
		if label := a.labels[i]; r.take != nil && !r.take(i) || r.classOf == nil && label != class || r.classOf != nil && r.classOf(label) != class {
			continue
		}
		for k, row := range t.rows {
			for _, id := range doc {
				tops[k] = larger(tops[k], row[id])
			}
		}
	}
	for k, weight := range t.weights {
		if all += weight; tops[k] > sameWord {
			same += weight
		}
	}
	if all == 0 {
		return 0
	}
	return same / all
}

// leastShare is what must be covered of a text for a match that may exceed floor, rounding included.
func leastShare(utterance, floor float32) float32 {
	const rounding = 1e-4
	floor *= 1 - rounding
	if 2*utterance <= floor {
		return math.MaxFloat32 // no text covers so much
	}
	return floor * utterance / (2*utterance - floor)
}

// larger of two numbers that are not negative: for these, bits have the order of the numbers, and
// compare without a branch.
func larger(a, b float32) float32 {
	return math.Float32frombits(max(math.Float32bits(a), math.Float32bits(b)))
}
