// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "slices"

// maxThanksFor is the most words of a sentence that thanks for a thing: a longer one tells a story, and
// may ask for something in it.
const maxThanksFor = 14

// maxSaysNothing is the most words of a sentence beside thanks that names nothing: "got it".
const maxSaysNothing = 3

// thanksFor tells whether each sentence of a message thanks for something or praises it, or is another
// courtesy, and at least one names a thing.
func (l *language) thanksFor(all []found) bool {
	names := false
	for i, f := range all {
		switch {
		case f.asked, len(f.words) > maxThanksFor, slices.ContainsFunc(f.words, func(word string) bool { return l.buts[word] }):
			return false
		case f.has(sectionThanked):
			names = true
		case f.has(sectionGreeting), f.has(sectionGoodbye), f.has(sectionFiller), f.has(sectionThanks) && len(l.beside(all[i:i+1])) == 0:
		case len(l.beside(all[i:i+1])) > 0 && (len(f.words) > maxSaysNothing || len(terms(f.words)) > 0):
			return false
		}
	}
	return names
}
