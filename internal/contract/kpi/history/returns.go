// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"slices"
	"sort"
)

// findReturns finds the next conversation of each customer. Without a customer's key a
// conversation has none.
func (h *History) findReturns() {
	order := make([]int, 0, len(h.judged))
	for i := range h.judged {
		if h.judged[i].customer != 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &h.judged[i], &h.judged[j]
		if a.customer != b.customer {
			return int(a.customer) - int(b.customer)
		}
		return compare(a.start, b.start)
	})
	for begin := 0; begin < len(order); {
		customer := h.judged[order[begin]].customer
		end := begin
		for end < len(order) && h.judged[order[end]].customer == customer {
			end++
		}
		theirs := order[begin:end]
		for _, i := range theirs {
			c := &h.judged[i]
			after := func(at int64) int64 {
				next := sort.Search(len(theirs), func(k int) bool { return h.judged[theirs[k]].start >= at })
				if next < len(theirs) && theirs[next] == i {
					next++ // a conversation of one instant does not follow itself
				}
				if next == len(theirs) {
					return none
				}
				return h.judged[theirs[next]].start - at
			}
			c.returns = after(c.end)
			if c.firstResolved != none {
				c.returnsToo = after(c.firstResolved)
			}
		}
		begin = end
	}
}
