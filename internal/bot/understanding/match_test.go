// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plainScores is what scores means: every word of a text beside every word of every document.
func plainScores(a *alignment, t *alignedText, r *ranker) (all, own []float32) {
	all, own = make([]float32, r.classes), make([]float32, r.classes)
	for i, doc := range a.docs {
		class, match := a.labels[i], plainMatch(a, t, doc)
		if all[class] = max(all[class], match); i < r.own {
			own[class] = max(own[class], match)
		}
	}
	return all, own
}

func plainMatch(a *alignment, t *alignedText, doc []int32) float32 {
	best := make([]float32, len(doc))
	var covered, total float32
	for i, weight := range t.weights {
		var top float32
		for k, id := range doc {
			top, best[k] = max(top, t.rows[i][id]), max(best[k], t.rows[i][id])
		}
		covered, total = covered+weight*top, total+weight
	}
	if covered == 0 {
		return 0
	}
	text := covered / total
	covered, total = 0, 0
	for k, id := range doc {
		covered, total = covered+a.weights[id]*best[k], total+a.weights[id]
	}
	utterance := covered / total
	return 2 * text * utterance / (text + utterance)
}

// TestNoMatchIsLostByWhatIsSkipped: scores skips most documents and has the same to the last bit.
func TestNoMatchIsLostByWhatIsSkipped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.IntRange(1, 30).Draw(t, "words")
		likeness := rapid.OneOf(rapid.Float32Range(0, 1), rapid.SampledFrom([]float32{0, 1, 1e-30}))
		weight := rapid.Float32Range(0.001, 8)
		a := &alignment{words: make([]alignedWord, words)}
		for range words {
			a.weights = append(a.weights, weight.Draw(t, "weight"))
		}
		r := &ranker{classes: rapid.IntRange(1, 4).Draw(t, "classes")}
		for range rapid.IntRange(1, 60).Draw(t, "documents") {
			a.docs = append(a.docs, rapid.SliceOfN(rapid.Int32Range(0, int32(words-1)), 1, 9).Draw(t, "document"))
			a.labels = append(a.labels, rapid.IntRange(0, r.classes-1).Draw(t, "label"))
		}
		r.own = rapid.IntRange(0, len(a.docs)).Draw(t, "own")
		a.pack()
		text := &alignedText{}
		for range rapid.IntRange(1, 12).Draw(t, "length") {
			row := rapid.SliceOfN(likeness, words, words).Draw(t, "row")
			var like float32
			for _, x := range row {
				like = max(like, x)
			}
			text.rows, text.likes = append(text.rows, row), append(text.likes, like)
			text.weights = append(text.weights, weight.Draw(t, "weight"))
		}
		all, own := make([]float32, r.classes), make([]float32, r.classes)
		a.scores(all, own, text, r)
		wantAll, wantOwn := plainScores(a, text, r)
		if diff := cmp.Diff([][]float32{wantAll, wantOwn}, [][]float32{all, own}); diff != "" {
			t.Fatalf("all and the bot's own (-plain +got):\n%s", diff)
		}
	})
}

// TestTextsMatchWhatTheirWordsMatch: the same with words, vectors and a library.
func TestTextsMatchWhatTheirWordsMatch(t *testing.T) {
	r := trainedShop().ranker
	e := new(extractor)
	var texts []string
	for _, example := range shop {
		texts = append(texts, example.Utterances...)
	}
	for _, text := range append(texts, offTopic...) {
		doc := e.read(text, trainedShop().meanings, nil)
		r.rank(&e.work, doc)
		all, own := plainScores(r.alignment, &e.work.text, r)
		if diff := cmp.Diff([][]float32{all, own}, [][]float32{e.work.matches, e.work.own}); diff != "" {
			t.Errorf("%q (-plain +got):\n%s", text, diff)
		}
	}
}

// TestAWordIsLikeAnotherByItsMeaningOrItsBeginning: each word beside each, as rows are computed.
func TestAWordIsLikeAnotherByItsMeaningOrItsBeginning(t *testing.T) {
	a := trainedShop().ranker.alignment
	for _, token := range []string{"parcel", "deliveries", "refunding", "wher", "ab123456", "don't", "qzxkjv", "die"} {
		vector, _ := a.meanings.word(token)
		c := a.compare(make([]float32, len(a.words)), token)
		var nearest, topic float32
		for id, word := range a.words {
			var want float32
			if other, _ := a.meanings.word(word.text); len(vector) > 0 && len(other) > 0 {
				want = max(0, dot(vector, other))
			}
			if n := commonPrefix(token, word.text); n >= stemLength {
				want = max(want, 0.95*float32(n)/float32(max(len(token), len(word.text))))
			}
			if want *= want; token == word.text {
				want = 1
			}
			if c.row[id] != want {
				t.Fatalf("%q is like %q by %v, want %v", token, word.text, c.row[id], want)
			}
			if nearest = max(nearest, want); word.topic {
				topic = max(topic, want)
			}
		}
		if _, known := a.index[token]; c.like != nearest || !known && c.topic != topic {
			t.Errorf("%q is like any by %v and like a subject by %v, want %v and %v", token, c.like, c.topic, nearest, topic)
		}
	}
}
