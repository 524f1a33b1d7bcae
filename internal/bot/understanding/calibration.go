// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
	"slices"
)

// evidence is what an answer is judged by, whatever the number of intents.
type evidence struct {
	certainty float64 // log odds of the best class among all
	energy    float64 // how much there is for any class at all
	known     float64 // share of the words that utterances have, 0..1
	match     float64 // best match with a single utterance of the bot's own, 0..1
	meaning   float64 // cosine to the middle of the class's meanings, or to one of the library that is its, -1..1
	covered   float64 // how far the text is about its meaning, 0..1
	borrowed  float64 // 1 where the class has borrowed utterances
	rival     float64 // by how much it matches what is said of something else better than the class
	exact     float64 // share of the words that the class's utterances have, 0..1
	foreign   float64 // by how much the text is nearer to what is none of the bot's business
}

const factors = 7

// factors of the logistic regression, the constant first. The last one stands for the meaning
// of a text that is not about it.
func (e evidence) factors() [factors]float64 {
	return [factors]float64{1, e.certainty, e.energy, min(e.known, enoughKnown) / enoughKnown, e.match, e.covered * e.meaning, 1 - e.covered}
}

// enoughKnown is the share of known words from which on more of them say nothing more.
const enoughKnown = 0.5

// calibration tells how likely an answer is to be right, the text being about any of the
// intents or not: logistic regression over the evidence.
type calibration struct {
	temperature float64
	weights     [factors]float64
}

// usualWeights hold for a bot of which nothing is known yet. They were fitted to answers of
// small bots of 5 and 10 utterances an intent, made from CLINC150 and BANKING77. The weight of
// the meaning was set on the tuning bots: the word vectors that are built in have learned to bring
// customers' sentences near an intent, the wrong one's too.
var usualWeights = [factors]float64{-3.8, 0.55, 0, 0.4, 1.6, 3.2, 2.2}

// These cannot be fitted to a bot's own utterances; they were fitted to the tuning bots. foreignWeight
// lowers the confidence of a text that is nearer to a meaning which is none of the bot's business, the
// less the better it matches an own utterance. The others are for a class that borrows: its sentences
// bring many a text near it, so what counts is whether the text has their words, and whether something
// else is said more like it.
const (
	foreignWeight  = 10
	borrowedWeight = 5.3
	rivalWeight    = 17.7
	exactWeight    = 4.1
	borrowedScale  = 0.6
)

const (
	// A bot's own answers count against the usual weights as if those came from
	// usualAnswers answers: its utterances are so like one another that a few of them say
	// little about customers.
	usualAnswers = 400

	// breadth sets the share of messages expected to be about something else:
	// breadth/√intents, so 40 % with one intent, 12 % with 12 and 3 % with 150. A bot of few
	// intents meets more of what it does not know.
	breadth = 0.4
)

func outsideShare(intents int) float64 { return breadth / math.Sqrt(float64(intents)) }

// judged is evidence and how it turned out.
type judged struct {
	evidence
	right  bool
	weight float64
}

// newCalibration learns from held-out answers: known ones were given by models that had the
// intent, strangers by models that had not. It returns how they are judged, too.
func newCalibration(known, strangers []answer, intents int) (calibration, []judged) {
	c := calibration{temperature: fitTemperature(known)}
	all := judge(known, strangers, outsideShare(intents), c.temperature)
	c.weights = fitWeights(all)
	return c, all
}

// judge weighs known answers and strangers by the share of either that is expected.
func judge(known, strangers []answer, outside, temperature float64) []judged {
	if len(known) == 0 || len(strangers) == 0 {
		outside = 0
	}
	all := make([]judged, 0, len(known)+len(strangers))
	for _, a := range known {
		e, best := a.at(temperature)
		all = append(all, judged{e, best == a.label, 1 - outside})
	}
	each := outside * float64(len(known)) / float64(len(strangers))
	for _, a := range strangers {
		e, _ := a.at(temperature)
		all = append(all, judged{e, false, each})
	}
	return all
}

// probability that the best class is right.
func (c calibration) probability(e evidence) float64 {
	var x float64
	for i, f := range e.factors() {
		x += c.weights[i] * f
	}
	x -= foreignWeight * e.covered * e.foreign * (1 - e.match)
	if e.borrowed > 0 {
		x = borrowedScale * (x + exactWeight*e.exact - rivalWeight*e.rival*(1-e.match) - borrowedWeight)
	}
	return e.trust() / (1 + math.Exp(-x))
}

// trust is 1 for a text with enough known words, or with a meaning that is near the class's:
// customers rarely use the words of the utterances. With neither, leastTrust remains for what the
// letters say: a text may share "how many are there" with an utterance and no subject.
func (e evidence) trust() float64 {
	named := min(1, e.known/fullTrust)
	meant := min(1, max(0, (e.covered*e.meaning-foreignMeaning)/(nearMeaning-foreignMeaning)))
	return 1 - (1-leastTrust)*(1-named)*(1-meant)
}

