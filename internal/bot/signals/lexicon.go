// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
)

// The weights run from -3 (fury) to 3 (delight). The lists were written for
// this project with customers of shops, banks and carriers in mind.

var moods = weigh(moodGroups)

var moodGroups = []group{
	{-3, "terrible horrible awful disgusting disgraceful appalling outrageous furious livid hate despise scam scammers fraud thieves worst pathetic unacceptable atrocious incompetent fuck fucking bullshit shit shitty bastards idiots"},
	{-2.5, "useless ridiculous angry mad crap rubbish garbage rude liars lied cheated ripped disgusted infuriating hopeless nightmare damn sucks stupid insulting shameful"},
	{-2, "bad poor frustrated frustrating annoyed annoying upset disappointed disappointing unhappy fails worse unprofessional unfair misleading fobbed complain complaint disaster lousy dreadful ashamed wtf"},
	{-1.5, "sad worried unreliable ignored ignoring confused confusing tired bored slow painful dissatisfied inconvenient unhelpful mess nonsense"},
	{-1, "problem problems issue issues wrong broken broke error errors fail failed failing failure late delayed delay stuck missing lost damaged defective faulty overcharged waiting unfortunately concerned trouble difficult unable impossible cancelled expired wrongly mistake"},
	{1, "fine thanks thx ty cheers works worked working solved fixed sorted helps helped clear easy simple useful"},
	{1.5, "good nice thank glad helpful appreciate appreciated polite friendly smooth happy pleased satisfied yay best"},
	{2, "great cool lovely grateful thankful impressed enjoy enjoyed recommend superb brilliant delighted"},
	{2.5, "excellent wonderful fantastic amazing awesome perfect outstanding incredible marvellous"},
	{3, "love loved adore"},
}

// deniedMoods are words that say little alone and much when denied.
var deniedMoods = weigh([]group{
	{-2, "acceptable happy satisfied pleased impressed"},
	{-1.5, "work works worked working help helps helped helping helpful useful understand understands listen listening care cares good"},
	{-1, "arrived received answer answered reply replied responding solved fixed sorted possible respond"},
	{0, "please ok okay thanks thank sorry wrong late lost missing best cancelled"},
	{0.5, "bad problem problems issue issues difficult slow trouble"},
})

type moodPhrase struct {
	words  []string
	weight float64
}

// moodPhrases by first word; their words do not count again one by one.
var moodPhrases = weighPhrases([]phraseGroup{
	{-3, []string{"rip off", "worst ever", "never again", "waste of time", "waste of money", "last straw", "lost patience", "losing patience"}},
	{-2, []string{"fed up", "sick of", "tired of", "sick and tired", "had enough", "give up", "gave up", "let down", "lets me down", "how many times",
		"not good enough", "no one answers", "nobody answers", "nobody helps", "what a joke", "what the hell", "get lost"}},
	{-1.5, []string{"over and over", "again and again", "third time", "still waiting", "too long", "not impressed", "makes no sense", "nothing works", "useless bot"}},
	{-1, []string{"still not", "still no", "doesn't make sense"}},
	{0, []string{"no thanks", "no thank you", "good morning", "good afternoon", "good evening", "good night", "good day", "best before",
		"lost and found", "kind of", "kind regards", "best regards", "thanks in advance", "lost property", "no worries", "poor signal"}},
	{1, []string{"not bad", "no problem", "no problems", "no issues", "can't complain", "well done"}},
	{2.5, []string{"can't thank you enough", "saved my day", "made my day", "life saver"}},
})

var (
	raising  = list("very really so extremely absolutely totally completely utterly incredibly super too truly bloody fucking damn")
	lowering = list("slightly somewhat bit little rather fairly quite kinda")
)

var emojiMoods = map[rune]float64{
	'😡': -3, '🤬': -3, '😠': -2.5, '👎': -2, '😤': -2, '💩': -2, '😞': -1.5, '😢': -1.5, '😭': -1.5, '🙄': -1.5, '😒': -1.5, '☹': -1.5, '😕': -1,
	'👍': 1.5, '🙂': 1, '😊': 1.5, '😀': 1.5, '😃': 1.5, '😄': 1.5, '😁': 1.5, '☺': 1.5, '🙏': 1, '👏': 2, '🎉': 2, '😍': 2.5, '❤': 2.5, '💕': 2.5,
}

// angryEmoji tell of anger by themselves.
const angryEmoji = "😡🤬👿💢🖕"

// group is words of one weight.
type group struct {
	weight float64
	words  string
}

type phraseGroup struct {
	weight  float64
	phrases []string
}

func weigh(groups []group) map[string]float64 {
	all := map[string]float64{}
	for _, g := range groups {
		for word := range strings.FieldsSeq(g.words) {
			all[word] = g.weight
		}
	}
	return all
}

// weighPhrases puts longer phrases first, so that they win.
func weighPhrases(groups []phraseGroup) map[string][]moodPhrase {
	all := map[string][]moodPhrase{}
	for _, g := range groups {
		for _, words := range phrases(g.phrases...) {
			all[words[0]] = append(all[words[0]], moodPhrase{words: words, weight: g.weight})
		}
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b moodPhrase) int { return len(b.words) - len(a.words) })
	}
	return all
}
