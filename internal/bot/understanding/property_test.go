// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var trainedShop = sync.OnceValue(func() *Model {
	m, err := Train(shop)
	if err != nil {
		panic(err)
	}
	return m
})

// checkPredictions holds for every text.
func checkPredictions(t interface{ Errorf(string, ...any) }, text string, predictions []Prediction) {
	sum := 0.0
	if len(predictions) > TopK {
		t.Errorf("%q: %d predictions", text, len(predictions))
	}
	for i, p := range predictions {
		if p.Intent == "" || !(p.Confidence >= 0 && p.Confidence <= 1) {
			t.Errorf("%q: %+v", text, p)
		}
		if i > 0 && p.Confidence > predictions[i-1].Confidence {
			t.Errorf("%q: not the best first: %+v", text, predictions)
		}
		sum += p.Confidence
	}
	if sum > 1+1e-12 {
		t.Errorf("%q: confidences sum to %v", text, sum)
	}
}

func TestPredictionsAreProbabilities(t *testing.T) {
	m := trainedShop()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.String(),
			rapid.Custom(func(t *rapid.T) string {
				words := rapid.SliceOf(rapid.SampledFrom(strings.Fields(strings.Join(offTopic, " ")+" order refund password invoice my the"))).Draw(t, "words")
				return strings.Join(words, " ")
			}),
		).Draw(t, "text")
		checkPredictions(t, text, classify(m, text))
	})
}

// The order in a YAML file, or of a list from the API, must not roll out a
// different model.
func TestOrderOfExamplesDoesNotMatter(t *testing.T) {
	examples := shop[:3]
	want := mustTrain(t, examples)
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(examples).Draw(t, "intents")
		shuffled = slices.Clone(shuffled)
		for i := range shuffled {
			utterances := rapid.Permutation(shuffled[i].Utterances).Draw(t, "utterances")
			// A repeated utterance changes nothing either.
			shuffled[i].Utterances = append(slices.Clone(utterances), strings.ToUpper(utterances[0])+"!")
		}
		got, err := Train(shuffled)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(want.intents, got.intents) || !slices.Equal(want.ranker.idf, got.ranker.idf) || want.calibration != got.calibration ||
			!slices.Equal(want.ranker.regression.weights, got.ranker.regression.weights) || !slices.Equal(want.ranker.regression.row, got.ranker.regression.row) ||
			!slices.Equal(want.ranker.common, got.ranker.common) || want.expectation.precision != got.expectation.precision ||
			!maps.Equal(want.ranker.vocabulary.weights, got.ranker.vocabulary.weights) {
			t.Fatal("another model")
		}
	})
}

func TestUnknownWordsAreNeverSure(t *testing.T) {
	models := map[string]*Model{"twelve": trainedShop(), "two": mustTrain(t, shop[:2]), "one": mustTrain(t, shop[:1])}
	rapid.Check(t, func(t *rapid.T) {
		// Every word begins with zq, so that no training utterance has it.
		words := rapid.SliceOfN(rapid.StringMatching(`zq[a-z]{1,8}`), 1, 8).Draw(t, "words")
		text := strings.Join(words, " ")
		for name, m := range models {
			for _, p := range classify(m, text) {
				if p.Confidence >= 0.5 {
					t.Errorf("%s intents: %q: %+v", name, text, p)
				}
			}
		}
	})
}

func FuzzClassify(f *testing.F) {
	for _, text := range []string{"", "where is my order", "\xff\xfe\x00", "ﷺﷺﷺ", "👍🏽 👎", "İSTANBUL", "e\u0301\u0301\u0301", "где мой заказ",
		strings.Repeat("a", 3*MaxTextBytes), strings.Repeat("é", MaxTextBytes), strings.Repeat("order ", MaxTextBytes)} {
		f.Add(text)
	}
	one := mustTrain(f, shop[:1])
	f.Fuzz(func(t *testing.T, text string) {
		predictions := classify(trainedShop(), text)
		checkPredictions(t, text, predictions)
		if diff := cmp.Diff(predictions, classify(trainedShop(), text)); diff != "" {
			t.Errorf("%q: the second answer differs:\n%s", text, diff)
		}
		checkPredictions(t, text, classify(one, text))
	})
}

// FuzzAnswers gives the decoders of engines' answers any body: what comes out is few, in order and
// in bounds, or an error that repeats nothing of it.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{`{"predictions":[{"intent":"a","confidence":0.9},{"intent":"a","confidence":0.1}]}`, `{"predictions":null}`, `{"predictions":[{"intent":"a"}]}`,
		`{"predictions":[{"intent":"\ud800","confidence":1e999}]}`, `{"intent":{"name":"a","confidence":1.0000001},"intent_ranking":[{"name":null}]}`, `{"intent":{"name":"nlu_fallback"}}`, `[`, ``} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, decode := range []func([]byte) ([]Prediction, error){decodeHTTP, decodeRasa} {
			predictions, err := decode(body)
			if err == nil {
				predictions, err = trusted(predictions)
			}
			if err != nil {
				if reason := ReasonOf(err); reason != ReasonMalformed && reason != ReasonConfidence {
					t.Errorf("%q: %s: %v", body, reason, err)
				}
				continue
			}
			if len(predictions) > TopK {
				t.Errorf("%d predictions", len(predictions))
			}
			for i, p := range predictions {
				if p.Intent == "" || len(p.Intent) > maxIntentBytes || !(p.Confidence >= 0 && p.Confidence <= 1) || i > 0 && p.Confidence > predictions[i-1].Confidence {
					t.Errorf("%q: %+v", body, predictions)
				}
			}
		}
	})
}
