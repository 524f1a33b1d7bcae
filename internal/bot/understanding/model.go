// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"context"
	"math"
	"slices"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

// Model is the built-in classifier. It never changes after Train and is safe
// for concurrent use; to retrain, train another one and swap. The zero Model
// knows no intents and understands nothing.
type Model struct {
	intents     []string
	meanings    meanings
	ranker      *ranker
	calibration calibration
	expectation *expectation
}

var _ Classifier = (*Model)(nil)

// Train builds a model with the English word vectors that are built in.
func Train(examples []Example) (*Model, error) {
	return Trainer{Vectors: vectors.English()}.Train(examples)
}

// Trainer builds models.
type Trainer struct {
	// Vectors give words a meaning; nil: only words and letters count. With those that are built
	// in, intents with few utterances borrow others from the library.
	Vectors *vectors.Table
	// Values are what intents' fields choose from. Their words tell nothing of what is asked for, unless an
	// utterance has them.
	Values []string
}

// library is what intents may borrow from; nil: nothing.
func (t Trainer) library() *lent {
	if t.Vectors != nil && t.Vectors == vectors.English() {
		return lentInEnglish()
	}
	return nil
}

// Train builds a model. The same examples in any order give the same model on
// the same processor architecture. It fails with an error that names the cause
// for no intents (ErrNoIntents), an intent without a name or listed twice, an
// intent without utterances, an utterance without words, and an utterance that
// is, after normalisation, in two intents.
//
// Time grows with utterances × intents: some 250 ms for 11 × 5 with what they borrow, a few seconds
// for 150 × 100, minutes for 1000 × 100, on one core. Train off the request
// path.
func (t Trainer) Train(examples []Example) (*Model, error) {
	c, err := newCorpus(examples, meanings{table: t.Vectors}, t.library())
	if err != nil {
		return nil, err
	}
	known, strangers := c.heldOut()
	m := &Model{intents: c.intents, meanings: c.meanings}
	var all []judged
	m.calibration, all = newCalibration(known, strangers, len(c.intents))
	m.expectation = newExpectation(m.calibration, all, len(known))
	m.ranker = learn(c.docs, c.labels, len(c.intents), c.own)
	m.ranker.vocabulary.foreign, m.ranker.vocabulary.values = c.foreign, valueWords(t.Values)
	m.ranker.alignment, m.ranker.own, m.ranker.around = c.alignment.remembering(), c.own, c.around
	return m, nil
}

// ExpectedAnswered is the share of messages about its intents that the model expects to
// answer when it answers with this confidence or more, 0..1. It is an estimate from held-out
// utterances, which are more like one another than customers' messages are.
func (m *Model) ExpectedAnswered(confidence float64) float64 {
	if m == nil || m.expectation == nil {
		return 0
	}
	return m.expectation.answered(confidence)
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
	if m == nil || m.ranker == nil {
		return nil, nil
	}
	e := extractors.Get().(*extractor)
	defer extractors.Put(e)
	defer e.forget()
	doc := e.read(text, m.meanings, &m.ranker.vocabulary)
	if len(doc.vocab) == 0 {
		return nil, nil
	}
	m.ranker.rank(&e.work, doc)
	a := m.ranker.answer(&e.work, doc)
	evidence, _ := a.at(m.calibration.temperature)
	probability := m.calibration.probability(evidence)
	softmax(a.scores, m.calibration.temperature)
	return m.predictions(a.scores, m.expectation.of(probability)), nil
}

// predictions are the TopK most probable intents, ties by name. The best has the
// confidence; the others share what is left of 1 as their probabilities are, and none is
// above the best.
func (m *Model) predictions(probabilities []float32, confidence float64) []Prediction {
	places := best(probabilities)
	predictions := make([]Prediction, 0, len(places))
	others := max(1-float64(probabilities[places[0]]), math.SmallestNonzeroFloat64)
	left := 1 - confidence
	for n, place := range places {
		c := confidence
		if n > 0 {
			c = min((1-confidence)*min(1, float64(probabilities[place])/others), predictions[n-1].Confidence, left)
			left -= c
		}
		predictions = append(predictions, Prediction{Intent: m.intents[place], Confidence: c})
	}
	return predictions
}

// best picks the places of the TopK greatest probabilities, ties by place.
func best(probabilities []float32) []int {
	k := min(TopK, len(probabilities))
	var floor float32 = -1
	places := make([]int, 0, TopK)
	for i, p := range probabilities {
		if len(places) == k && p <= floor {
			continue
		}
		at := len(places)
		for at > 0 && probabilities[places[at-1]] < p {
			at--
		}
		if len(places) == k {
			places = places[:k-1]
		}
		places = slices.Insert(places, at, i)
		floor = probabilities[places[len(places)-1]]
	}
	return places
}
