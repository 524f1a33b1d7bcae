// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustTrain(t testing.TB, examples []Example) *Model {
	t.Helper()
	m, err := Train(examples)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// classify fails like a programming error: no test but the one below expects
// the built-in classifier to fail.
func classify(c Classifier, text string) []Prediction {
	predictions, err := c.Classify(context.Background(), text)
	if err != nil {
		panic(err)
	}
	return predictions
}

func TestShopUnderstandsItsCustomers(t *testing.T) {
	m := mustTrain(t, shop)
	asked, right, sure := 0, 0, 0
	for intent, texts := range shopAsks {
		for _, text := range texts {
			asked++
			top := classify(m, text)[0]
			if top.Intent == intent {
				right++
			} else {
				t.Logf("%q: %+v, want %s", text, top, intent)
			}
			if top.Confidence >= 0.8 {
				sure++
			}
		}
	}
	if right < asked-1 || sure < asked*9/10 {
		t.Errorf("%d of %d right, %d of them sure", right, asked, sure)
	}
}

func TestShopIsNotSureAboutAnythingElse(t *testing.T) {
	m := mustTrain(t, shop)
	unsure, sure := 0, 0
	for _, text := range offTopic {
		top := classify(m, text)[0]
		if top.Confidence >= 0.85 {
			t.Logf("%q: %+v", text, top)
			sure++
		}
		if top.Confidence < 0.5 {
			unsure++
		}
	}
	// "Where is the nearest hospital" differs from an utterance in one word.
	if unsure < len(offTopic)*3/4 || sure > 2 {
		t.Errorf("%d of %d are below 0.5, %d at 0.85 or more", unsure, len(offTopic), sure)
	}
}

func TestTrainRefusesBadInput(t *testing.T) {
	good := Example{"good", []string{"one thing", "other thing"}}
	cases := map[string]struct {
		examples []Example
		want     []string
	}{
		"no intents":           {nil, []string{"no intents"}},
		"intent without name":  {[]Example{good, {"", []string{"x"}}}, []string{"no name"}},
		"intent listed twice":  {[]Example{good, good}, []string{`"good"`, "twice"}},
		"no utterances":        {[]Example{good, {"empty", nil}}, []string{`"empty"`, "no utterances"}},
		"utterance of no word": {[]Example{good, {"silent", []string{"?!"}}}, []string{`"silent"`, `"?!"`}},
		"same utterance in two intents, spelt differently": {
			[]Example{good, {"copy", []string{"Something", "ＯＮＥ  thing!"}}},
			[]string{`"one thing"`, `"copy"`, `"good"`},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m, err := Train(tc.examples)
			if m != nil || err == nil {
				t.Fatalf("got model %v, error %v", m, err)
			}
			for _, part := range tc.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q does not name %s", err, part)
				}
			}
		})
	}
	if _, err := Train(nil); !errors.Is(err, ErrNoIntents) {
		t.Errorf("got %v, want ErrNoIntents", err)
	}
}

// TestTextsThatReadTheSameAreUnderstoodAlike: what a telephone's keyboard or a copied text puts
// in makes no difference.
func TestTextsThatReadTheSameAreUnderstoodAlike(t *testing.T) {
	examples := []Example{
		{"refuse", []string{"don't want it", "won't take it"}}, {"dispute", []string{"isn't mine", "someone else's order"}},
		{"start", []string{"let's go", "shall we begin"}}, {"address", []string{"changer l'adresse", "cambiare l'indirizzo dell'ordine"}},
		{"praise", []string{"👍", "well done"}}, {"order", []string{"أين طلبي", "متى يصل طلبي"}},
	}
	m := mustTrain(t, examples)
	for written, others := range map[string][]string{
		"don't want it": {"don’t want it", "don`t want it", "don´t want it", "donʼt want it", "don't\u200b want it\u200f", "ｄｏｎ＇ｔ ｗａｎｔ ｉｔ"},
		"won't take it": {"won’t take it", "won‘t take it"},
		"isn't mine":    {"isn’t mine", "isn′t mine"},
		"let's go":      {"let’s go", "let‛s go", "le\u00adt’s go"},
		"l'adresse":     {"l’adresse", "lʼadresse"},
		"dell'ordine":   {"dell’ordine", "dell´ordine"},
		"👍":             {"👍🏻", "👍🏿", "👍\ufe0f"},
		"أين طلبي":      {"أَيْنَ طَلَبِي", "أين طلـــبي"},
	} {
		want := classify(m, written)
		for _, text := range others {
			if diff := cmp.Diff(want, classify(m, text)); diff != "" {
				t.Errorf("%+q (-%s +this):\n%s", text, written, diff)
			}
		}
	}
	for written, intent := range map[string]string{"don’t want it": "refuse", "won’t take it": "refuse", "isn’t mine": "dispute", "let’s go": "start"} {
		if top := classify(m, written)[0]; top.Intent != intent || top.Confidence < 0.7 {
			t.Errorf("%q: %+v, want %s", written, top, intent)
		}
	}
}

