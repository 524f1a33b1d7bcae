// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "math"

// scope estimates how likely it is that a text is about any of the intents at
// all. A classifier taught only right answers has to choose one of them for
// "what a lovely dog" too; its probabilities are worth something only when
// multiplied by this.
type scope struct {
	vocabulary vocabulary
	// With three intents or more: the energy of the scores, weighed by how
	// scores for intents the model was never taught differ from the rest.
	slope, intercept float64
	temperature      float64
	// With fewer there is nothing to leave out and learn from, and likeness to
	// the utterances has to do.
	likeness *likeness
}

const (
	// enoughAnswers of both kinds are needed to learn from.
	enoughAnswers = 10

	// breadth sets the share of messages expected to be about something else:
	// breadth/√intents, so 40 % with one intent, 12 % with 12 and 3 % with 150.
	// A bot of few intents meets more of what it does not know. The figure
	// keeps the calibration error on in-scope texts of CLINC150 and BANKING77
	// under 0.03.
	breadth = 0.4

	scopeRidge = 1e-3
)

// newScope learns from held-out answers. Known and strangers are from models
// that were taught most of the corpus; their scores are compared per temperature
// and relative to the number of classes, so they hold for the full model.
func newScope(c *corpus, known, strangers []answer, temperature float64) *scope {
	s := &scope{vocabulary: newVocabulary(c.docs), temperature: temperature}
	if len(known) < enoughAnswers || len(strangers) < enoughAnswers {
		s.likeness = newLikeness(c)
		return s
	}
	outside := outsideShare(len(c.intents))
	s.slope, s.intercept = fitLogistic(
		energies(known, temperature), energies(strangers, temperature), outside, scopeRidge)
	if s.slope <= 0 { // the two cannot be told apart: only the expectation is left
		s.slope, s.intercept = 0, math.Log((1-outside)/outside)
	}
	return s
}

func outsideShare(intents int) float64 { return breadth / math.Sqrt(float64(intents)) }

// probability that the document is in scope, 0..1.
func (s *scope) probability(doc *document, v vector, scores []float32) float64 {
	p := s.vocabulary.trust(doc)
	if s.likeness != nil {
		return p * s.likeness.probability(v)
	}
	return p * sigmoid(s.slope*energy(scores, s.temperature)+s.intercept)
}

// energy is the log of the mean of exp(score/temperature): how much evidence
// there is for the intents together (Liu et al., "Energy-based
// Out-of-distribution Detection", 2020). Without any known feature it is 0.
func energy(scores []float32, temperature float64) float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	inverse := 1 / temperature
	var sum float64
	for _, s := range scores {
		sum += math.Exp(float64(s-top) * inverse)
	}
	return float64(top)*inverse + math.Log(sum/float64(len(scores)))
}

func energies(answers []answer, temperature float64) []float64 {
	all := make([]float64, len(answers))
	for i, a := range answers {
		all[i] = energy(a.scores, temperature)
	}
	return all
}
