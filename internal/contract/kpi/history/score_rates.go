// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"github.com/intentops/intentops/internal/contract/kpi"
)

// tally counts hits of those old enough, and the too young.
type tally struct {
	hits, n int64
	young   int
}

func (t *tally) add(hit bool) {
	t.n++
	if hit {
		t.hits++
	}
}

func (t *tally) stat() Stat {
	return statOf(kpi.OfRatio(t.hits, t.n)).censored(t.young, int(t.n)+t.young)
}

// deflection has no value where people replied and there is no trace of a bot: without one
// nothing was deflected, though nothing was handed over either.
func (h *History) deflection(of []*conversation) measurement {
	var all, repeat, gaveUp, alone tally
	people, bots := false, false
	for _, c := range of {
		people = people || c.humanTookPart || c.worked
		bots = bots || c.classified || c.botTookPart || c.handoff
		if !h.old(c.end, deflectionAge) {
			all.young++
			continue
		}
		returned := c.returns != none && c.returns <= int64(deflectionAge)
		all.add(!c.handoff && !c.abandoned && !returned)
		repeat.add(returned)
		gaveUp.add(c.abandoned)
		alone.add(!c.handoff && !c.abandoned && !returned && !c.humanTookPart && !c.worked)
	}
	series := map[string]Stat{"repeatContact": repeat.stat(), "abandoned": gaveUp.stat()}
	if people && !bots {
		return measurement{headline: statOf(kpi.Estimate{}, false), series: series}
	}
	series["noPerson"] = alone.stat()
	return measurement{headline: all.stat(), series: series}
}

func (h *History) containment(of []*conversation) measurement {
	var all, gaveUp tally
	for _, c := range of {
		switch {
		case !c.classified:
		case !h.old(c.start, containmentAge):
			all.young++
		default:
			all.add(!c.handoff)
			gaveUp.add(!c.handoff && c.abandoned)
		}
	}
	return measurement{headline: all.stat(), series: map[string]Stat{"abandoned": gaveUp.stat()}}
}

// escalation has a series for each reason of a first handoff that the policy did not demand.
func (h *History) escalation(of []*conversation) measurement {
	var all, policy, overlooked, needless, looked tally
	reasons := map[uint32]int64{}
	for _, c := range of {
		if c.reviewed != noVerdict {
			overlooked.add(c.reviewed == warranted && !c.handoff)
		}
		if c.classified && c.escalated {
			looked.add(c.reviewed != noVerdict)
			if c.reviewed != noVerdict {
				needless.add(c.reviewed == unwarranted)
			}
		}
		switch {
		case !c.classified:
		case !h.old(c.start, escalationAge):
			all.young++
		default:
			all.add(c.escalated)
			policy.add(c.policy)
			if c.escalated {
				reasons[c.reason]++
			}
		}
	}
	series := map[string]Stat{
		"policyRequired": policy.stat(), "missed": overlooked.stat(),
		"unwarranted": needless.stat(), "reviewed": looked.stat(),
	}
	for reason, n := range reasons {
		name := h.names.texts[reason]
		if name == "" {
			name = "none given"
		}
		series["reason:"+name] = statOf(kpi.OfRatio(n, all.n))
	}
	return measurement{headline: all.stat(), series: series}
}

// sla has a series for each target, and for each of its priorities.
func (h *History) sla(of []*conversation) measurement {
	var all tally
	var changed, conversations int64
	by := map[string]*tally{}
	for _, c := range of {
		if len(c.targets) > 0 {
			conversations++
			if c.reprioritise > 0 {
				changed++
			}
		}
		for _, t := range c.targets {
			if t.state == pending {
				all.young++
				continue
			}
			all.add(t.state == hit)
			name := h.names.texts[t.name]
			keys := []string{name}
			if t.priority != 0 {
				keys = append(keys, name+"/"+h.names.texts[t.priority])
			}
			for _, key := range keys {
				if by[key] == nil {
					by[key] = &tally{}
				}
				by[key].add(t.state == hit)
			}
		}
	}
	series := h.lateness(of)
	series["priorityChanged"] = share(changed, conversations)
	for key, t := range by {
		series[key] = t.stat()
	}
	return measurement{headline: all.stat(), series: series}
}

func (h *History) firstContact(of []*conversation) measurement {
	var all, again, repeat tally
	for _, c := range of {
		switch {
		case c.resolutions == 0:
		case !h.old(c.firstResolved, contactAge):
			all.young++
		default:
			returned := c.returnsToo != none && c.returnsToo <= int64(contactAge)
			all.add(!c.reopenedSoon && !returned)
			again.add(c.reopenedSoon)
			repeat.add(returned)
		}
	}
	return measurement{headline: all.stat(), series: map[string]Stat{"reopened": again.stat(), "repeatContact": repeat.stat()}}
}

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
