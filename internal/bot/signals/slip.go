// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minTypo is the fewest letters of a word in which a slip of the finger is overlooked: among
// shorter words too many differ by a letter.
const minTypo = 5

// minSlip is the same for words that are compared with few others.
const minSlip = 4

// typo is a word by the hash of what is left of it without one letter. Two of these may have the same
// hash: who looks compares the words.
type typo struct {
	rest uint32
	word wild
}

// findTypos are sorted by hash, and for each by word.
func (l *language) findTypos() []typo {
	var typos []typo
	for at, word := range l.words {
		if !word.known || utf8.RuneCountInString(word.text) < minTypo {
			continue
		}
		for _, rest := range without(word.text) {
			typos = append(typos, typo{hash(rest), wild(at)})
		}
	}
	slices.SortFunc(typos, func(a, b typo) int {
		return cmp.Or(cmp.Compare(a.rest, b.rest), strings.Compare(l.words[a.word].text, l.words[b.word].text))
	})
	return slices.Clone(typos)
}

// meantBy are words that may have been meant, by what is left of the one that was written.
func (l *language) meantBy(rest string) iter.Seq[string] {
	typos, by := l.typos(), hash(rest)
	from, _ := slices.BinarySearchFunc(typos, by, func(t typo, by uint32) int { return cmp.Compare(t.rest, by) })
	return func(yield func(string) bool) {
		for _, t := range typos[from:] {
			if t.rest != by || !yield(l.words[t.word].text) {
				return
			}
		}
	}
}

// hash is FNV-1a.
func hash(text string) uint32 {
	h := uint32(2166136261)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h
}

// without returns a word and what is left of it without one of its letters.
func without(word string) []string {
	runes := []rune(word)
	all := make([]string, 0, len(runes)+1)
	all = append(all, word)
	for i := range runes {
		all = append(all, string(runes[:i])+string(runes[i+1:]))
	}
	return all
}

// Slip tells whether two words differ by one slip of the finger: by one letter, or by two
// neighbours that changed places. The first letter is hardly ever wrong, another last letter makes
// another form of a word (damages, damaged), and short words differ for good.
func Slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < minTypo-1 || max(len(x), len(y)) < minSlip || x[0] != y[0] {
		return false
	}
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	if len(x) == 1 && len(y) == 1 {
		return false
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 1 && len(y) <= 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}

// near are the letters beside each one on keyboards, and those that sound like it.
var near = map[rune]string{
	'a': "qwszeoy", 'b': "vghnp", 'c': "xdfvskz", 'd': "serfcxt", 'e': "wrsdai", 'f': "drtgcvp", 'g': "ftyhvbjk", 'h': "gyujbn",
	'i': "ujkoyel", 'j': "hyuikmngz", 'k': "jiolmcqg", 'l': "kopi", 'm': "njk", 'n': "bhjm", 'o': "iklpua", 'p': "olb", 'q': "wak",
	'r': "edft", 's': "awedxzc", 't': "rfgyd", 'u': "yhjio", 'v': "cfgbw", 'w': "qaesv", 'x': "zsdck", 'y': "tghuzi", 'z': "asxyctj",
}

// strayed tells whether two words differ by a letter that is neither beside the right one nor
// sounds like it: then it is another word (estaba, estafa), and no slip.
func strayed(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return false
	}
	at, differing := 0, 0
	for i := range x {
		if x[i] != y[i] {
			at, differing = i, differing+1
		}
	}
	beside, known := near[y[at]]
	return differing == 1 && known && unicode.Is(unicode.Latin, x[at]) && !strings.ContainsRune(beside, x[at])
}
