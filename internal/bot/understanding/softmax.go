// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"
)

// Training settings. They were chosen on CLINC150's validation part and are
// the same for every bot: a bot author has utterances, not parameters.
const (
	epochs       = 6
	learningRate = 0.5
	trainingSeed = 1
)

// regression is a multinomial logistic regression without intercepts: with no
// known feature every intent scores 0, so nothing unknown falls to the most
// common intent.
type regression struct {
	classes int
	row     []int32   // bucket -> row of weights, -1 when never seen in training
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

// fit trains on the vectors; labels[i] in 0..classes-1 belongs to vectors[i].
// The result depends on the order of the input, and on nothing else.
func fit(vectors []vector, labels []int, classes int) *regression {
	r := &regression{classes: classes, row: make([]int32, buckets)}
	rows := r.index(vectors)
	r.weights = make([]float32, rows*classes)

	// AdaGrad with one accumulator a feature, not one a weight: it remembers
	// how much a feature has moved already, at 1/classes of the memory.
	moved := make([]float32, rows)
	order := sequence(len(vectors))
	random := splitMix(trainingSeed)
	gradient := blas32.Vector{N: classes, Inc: 1, Data: make([]float32, classes)}
	for range epochs {
		random.shuffle(order)
		for _, i := range order {
			r.scores(gradient.Data, vectors[i])
			softmax(gradient.Data, 1)
			gradient.Data[labels[i]]--
			size := blas32.Dot(gradient, gradient)
			for _, f := range vectors[i] {
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
func (r *regression) index(vectors []vector) int {
	for b := range r.row {
		r.row[b] = -1
	}
	for _, v := range vectors {
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

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// fitLogistic fits P(yes | x) = sigmoid(slope*x + intercept), where the no
// examples together weigh noShare of the whole whatever their number. The ridge
// keeps the slope finite when the two do not overlap.
func fitLogistic(yes, no []float64, noShare, ridge float64) (slope, intercept float64) {
	loss := func(a, b float64) float64 {
		total := ridge * a * a / 2
		for _, x := range yes {
			total += softplus(-(a*x + b)) * (1 - noShare) / float64(len(yes))
		}
		for _, x := range no {
			total += softplus(a*x+b) * noShare / float64(len(no))
		}
		return total
	}
	intercept = math.Log((1 - noShare) / noShare)
	current := loss(slope, intercept)
	for range 50 {
		da, db := newtonStep(yes, no, noShare, ridge, slope, intercept)
		// Far from the minimum a full step may overshoot.
		improved := false
		for step := 1.0; step > 1e-4; step /= 2 {
			a, b := slope-step*da, intercept-step*db
			if next := loss(a, b); next < current {
				improved = current-next > 1e-9
				slope, intercept, current = a, b, next
				break
			}
		}
		if !improved {
			break
		}
	}
	return slope, intercept
}

// newtonStep is the inverse Hessian times the gradient.
func newtonStep(yes, no []float64, noShare, ridge, a, b float64) (da, db float64) {
	ga, gb := ridge*a, 0.0
	haa, hab, hbb := ridge, 0.0, 1e-9
	add := func(x, target, weight float64) {
		p := sigmoid(a*x + b)
		g, h := weight*(p-target), weight*p*(1-p)
		ga, gb = ga+g*x, gb+g
		haa, hab, hbb = haa+h*x*x, hab+h*x, hbb+h
	}
	for _, x := range yes {
		add(x, 1, (1-noShare)/float64(len(yes)))
	}
	for _, x := range no {
		add(x, 0, noShare/float64(len(no)))
	}
	det := haa*hbb - hab*hab
	return (hbb*ga - hab*gb) / det, (haa*gb - hab*ga) / det
}

// softplus is log(1+exp(x)) without overflow.
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

// splitMix is the SplitMix64 generator (Steele, Lea and Flood, 2014). Models
// must come out the same after a Go upgrade, which math/rand does not promise.
type splitMix uint64

func (s *splitMix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *splitMix) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		// The bias of a modulo over 64 bits is far below anything visible.
		j := int(s.next() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}

func sequence(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}
