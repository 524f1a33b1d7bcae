// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import "github.com/intentops/intentops/internal/contract/kpi"

var partyNames = map[party]string{nobody: "unknown", bot: "bot", human: "human", mixed: "mixed", automation: "unknown"}

func (h *History) csat(of []*conversation) measurement {
	var all [5]int64
	by := map[string][5]int64{}
	var offers, answers, old int64
	young := 0
	for _, c := range of {
		if !h.old(c.start, ratingAge) {
			young++
			continue
		}
		old++
		if c.offeredCSAT > 0 || len(c.csat) > 0 {
			offers++
		}
		if len(c.csat) > 0 {
			answers++
		}
		for _, a := range c.csat {
			all[a.score-1]++
			counts := by[partyNames[a.by]]
			counts[a.score-1]++
			by[partyNames[a.by]] = counts
		}
	}
	series := map[string]Stat{
		"topBox":       share(all[3]+all[4], total(all[:])),
		"lowest":       share(all[0]+all[1], total(all[:])),
		"offerRate":    share(offers, old),
		"responseRate": share(answers, offers),
	}
	for name, counts := range by {
		series[name] = statOf(kpi.OfRatings(counts))
	}
	return measurement{headline: statOf(kpi.OfRatings(all)).censored(young, len(of)), series: series}
}

func total(counts []int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}

func promoters(of []*conversation) measurement {
	var answers [11]int64
	var asked, answered int64
	for _, c := range of {
		if c.offeredNPS > 0 || len(c.nps) > 0 {
			asked++
		}
		if len(c.nps) > 0 {
			answered++
		}
		for _, a := range c.nps {
			answers[a.score]++
		}
	}
	n := total(answers[:])
	return measurement{headline: statOf(kpi.OfPromoters(answers)), series: map[string]Stat{
		"promoters": share(total(answers[9:]), n), "detractors": share(total(answers[:7]), n),
		"responseRate": share(answered, asked),
	}}
}

func quality(of []*conversation) measurement {
	var labels [5]int64
	var reviewed int64
	for _, c := range of {
		if len(c.qualities) > 0 {
			reviewed++
		}
		for _, q := range c.qualities {
			labels[q-1]++
		}
	}
	return measurement{headline: statOf(kpi.OfRatings(labels)), series: map[string]Stat{"reviewed": share(reviewed, int64(len(of)))}}
}

func (h *History) chats(of []*conversation) measurement {
	by := map[string]int64{}
	for _, c := range of {
		by[h.channel(c)]++
	}
	series := map[string]Stat{}
	for name, n := range by {
		series[name] = statOf(kpi.OfCount(n), true)
	}
	return measurement{headline: statOf(kpi.OfCount(int64(len(of))), true), series: series}
}

// channel is a conversation's channel, kpi.None where it was not told.
func (h *History) channel(c *conversation) string {
	if c.channel == 0 {
		return kpi.None
	}
	return h.names.texts[c.channel]
}
