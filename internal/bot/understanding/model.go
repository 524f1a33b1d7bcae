// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"context"
	"slices"
)

// Model is the built-in classifier. It never changes after Train and is safe
// for concurrent use; to retrain, train another one and swap. The zero Model
// knows no intents and understands nothing.
type Model struct {
	intents     []string
	idf         weighting
	regression  *regression
	temperature float64
	scope       *scope
}

var _ Classifier = (*Model)(nil)

// Train builds a model. The same examples in any order give the same model on
// the same processor architecture. It fails with an error that names the cause
// for no intents (ErrNoIntents), an intent without a name or listed twice, an
// intent without utterances, an utterance without words, and an utterance that
// is, after normalisation, in two intents.
//
// Time grows with utterances × intents: some 30 ms for 12 × 10, a few seconds
// for 150 × 100, minutes for 1000 × 100, on one core. Train off the request
// path.
func Train(examples []Example) (*Model, error) {
	c, err := newCorpus(examples)
	if err != nil {
		return nil, err
	}
	known, strangers := c.heldOut()
	m := &Model{intents: c.intents, temperature: fitTemperature(known)}
	m.scope = newScope(c, known, strangers, m.temperature)
	m.idf, m.regression = learn(c.docs, c.labels, len(c.intents))
	return m, nil
}

// Intents returns the names the model knows, sorted.
func (m *Model) Intents() []string {
	if m == nil {
		return nil
	}
	return slices.Clone(m.intents)
}

// Classify implements Classifier. It fails only when ctx is done. A text
// without words, and any text when the model knows no intents, has no
// predictions. Only the first MaxTextBytes of a text are read.
func (m *Model) Classify(ctx context.Context, text string) ([]Prediction, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if m == nil || m.regression == nil {
		return nil, nil
	}
	e := extractors.Get().(*extractor)
	defer extractors.Put(e)
	doc := e.read(text)
	if len(doc.words) == 0 {
		return nil, nil
	}
	e.vector = m.idf.apply(e.vector[:0], doc)
	e.scores = slices.Grow(e.scores[:0], len(m.intents))[:len(m.intents)]
	m.regression.scores(e.scores, e.vector)
	inScope := m.scope.probability(doc, e.vector, e.scores)
	softmax(e.scores, m.temperature)
	return m.best(e.scores, inScope), nil
}

// best picks the TopK most probable intents, ties by name.
func (m *Model) best(probabilities []float32, inScope float64) []Prediction {
	k := min(TopK, len(probabilities))
	top := make([]Prediction, 0, k)
	var floor float32 = -1
	place := make([]int, 0, TopK)
	for i, p := range probabilities {
		if len(place) == k && p <= floor {
			continue
		}
		at := len(place)
		for at > 0 && probabilities[place[at-1]] < p {
			at--
		}
		if len(place) == k {
			place = place[:k-1]
		}
		place = slices.Insert(place, at, i)
		floor = probabilities[place[len(place)-1]]
	}
	// Rounding may bring a sum of float32 a hair above 1; the contract says it
	// never is.
	left := 1.0
	for _, i := range place {
		confidence := min(float64(probabilities[i])*inScope, left)
		left -= confidence
		top = append(top, Prediction{Intent: m.intents[i], Confidence: confidence})
	}
	return top
}
