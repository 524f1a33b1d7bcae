// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

// Training settings. They were chosen on CLINC150's validation part and are
// the same for every bot: a bot author has utterances, not parameters.
const (
	epochs       = 5
	learningRate = 0.5
	trainingSeed = 1

	// explained is the squared length of a gradient, about 2(1-p)² with p the probability of
	// the right class, below which a text teaches nothing more: from p = .95. It is left out of
	// the next pass, too. With 150 classes of 100 texts that saves a quarter of a training.
	explained = 0.005
)

// regression is a multinomial logistic regression without intercepts: with no
// known feature every intent scores 0, so nothing unknown falls to the most
// common intent.
type regression struct {
	classes int
	row     []int32   // bucket or dimension -> row of weights, -1 when never seen in training
	weights []float32 // rows of `classes` numbers
}

// scores writes one score per class into dst, which has that length.
func (r *regression) scores(dst []float32, v vector) {
	clear(dst)
	z := blas32.Vector{N: r.classes, Inc: 1, Data: dst}
	for _, f := range v {
		if row := r.row[f.bucket]; row >= 0 {
			blas32.Axpy(f.value, r.at(row), z)
		}
	}
}

func (r *regression) at(row int32) blas32.Vector {
	start := int(row) * r.classes
	return blas32.Vector{N: r.classes, Inc: 1, Data: r.weights[start : start+r.classes]}
}

// fit trains on the texts; labels[i] in 0..classes-1 belongs to texts[i].
// The result depends on the order of the input, and on nothing else.
func fit(texts []vector, labels []int, classes int) *regression {
	r := &regression{classes: classes, row: make([]int32, buckets+vectors.MaxDims)}
	rows := r.index(texts)
	r.weights = make([]float32, rows*classes)

	// AdaGrad with one accumulator a feature, not one a weight: it remembers
	// how much a feature has moved already, at 1/classes of the memory.
	moved := make([]float32, rows)
	order := sequence(len(texts))
	rests := make([]bool, len(texts))
	random := splitMix(trainingSeed)
	gradient := blas32.Vector{N: classes, Inc: 1, Data: make([]float32, classes)}
	for range epochs {
		random.shuffle(order)
		for _, i := range order {
			if rests[i] {
				rests[i] = false
				continue
			}
			r.scores(gradient.Data, texts[i])
			softmax(gradient.Data, 1)
			gradient.Data[labels[i]]--
			size := blas32.Dot(gradient, gradient)
			if size < explained {
				rests[i] = true
				continue
			}
			for _, f := range texts[i] {
				row := r.row[f.bucket]
				moved[row] += f.value * f.value * size
				if moved[row] > 0 {
					step := -learningRate * f.value / float32(math.Sqrt(float64(moved[row])))
					blas32.Axpy(step, gradient, r.at(row))
				}
			}
		}
	}
	return r
}

// index gives every bucket in use a row, in order of bucket.
func (r *regression) index(texts []vector) int {
	for b := range r.row {
		r.row[b] = -1
	}
	for _, v := range texts {
		for _, f := range v {
			r.row[f.bucket] = 0
		}
	}
	rows := 0
	for b, used := range r.row {
		if used == 0 {
			r.row[b] = int32(rows)
			rows++
		}
	}
	return rows
}

// softmax replaces scores by probabilities, after dividing by temperature.
func softmax(z []float32, temperature float64) {
	top := z[0]
	for _, s := range z {
		top = max(top, s)
	}
	inverse := 1 / temperature
	var sum float64
	for i, s := range z {
		e := math.Exp(float64(s-top) * inverse)
		z[i] = float32(e)
		sum += e
	}
	scale := float32(1 / sum)
	for i := range z {
		z[i] *= scale
	}
}
