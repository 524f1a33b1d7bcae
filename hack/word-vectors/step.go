// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"slices"
)

// passage is a text on its way through the pupil, and what it should change.
type passage struct {
	mean, mapped, unit []float32
	length             float32
	wanted             []float32 // gradient at unit
}

// step learns from texts whose second half means, one by one, what the first half does.
func (p *pupil) step(texts []text, rate float32) {
	passages := make([]passage, len(texts))
	word := make([]float32, p.dims)
	for i, t := range texts {
		s := passage{mean: make([]float32, p.dims), mapped: make([]float32, p.dims), wanted: make([]float32, p.dims)}
		for _, rank := range t {
			w := p.weight(rank)
			addTo(s.mean, w, p.shifted(word, rank))
		}
		p.apply(s.mapped, s.mean)
		s.length = float32(math.Sqrt(float64(inner(s.mapped, s.mapped)))) + 1e-6
		s.unit = slices.Clone(s.mapped)
		for k := range s.unit {
			s.unit[k] /= s.length
		}
		passages[i] = s
	}
	compare(passages)
	p.change(texts, passages, rate)
}

// compare each passage with the other half: softmax over the cosines, the twin being right.
func compare(passages []passage) {
	n := len(passages) / 2
	odds := make([]float32, n)
	for i := range passages {
		others := passages[n:]
		if i >= n {
			others = passages[:n]
		}
		var sum float32
		for j := range others {
			odds[j] = float32(math.Exp(sharpness * float64(inner(passages[i].unit, others[j].unit)-1)))
			sum += odds[j]
		}
		for j := range others {
			g := odds[j] / sum
			if j == i%n {
				g--
			}
			g *= sharpness / float32(2*n)
			addTo(passages[i].wanted, g, others[j].unit)
			addTo(others[j].wanted, g, passages[i].unit)
		}
	}
}

// change follows the gradients back to the map, the weights and the shifts.
func (p *pupil) change(texts []text, passages []passage, rate float32) {
	linear, gain := make([]float32, len(p.linear)), make([]float32, len(p.gain))
	shifts := map[int][]float32{}
	atMapped, atMean, word := make([]float32, p.dims), make([]float32, p.dims), make([]float32, p.dims)
	for i, s := range passages {
		along := inner(s.wanted, s.unit)
		clear(atMean)
		for k := range atMapped {
			atMapped[k] = (s.wanted[k] - along*s.unit[k]) / s.length
			row := k * p.dims
			addTo(linear[row:row+p.dims], atMapped[k], s.mean)
			addTo(atMean, atMapped[k], p.linear[row:row+p.dims])
		}
		for _, rank := range texts[i] {
			w := p.weight(rank)
			if rank < len(gain) {
				gain[rank] += w * inner(atMean, p.shifted(word, rank))
			}
			if shifts[rank] == nil {
				shifts[rank] = make([]float32, p.dims)
			}
			addTo(shifts[rank], w, atMean)
		}
	}
	for i := range linear {
		same := float32(0)
		if i%(p.dims+1) == 0 {
			same = 1
		}
		linear[i] += mapBound * (p.linear[i] - same)
	}
	for i := range gain {
		gain[i] += gainBound * p.gain[i]
	}
	p.steps[0].step(p.linear, linear, mapRate*rate)
	p.steps[1].step(p.gain, gain, gainRate*rate)
	for rank, gradient := range shifts {
		p.move(rank, gradient, shiftRate*rate)
	}
}

// move shifts a word, the less the more it was moved before (AdaGrad), and pulls it back a little.
func (p *pupil) move(rank int, gradient []float32, rate float32) {
	if p.shift[rank] == nil {
		p.shift[rank] = make([]float32, p.dims)
	}
	p.moved[rank] += inner(gradient, gradient) / float32(p.dims)
	size := float32(math.Sqrt(float64(p.moved[rank]))) + 1e-6
	for k, g := range gradient {
		p.shift[rank][k] -= rate * (g/size + shiftBound*p.shift[rank][k])
	}
}
