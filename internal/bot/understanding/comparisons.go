// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "sync"

// maxCompared bounds the numbers that the comparisons of one model hold: two megabytes.
const maxCompared = 1 << 19

// comparisons are those of words that were compared before: customers use the same few hundred words
// again and again, and comparing one takes longer than all else that is made of it. Only words of the
// utterances and of the table are remembered, none that a customer has made up.
type comparisons struct {
	mu    sync.RWMutex
	known map[string]*comparison
	most  int
}

// remembering makes an alignment remember what it compares from now on.
func (a *alignment) remembering() *alignment {
	if a != nil && len(a.words) > 0 {
		a.compared = &comparisons{known: map[string]*comparison{}, most: maxCompared / len(a.words)}
	}
	return a
}

// of returns the comparison of a word, which nobody changes; nil: it is not remembered.
func (c *comparisons) of(a *alignment, token string) *comparison {
	if c == nil {
		return nil
	}
	c.mu.RLock()
	found, full := c.known[token], len(c.known) >= c.most
	c.mu.RUnlock()
	if found != nil || full {
		return found
	}
	word, ok := a.own(token)
	if !ok {
		return nil
	}
	made := a.compare(make([]float32, len(a.words)), word)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) < c.most {
		c.known[word] = &made
	}
	return &made
}

// own returns a word of the utterances or of the table, in their memory instead of the customer's.
func (a *alignment) own(token string) (word string, ok bool) {
	if id, known := a.index[token]; known {
		return a.words[id].text, true
	}
	if a.meanings.table == nil {
		return "", false
	}
	rank, ok := a.meanings.table.Find(token)
	if !ok {
		return "", false
	}
	return a.meanings.table.Word(rank), true
}