const (
	leastTrust, fullTrust = 0.2, 0.25
	// Cosines of a text to the middle of a class's meanings: of any text, and of one that has the
	// class's subject.
	foreignMeaning, nearMeaning = 0.25, 0.5
)

// spread is how far apart weights of different bots are, about.
var spread = [factors]float64{1, 0.3, 0.2, 1, 2, 1, 1}

// fitWeights is ridge regression around the usual weights, by Newton's method. Slopes stay
// above zero: no evidence for an answer speaks against it.
func fitWeights(all []judged) [factors]float64 {
	w := usualWeights
	if len(all) == 0 {
		return w
	}
	for range 30 {
		var gradient [factors]float64
		var hessian [factors][factors]float64
		for i := range w {
			ridge := usualAnswers / 10 / (spread[i] * spread[i])
			gradient[i] = ridge * (w[i] - usualWeights[i])
			hessian[i][i] = ridge
		}
		for _, j := range all {
			p, f := calibration{weights: w}.probability(j.evidence)/j.trust(), j.factors()
			target := 0.0
			if j.right {
				target = 1
			}
			for a := range f {
				gradient[a] += j.weight * (p - target) * f[a]
				for b := range f {
					hessian[a][b] += j.weight * p * (1 - p) * f[a] * f[b]
				}
			}
		}
		step, largest := solve(hessian, gradient), 0.0
		for i := range w {
			next := w[i] - min(1, max(-1, step[i]))
			if i > 0 {
				next = max(next, 0)
			}
			largest = max(largest, math.Abs(next-w[i]))
			w[i] = next
		}
		if largest < 1e-6 {
			break
		}
	}
	return w
}

// solve a positive definite system by elimination.
func solve(m [factors][factors]float64, v [factors]float64) [factors]float64 {
	for i := range m {
		for k := i + 1; k < factors; k++ {
			ratio := m[k][i] / m[i][i]
			for j := i; j < factors; j++ {
				m[k][j] -= ratio * m[i][j]
			}
			v[k] -= ratio * v[i]
		}
	}
	for i := factors - 1; i >= 0; i-- {
		for j := i + 1; j < factors; j++ {
			v[i] -= m[i][j] * v[j]
		}
		v[i] /= m[i][i]
	}
	return v
}

// expectation turns the probability that one answer is right into the precision of all
// answers that are given at that probability or a higher one: what a threshold promises.
type expectation struct {
	precision [expectationSteps + 1]float64 // by probability, never falling
	known     []float64                     // precision reached by held-out texts in scope, sorted
}

const (
	expectationSteps = 200
	// Probabilities of any size are as likely as one another until a bot's own answers,
	// of which these are worth usualSpread, say otherwise.
	usualSpread = 10.0
)

func newExpectation(c calibration, all []judged, known int) *expectation {
	x := &expectation{}
	var weight, right [expectationSteps + 1]float64
	for step := range weight {
		p := float64(step) / expectationSteps
		weight[step] = usualSpread / (expectationSteps + 1)
		right[step] = weight[step] * p
	}
	for _, j := range all {
		p := c.probability(j.evidence)
		step := int(p * expectationSteps)
		weight[step] += j.weight
		right[step] += j.weight * p
	}
	var totalWeight, totalRight float64
	for step := expectationSteps; step >= 0; step-- {
		totalWeight, totalRight = totalWeight+weight[step], totalRight+right[step]
		x.precision[step] = min(1, totalRight/totalWeight)
		if step < expectationSteps {
			x.precision[step] = min(x.precision[step], x.precision[step+1])
		}
	}
	for _, j := range all[:known] {
		x.known = append(x.known, x.of(c.probability(j.evidence)))
	}
	slices.Sort(x.known)
	return x
}

// of a probability, between the steps in proportion. Good answers do not make up for a bad
// one without bound: a single answer may be wrong three times as often as the threshold
// allows, and no more, and below two in five its confidence falls to nothing. Otherwise a bot
// that is nearly always right would answer nonsense too.
func (x *expectation) of(probability float64) float64 {
	at := min(1, max(0, probability)) * expectationSteps
	step := min(int(at), expectationSteps-1)
	part := at - float64(step)
	return min(x.precision[step]*(1-part)+x.precision[step+1]*part, (2+probability)/3, 2.5*probability)
}

// answered is the share of texts in scope that reach a precision.
func (x *expectation) answered(precision float64) float64 {
	if len(x.known) == 0 {
		return 0
	}
	first, _ := slices.BinarySearch(x.known, precision)
	return 1 - float64(first)/float64(len(x.known))
}
