// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// falseShare is the share of sentences without a signal that may be taken for one with it, but for
// usual requests. Most of them were written to sound like it; among what customers write they are few.
var falseShare = map[string]float64{"person": 0.02, "danger": 0.006, "anger": 0.015, "legal": 0.01, "agree": 0.015, "telling": 0.1, "undoing": 0.03}

// scored is a sentence as a model judged it that had not learned it.
type scored struct {
	sentence
	scores []float64
}

// leftOut judges each sentence by a model that has learned the other fifths.
func leftOut(all []sentence, kind learned.Kind) []scored {
	place := rand.New(rand.NewPCG(seed, seed)).Perm(len(all))
	out := make([]scored, len(all))
	for fold := range folds {
		var taught []sentence
		for i, s := range all {
			if place[i]%folds != fold {
				taught = append(taught, s)
			}
		}
		m := train(taught, kind)
		for i, s := range all {
			if place[i]%folds == fold {
				out[i] = scored{s, m.Scores(s.message)}
				if s.ruledOut {
					out[i].scores = []float64{math.Inf(-1)}
				}
			}
		}
	}
	return out
}

// fitted is a model of all sentences, with thresholds from judging them left out.
func fitted(all []sentence, judged []scored, kind learned.Kind) (*learned.Model, error) {
	m := train(all, kind)
	for k, name := range kind.Signals {
		var without, short []float64
		for _, s := range judged {
			if has, known := s.label(name); known && !has && !s.usual {
				without = append(without, s.scores[k])
				if s.message.IsShort() {
					short = append(short, s.scores[k])
				}
			}
		}
		if len(without) == 0 {
			return nil, fmt.Errorf("there are no sentences without %q to set its threshold by", name)
		}
		if len(short) == 0 {
			short = without
		}
		m.Regressions[k].Threshold, m.Regressions[k].Short = reachedBy(falseShare[name], without), reachedBy(falseShare[name], short)
	}
	return m, nil
}

// reachedBy is the score that a share of scores reaches. It sorts them.
func reachedBy(share float64, scores []float64) float64 {
	slices.Sort(scores)
	return scores[int(float64(len(scores))*(1-share))]
}

// report prints how many sentences with each signal are heard, and how many without are taken for one.
func report(w io.Writer, language string, judged []scored, m *learned.Model) {
	for k, name := range m.Signals {
		var with, without, listed, listedFalse, heard, heardFalse int
		for _, s := range judged {
			has, known := s.label(name)
			is := m.Is(learned.Signal(k), s.message, s.scores)
			switch {
			case !known:
			case has:
				with, listed, heard = with+1, listed+count(s.listed(name)), heard+count(is)
			default:
				without, listedFalse, heardFalse = without+1, listedFalse+count(s.listed(name)), heardFalse+count(is)
			}
		}
		fmt.Fprintf(w, "%s %-7s lists: %.3f of %d, false %.3f of %d; model: %.3f, false %.3f\n", language, name,
			share(listed, with), with, share(listedFalse, without), without, share(heard, with), share(heardFalse, without))
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

func share(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
