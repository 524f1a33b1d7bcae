// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"cmp"
	"slices"
	"sync"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/intentops/intentops/internal/bot/understanding/library"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/utterances"
)

const (
	// fewUtterances is up to how many utterances of its own an intent borrows others: with more,
	// it knows better than a library what its customers say.
	fewUtterances = 15
	// An intent borrows from at most lenders meanings. A meaning lends to the intent nearest to it,
	// if their cosine is at least nearEnough and exceeds that of the second nearest intent by
	// clearly. Each lends at most borrowedEach sentences; where there is room for fewer than
	// leastEach, nothing is borrowed.
	lenders      = 3
	nearEnough   = 0.6
	clearly      = 0.05
	borrowedEach = 24
	leastEach    = 8
	// foreign is the greatest cosine to any intent of a meaning that is none of the bot's business.
	foreign = 0.5
	// english is the least share of English function words in the utterances of a bot that borrows, after its glossary
	// has read those of other languages as such: English ones have half, those of other languages at most a tenth.
	// Utterances that are hardly more than keywords have fewer, and borrow nothing in any language.
	english = 0.25
	// meantBy is how much of an intent must be about its meaning: those of names borrow nothing.
	meantBy = 0.5
)

// lent is what the library holds by a table of vectors.
type lent struct {
	meanings func() [][]string
	centres  [][]float32 // of meanings
	asides   [][]float32 // centres of what no bot is about
	common   []float32   // direction that all centres share
	said     said
}

// lentInEnglish is the library by the vectors that are built in.
var lentInEnglish = sync.OnceValue(func() *lent {
	m := meanings{table: vectors.English()}
	said := library.Meanings()
	l := &lent{meanings: library.Meanings, centres: m.centres(said), asides: m.centres(library.Asides()), said: newSaid(m, said)}
	l.common = principal(l.centres)
	return l
})

// sampled is of how many sentences a centre is made.
const sampled = 24

func (m meanings) centres(all [][]string) [][]float32 {
	centres := make([][]float32, len(all))
	var words []string
	var one []float32
	for i, sentences := range all {
		centres[i] = make([]float32, m.table.Dims())
		for _, text := range sentences[:min(sampled, len(sentences))] {
			words = utterances.AppendWords(words[:0], normal(text))
			if one = m.of(one[:0], words); len(one) > 0 {
				addTo(centres[i], one)
			}
		}
	}
	return centres
}

// borrowing is a sentence for an intent.
type borrowing struct {
	text  string
	label int
}

// borrow chooses sentences for intents with few utterances, and tells which meanings are around.
func (c *corpus) borrow(from *lent) (borrowed []borrowing, all around) {
	each := min(borrowedEach, (alignedDocuments-len(c.docs))/(lenders*len(c.intents)))
	if from == nil || each < leastEach || len(c.intents) < 2 || c.functionShare() < english {
		return nil, all
	}
	direction := common(c.docs)
	if len(direction) == 0 {
		return nil, all
	}
	all.library, all.centres.dims = from, len(direction)
	centres, open := c.centres(from.common)
	lending := make([][]near, len(centres))
	for at, whole := range from.centres {
		all.centres.add(apart(whole, direction))
		all.whose = append(all.whose, borderline)
		centre := apart(whole, from.common)
		if len(centre) == 0 {
			continue
		}
		first, second := near{cosine: -1}, float32(-1)
		for label, own := range centres {
			switch cosine := dot(centre, own); {
			case cosine > first.cosine:
				first, second = near{label, at, cosine}, first.cosine
			case cosine > second:
				second = cosine
			}
		}
		switch {
		case first.cosine >= nearEnough && first.cosine-second >= clearly:
			all.whose[at] = int32(first.label)
			if open[first.label] {
				lending[first.label] = append(lending[first.label], first)
			}
		case first.cosine < foreign:
			all.whose[at] = foreigner
		}
	}
	for _, centre := range from.asides {
		all.centres.add(apart(centre, direction))
		all.whose = append(all.whose, foreigner)
	}
	all.centres.fit()
	sentencesOf := from.meanings()
	for label, meanings := range lending {
		slices.SortStableFunc(meanings, func(a, b near) int { return cmp.Compare(b.cosine, a.cosine) })
		for _, n := range meanings[:min(lenders, len(meanings))] {
			sentences := sentencesOf[n.meaning]
			take := min(each, len(sentences))
			for k := range take {
				borrowed = append(borrowed, borrowing{sentences[k*len(sentences)/take], label})
			}
		}
	}
	return borrowed, all
}

// functionShare is the share of English function words among the words of all utterances.
func (c *corpus) functionShare() float64 {
	function, all := 0, 0
	for i := range c.docs {
		for _, token := range c.docs[i].tokens {
			if all++; functionWords[hash(wordSeed, token)] {
				function++
			}
		}
	}
	return float64(function) / float64(max(all, 1))
}

// near is a meaning of the library beside the intent that is nearest to it.
type near struct {
	label, meaning int
	cosine         float32
}

// centres are the middles of the intents' meanings. An intent is open where it has few
// utterances, which are about their meanings and its own.
func (c *corpus) centres(direction []float32) (centres [][]float32, open []bool) {
	centres, open = make([][]float32, len(c.intents)), make([]bool, len(c.intents))
	count, covered := make([]int, len(c.intents)), make([]float32, len(c.intents))
	for label := range centres {
		centres[label] = make([]float32, len(direction))
	}
	own := newAlignment(c)
	for i := range c.docs {
		label := c.labels[i]
		count[label]++
		covered[label] += own.covered(i)
		if meaning := without(nil, c.docs[i].meaning, direction, 1); len(meaning) > 0 {
			addTo(centres[label], meaning)
		}
	}
	for label := range centres {
		toUnit(centres[label])
		open[label] = count[label] <= fewUtterances && covered[label] >= meantBy*float32(count[label]) && !slices.Contains(c.disputed, label)
	}
	return centres, open
}

// apart is a centre less its part along a direction, at length one; empty: nothing is left.
func apart(centre, direction []float32) []float32 {
	centre = slices.Clone(centre)
	if len(centre) != len(direction) {
		return nil
	}
	blas32.Axpy(-dot(centre, direction), dense(direction), dense(centre))
	if !toUnit(centre) {
		return nil
	}
	return centre
}
