// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
)

// Temperatures outside these mean too few answers to tell.
const minTemperature, maxTemperature = 0.05, 20

// Where a few answers are all right, any sharper temperature looks better than
// the last. What is usual counts as much as a few answers against that.
const usualTemperature, usualWeight = 0.5, 2.0

// fitTemperature finds the one number that scores are divided by so that
// confidence means frequency: of the answers given with 0.8, eight in ten are
// right (Guo et al., "On Calibration of Modern Neural Networks", 2017). It
// changes no order of intents. With no answers it is the usual one.
func fitTemperature(answers []answer) float64 {
	if len(answers) == 0 {
		return usualTemperature
	}
	loss := func(logT float64) float64 {
		away := logT - math.Log(usualTemperature)
		return meanLoss(answers, math.Exp(logT)) + usualWeight*away*away/float64(len(answers))
	}
	return math.Exp(minimise(loss, math.Log(minTemperature), math.Log(maxTemperature)))
}

// meanLoss is the mean negative log likelihood of the right class, in nats.
func meanLoss(answers []answer, temperature float64) float64 {
	inverse := 1 / temperature
	var total float64
	for _, a := range answers {
		top := a.scores[0]
		for _, s := range a.scores {
			top = max(top, s)
		}
		var sum float64
		for _, s := range a.scores {
			sum += math.Exp(float64(s-top) * inverse)
		}
		total += math.Log(sum) - float64(a.scores[a.label]-top)*inverse
	}
	return total / float64(len(answers))
}

// minimise finds the lowest point of a function with one valley between low
// and high, by golden section, to 1e-3.
func minimise(f func(float64) float64, low, high float64) float64 {
	const ratio = 0.6180339887498949
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	fa, fb := f(a), f(b)
	for high-low > 1e-3 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - ratio*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + ratio*(high-low)
			fb = f(b)
		}
	}
	return (low + high) / 2
}

const (
	folds = 5
	// manyExamples is where one held-out part is large enough to calibrate on,
	// and five more fits begin to cost seconds.
	manyExamples = 5000
	// Of so many examples every tenth is held out, and never more than
	// maxHoldout: a temperature needs no more.
	holdoutStride = 10
	maxHoldout    = 2000
	// manyIntents is where leaving every tenth intent out of the same part
	// makes the choice between the rest no easier.
	manyIntents = 50
	// enoughStrangers is when no further intents are left out of a small corpus.
	enoughStrangers = 300

	foldSeed = 2
)

// answer is what a model said about a text it was not trained on.
type answer struct {
	scores []float32
	label  int // the right class; no meaning for a stranger
}

// heldOut returns answers for texts the answering model has not seen. Known are
// texts of intents it was taught, strangers texts of intents it was not: they
// show what scores look like for a message about something else.
//
// A small corpus is gone through by utterances and again by intents. One part
// of a large corpus serves for both.
func (c *corpus) heldOut() (known, strangers []answer) {
	order := c.spread()
	if n := len(c.docs); n >= manyExamples {
		stride := max(holdoutStride, n/maxHoldout)
		both := len(c.intents) >= manyIntents
		known, strangers = c.hold(order, func(position, label int) bool {
			return position%stride == 0 || both && label%holdoutStride == 0
		})
	} else {
		for fold := range folds {
			k, _ := c.hold(order, func(position, _ int) bool { return position%folds == fold })
			known = append(known, k...)
		}
	}
	for fold := 0; fold < folds && len(strangers) < enoughStrangers; fold++ {
		_, s := c.hold(order, func(_, label int) bool { return label%folds == fold })
		strangers = append(strangers, s...)
	}
	return known, strangers
}

// spread orders the examples at random inside each intent, intents one after
// the other, so that taking every n-th takes a share of every intent.
func (c *corpus) spread() []int {
	order := sequence(len(c.docs))
	random := splitMix(foldSeed)
	for start := 0; start < len(order); {
		end := start
		for end < len(order) && c.labels[end] == c.labels[start] {
			end++
		}
		random.shuffle(order[start:end])
		start = end
	}
	return order
}

// hold trains without the examples that out selects, and answers those. With
// fewer than two intents left to choose from there is nothing to answer.
func (c *corpus) hold(order []int, out func(position, label int) bool) (known, strangers []answer) {
	var docs []document
	var labels, asked []int
	taught := map[int]int{} // label -> class of this model
	for position, i := range order {
		label := c.labels[i]
		if out(position, label) {
			asked = append(asked, i)
			continue
		}
		if _, ok := taught[label]; !ok {
			taught[label] = len(taught)
		}
		docs = append(docs, c.docs[i])
		labels = append(labels, taught[label])
	}
	if len(taught) < 2 || len(asked) == 0 {
		return nil, nil
	}
	idf, r := learn(docs, labels, len(taught))
	var v vector
	for _, i := range asked {
		v = idf.apply(v[:0], &c.docs[i])
		a := answer{scores: make([]float32, len(taught))}
		r.scores(a.scores, v)
		if class, ok := taught[c.labels[i]]; ok {
			a.label = class
			known = append(known, a)
		} else {
			strangers = append(strangers, a)
		}
	}
	return known, strangers
}

// learn weighs the documents and fits a model to them.
func learn(docs []document, labels []int, classes int) (weighting, *regression) {
	idf := newWeighting(docs)
	vectors := make([]vector, len(docs))
	for i := range docs {
		vectors[i] = idf.apply(make(vector, 0, len(docs[i].words)+len(docs[i].chars)), &docs[i])
	}
	return idf, fit(vectors, labels, classes)
}
