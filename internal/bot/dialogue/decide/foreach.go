// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/contract/release"
)

// Several values of a kind of which a field takes one are as many requests: "a drill and a saw for tomorrow". The first is
// decided as it would be alone, and the others come after it, each by its name; what is given once holds for all.

// forEach goes on with the first of several values that a message gives, and puts the others behind it. ok is false where
// it gives one. What harms nothing is answered for all at once. What the bot did not take by itself before is confirmed, and
// a day too, since it may be one of those on which the customer can.
func (s Side) forEach(d Decision, m intents.Message) (all Decision, ok bool) {
	f, each := d.Intent.Several(m)
	if len(each) == 0 || slices.ContainsFunc(s.Parts, func(p wording.Part) bool { return s.isAbout(p, d.Intent) && gives(d.Intent, f, each, p, m) }) {
		return d, false
	}
	sure := d.Fields[f.Name] == each[0][f.Name] && f.Type == release.FieldChoice
	return d.withEach(f, each, sure), true
}

// withEach goes on with the first of several, each with values of its own and those that hold for all, and puts the others
// behind it. Unless it is sure the first is confirmed where it may do harm.
func (d Decision) withEach(f *intents.Field, each []map[string]string, sure bool) Decision {
	shared := sharedBy(d.Intent, d.Fields, each)
	d.Fields, d.Given = intents.Joined(each[0], shared), &conversation.Given{Intent: d.Intent.Name, Field: f.Name}
	d.Collecting = nil
	if d.complete(0); !sure {
		d.careful()
	}
	d.TooMany = d.TooMany || len(each) > maxRequests
	var later *conversation.Offered
	for _, own := range each[1:min(len(each), maxRequests)] {
		again := Decision{Kind: Reply, Intent: d.Intent, Confidence: d.Confidence, Fields: intents.Joined(own, shared)}
		if d.Kind == Reply && d.Intent.Risk == intents.LowRisk && d.Intent.Missing(again.Fields) == nil {
			d.Also = append(d.Also, again)
		} else {
			later = later.And(begun(d.Intent, again.Fields))
		}
	}
	return d.then(later, false)
}

// sharedBy are the values that hold for all of several: those that stand in none of them, or in one alone. How many there
// are of one says nothing of another, nor of what comes later.
func sharedBy(in *intents.Intent, given map[string]string, each []map[string]string) map[string]string {
	shared := map[string]string{}
	for i := range in.Fields {
		f := &in.Fields[i]
		value, times := given[f.Name], 0
		for _, own := range each {
			if own[f.Name] != "" {
				value = own[f.Name]
				times++
			}
		}
		if value != "" && times <= 1 && (!f.IsNumber() || times == 0 && each != nil) {
			shared[f.Name] = value
		}
	}
	return shared
}

// gives tells whether a part of a message gives one of several values, and says more: what a value alone is about is not
// told by its words.
func gives(in *intents.Intent, f *intents.Field, each []map[string]string, part wording.Part, m intents.Message) bool {
	m.Text, m.Signals = part.Text, part.Signals
	value := in.Given(m)[f.Name]
	return in.NamedAlone(f, m) == "" && slices.ContainsFunc(each, func(own map[string]string) bool { return own[f.Name] == value })
}

// givesSeveral takes the first of several values of the kind that was asked for, and then the others.
func (q question) givesSeveral() (Decision, bool) {
	if q.m.Question || q.value.Value != "" || q.best != nil && q.best != q.in {
		return Decision{}, false
	}
	f, each := q.in.Several(q.m)
	if f == nil || f.Name != q.field.Name {
		return Decision{}, false
	}
	return q.s.taken(q.known, q.field, each[0][f.Name], q.m), true
}

// agreesToBoth does what a yes is said to, and asks about the same for the other value that waits: "yes, both please".
func (q question) agreesToBoth() (Decision, bool) {
	o, m := besideQuestion(q.state), q.m
	if o == nil || !o.Queued || len(o.Intents) != 1 || o.Intents[0] != q.in.Name || !intents.OnlySaysBoth(m) {
		return Decision{}, false
	}
	other := begunWith(o, 0)
	if len(other) == 0 || !isOther(q.in, o, 0, q.known.Fields, m) {
		return Decision{}, false
	}
	d, next := q.known, q.known
	d.Kind = Reply
	next.Fields = intents.Joined(other, sharedBy(q.in, q.known.Fields, nil))
	next.complete(0)
	next.careful()
	d.Also = []Decision{next}
	return d, true
}
