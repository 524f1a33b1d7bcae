// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

// none is a time that is not there.
const none = -1

// conversation is what the events of one conversation say. Times are nanoseconds since
// 1970, durations seconds, none where there is nothing. Members are in the order of their
// size: half a million conversations have to fit into memory.
type conversation struct {
	waits     []wait
	cycles    []float64 // those after reopenings
	csat, nps []answer
	targets   []target
	qualities []int8

	start, end                     int64
	firstAny, firstBot, firstHuman float64
	firstResolved                  int64
	toFirst                        float64
	toLast                         float64 // none until it has stayed resolved
	handled                        float64
	// Nanoseconds to the customer's next conversation: from the end, and from firstResolved.
	returns, returnsToo int64

	id, channel, customer, intent uint32
	reason                        uint32 // of the first handoff that the policy did not demand
	unanswered                    int32  // waits that nobody ended
	resolutions, reopenings       int32
	offeredCSAT, offeredNPS       int32
	reprioritise                  int32

	botTookPart   bool
	humanTookPart bool
	classified    bool // the bot had a part
	handoff       bool // any
	escalated     bool // one that the policy did not demand
	policy        bool // one that it did
	open          bool
	abandoned     bool
	autoClosed    bool
	reopenedSoon  bool    // within contactAge of firstResolved
	firstCycle    bool    // toFirst is one
	worked        bool    // by an agent
	reviewed      Verdict // of handing over
}

type wait struct {
	seconds float64
	by      party
}

type answer struct {
	score int8
	by    party
}

// target is a service level that was promised.
type target struct {
	name, priority uint32
	due            int64
	late           int64  // nanoseconds from due to when it was kept after all; none: not known
	was            uint32 // the priority before, where it was changed
	state          targetState
}

type targetState uint8

const (
	pending targetState = iota
	hit
	missed
)

func seconds(nanoseconds int64) float64 { return float64(nanoseconds) / 1e9 }

// follow reads the facts of one conversation in the order of time; false: its start is not
// among them.
func (h *History) follow(facts []fact) (conversation, bool) {
	c := conversation{
		firstAny: none, firstBot: none, firstHuman: none, toFirst: none, toLast: none,
		firstResolved: none, returns: none, returnsToo: none, open: true,
	}
	first := -1
	for i := range facts {
		if facts[i].kind == started {
			first = i
			break
		}
	}
	if first < 0 {
		for i := range facts {
			h.refused(UnknownConversation, int64(facts[i].line))
		}
		return c, false
	}
	begin := &facts[first]
	c.id, c.start, c.end = begin.conversation, begin.at, begin.at
	c.channel, c.customer = begin.a, begin.b
	p := path{conversation: &c, waiting: none, last: none, handoffAt: none, humanAt: none, cycleFrom: c.start, resolvedSince: none}
	for i := range facts {
		f := &facts[i]
		switch {
		case f.kind == started:
			if i != first {
				h.refused(StartedTwice, int64(f.line))
			}
			continue
		case f.at < c.start-int64(clockSkew):
			h.refused(BeforeStart, int64(f.line))
			continue
		}
		p.step(f, max(f.at, c.start))
	}
	p.finish(h.last, h.names.texts)
	return c, true
}

// path is where a conversation is while its events are read.
type path struct {
	*conversation
	waiting int64 // since when the customer waits
	// last is since when the customer waited as the conversation ended at lastAt; none: nobody
	// did. A reply that resolves may have the same time, and then come behind the resolution.
	last, lastAt int64
	handoffAt    int64 // the last handoff
	cycleFrom    int64
	humanAt      int64 // the first word of a person
	handoffFor   uint32
	lastIntent   uint32
	activity     int64
	// resolvedSince is since when the conversation is resolved, and lasting the last
	// resolution of that time; once it has lasted, neither changes.
	resolvedSince, lasting int64
	lastResolved           int64
}

// lasted reports whether the conversation had stayed resolved when that happened.
func (p *path) lasted(at int64) bool {
	return p.resolvedSince != none && at-p.resolvedSince >= int64(fullAge)
}

func (p *path) step(f *fact, at int64) {
	switch f.kind {
	case received, sent, classified, requested, moved, worked:
		p.activity = max(p.activity, at)
	default:
	}
	switch f.kind {
	case received:
		if p.waiting == none {
			p.waiting = at
		}
	case sent:
		p.reply(f, at)
	case classified:
		p.classified = true
		if f.a != 0 {
			p.lastIntent = f.a
		}
	case requested:
		p.handoffAt = at
		if !p.handoff && f.a != 0 {
			p.handoffFor = f.a
		}
		p.handoff = true
		if f.flag {
			p.policy = true
		} else if !p.escalated {
			p.escalated = true
			p.reason = f.b
		}
	case worked:
		p.worked = true
	case resolved, reopened, abandoned:
		p.turn(f, at)
	case offered, responded, reviewed:
		p.opinion(f)
	case slaApplied, slaFulfilled, slaBreached:
		p.promise(f, at)
	default:
	}
}

