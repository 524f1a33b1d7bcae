// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"hash/fnv"
	"math"
)

const (
	// leastAnswers is how many answers of each half a threshold is judged by, at least.
	leastAnswers = 30
	// tolerated is by how many percentage points answers may be right less often than is wanted, at
	// the lower end of the interval, for a threshold to be proposed.
	tolerated = 5
	// firstPercent, lastPercent and percentStep are the thresholds that are looked at.
	firstPercent, lastPercent, percentStep = 30, 95, 5
)

// guess is what the classifier says of a labelled message.
type guess struct {
	// as is the likeliest Intent, and about the one that a person said.
	as, about  string
	confidence float64
	// second is true of the half that thresholds are not chosen by.
	second bool
}

func (a guess) right() bool { return a.as == a.about }

// inSecondHalf divides messages by their words, so that the same message is always on one side.
func inSecondHalf(text string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text))
	return h.Sum32()>>16&1 == 1
}

// rate is a share of some messages, with its 95 % interval.
type rate struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Of    int     `json:"of"`
}

// rateOf has Wilson's score interval.
func rateOf(hits, of int) rate {
	if of == 0 {
		return rate{High: 1}
	}
	const z = 1.959964
	n, p := float64(of), float64(hits)/float64(of)
	middle, spread := (p+z*z/(2*n))/(1+z*z/n), z/(1+z*z/n)*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return rate{p, max(0, middle-spread), min(1, middle+spread), of}
}

// effect is what a threshold does to one Intent.
type effect struct {
	// Right is how many of the answers are.
	Right rate `json:"right"`
	// Answered is how many of the messages about the Intent are answered with it.
	Answered rate `json:"answered"`
}

// effectOf counts with a threshold in percent.
func effectOf(intent string, answers []guess, percent int, counts func(guess) bool) effect {
	given, right, about := 0, 0, 0
	for _, a := range answers {
		if !counts(a) {
			continue
		}
		if a.about == intent {
			about++
		}
		if a.as == intent && a.confidence >= float64(percent)/100 {
			given++
			right += count(a.right())
		}
	}
	return effect{Right: rateOf(right, given), Answered: rateOf(right, about)}
}

// proposal is the threshold of one Intent.
type proposal struct {
	Intent string `json:"intent"`
	// Now is the threshold in percent, and Proposed another one; 0: none is proposed.
	Now      int `json:"now"`
	Proposed int `json:"proposed,omitempty"`
	// Before and After are counted in the half that the threshold was not chosen by; Before counts
	// in both where none is proposed.
	Before effect  `json:"before"`
	After  *effect `json:"after,omitempty"`
	Why    string  `json:"why"`
}

// propose chooses a threshold for an Intent: the lowest with which, and above which, answers are
// right often enough. It is chosen by one half of the messages and judged by the other, because the
// best of many looks better than it is.
func propose(intent string, now, wanted int, answers []guess) proposal {
	first, second := func(a guess) bool { return !a.second }, func(a guess) bool { return a.second }
	p := proposal{Intent: intent, Now: now, Before: effectOf(intent, answers, now, func(guess) bool { return true })}
	chosen, by := 0, 0
	for percent := lastPercent; percent >= firstPercent; percent -= percentStep {
		e := effectOf(intent, answers, percent, first)
		if e.Right.Of == by || e.Right.Of < leastAnswers {
			continue // no message says anything of the percents in between
		}
		if by = e.Right.Of; 100*e.Right.Share < float64(wanted) {
			break
		}
		chosen = percent
	}
	below := 100*p.Before.Right.High < float64(wanted)
	switch {
	case by == 0:
		p.Why = fmt.Sprintf("fewer than %d answers in each half", leastAnswers)
		return p
	case chosen == 0 && below:
		p.Why = fmt.Sprintf("no threshold makes %d%% of answers right: add utterances, or tell the Intent from others", wanted)
		return p
	case chosen == 0:
		p.Why = "too few answers to tell"
		return p
	case chosen > now && !below:
		p.Why = fmt.Sprintf("nothing shows that fewer than %d%% of answers are right now", wanted)
		return p
	case chosen > now-percentStep && chosen <= now:
		p.Why = "fits"
		return p
	}
	after := effectOf(intent, answers, chosen, second)
	switch {
	case after.Right.Of < leastAnswers:
		p.Why = fmt.Sprintf("fewer than %d answers in each half", leastAnswers)
	case 100*after.Right.Share < float64(wanted), 100*after.Right.Low < float64(wanted-tolerated):
		p.Why = fmt.Sprintf("%d%% looks right, but the other half of the messages does not bear it out: more labelled messages would tell", chosen)
	default:
		p.Proposed, p.Before, p.After = chosen, effectOf(intent, answers, now, second), &after
		if chosen < now {
			p.Why = "answers more"
		} else {
			p.Why = "too many answers are wrong"
		}
	}
	return p
}
