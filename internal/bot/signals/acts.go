// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"io/fs"
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
	{"book", "call-off"},
	{"block", "unblock"},
	{"delete", "restore"},
	{"pay-in", "pay-out"},
	{"buy", "sell"},
	{"switch-on", "switch-off"},
}

// bits of the acts by section, and the groups that exclude each other.
var actBits, actGroups = func() (map[string]Acts, []Acts) {
	all, groups := map[string]Acts{}, make([]Acts, len(opposites))
	for i, group := range opposites {
		for _, section := range group {
			all[section] = 1 << len(all)
			groups[i] |= all[section]
		}
	}
	return all, groups
}()

// harmful are the acts that take something away.
var harmful = actBits["remove"] | actBits["disconnect"] | actBits["end"] | actBits["call-off"] | actBits["block"] | actBits["delete"]

// Contradict tells whether a wants of some thing the opposite of what b does, and nothing that b
// does.
func (a Acts) Contradict(b Acts) bool {
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
		common |= mostly(texts, group)
	}
	return common
}

// Harm is what most of a kind of texts wants to be taken away; 0: nothing.
func Harm(texts []Acts) Acts { return mostly(texts, harmful) }

// mostly are the acts among some that texts speak of; 0: fewer than half of the texts do.
func mostly(texts []Acts, some Acts) Acts {
	var spoken Acts
	n := 0
	for _, acts := range texts {
		if acts&some != 0 {
			spoken |= acts & some
			n++
		}
	}
	if 2*n < len(texts) {
		return 0
	}
	return spoken
}

// ActsOf are the acts that a text speaks of, in any of the languages.
func ActsOf(text string) Acts {
	var acts Acts
	all := sentences(normal(text))
	for _, l := range actLanguages() {
		if !l.writes(text) {
			continue
		}
		for _, f := range l.find(all, false) {
			for _, h := range f.hits {
				acts |= actBits[h.section]
			}
		}
	}
	return acts
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