// TestAReleaseOfBeforeStillLoads: its utterances were told apart by what is no difference now.
func TestAReleaseOfBeforeStillLoads(t *testing.T) {
	m := mustTrain(t, []Example{
		{"bill", []string{"where's my bill", "send me the invoice"}}, {"copy", []string{"where’s my bill", "\u3164", "a copy of the contract"}},
	})
	if top := classify(m, "send me the invoice")[0]; top.Intent != "bill" {
		t.Errorf("%+v, want bill", top)
	}
	if both := classify(m, "where's my bill"); both[0].Confidence > 0.75 {
		t.Errorf("%+v: sure about what is in both", both)
	}
}

func TestModelWithoutIntentsUnderstandsNothing(t *testing.T) {
	for name, m := range map[string]*Model{"zero": {}, "nil": nil} {
		if got := classify(m, "hello"); len(got) != 0 || len(m.Intents()) != 0 {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestTextWithoutWordsHasNoPredictions(t *testing.T) {
	m := mustTrain(t, shop)
	for _, text := range []string{"", " \n", "?!…", "\xff\xfe", "\u200b"} {
		if got := classify(m, text); len(got) != 0 {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// Bots start with one intent, or with one utterance in each.
func TestTinyBots(t *testing.T) {
	cases := map[string]struct {
		examples    []Example
		ask         string
		wantIntent  string
		wantAtLeast float64
		other       string
	}{
		"one intent":                      {shop[:1], "where is my parcel", "order.track", 0.6, "tell me a joke"},
		"two intents":                     {shop[:2], "please cancel my order", "order.cancel", 0.6, "how do I cook rice"},
		"three intents":                   {shop[:3], "cancel my order please", "order.cancel", 0.6, "recipe for onion soup"},
		"one utterance":                   {[]Example{{"greet", []string{"hello there"}}}, "hello there", "greet", 0.6, "cancel it"},
		"three intents of one utterance":  {[]Example{{"a", []string{"track parcel"}}, {"b", []string{"pay bill"}}, {"c", []string{"open shop"}}}, "pay bill", "b", 0.4, "hello"},
		"very different numbers of texts": {[]Example{shop[0], {"b", []string{"pay the bill"}}, shop[2]}, "delivery status", "order.track", 0.4, "what a lovely dog"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := mustTrain(t, tc.examples)
			top := classify(m, tc.ask)[0]
			if top.Intent != tc.wantIntent || top.Confidence < tc.wantAtLeast {
				t.Errorf("%q: %+v, want %s with %v", tc.ask, top, tc.wantIntent, tc.wantAtLeast)
			}
			if top := classify(m, tc.other)[0]; top.Confidence > 0.4 {
				t.Errorf("%q: %+v, want little", tc.other, top)
			}
		})
	}
}

func TestClassifyStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := mustTrain(t, shop[:3]).Classify(ctx, "hello"); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestModelIsSafeForConcurrentUse(t *testing.T) {
	m := mustTrain(t, shop)
	want := make([][]Prediction, len(offTopic))
	for i, text := range offTopic {
		want[i] = classify(m, text)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i, text := range offTopic {
				if diff := cmp.Diff(want[i], classify(m, text)); diff != "" {
					t.Errorf("%q (-alone +together):\n%s", text, diff)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkTrainShop(b *testing.B) {
	for b.Loop() {
		mustTrain(b, shop)
	}
}

func BenchmarkClassifyShop(b *testing.B) {
	m := mustTrain(b, shop)
	for b.Loop() {
		classify(m, "where is the parcel I ordered last week?")
	}
}
