// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// Settings of the training, chosen by leaving out fifths of the sentences.
const (
	epochs  = 12
	rate    = 0.15
	dropped = 0.3  // share of features left out of a sentence at random
	decay   = 1e-5 // of weights
	least   = 2    // sentences that a feature must be in
	wanted  = 0.5  // what all sentences with a signal weigh, beside all without
	folds   = 5
	seed    = 1
)

// example is a sentence with its features by place in the model.
type example struct {
	sentence
	known []int
	cues  []int
}

// trained is one regression while it learns. The sums of squares are AdaGrad's (Duchi, Hazan and
// Singer, "Adaptive Subgradient Methods", 2011).
type trained struct {
	bias, biasMoved float64
	cues, cuesMoved []float64
	weights, moved  []float64
}

func (t *trained) score(known, cues []int) float64 {
	sum := 0.0
	for _, at := range known {
		sum += t.weights[at]
	}
	z := t.bias + sum*learned.InverseLength(len(known))
	for _, c := range cues {
		z += t.cues[c]
	}
	return z
}

func move(value, moved *float64, gradient float64) {
	*moved += gradient * gradient
	*value -= rate * gradient / math.Sqrt(*moved+1e-6)
}

// train learns a model from sentences; its thresholds are still zero.
func train(all []sentence, kind learned.Kind) *learned.Model {
	m := learned.New(kind)
	m.Hashes = frequent(all)
	m.Weights = make([]int8, len(m.Hashes)*len(kind.Signals))
	examples := make([]example, len(all))
	for i, s := range all {
		examples[i] = example{sentence: s}
		for _, f := range s.features {
			if at, found := slices.BinarySearch(m.Hashes, f); found {
				examples[i].known = append(examples[i].known, at)
			}
		}
		for at, cue := range kind.Cues {
			if slices.Contains(s.message.Cues, cue) {
				examples[i].cues = append(examples[i].cues, at)
			}
		}
	}
	for k, name := range kind.Signals {
		m.Regressions[k] = quantised(learn(examples, name, uint64(k), len(m.Hashes), len(kind.Cues)), m.Weights, k, len(kind.Signals))
	}
	return m
}

// frequent are the features of enough sentences, sorted.
func frequent(all []sentence) []uint32 {
	count := map[uint32]int{}
	for _, s := range all {
		for _, f := range s.features {
			count[f]++
		}
	}
	var kept []uint32
	for f, n := range count {
		if n >= least {
			kept = append(kept, f)
		}
	}
	slices.Sort(kept)
	return kept
}

func learn(examples []example, signal string, stream uint64, features, cues int) *trained {
	t := &trained{
		cues: make([]float64, cues), cuesMoved: make([]float64, cues),
		weights: make([]float64, features), moved: make([]float64, features),
	}
	var order []int
	with := 0
	for i, e := range examples {
		has, known := e.label(signal)
		if known {
			order = append(order, i)
		}
		if has {
			with++
		}
	}
	weight := wanted * float64(len(order)-with) / float64(max(with, 1))
	random := rand.New(rand.NewPCG(seed, stream))
	for range epochs {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			t.step(examples[i], signal, weight, random)
		}
	}
	return t
}

func (t *trained) step(e example, signal string, weight float64, random *rand.Rand) {
	var kept []int
	for _, at := range e.known {
		if random.Float64() >= dropped {
			kept = append(kept, at)
		}
	}
	gradient := 1 / (1 + math.Exp(-t.score(kept, e.cues)))
	if has, _ := e.label(signal); has {
		gradient = (gradient - 1) * weight
	}
	move(&t.bias, &t.biasMoved, gradient)
	for _, c := range e.cues {
		move(&t.cues[c], &t.cuesMoved[c], gradient)
	}
	length := learned.InverseLength(len(kept))
	for _, at := range kept {
		move(&t.weights[at], &t.moved[at], gradient*length+decay*t.weights[at])
	}
}

// quantised puts a regression's weights into column k.
func quantised(t *trained, weights []int8, k, of int) learned.Regression {
	r := learned.Regression{Bias: t.bias, Cues: t.cues}
	for _, w := range t.weights {
		r.Scale = max(r.Scale, math.Abs(w))
	}
	for i, w := range t.weights {
		weights[i*of+k] = int8(math.Round(w / max(r.Scale, 1e-9) * math.MaxInt8))
	}
	return r
}
