// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "slices"

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

// heldOut returns answers for texts the answering model has not seen. Known are
// texts of intents it was taught, strangers texts of intents it was not: they
// show what scores look like for a message about something else.
//
// A small corpus is gone through by utterances and again by intents. One part
// of a large corpus serves for both.
func (c *corpus) heldOut() (known, strangers []answer) {
	order := c.spread()
	if n := c.own; n >= manyExamples {
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
	order := sequence(c.own)
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
	in := make([]bool, len(c.docs))
	for position, i := range order {
		label := c.labels[i]
		if out(position, label) {
			asked = append(asked, i)
			continue
		}
		if _, ok := taught[label]; !ok {
			taught[label] = len(taught)
		}
		in[i] = true
		docs = append(docs, c.docs[i])
		labels = append(labels, taught[label])
	}
	if len(taught) < 2 || len(asked) == 0 {
		return nil, nil
	}
	own := len(docs)
	for i := c.own; i < len(c.docs); i++ {
		if class, ok := taught[c.labels[i]]; ok {
			in[i] = true
			docs, labels = append(docs, c.docs[i]), append(labels, class)
		}
	}
	r := learn(docs, labels, len(taught), own)
	r.alignment, r.own, r.around = c.alignment, c.own, c.around.of(taught)
	r.take = func(doc int) bool { return in[doc] }
	r.classOf = func(label int) int { return taught[label] }
	var w workspace
	for _, i := range asked {
		r.rank(&w, &c.docs[i])
		a := r.answer(&w, &c.docs[i])
		a.scores, a.matches = slices.Clone(a.scores), slices.Clone(a.matches)
		if class, ok := taught[c.labels[i]]; ok {
			a.label = class
			known = append(known, a)
		} else {
			strangers = append(strangers, a)
		}
	}
	return known, strangers
}
