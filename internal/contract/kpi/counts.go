// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "math"

// Counts are what a bot's ledger counted over some time. All numbers are exact.
type Counts struct {
	// Conversations that started.
	Conversations int64
	// Outcomes of conversations that came to the age at which they are judged.
	Outcomes Outcomes
	// Ratings are how often each of 1, 2, 3, 4 and 5 was given.
	Ratings [5]int64
	// SurveysOffered is how often a customer was asked for a rating, and NPSOffered whether
	// they would recommend.
	SurveysOffered int64
	NPSOffered     int64
	// DeflectionsUndone are contained conversations that turned out not to be deflected: the
	// customer came back, gave up, or was handed over later.
	DeflectionsUndone int64
	// Contacts are conversations that were resolved, by what came of them within 7 days.
	Contacts Contacts
	// FirstResponse has one distribution of seconds for each responder.
	FirstResponse map[string]Histogram
	// Response has the seconds of all waits, for each responder.
	Response map[string]Histogram
	// Handle has the seconds that agents worked on a conversation, and HandleMilliseconds
	// their sum in thousandths.
	Handle             Histogram
	HandleMilliseconds int64
	// Resolution has the seconds from the start of a conversation to its first and to its
	// last resolution, by series: "first" and "full".
	Resolution map[string]Histogram
	// SLA are service level targets that were met or came due.
	SLA Targets
	// NPS is how often each of 0 to 10 was answered.
	NPS [11]int64
	// Reviews are how often each quality of 1, 2, 3, 4 and 5 was given.
	Reviews [5]int64
}

// Targets of service levels.
type Targets struct {
	Hit    int64
	Missed int64
}

// Outcomes of conversations; each conversation has one.
type Outcomes struct {
	Contained       int64
	Escalated       int64
	PolicyEscalated int64
	Abandoned       int64
	// Unattended were handed over without the bot's part, while automation was disabled.
	Unattended int64
}

// Total is the number of conversations judged.
func (o Outcomes) Total() int64 { return o.BotInvolved() + o.Unattended }

// BotInvolved is the number of conversations judged in which the bot had a part.
func (o Outcomes) BotInvolved() int64 {
	return o.Contained + o.Escalated + o.PolicyEscalated + o.Abandoned
}

// Contacts are conversations that were resolved; each has one result.
type Contacts struct {
	// First were neither reopened nor followed by another conversation of the customer.
	First    int64
	Repeat   int64
	Reopened int64
}

// Add returns the sum of c and d.
func (c Counts) Add(d Counts) Counts {
	return c.combine(d, func(a, b int64) int64 { return a + b })
}

// Since returns what was counted after then, an earlier reading of the same ledger. Where
// any number is smaller now, the ledger has started over in between, and c itself is what is
// known of the time since.
func (c Counts) Since(then Counts) Counts {
	restarted := false
	diff := c.combine(then, func(now, before int64) int64 {
		restarted = restarted || now < before
		return now - before
	})
	if restarted {
		return c
	}
	return diff
}

// combine applies f to each pair of numbers.
func (c Counts) combine(d Counts, f func(a, b int64) int64) Counts {
	out := Counts{
		Conversations: f(c.Conversations, d.Conversations),
		Outcomes: Outcomes{
			Contained:       f(c.Outcomes.Contained, d.Outcomes.Contained),
			Escalated:       f(c.Outcomes.Escalated, d.Outcomes.Escalated),
			PolicyEscalated: f(c.Outcomes.PolicyEscalated, d.Outcomes.PolicyEscalated),
			Abandoned:       f(c.Outcomes.Abandoned, d.Outcomes.Abandoned),
			Unattended:      f(c.Outcomes.Unattended, d.Outcomes.Unattended),
		},
		DeflectionsUndone: f(c.DeflectionsUndone, d.DeflectionsUndone),
		SurveysOffered:    f(c.SurveysOffered, d.SurveysOffered),
		NPSOffered:        f(c.NPSOffered, d.NPSOffered),
		Contacts: Contacts{
			First:    f(c.Contacts.First, d.Contacts.First),
			Repeat:   f(c.Contacts.Repeat, d.Contacts.Repeat),
			Reopened: f(c.Contacts.Reopened, d.Contacts.Reopened),
		},
		HandleMilliseconds: f(c.HandleMilliseconds, d.HandleMilliseconds),
		SLA:                Targets{Hit: f(c.SLA.Hit, d.SLA.Hit), Missed: f(c.SLA.Missed, d.SLA.Missed)},
	}
	for i := range out.Ratings {
		out.Ratings[i] = f(c.Ratings[i], d.Ratings[i])
		out.Reviews[i] = f(c.Reviews[i], d.Reviews[i])
	}
	for i := range out.NPS {
		out.NPS[i] = f(c.NPS[i], d.NPS[i])
	}
	out.FirstResponse = combineEach(c.FirstResponse, d.FirstResponse, f)
	out.Response = combineEach(c.Response, d.Response, f)
	out.Handle = c.Handle.combine(d.Handle, f)
	out.Resolution = combineEach(c.Resolution, d.Resolution, f)
	return out
}

func combineEach(c, d map[string]Histogram, f func(a, b int64) int64) map[string]Histogram {
	if len(c)+len(d) == 0 {
		return nil
	}
	out := make(map[string]Histogram, len(c)+len(d))
	for series, h := range c {
		out[series] = h.combine(d[series], f)
	}
	for series, h := range d {
		if _, both := c[series]; !both {
			out[series] = Histogram{}.combine(h, f)
		}
	}
	return out
}

// Histogram is a classic histogram: for each upper bound, how many observations are at
// most that large. The bound +Inf counts all of them.
type Histogram map[float64]int64

// Total is the number of observations.
func (h Histogram) Total() int64 { return h[math.Inf(1)] }

func (h Histogram) combine(g Histogram, f func(a, b int64) int64) Histogram {
	if len(h)+len(g) == 0 {
		return nil
	}
	out := make(Histogram, len(h)+len(g))
	for bound, n := range h {
		out[bound] = f(n, g[bound])
	}
	for bound, n := range g {
		if _, both := h[bound]; !both {
			out[bound] = f(0, n)
		}
	}
	return out
}
