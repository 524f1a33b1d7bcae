// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/intentops/intentops/internal/bot/understanding/glossary"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// ErrNoIntents is returned by Train for an empty training set.
var ErrNoIntents = errors.New("no intents to train on")

// corpus is a checked training set in canonical order, so that the order in
// which intents and utterances were listed cannot change the model.
type corpus struct {
	intents []string
	docs    []document
	labels  []int // docs[i] shows intents[labels[i]]
	own     int   // the first docs, which are the bot's own; the others are borrowed
	foreign bool  // the utterances are not English

	disputed []int  // intents with an utterance that another has too
	around   around // meanings of the library

	meanings  meanings
	alignment *alignment // nil when there are too many documents
}

type labelled struct {
	text  string // as written; any spelling of the same words gives the same document
	words string // normalised
	label int
}

// newCorpus checks and orders the examples. Utterances that are the same after
// normalisation count once.
func newCorpus(examples []Example, meanings meanings, library *lent) (*corpus, error) {
	if len(examples) == 0 {
		return nil, ErrNoIntents
	}
	c := &corpus{meanings: meanings}
	for _, example := range examples {
		c.intents = append(c.intents, example.Intent)
	}
	slices.Sort(c.intents)
	for i, intent := range c.intents {
		if intent == "" {
			return nil, errors.New("an intent has no name")
		}
		if i > 0 && c.intents[i-1] == intent {
			return nil, fmt.Errorf("intent %q is listed twice", intent)
		}
	}
	utterances, err := c.collect(examples)
	if err != nil {
		return nil, err
	}
	e := extractors.Get().(*extractor)
	defer extractors.Put(e)
	read := func() {
		c.docs = c.docs[:0]
		for _, u := range utterances {
			c.docs = append(c.docs, e.readDocument(u.text, c.meanings))
		}
	}
	read()
	c.foreign = c.functionShare() < english
	if library != nil {
		if c.meanings.glossary = glossary.Of(languagesOf(c.docs)...); c.meanings.glossary != nil {
			read()
		}
	}
	for _, u := range utterances {
		c.labels = append(c.labels, u.label)
	}
	c.own = len(c.docs)
	var borrowed []borrowing
	borrowed, c.around = c.borrow(library)
	for _, b := range borrowed {
		c.docs = append(c.docs, e.readDocument(b.text, meanings))
		c.labels = append(c.labels, b.label)
	}
	c.alignment = newAlignment(c)
	for i := range c.docs {
		c.docs[i].covered = c.alignment.covered(i)
	}
	return c, nil
}

// collect returns the distinct utterances by intent, then by their words. What Served tells
// apart may have the same words now: such a release was made by an operator of before, and
// must load. Then both intents have the utterance, and neither is sure of it.
func (c *corpus) collect(examples []Example) ([]labelled, error) {
	var all []labelled
	for _, example := range examples {
		label, _ := slices.BinarySearch(c.intents, example.Intent)
		if len(example.Utterances) == 0 {
			return nil, fmt.Errorf("intent %q has no utterances", example.Intent)
		}
		known := len(all)
		for _, text := range example.Utterances {
			if words := utterances.Normalise(normal(text)); words != "" {
				all = append(all, labelled{text: text, words: words, label: label})
			} else if utterances.Served(text) == "" {
				return nil, fmt.Errorf("intent %q: utterance %q has no words", example.Intent, text)
			}
		}
		if len(all) == known {
			return nil, fmt.Errorf("intent %q has no utterances with words", example.Intent)
		}
	}
	slices.SortFunc(all, func(a, b labelled) int {
		return cmp.Or(cmp.Compare(a.words, b.words), cmp.Compare(a.label, b.label))
	})
	distinct := all[:0]
	for _, u := range all {
		if n := len(distinct); n > 0 && distinct[n-1].words == u.words {
			previous := distinct[n-1]
			if previous.label == u.label {
				continue
			}
			c.disputed = append(c.disputed, previous.label, u.label)
			if utterances.Served(previous.text) == utterances.Served(u.text) {
				return nil, fmt.Errorf("utterance %q is in both intent %q and intent %q",
					u.words, c.intents[previous.label], c.intents[u.label])
			}
		}
		distinct = append(distinct, u)
	}
	slices.SortStableFunc(distinct, func(a, b labelled) int { return cmp.Compare(a.label, b.label) })
	return distinct, nil
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
