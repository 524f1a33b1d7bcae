// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"math"
	"slices"
	"sort"
)

// span is time that an agent worked on a conversation.
type span struct {
	agent        uint32
	conversation uint32
	from, to     int64
}

// shareWork adds up agents' time. Where an agent worked on k conversations at once, each
// gets a k-th of it: work counts in shares, and a conversation gets those that were earned
// between its beginning and its end.
func (h *History) shareWork() {
	var spans []span
	for j := range h.facts {
		f := &h.facts[j]
		if f.kind != worked || f.from == f.to {
			continue
		}
		if i, known := h.judgedAs(f.conversation); known && f.at >= h.judged[i].start-int64(clockSkew) {
			spans = append(spans, span{agent: f.a, conversation: f.conversation, from: f.from, to: f.to})
		}
	}
	spans = union(spans)
	slices.SortFunc(spans, func(a, b span) int {
		if a.agent != b.agent {
			return int(a.agent) - int(b.agent)
		}
		return compare(a.from, b.from)
	})
	for begin := 0; begin < len(spans); {
		end := begin
		for end < len(spans) && spans[end].agent == spans[begin].agent {
			end++
		}
		for conversation, earned := range shareAmong(spans[begin:end]) {
			i, _ := h.judgedAs(conversation)
			h.judged[i].handled += earned
		}
		begin = end
	}
	for i := range h.judged {
		// Events know nanoseconds. Beyond them a sum depends on the order of its parts.
		h.judged[i].handled = math.Round(h.judged[i].handled*1e9) / 1e9
	}
}

// judgedAs is the index of a conversation; false: it was not judged. They are judged in the
// order of their ids.
func (h *History) judgedAs(id uint32) (int, bool) {
	i := sort.Search(len(h.judged), func(i int) bool { return h.judged[i].id >= id })
	return i, i < len(h.judged) && h.judged[i].id == id
}

// union joins spans of one agent in one conversation that overlap.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int {
		switch {
		case a.agent != b.agent:
			return int(a.agent) - int(b.agent)
		case a.conversation != b.conversation:
			return int(a.conversation) - int(b.conversation)
		default:
			return compare(a.from, b.from)
		}
	})
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && out[n-1].agent == s.agent && out[n-1].conversation == s.conversation && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// shareAmong gives the seconds that each conversation gets of one agent's spans.
func shareAmong(spans []span) map[uint32]float64 {
	type edge struct {
		at    int64
		span  int
		opens bool
	}
	edges := make([]edge, 0, 2*len(spans))
	for i, s := range spans {
		edges = append(edges, edge{s.from, i, true}, edge{s.to, i, false})
	}
	slices.SortFunc(edges, func(a, b edge) int { return compare(a.at, b.at) })
	var (
		busy   int
		before int64
		earned float64 // by a conversation that was there all the time
	)
	entered := make([]float64, len(spans))
	out := make(map[uint32]float64)
	for _, e := range edges {
		if busy > 0 {
			earned += seconds(e.at-before) / float64(busy)
		}
		before = e.at
		if e.opens {
			entered[e.span] = earned
			busy++
			continue
		}
		out[spans[e.span].conversation] += earned - entered[e.span]
		busy--
	}
	return out
}
