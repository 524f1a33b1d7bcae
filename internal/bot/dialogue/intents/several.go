// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// A field takes one value. Who names several of its kind in one breath wants the same for each: "a drill and a saw", "on
// the 3rd and on the 10th". Of an alternative, a stretch of time and a correction that is not so, nor where the intent has
// a field for the other one; and several codes are told apart by themselves, since no word looks like one.

// betweenTwo are words of a stretch of time, a choice between two, and a comparison.
var betweenTwo = signals.ListOf("between-two")

// Several are the values that a message gives for each of several of one kind, in order, and the field of that kind; none:
// it names one, or it is not sure that it wants them all.
func (in *Intent) Several(m Message) (f *Field, each []map[string]string) {
	if m.No || m.Negates || m.Withdrawn || m.Refuses || m.Excepts || m.Instead || m.Conditional || m.Waits ||
		betweenTwo.For(m.Locale).In(m.Text) {
		return nil, nil
	}
	at := -1
	var of []wording.Item
	for i := range in.Fields {
		own := &in.Fields[i]
		if !in.takesOneOfSeveral(own) {
			continue
		}
		first, items, all := in.listed(own, m)
		switch {
		case len(all) < 2:
			continue
		case f == nil:
			f, at, of = own, first, items
			for k, value := range all {
				item := m
				item.Text = items[first+k].Text
				each = append(each, With(in.Given(item), own.Name, value))
			}
		case first != at || len(all) != len(each):
			return nil, nil // "a drill and a saw on Monday and on Friday"
		default:
			for k, value := range all {
				each[k][own.Name] = value
			}
		}
	}
	if f == nil || !slices.ContainsFunc(of[at+1:at+len(each)], func(item wording.Item) bool { return item.Joined }) {
		return nil, nil
	}
	return f, each
}

// takesOneOfSeveral tells whether a field takes one of values that are told from one another, and no other field of the
// intent takes another one. What is brought to another state has one, and where something is moved, the other day may be the
// one until now.
func (in *Intent) takesOneOfSeveral(f *Field) bool {
	if in.alters || !in.onlyOne(f) || len(in.sharing(f)) > 0 || f.Pattern != "" {
		return false
	}
	return f.Type == release.FieldChoice || f.Distinct || f.Type == release.FieldDate && !f.Past && !in.moves && f.edge == nowhere
}

// listed are the values that items of a message give which stand next to each other, and which of the items is the first.
// A value that comes after something else leaves it unsure whether it is one of them.
func (in *Intent) listed(f *Field, m Message) (first int, items []wording.Item, all []string) {
	if f.Type == release.FieldDate && stretched(f, m.Text, m) != m.Text || !in.moves && isMoving(m.Text, m.Locale) {
		return 0, nil, nil
	}
	read := func(text string) string { return in.itemOf(f, text, "", m) }
	items = wording.ItemsOf(m.Text, m.Locale, func(text string) bool { return read(text) != "" })
	if len(items) < 2 || in.namesSeveral(f, m) || slices.ContainsFunc(items[1:], func(item wording.Item) bool {
		says := signals.Read(item.Text, m.Locale)
		return says.Corrects || says.No || says.Withdrawn
	}) {
		return 0, nil, nil
	}
	month := in.dayWithMonth(f, items, m)
	first = -1
	for i, item := range items {
		value := in.itemOf(f, item.Text, month, m)
		switch {
		case value == "":
			continue
		case first < 0:
			first = i
		case i != first+len(all), item.Apart, !in.isItem(f, item.Text, i == len(items)-1, m), slices.Contains(all, value):
			return 0, nil, nil
		}
		all = append(all, value)
	}
	return first, items, all
}

// namesSeveral tells whether a text has the name of a choice that looks like several: "bed and breakfast".
func (in *Intent) namesSeveral(f *Field, m Message) bool {
	text := strings.ToLower(m.Text)
	return slices.ContainsFunc(f.ChoiceNames(m.Locale), func(n values.ChoiceName) bool {
		return strings.Contains(text, strings.ToLower(n.Name)) && len(wording.PiecesOf(n.Name, m.Locale)) > 1
	})
}
