// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"math"
	"math/rand/v2"
	"sync"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

// Settings of the lesson. They were chosen by leaving half of CLINC150's domains and BANKING77
// out of it, and measuring small bots made of those.
const (
	pupils    = 4 // what they have in common is kept: each also learns what is by chance
	steps     = 24000
	pairs     = 64   // texts of so many meanings are compared in a step
	alikes    = 24   // fewer lines of the lists, since some are near one another
	sharpness = 10.0 // what a cosine of 1 is worth against one of 0
	forgotten = 0.25 // share of words left out of a text at random
	weighted  = 5000 // so many frequent words have a weight of their own
	rare      = 1e-3 // as the classifier weighs words

	mapRate, gainRate, shiftRate = 0.002, 0.01, 0.05
	mapBound, gainBound          = 0.1, 0.01
	shiftBound                   = 0.005
)

// pupil learns which differences between words matter: texts of one meaning shall have a
// greater cosine than texts of two (contrastive learning, as in van den Oord, Li and Vinyals,
// "Representation Learning with Contrastive Predictive Coding", 2018). It learns one linear map
// for all words, a weight for each frequent word, and a shift for each word it reads.
type pupil struct {
	table  *vectors.Table
	dims   int
	linear []float32
	gain   []float32         // logarithm of the weight, by rank
	shift  map[int][]float32 // by rank
	moved  map[int]float32   // how much a shift has moved
	steps  [2]adam           // for linear and gain
}

// teach returns the entries as they are after the lesson.
func teach(entries []vectors.Entry, data string) ([]vectors.Entry, error) {
	var file bytes.Buffer
	if err := vectors.Write(&file, entries); err != nil {
		return nil, err
	}
	table, err := vectors.Load(&file)
	if err != nil {
		return nil, err
	}
	fields, err := reader{table}.fields(data)
	if err != nil {
		return nil, err
	}
	learned := make([]*pupil, pupils)
	var wait sync.WaitGroup
	for seed := range learned {
		learned[seed] = newPupil(table)
		wait.Go(func() { learned[seed].learn(fields, uint64(seed)) })
	}
	wait.Wait()
	for rank := range entries {
		entries[rank].Vector = make([]float32, table.Dims())
		for _, p := range learned {
			addTo(entries[rank].Vector, 1/float32(len(learned)), p.word(rank))
		}
	}
	return entries, nil
}

func newPupil(table *vectors.Table) *pupil {
	p := &pupil{table: table, dims: table.Dims(), gain: make([]float32, min(weighted, table.Len())), shift: map[int][]float32{}, moved: map[int]float32{}}
	p.linear = make([]float32, p.dims*p.dims)
	for i := range p.dims {
		p.linear[i*p.dims+i] = 1
	}
	return p
}

// learn draws a field in every other step, and meanings of all sets in between.
func (p *pupil) learn(fields []field, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	var every field
	var drawn []field
	for _, f := range fields {
		if !f.alike {
			every.meanings = append(every.meanings, f.meanings...)
		}
		for range f.often {
			drawn = append(drawn, f)
		}
	}
	for step := range steps {
		f := every
		if step%2 == 0 {
			f = drawn[random.IntN(len(drawn))]
		}
		n := min(pairs, len(f.meanings))
		if f.alike {
			n = min(alikes, n)
		}
		texts := make([]text, 2*n)
		for k, m := range random.Perm(len(f.meanings))[:n] {
			meaning := f.meanings[m]
			texts[k] = forget(meaning[random.IntN(len(meaning))], random)
			texts[n+k] = forget(meaning[random.IntN(len(meaning))], random)
		}
		p.step(texts, 1-float32(step)/steps)
	}
}

// forget leaves words out of a longer text, so that not all is learned from one of them.
func forget(t text, random *rand.Rand) text {
	if len(t) <= 2 {
		return t
	}
	var left text
	for _, rank := range t {
		if random.Float64() >= forgotten {
			left = append(left, rank)
		}
	}
	if len(left) == 0 {
		return t
	}
	return left
}

// weight of a word in a text.
func (p *pupil) weight(rank int) float32 {
	w := float32(rare / (rare + p.table.Probability(rank)))
	if rank < len(p.gain) {
		w *= float32(math.Exp(float64(p.gain[rank])))
	}
	return w
}

// shifted is a word's vector before the linear map.
func (p *pupil) shifted(dst []float32, rank int) []float32 {
	clear(dst)
	p.table.Add(dst, rank, 1)
	for k, x := range p.shift[rank] {
		dst[k] += x
	}
	return dst
}

// word is a word's vector after the lesson; its length carries the weight learned.
func (p *pupil) word(rank int) []float32 {
	from, to := p.shifted(make([]float32, p.dims), rank), make([]float32, p.dims)
	p.apply(to, from)
	if rank < len(p.gain) {
		for k := range to {
			to[k] *= float32(math.Exp(float64(p.gain[rank])))
		}
	}
	return to
}

func (p *pupil) apply(dst, v []float32) {
	for i := range dst {
		dst[i] = inner(p.linear[i*p.dims:(i+1)*p.dims], v)
	}
}

func inner(a, b []float32) float32 { return blas32.Dot(dense(a), dense(b)) }

// addTo adds factor times v to sum.
func addTo(sum []float32, factor float32, v []float32) { blas32.Axpy(factor, dense(v), dense(sum)) }

func dense(data []float32) blas32.Vector { return blas32.Vector{N: len(data), Inc: 1, Data: data} }

// adam is Kingma and Ba's "Adam" (2015).
type adam struct {
	first, second []float32
	count         float64
}

func (a *adam) step(values, gradient []float32, rate float32) {
	if a.first == nil {
		a.first, a.second = make([]float32, len(values)), make([]float32, len(values))
	}
	a.count++
	one, two := float32(1-math.Pow(0.9, a.count)), float32(1-math.Pow(0.999, a.count))
	for i, g := range gradient {
		a.first[i] = 0.9*a.first[i] + 0.1*g
		a.second[i] = 0.999*a.second[i] + 0.001*g*g
		values[i] -= rate * a.first[i] / one / (float32(math.Sqrt(float64(a.second[i]/two))) + 1e-8)
	}
}
