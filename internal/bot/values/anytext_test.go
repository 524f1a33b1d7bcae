// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestAnAddressIsTakenWithoutWhatIsSaidAroundIt(t *testing.T) {
	r, err := Compile(release.Field{Name: "street", Prompt: "Which street?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"my new street is 9 Elm Close, thanks": "9 Elm Close", "that would be 9 Elm Close now": "9 Elm Close", "we're at 9 Elm Close from next week": "9 Elm Close",
		"The new address is 9 Elm Close.": "9 Elm Close", "It's flat 2, 9 Elm Rd.": "flat 2, 9 Elm Rd.", "9 Elm Close, cheers!": "9 Elm Close",
		"Das ist jetzt der Birkenweg 3": "Birkenweg 3", "Birkenweg 3 danke": "Birkenweg 3",
		"c'est maintenant le 4 allée des Pins": "4 allée des Pins", "adesso? abito in corso Dante 2": "adesso? abito in corso Dante 2", "ora abito in corso Dante 2": "corso Dante 2",
		"es la calle Mayor 8, gracias": "calle Mayor 8", "The heating is off. It smells": "The heating is off. It smells", "it is broken": "it is broken",
		"I'm in a wheelchair": "I'm in a wheelchair", "it's a gift for my mother": "a gift for my mother",
	} {
		if got := r.Read(text, today, "").Value; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
