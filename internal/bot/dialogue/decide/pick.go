// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

const (
	// maxPicked is the most words of an answer that picks one of several values, and maxLookedBack in how
	// many messages of the customer's the values are looked for.
	maxPicked     = 8
	maxLookedBack = 4
)

var (
	// places name one of several by its place.
	places         = signals.ListOf("place")
	placesUnspaced = regexp.MustCompile(signals.Expressions("place"))
)

// named are the values of a field that the customer named together last, before this message.
func (s Side) named(state *conversation.State, f *intents.Field) []string {
	looked := 0
	for i, turn := range slices.Backward(state.Turns) {
		if turn.Role != conversation.RoleCustomer || i == len(state.Turns)-1 {
			continue
		}
		if all := f.All(turn.Text); len(all) > 1 {
			return all
		}
		if looked++; looked == maxLookedBack {
			break
		}
	}
	return nil
}

// picked are the ones that a message means of several: "the second one", "both"; none: it does not say.
func picked(m intents.Message, of []string) []string {
	if len(of) < 2 || m.Question && strings.ContainsAny(m.Text, "?？؟") && len(signals.Words(m.Text)) > maxPicked ||
		wording.WordCount(m.Text) > maxPicked || wording.HasNumber(m.Text) && !placesUnspaced.MatchString(m.Text) ||
		len(m.Denied) > 0 {
		return nil
	}
	if intents.NamesBoth(m.Text) {
		if len(of) > 2 {
			return nil
		}
		return of
	}
	at := -1
	if place := placesUnspaced.FindString(m.Text); place != "" {
		at = values.Position(place, len(of))
	}
	for _, word := range signals.Words(m.Text) {
		if !places.Has(word) {
			continue
		}
		if at >= 0 {
			return nil
		}
		switch word {
		case "latter":
			at = len(of) - 1
		case "former":
			at = 0
		default:
			at = values.Position(word, len(of))
		}
	}
	if at < 0 {
		return nil
	}
	return of[at : at+1]
}

// allOf are the values of a field that a request is made for, of several that it names: both of "cancel AB123456 and
// AB654321", and of the customer's own and somebody else's the former; none: it names one, or may not mean them all.
func allOf(in *intents.Intent, f *intents.Field, request intents.Message) []string {
	all := f.All(request.Text)
	if len(all) < 2 {
		return nil
	}
	if mine := in.Mine(f, request); mine != "" {
		return []string{mine}
	}
	if in.Given(request)[f.Name] != all[0] || request.Negates || request.No || request.Corrects || request.Withdrawn || request.Excepts || request.Instead {
		return nil
	}
	return all
}

// withPicked goes on with the values that were picked, one after the other.
func (d Decision) withPicked(f *intents.Field, all []string) Decision {
	d.Fields = intents.With(d.Fields, f.Name, all[0])
	d.Given = &conversation.Given{Intent: d.Intent.Name, Field: f.Name}
	d.Collecting, d.Asked = nil, 0
	d.complete(0)
	for _, value := range all[1:] {
		if d.Kind == Reply {
			again := d
			again.Also, again.Fields = nil, intents.With(d.Fields, f.Name, value)
			d.Also = append(d.Also, again)
		} else {
			d.Later = d.Later.And(&conversation.Offered{Intents: []string{d.Intent.Name}, Text: value, Queued: true})
		}
	}
	return d
}

// carryNamed takes over a value that was named before this message where it goes on with that: "and when
// will it arrive?". What may do harm is asked about with it.
func (s Side) carryNamed(state *conversation.State, d Decision, m intents.Message) Decision {
	f := d.Intent.DistinctField()
	if f == nil || d.Intent.Missing(d.Fields) != f || m.None {
		return d
	}
	if all := picked(m, s.named(state, f)); len(all) > 0 {
		d = d.withPicked(f, all)
		d.careful()
		return d
	}
	words := signals.Words(m.Text)
	if wording.NamesOther(words) || !m.FollowsUp && !slices.ContainsFunc(words, wording.Referring.Has) {
		return d
	}
	if value := lastNamed(state, f); value != "" {
		d = d.withPicked(f, []string{value})
		d.careful()
	}
	return d
}

// lastNamed is the value that the customer's last message with one named, where it named no other; empty:
// there is none.
func lastNamed(state *conversation.State, f *intents.Field) string {
	looked := 0
	for i, turn := range slices.Backward(state.Turns) {
		if turn.Role != conversation.RoleCustomer || i == len(state.Turns)-1 {
			continue
		}
		if all := f.All(turn.Text); len(all) > 0 {
			if len(all) > 1 {
				return ""
			}
			return all[0]
		}
		if looked++; looked == maxLookedBack {
			break
		}
	}
	return ""
}

// picks takes the value that is told by its place among those that were named before.
func (q question) picks() (Decision, bool) {
	if q.value.Value != "" || !q.field.Distinct {
		return Decision{}, false
	}
	all := picked(q.m, q.s.named(q.state, q.field))
	if len(all) == 0 {
		return Decision{}, false
	}
	return q.known.withPicked(q.field, all), true
}

// picksAnother turns to the other of two values at "shall I", or is a yes to it and to the other.
func (q question) picksAnother() (Decision, bool) {
	f := q.in.DistinctField()
	if f == nil || q.m.Withdrawn || q.m.No {
		return Decision{}, false
	}
	current := q.known.Fields[f.Name]
	of := q.s.named(q.state, f)
	all := picked(q.m, of)
	switch {
	case !slices.Contains(of, current), len(all) == 0:
		return Decision{}, false
	case len(all) > 1 && q.m.Question:
		return q.again(), true
	case len(all) > 1:
		d := q.known
		d.Kind = Reply
		next := q.known.withPicked(f, slices.DeleteFunc(slices.Clone(all), func(value string) bool { return value == current }))
		next.careful()
		d.Also = append(d.Also, next)
		return d, true
	case all[0] == current:
		return q.again(), true
	}
	d := q.known.withPicked(f, all)
	d.Kind, d.Asked, d.Also = Confirm, 1, nil
	return d, true
}
