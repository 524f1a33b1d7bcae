// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"bytes"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
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

func TestWordsThatCustomersUseForOneThingAreNear(t *testing.T) {
	m := meanings{vectors.English()}
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
	m := meanings{vectors.English()}
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
	m := meanings{vectors.English()}
	for word, want := range map[string][]string{"don't": {"do", "not"}, "can't": {"can", "not"}, "what's": {"what"}, "isn't": {"is", "not"}} {
		var got []string
		m.each(word, func(rank int) { got = append(got, m.table.Word(rank)) })
		if len(got) != len(want) || got[0] != want[0] {
			t.Errorf("%s: %v, want %v", word, got, want)
		}
	}
}
