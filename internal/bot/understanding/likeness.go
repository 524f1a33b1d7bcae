// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
	"slices"
)

// likeness compares a text with the middle of each intent's utterances. It is
// the scope of a bot with one or two intents, and of one with hardly any
// utterances, where there is nothing to learn a better one from.
type likeness struct {
	centres *regression // weights are the mean vectors
	typical float64     // what most utterances have to the others of their intent
}

func newLikeness(c *corpus) *likeness {
	idf := newWeighting(c.docs)
	return &likeness{
		centres: c.centres(idf, func(int) bool { return true }),
		typical: c.typicalLikeness(),
	}
}

// mostSure is the confidence that likeness alone can give.
const mostSure = 0.95

// probability grows with the square of the likeness, up to mostSure. It ranks
// well and is not calibrated: with one intent there is nothing to be right or
// wrong against.
func (l *likeness) probability(v vector) float64 {
	scores := make([]float32, l.centres.classes)
	l.centres.scores(scores, v)
	near := min(1, max(0, float64(slices.Max(scores))/l.typical))
	return mostSure * near * near
}

// centres returns the mean vector of the chosen documents of each intent.
func (c *corpus) centres(idf weighting, chosen func(position int) bool) *regression {
	r := &regression{classes: len(c.intents), row: make([]int32, buckets)}
	vectors := make([]vector, len(c.docs))
	sizes := make([]float32, len(c.intents))
	for i := range c.docs {
		if chosen(i) {
			vectors[i] = idf.apply(nil, &c.docs[i])
			sizes[c.labels[i]]++
		}
	}
	r.weights = make([]float32, r.index(vectors)*r.classes)
	for i, v := range vectors {
		label := c.labels[i]
		for _, f := range v {
			r.at(r.row[f.bucket]).Data[label] += f.value / sizes[label]
		}
	}
	return r
}

// typicalLikeness is the lower quartile over held-out utterances, or half of what the
// utterances give themselves when there are too few to hold any out.
func (c *corpus) typicalLikeness() float64 {
	var found []float64
	idf := newWeighting(c.docs)
	for fold := range folds {
		r := c.centres(idf, func(i int) bool { return i%folds != fold })
		found = append(found, c.likenessOf(idf, r, func(i int) bool { return i%folds == fold })...)
	}
	share := 1.0
	if len(c.docs) < enoughAnswers {
		r := c.centres(idf, func(int) bool { return true })
		found, share = c.likenessOf(idf, r, func(int) bool { return true }), 0.5
	}
	slices.Sort(found)
	return max(share*found[len(found)/4], math.SmallestNonzeroFloat32)
}

func (c *corpus) likenessOf(idf weighting, r *regression, chosen func(int) bool) []float64 {
	var all []float64
	scores := make([]float32, r.classes)
	for i := range c.docs {
		if chosen(i) {
			r.scores(scores, idf.apply(nil, &c.docs[i]))
			all = append(all, float64(scores[c.labels[i]]))
		}
	}
	return all
}
