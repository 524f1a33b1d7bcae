// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/utterances"
)

func TestWordsOfLikeMeaningAreUnderstood(t *testing.T) {
	examples := []Example{
		{"order.track", []string{"where is my parcel", "track my parcel", "when does my parcel arrive"}},
		{"order.cancel", []string{"cancel my order", "I want to cancel", "please cancel it"}},
		{"store.hours", []string{"when do you open", "opening hours", "are you open on sunday"}},
	}
	with := mustTrain(t, examples)
	without, err := Trainer{}.Train(examples)
	if err != nil {
		t.Fatal(err)
	}
	gained := 0
	for text, intent := range map[string]string{
		"has the shipment left the warehouse": "order.track", "the courier brought no package": "order.track", "terminate the purchase": "order.cancel",
		"revoke what I bought": "order.cancel", "until what time is the shop closed on monday": "store.hours", "has the pacel come": "order.track",
	} {
		if got := classify(with, text)[0].Intent; got != intent {
			t.Logf("%q: %s", text, got)
			continue
		}
		gained++
		if classify(without, text)[0].Intent == intent {
			gained--
		}
	}
	if gained < 1 {
		t.Error("word vectors make no difference")
	}
}

// TestNamesAreToldApartByTheirLetters: what two messages have in common besides names that no
// table has does not make them mean the same.
func TestNamesAreToldApartByTheirLetters(t *testing.T) {
	frames := []string{"how do I %s my %s", "I want to %s the %s now", "can you %s a %s for me", "please %s every %s", "where can I %s the %s"}
	verbs := strings.Fields("change cancel order return track pay open close move lock print scan")
	random := splitMix(11)
	name := func() (name string) {
		for range 4 {
			const consonants, vowels = "klmnrstvbdfg", "aeiou"
			name += consonants[random.next()%12:][:1] + vowels[random.next()%5:][:1]
		}
		return name
	}
	var examples []Example
	asked := map[string]string{}
	for i := range 24 {
		e := Example{Intent: fmt.Sprint("intent-", i)}
		for range 2 {
			product := name()
			text := func(frame int) string {
				return fmt.Sprintf(frames[(i+frame)%len(frames)], verbs[random.next()%12], product)
			}
			e.Utterances = append(e.Utterances, text(0), text(1), text(2))
			asked[text(3)], asked[text(4)] = e.Intent, e.Intent
		}
		examples = append(examples, e)
	}
	without, err := Trainer{}.Train(examples)
	if err != nil {
		t.Fatal(err)
	}
	right := func(m *Model) (n int) {
		for text, intent := range asked {
			if classify(m, text)[0].Intent == intent {
				n++
			}
		}
		return n
	}
	if with, want := right(mustTrain(t, examples)), right(without); with < want {
		t.Errorf("of %d questions %d are understood with word vectors, %d without", len(asked), with, want)
	}
}

func TestHowFarATextIsAboutItsMeaning(t *testing.T) {
	m := meanings{table: vectors.English()}
	for text, want := range map[string][2]float32{
		"":                               {0, 0},
		"zzyzx qwfpgj":                   {0, 0},
		"can you open a nelokane for me": {0, 0.3},
		"where is my parcel":             {1, 1},
		"where is a parcel":              {0.8, 1}, // the table has no word of one letter
		"where is my parcel 4711":        {1, 1},
		"where is parcel AB123456":       {1, 1},
	} {
		var s shares
		for _, word := range utterances.AppendWords(nil, normal(text)) {
			vector, weight := m.word(word)
			s.add(word, weight, len(vector) > 0)
		}
		if got := s.covered(); got < want[0] || got > want[1] {
			t.Errorf("%q: %.2f, want %.2f to %.2f", text, got, want[0], want[1])
		}
	}
}

func TestWordsThatCustomersUseForOneThingAreNear(t *testing.T) {
	m := meanings{table: vectors.English()}
	near := func(a, b string) float32 {
		x, _ := m.word(a)
		y, _ := m.word(b)
		return dot(x, y)
	}
	for word, pair := range map[string][2]string{"nicked": {"stolen", "paid"}, "scrap": {"cancel", "track"}, "quid": {"money", "parcel"}, "courier": {"delivery", "password"}} {
		if alike, other := near(word, pair[0]), near(word, pair[1]); alike < other+0.2 {
			t.Errorf("%s: %.2f to %s, %.2f to %s", word, alike, pair[0], other, pair[1])
		}
	}
}

// TestAMountedTableBringsOtherLanguages: an utterance in one language is understood in another
// when the table has words of both at like places.
func TestAMountedTableBringsOtherLanguages(t *testing.T) {
	parcel, cancel, open := []float32{1, 0, 0.1}, []float32{0, 1, 0.1}, []float32{-1, -0.5, 0.1}
	var file bytes.Buffer
	if err := vectors.Write(&file, []vectors.Entry{
		{Word: "parcel", Vector: parcel}, {Word: "paket", Vector: parcel}, {Word: "colis", Vector: parcel}, {Word: "小包", Vector: parcel},
		{Word: "cancel", Vector: cancel}, {Word: "stornieren", Vector: cancel}, {Word: "annuler", Vector: cancel},
		{Word: "open", Vector: open}, {Word: "offen", Vector: open}, {Word: "ouvert", Vector: open},
	}); err != nil {
		t.Fatal(err)
	}
	table, err := vectors.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Trainer{Vectors: table}.Train([]Example{
		{"track", []string{"parcel", "my parcel", "the parcel"}}, {"cancel", []string{"cancel", "cancel it", "to cancel"}}, {"hours", []string{"open", "open today", "are you open"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, intent := range map[string]string{"Paket": "track", "le colis": "track", "stornieren bitte": "cancel", "annuler": "cancel", "ist offen": "hours", "c'est ouvert": "hours"} {
		if top := classify(m, text)[0]; top.Intent != intent {
			t.Errorf("%q: %+v, want %s", text, top, intent)
		}
	}
}

func TestTypingErrorsAreReadAsTheWordThatWasMeant(t *testing.T) {
	m := meanings{table: vectors.English()}
	for written, want := range map[string]string{"flihgt": "flight", "cancell": "cancel", "adress": "address", "baggagge": "baggage", "paymant": "payment"} {
		rank, ok := m.respelt(written)
		if !ok || m.table.Word(rank) != want {
			t.Errorf("%q: %t", written, ok)
			continue
		}
	}
	for _, word := range []string{"K7PQ2M", "lh123", "zzq", "größe", "xkcdqwzrtplmnbv"} {
		if rank, ok := m.respelt(word); ok {
			t.Errorf("%q is read as %q", word, m.table.Word(rank))
		}
	}
}

func TestContractionsAreReadAsTheirWords(t *testing.T) {
	m := meanings{table: vectors.English()}
	for word, want := range map[string][]string{"don't": {"do", "not"}, "can't": {"can", "not"}, "what's": {"what"}, "isn't": {"is", "not"}} {
		var got []string
		m.each(word, func(rank int) { got = append(got, m.table.Word(rank)) })
		if len(got) != len(want) || got[0] != want[0] {
			t.Errorf("%s: %v, want %v", word, got, want)
		}
	}
}
