// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"math"
	"math/rand/v2"
	"unicode/utf8"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// arbiter tells the intents of a large Bot apart by words alone: softmax regression over the words
// of utterances, with a tenth of the features that the bot's classifier has, and of its time.
type arbiter struct {
	ids     map[string]int32
	weights []float32 // of words: rarer ones count more
	classes map[string]int
	// rows has one row of classes for each word.
	rows []float32
	n    int
}

const (
	// beginning is how many letters of a longer word count by themselves: "cancelled" has those of
	// "cancel".
	beginning = 5
	// passes over all utterances, and the rate of AdaGrad: as in the bot's classifier, but shorter.
	passes       = 3
	learningRate = 0.5
	// negligible is how far behind the best an intent is left out.
	negligible = -12
)

// wordVector are the words of a text, with unit length.
type wordVector struct {
	ids    []int32
	values []float32
}

func newArbiter(examples []understanding.Example) *arbiter {
	a := &arbiter{ids: map[string]int32{}, classes: make(map[string]int, len(examples)), n: len(examples)}
	var texts [][]int32
	var labels []int
	var frequency []float64
	for class, e := range examples {
		a.classes[e.Intent] = class
		for _, utterance := range e.Utterances {
			var ids []int32
			for _, feature := range featuresOf(utterance) {
				id, known := a.ids[feature]
				if !known {
					id = int32(len(frequency))
					a.ids[feature] = id
					frequency = append(frequency, 0)
				}
				frequency[id]++
				ids = append(ids, id)
			}
			texts, labels = append(texts, ids), append(labels, class)
		}
	}
	a.weights = make([]float32, len(frequency))
	for id, n := range frequency {
		a.weights[id] = float32(1 + math.Log(float64(1+len(texts))/(1+n)))
	}
	a.learn(texts, labels)
	return a
}

func (a *arbiter) learn(texts [][]int32, labels []int) {
	a.rows = make([]float32, len(a.weights)*a.n)
	moved := make([]float32, len(a.weights))
	gradient := blas32.Vector{N: a.n, Inc: 1, Data: make([]float32, a.n)}
	random := rand.New(rand.NewPCG(1, 2))
	vectors := make([]wordVector, len(texts))
	for i, ids := range texts {
		vectors[i] = a.vector(ids)
	}
	for range passes {
		for _, i := range random.Perm(len(texts)) {
			v := vectors[i]
			a.scores(gradient, v)
			softmax(gradient.Data)
			gradient.Data[labels[i]]--
			size := blas32.Dot(gradient, gradient)
			for k, id := range v.ids {
				moved[id] += v.values[k] * v.values[k] * size
				if moved[id] > 0 {
					blas32.Axpy(-learningRate*v.values[k]/float32(math.Sqrt(float64(moved[id]))), gradient, a.row(id))
				}
			}
		}
	}
}

func (a *arbiter) row(id int32) blas32.Vector {
	return blas32.Vector{N: a.n, Inc: 1, Data: a.rows[int(id)*a.n : (int(id)+1)*a.n]}
}

func (a *arbiter) scores(into blas32.Vector, v wordVector) {
	clear(into.Data)
	for k, id := range v.ids {
		blas32.Axpy(v.values[k], a.row(id), into)
	}
}

func (a *arbiter) vector(ids []int32) wordVector {
	v := wordVector{ids: ids, values: make([]float32, len(ids))}
	var sum float32
	for k, id := range ids {
		v.values[k] = a.weights[id]
		sum += v.values[k] * v.values[k]
	}
	if sum > 0 {
		scale := 1 / float32(math.Sqrt(float64(sum)))
		for k := range v.values {
			v.values[k] *= scale
		}
	}
	return v
}

// read gives every intent a score for a text. Words that no utterance has say nothing.
func (a *arbiter) read(text string) []float32 {
	var ids []int32
	for _, feature := range featuresOf(text) {
		if id, known := a.ids[feature]; known {
			ids = append(ids, id)
		}
	}
	scores := blas32.Vector{N: a.n, Inc: 1, Data: make([]float32, a.n)}
	a.scores(scores, a.vector(ids))
	return scores.Data
}

// featuresOf are the words of a text, once each, and the beginnings of the longer ones.
func featuresOf(text string) []string {
	seen := map[string]bool{}
	var out []string
	add := func(feature string) {
		if !seen[feature] {
			seen[feature] = true
			out = append(out, feature)
		}
	}
	for _, word := range utterances.AppendWords(nil, text) {
		add(word)
		if utf8.RuneCountInString(word) > beginning {
			add("^" + string([]rune(word)[:beginning]))
		}
	}
	return out
}

func softmax(z []float32) {
	top := z[0]
	for _, s := range z {
		top = max(top, s)
	}
	var sum float32
	for i, s := range z {
		z[i] = 0
		if s-top > negligible {
			z[i] = float32(math.Exp(float64(s - top)))
			sum += z[i]
		}
	}
	for i := range z {
		z[i] /= sum
	}
}
