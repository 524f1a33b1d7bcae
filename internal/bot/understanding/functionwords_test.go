// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsThatTellWhatATextIsAbout(t *testing.T) {
	english := vocabulary{weights: map[uint64]float32{}}
	other := vocabulary{weights: map[uint64]float32{hash(wordSeed, "404"): 1, hash(wordSeed, "tag"): 1}, foreign: true}
	for name, tc := range map[string]struct {
		v          vocabulary
		text, want string
	}{
		"a code tells nothing":                       {english, "cancel order kd90021", "cancel order"},
		"nor does a number or a time":                {english, "table for 4 at 7pm", "table for at"},
		"a number that is taught does":               {other, "fehler 404", "fehler 404"},
		"English function words have a meaning":      {english, "i must cancel", "i must cancel"},
		"those of other languages have none":         {other, "desidero annullare il mio ordine per favore", "annullare ordine"},
		"but for one that is taught":                 {other, "an einem anderen tag", "tag"},
		"weekdays are values in other languages":     {other, "lieferung auf samstag verschieben", "lieferung verschieben"},
		"accents may be missing":                     {other, "ich moechte bestellung aendern", "bestellung aendern"},
		"Chinese is read by its characters":          {other, "我 想 取 消 订 单", "取 消 订 单"},
		"a text of nothing else has no words left":   {other, "bonjour madame", ""},
		"fillers tell nothing in English":            {english, "cancel order mate lol", "cancel order"},
		"what is spelled on a phone is read in full": {english, "get ur newsletter tmrw", "get your newsletter tomorrow"},
		"but for other languages":                    {other, "ur tmrw", "ur tmrw"},
		"English courtesies of a German are foreign": {other, "bitte stornieren thx", "stornieren thx"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(tc.v.telling(strings.Fields(tc.text)), " "); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestWordsThatLostAVowelAreReadWithoutThem(t *testing.T) {
	for text, want := range map[string]string{
		"annullare l'ordine": "annullare ordine", "stato dell'ordine": "stato ordine", "jusqu'à l'hôtel": "jusqu'à hôtel",
		"don't we'll where's": "don't we'll where's", "o'clock": "o'clock", "rock'n'roll": "rock'n'roll", "'": "'",
	} {
		if diff := cmp.Diff(strings.Fields(want), withoutElided(strings.Fields(text))); diff != "" {
			t.Errorf("%q: -want +got\n%s", text, diff)
		}
	}
}

// TestValuesDoNotMakeARequestLessSure: the confidence of a request is the same with its values and courtesies.
func TestValuesDoNotMakeARequestLessSure(t *testing.T) {
	m, err := Train([]Example{
		{"cancel", []string{"annullare il mio ordine", "non voglio più l'ordine", "annullate l'acquisto", "disdire l'ordine"}},
		{"track", []string{"dov'è il mio ordine", "tracciare il mio pacco", "quando arriva il mio ordine", "stato della consegna"}},
		{"return", []string{"voglio restituire un articolo", "fare un reso", "rimandare indietro l'ordine", "restituire qualcosa"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	plain := classify(m, "annullare ordine")
	for _, text := range []string{"Desidero annullare l'ordine VB70035", "Buongiorno, vorrei annullare il mio ordine 4711 per favore", "annullare l'ordine, anna@example.com"} {
		if got := classify(m, text)[0]; got.Intent != plain[0].Intent || got.Confidence < plain[0].Confidence-0.01 {
			t.Errorf("%q: got %+v, without values %+v", text, got, plain[0])
		}
	}
}

// TestAChoiceDoesNotMakeARequestLessSure which the utterances do not name.
func TestAChoiceDoesNotMakeARequestLessSure(t *testing.T) {
	trainer := Trainer{Values: []string{"Sparkonto", "Girokonto"}}
	m, err := trainer.Train([]Example{
		{"transfer", []string{"Geld umbuchen", "einen Betrag umbuchen", "Umbuchung machen", "bitte umbuchen"}},
		{"statement", []string{"Kontoauszug schicken", "wo ist mein Auszug", "Auszug bestellen", "neuen Kontoauszug bitte"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	plain, named := classify(m, "200 Euro umbuchen")[0], classify(m, "200 Euro vom Girokonto aufs Sparkonto umbuchen")[0]
	if named.Intent != "transfer" || named.Confidence < plain.Confidence-0.01 {
		t.Errorf("with choices %+v, without %+v", named, plain)
	}
}
