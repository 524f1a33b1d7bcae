// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import "slices"

// maxRecent is how many releases are kept ready: two in use, and two so that going back or
// forth is instant.
const maxRecent = 4

// recent holds the releases that were used last. It belongs to one goroutine.
type recent struct {
	newest []*Loaded // the most recently used last
}

func (c *recent) get(hash string) *Loaded {
	i := slices.IndexFunc(c.newest, func(l *Loaded) bool { return l.Hash == hash })
	if i < 0 {
		return nil
	}
	l := c.newest[i]
	c.newest = append(slices.Delete(c.newest, i, i+1), l)
	return l
}

func (c *recent) hashes() []string {
	out := make([]string, len(c.newest))
	for i, l := range c.newest {
		out[i] = l.Hash
	}
	return out
}

func (c *recent) put(l *Loaded) {
	if c.get(l.Hash) != nil {
		return
	}
	c.newest = append(c.newest, l)
	if over := len(c.newest) - maxRecent; over > 0 {
		c.newest = slices.Delete(c.newest, 0, over)
	}
}
