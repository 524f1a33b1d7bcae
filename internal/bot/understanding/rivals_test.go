// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

// accountExamples are five intents, each of which has a neighbour that is not taught.
func accountExamples() []Example {
	return []Example{
		{"change-address", []string{"Change my address", "I have moved", "Update my postal address", "I want to change my address", "New address"}},
		{"raise-limit", []string{"Raise my spending limit", "Increase my card limit", "I need a higher limit", "Can I spend more with my card?", "Higher limit please"}},
		{"cancel-subscription", []string{"Cancel my subscription", "I want to cancel", "End my subscription", "Stop my plan", "How do I cancel?"}},
		{"track-order", []string{"Where is my order?", "Track my order", "Order status", "Has my parcel shipped?", "When will it arrive?"}},
		{"reset-password", []string{"I forgot my password", "Reset my password", "I can't log in", "New password", "My password does not work"}},
	}
}

func TestWhatIsSaidOfSomethingElseIsLikerToThat(t *testing.T) {
	m, err := Train(accountExamples())
	if err != nil {
		t.Fatal(err)
	}
	rival := func(text string) (float64, float64) {
		e := new(extractor)
		doc := e.read(text, m.meanings, nil)
		m.ranker.rank(&e.work, doc)
		a, _ := m.ranker.answer(&e.work, doc).at(m.calibration.temperature)
		return a.rival, m.calibration.probability(a)
	}
	for _, c := range []struct{ name, taught, other string }{
		{"another thing is to be changed", "I need to change the address you have for me", "I need to change the phone number you have for me"},
		{"another act on the same thing", "I would like to end my subscription now", "I would like to pause my subscription for a month"},
		{"another thing is lost", "I can't remember my password", "I can't remember my PIN"},
		{"something else is asked of the same thing", "how do I track my order", "how do I change my order"},
	} {
		t.Run(c.name, func(t *testing.T) {
			taught, sure := rival(c.taught)
			other, unsure := rival(c.other)
			if taught >= other || sure <= unsure {
				t.Errorf("%q: %.2f, probability %.2f; %q: %.2f, %.2f; want less and more", c.taught, taught, sure, c.other, other, unsure)
			}
		})
	}
}

// TestTheNearestMeaningsAreKept in whatever order they are met.
func TestTheNearestMeaningsAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cosines := rapid.SliceOfN(rapid.Float32Range(-1, 1), 0, 20).Draw(t, "cosines")
		var r rivals
		r.begin()
		for at, cosine := range cosines {
			r.meet(at, cosine)
		}
		want := slices.Clone(cosines)
		slices.Sort(want)
		slices.Reverse(want)
		if want = want[:min(rivalMeanings, len(want))]; !slices.Equal(r.cosines, want) {
			t.Fatalf("%v, want %v", r.cosines, want)
		}
		for i, meaning := range r.meanings {
			if cosines[meaning] != r.cosines[i] {
				t.Fatalf("meaning %d has %f, want %f", meaning, cosines[meaning], r.cosines[i])
			}
		}
	})
}

// TestARivalIsTheBestMatchWithASentence: comparing each word of the library once gives the same as
// comparing each sentence with the text, for one text after another.
func TestARivalIsTheBestMatchWithASentence(t *testing.T) {
	library := &lentInEnglish().said
	words := library.words
	var r rivals
	rapid.Check(t, func(t *rapid.T) {
		var text alignedText
		m := meanings{table: vectors.English()}
		for range rapid.IntRange(1, 8).Draw(t, "length") {
			word := rapid.OneOf(rapid.SampledFrom(words), rapid.StringMatching(`[a-z]{1,9}`)).Draw(t, "word")
			vector, weight := m.word(word)
			text.words = append(text.words, textWord{word, vector, subject(word, weight)})
		}
		r.begin()
		for range rapid.IntRange(0, 6).Draw(t, "meanings") {
			r.meet(rapid.IntRange(0, len(library.sentences)-1).Draw(t, "meaning"), rapid.Float32Range(0, 1).Draw(t, "cosine"))
		}
		var want float32
		for _, meaning := range r.meanings {
			for _, sentence := range library.sentences[meaning] {
				want = max(want, plainRival(library, &text, sentence))
			}
		}
		if got := r.match(library, &text); math.Abs(float64(got-want)) > 1e-5 {
			t.Fatalf("%f, want %f", got, want)
		}
	})
}

func plainRival(s *said, t *alignedText, sentence []int32) float32 {
	share := func(n, m int, weight func(int) float32, like func(i, k int) float32) float32 {
		var covered, all float32
		for i := range n {
			var top float32
			for k := range m {
				top = max(top, like(i, k))
			}
			covered, all = covered+weight(i)*top, all+weight(i)
		}
		return covered / all
	}
	like := func(i, k int) float32 { return t.words[i].like(s.words[sentence[k]], s.vectors.at(int(sentence[k]))) }
	text := share(len(t.words), len(sentence), func(i int) float32 { return t.words[i].subject }, like)
	said := share(len(sentence), len(t.words), func(k int) float32 { return s.weights[sentence[k]] }, func(k, i int) float32 { return like(i, k) })
	if text == 0 || said == 0 {
		return 0
	}
	return 2 * text * said / (text + said)
}
