// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// functionWords are hashes of English words that say nothing about a subject. A
// text that shares only these with the utterances shares a language, not a
// topic, and a bot of a hundred utterances cannot find that out by counting. In
// other languages counting has to do, which it does worse for small bots.
var functionWords = hashes(list(
	"a an the this that these those there here some any all each every many much more most few other another such same so too very just only also even still now then again",
	"i me my mine myself we us our ours you your yours he him his she her it its they them their theirs who whom whose which what when where why how",
	"am is are was were be been being do does did done doing have has had having can could will would shall should may might must need",
	"and or but if because as than of at by for with about into through before after from to in on off up down out over under again not no yes",
	"i'm i've i'd i'll it's what's where's how's who's that's there's you're we're they're don't doesn't didn't isn't aren't wasn't can't couldn't won't wouldn't im ive id dont cant whats",
	"get got go going want like know tell let make please pls hi hello hey thanks thank ok okay",
	"one two someone something anything anyone thing things way time long well right good"))

func hashes(words set) map[uint64]bool {
	all := make(map[uint64]bool, len(words))
	for word := range words {
		all[hash(wordSeed, word)] = true
	}
	return all
}