// reply reads a message that was sent. Private ones and those of automations are none that
// a customer waits for.
func (p *path) reply(f *fact, at int64) {
	if f.flag || f.party != bot && f.party != human {
		return
	}
	if p.firstAny == none {
		p.firstAny = seconds(at - p.start)
	}
	if f.party == bot {
		p.botTookPart = true
		if p.firstBot == none && f.score == 1 {
			p.firstBot = seconds(at - p.start)
		}
	} else {
		p.humanTookPart = true
		if p.humanAt == none {
			p.humanAt = at
		}
		if p.firstHuman == none {
			p.firstHuman = seconds(at - max(p.handoffAt, p.start))
		}
	}
	if p.waiting == none && f.party == human && p.last != none && at == p.lastAt {
		p.waiting, p.last = p.last, none
	}
	if p.waiting != none {
		p.waits = append(p.waits, wait{seconds: seconds(at - p.waiting), by: f.party})
		p.waiting = none
	}
}

// turn reads an end or a new beginning.
func (p *path) turn(f *fact, at int64) {
	if f.kind == reopened {
		if !p.lasted(at) {
			p.resolvedSince = none
		}
		p.reopenings++
		if p.firstResolved != none && at-p.firstResolved <= int64(contactAge) {
			p.reopenedSoon = true
		}
		p.abandoned = false
		if !p.open {
			p.open, p.cycleFrom = true, at
		}
		return
	}
	if p.waiting != none {
		p.last, p.lastAt = p.waiting, at
	}
	p.waiting = none // a last word needs no reply
	p.end = at
	if f.kind == abandoned {
		p.abandoned, p.open = true, false
		return
	}
	if !p.lasted(at) {
		p.lasting = at
		if p.resolvedSince == none {
			p.resolvedSince = at
		}
	}
	p.resolutions++
	p.lastResolved = at
	p.autoClosed = f.party == automation
	if p.resolutions == 1 {
		p.firstResolved = at
		p.toFirst = seconds(at - p.start)
	}
	switch {
	case !p.open:
	case p.resolutions == 1 && p.cycleFrom == p.start:
		p.firstCycle = true
	default:
		p.cycles = append(p.cycles, seconds(at-p.cycleFrom))
	}
	p.open = false
}

// opinion reads what customers and reviewers say.
func (p *path) opinion(f *fact) {
	switch {
	case f.kind == reviewed:
		p.reviewed = max(p.reviewed, Verdict(f.a))
		if f.score > 0 {
			p.qualities = append(p.qualities, f.score)
		}
	case f.kind == offered:
		if f.flag {
			p.offeredNPS++
		} else {
			p.offeredCSAT++
		}
	case f.flag:
		p.nps = append(p.nps, answer{score: f.score, by: f.party})
	default:
		p.csat = append(p.csat, answer{score: f.score, by: f.party})
	}
}

// promise reads a service level. The first word on a target that was applied is the last:
// what is fulfilled after it was breached stays missed, and was that much late.
func (p *path) promise(f *fact, at int64) {
	var latest *target
	for i := range p.targets {
		if p.targets[i].name == f.a {
			latest = &p.targets[i]
		}
	}
	if f.kind == slaApplied {
		next := target{name: f.a, priority: f.b, due: f.to, late: none}
		if latest != nil && latest.state == pending {
			next.was = latest.was
			if latest.priority != next.priority {
				p.reprioritise++
				next.was = latest.priority
			}
			*latest = next
			return
		}
		p.targets = append(p.targets, next)
		return
	}
	if latest == nil {
		p.targets = append(p.targets, target{name: f.a, late: none})
		latest = &p.targets[len(p.targets)-1]
	}
	switch {
	case latest.state == pending && f.kind == slaBreached:
		latest.state = missed
	case latest.state == pending && latest.due != 0 && at > latest.due+int64(targetGrace):
		latest.state = missed // though nobody said so
		latest.keptAt(at)
	case latest.state == pending:
		latest.state = hit
	case latest.state == missed && f.kind == slaFulfilled:
		latest.keptAt(at)
	}
}

// finish judges what is left open at the last event of the history.
func (p *path) finish(asOf int64, names []string) {
	if p.waiting != none {
		p.unanswered++
	}
	if p.open {
		p.end = max(p.start, p.activity)
	}
	if p.lasted(asOf) {
		p.toLast = seconds(p.lasting - p.start)
	}
	p.intent = p.lastIntent
	if p.handoffFor != 0 {
		p.intent = p.handoffFor
	}
	for i := range p.targets {
		t := &p.targets[i]
		if t.state == pending && t.due != 0 && t.due+int64(targetGrace) <= asOf {
			t.state = missed
		}
		if t.state == missed {
			p.keptAfterAll(t, names[t.name])
		}
	}
	who := nobody
	switch {
	case p.botTookPart && p.humanTookPart:
		who = mixed
	case p.humanTookPart:
		who = human
	case p.botTookPart:
		who = bot
	}
	for i := range p.csat {
		if p.csat[i].by == nobody {
			p.csat[i].by = who
		}
	}
}
