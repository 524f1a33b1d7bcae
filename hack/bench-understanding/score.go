// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// verdict is one answered text.
type verdict struct {
	confidence float64
	right      bool
	inScope    bool
}

func answer(m *understanding.Model, texts []sentence, inScope bool) ([]verdict, error) {
	all := make([]verdict, len(texts))
	for i, s := range texts {
		predictions, err := m.Classify(context.Background(), s.text)
		if err != nil {
			return nil, err
		}
		all[i].inScope = inScope
		if len(predictions) > 0 {
			all[i].confidence = predictions[0].Confidence
			all[i].right = inScope && predictions[0].Intent == s.intent
		}
	}
	return all, nil
}

// share of the verdicts that fulfil a condition, 0..1.
func share(all []verdict, is func(verdict) bool) float64 {
	n := 0
	for _, v := range all {
		if is(v) {
			n++
		}
	}
	return float64(n) / float64(len(all))
}

func accuracy(all []verdict) float64 {
	return share(all, func(v verdict) bool { return v.right })
}

// calibrationError is the expected calibration error over 15 equal bins of
// confidence.
func calibrationError(all []verdict) float64 {
	const bins = 15
	var confidence, right [bins]float64
	for _, v := range all {
		bin := min(bins-1, int(v.confidence*bins))
		confidence[bin] += v.confidence
		if v.right {
			right[bin]++
		}
	}
	gap := 0.0
	for bin := range bins {
		gap += math.Abs(confidence[bin] - right[bin])
	}
	return gap / float64(len(all))
}

// overpromise is by how much confidence exceeds, at the worst of some thresholds, what it
// promises: the share of right ones among all answers with so much confidence or more. 0 where
// it promises too little.
func overpromise(all []verdict) float64 {
	worst := 0.0
	for percent := 50; percent <= 95; percent += 5 {
		threshold, answered, right := float64(percent)/100, 0.0, 0.0
		for _, v := range all {
			if v.confidence < threshold {
				continue
			}
			if answered++; v.right {
				right++
			}
		}
		if answered > 0 {
			worst = max(worst, threshold-right/answered)
		}
	}
	return worst
}

// auroc is the probability that a text in scope gets more confidence than one
// out of scope; ties count half.
func auroc(in, out []verdict) float64 {
	all := byConfidence(slices.Concat(in, out))
	below, wins := 0.0, 0.0
	for end := len(all); end > 0; {
		start, ins, outs := end, 0.0, 0.0
		for start > 0 && all[start-1].confidence == all[end-1].confidence {
			start--
			if all[start].inScope {
				ins++
			} else {
				outs++
			}
		}
		wins += ins * (below + outs/2)
		below += outs
		end = start
	}
	return wins / float64(len(in)) / float64(len(out))
}

// coverageAt is the share of the texts in scope that are accepted by the lowest
// threshold at which so many of all accepted ones are right. The threshold is
// chosen knowing the answers, so it is a bound on what one can do.
func coverageAt(precision float64, all []verdict) float64 {
	sorted := byConfidence(slices.Clone(all))
	accepted, right, total, best := 0.0, 0.0, 0.0, 0.0
	for i, v := range sorted {
		if v.inScope {
			accepted++
		}
		if v.right {
			right++
		}
		last := i == len(sorted)-1 || sorted[i+1].confidence < v.confidence
		if last && right/float64(i+1) >= precision {
			best = accepted
		}
	}
	for _, v := range sorted {
		if v.inScope {
			total++
		}
	}
	return best / total
}

// byConfidence sorts in place, the most confident first.
func byConfidence(all []verdict) []verdict {
	slices.SortStableFunc(all, func(a, b verdict) int { return cmp.Compare(b.confidence, a.confidence) })
	return all
}
