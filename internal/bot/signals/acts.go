// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// Acts are what a text wants to be done to a thing, as far as there is an opposite of it.
type Acts uint32

// opposites are the sections of content/acts, in groups of which one excludes the others: who
// wants something paused does not want it ended.
var opposites = [][]string{
	{"raise", "lower"},
	{"upgrade", "downgrade"},
	{"add", "remove"},
	{"import", "export"},
	{"connect", "disconnect"},
	{"begin", "end", "pause", "resume"},
	{"book", "call-off", "move"},
	{"block", "unblock"},
	{"delete", "restore"},
	{"pay-in", "pay-out"},
	{"buy", "sell"},
	{"switch-on", "switch-off"},
}

// bits of the acts by section, and the groups that exclude each other. What undoes is of no group: it
// excludes all that take something away.
var actBits, actGroups = func() (map[string]Acts, []Acts) {
	all, groups := map[string]Acts{}, make([]Acts, len(opposites))
	for i, group := range opposites {
		for _, section := range group {
			all[section] = 1 << len(all)
			groups[i] |= all[section]
		}
	}
	all[sectionUndo] = 1 << len(all)
	return all, groups
}()

var (
	// harmful are the acts that take something away.
	harmful = actBits["remove"] | actBits["disconnect"] | actBits["end"] | actBits["call-off"] | actBits["block"] | actBits["delete"]
	// taking are those that do so for a while, too.
	taking = harmful | actBits["pause"] | actBits["switch-off"]
	// Reverting are those that take something away, for good or for a while, or undo it.
	Reverting = taking | actBits[sectionUndo]
	// Switching are those after which something is on or off until it is switched again.
	Switching = actBits["switch-on"] | actBits["switch-off"]
	// giving are those that give it back.
	giving = actBits[sectionUndo] | actBits["restore"] | actBits["resume"] | actBits["unblock"]
	// altering are those that bring what is there to another state.
	altering = actBits["raise"] | actBits["lower"] | actBits["upgrade"] | actBits["downgrade"] | actBits["move"]
	// bringing are those that bring something new, which may be taken away by other acts than their own opposite: "cancel
	// the breakfast" is the opposite of adding one.
	bringing = actBits["add"] | actBits["connect"] | actBits["switch-on"]
)

// Contradict tells whether a wants of some thing the opposite of what b does, and nothing that b
// does.
func (a Acts) Contradict(b Acts) bool {
	if a&b&(giving|taking) == 0 && (a&giving != 0 && b&taking != 0 || a&taking != 0 && b&giving != 0 && b&taking == 0) {
		return true
	}
	if a&bringing == 0 && a&taking != 0 && b&bringing != 0 && b&taking == 0 || a&bringing != 0 && a&taking == 0 && b&bringing == 0 && b&taking != 0 {
		return true
	}
	contrary := false
	for _, group := range actGroups {
		if a&group == 0 || b&group == 0 {
			continue
		}
		if a&b&group != 0 {
			return false
		}
		contrary = true
	}
	return contrary
}

// Common are the acts of which a kind of texts is about: of each group of opposites all that any text
// speaks of, if at least half of the texts speak of one of them.
func Common(texts []Acts) Acts {
	var common Acts
	for _, group := range actGroups {
		common |= spokenOf(texts, group, half)
	}
	return common
}

// Harm is what most of a kind of texts wants to be taken away; 0: nothing.
func Harm(texts []Acts) Acts { return spokenOf(texts, harmful, half) }

// Takes is what some of a kind of texts want to be taken away, if only for a while; 0: nothing.
func Takes(texts []Acts) Acts { return spokenOf(texts, taking, fourth) }

// Alters tells whether most of a kind of texts want something brought to another state, as far as that has an opposite.
func Alters(texts []Acts) bool { return spokenOf(texts, altering, half) != 0 }

// Parts of a kind of texts.
const half, fourth = 2, 4

// spokenOf are the acts among some that texts speak of; 0: fewer than one in so many do.
func spokenOf(texts []Acts, some Acts, part int) Acts {
	var all Acts
	n := 0
	for _, acts := range texts {
		if acts&some != 0 {
			all |= acts & some
			n++
		}
	}
	if part*n < len(texts) {
		return 0
	}
	return all
}

// Acted is what a text says of acts, in any of the languages.
type Acted struct {
	// Asked are the acts that it asks for, and Told those of which it tells, or asks, whether they were
	// done: "my card was blocked".
	Asked, Told Acts
	// Reports is true when it tells of something that was taken away.
	Reports bool
}

// ReadActs reads what a text says of acts, sentence by sentence.
func ReadActs(text string) Acted {
	all := sentences(normal(text))
	acts, reports := make([]Acts, len(all)), make([]bool, len(all))
	for _, l := range actLanguages() {
		if !l.writes(text) {
			continue
		}
		for i, f := range l.find(all, false) {
			for _, h := range f.hits {
				acts[i] |= actBits[h.section]
			}
			reports[i] = reports[i] || f.has(sectionReported)
		}
	}
	var a Acted
	for i, named := range acts {
		switch {
		case named&actBits[sectionUndo] != 0:
			a.Asked |= named &^ taking // the act is what is undone
		case reports[i]:
			a.Told, a.Reports = a.Told|named, true
		default:
			a.Asked |= named
		}
	}
	return a
}

// speaksOfActs tells whether the words of a sentence speak of an act.
func (l *language) speaksOfActs(words []string) bool {
	return slices.ContainsFunc(actLanguages(), func(a *language) bool {
		return a.name == l.name && slices.ContainsFunc(a.find([]sentence{{words: words}}, false)[0].hits, func(h hit) bool { return actBits[h.section] != 0 })
	})
}

// ActsOf are the acts that a text asks for; where it asks for none, those of which it tells.
func ActsOf(text string) Acts { return ReadActs(text).Acts() }

// Acts are those that are asked for; where there are none, those of which is told.
func (a Acted) Acts() Acts {
	if a.Asked == 0 {
		return a.Told
	}
	return a.Asked
}

// actLanguages are those of content/acts. They are apart from the others, so that these words do
// not tell in which language a message is written.
var actLanguages = sync.OnceValue(func() []*language {
	entries, err := fs.ReadDir(content, "content/acts")
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	var all []*language
	for _, entry := range entries {
		l, err := readLanguage(strings.TrimSuffix(entry.Name(), ".txt"), []string{"acts"})
		if err != nil {
			panic("signals: " + err.Error()) // embedded, and read by a test
		}
		all = append(all, l)
	}
	return all
})
