// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestWhatIsSwitchedIsToldByTheLastWord of a clause without a verb, and by the state that something is to have: "from off
// to on" is on. What only tells of a state, or ends with such a word by chance, asks for nothing.
func TestWhatIsSwitchedIsToldByTheLastWord(t *testing.T) {
	on, off := actBits["switch-on"], actBits["switch-off"]
	for text, want := range map[string]Acts{
		"Strom in der Garage aus, bitte":             off,
		"Strom in der Garage bitte an":               on,
		"Mach den Strom in der Garage aus":           off,
		"Die Pumpe am Teich bitte aus":               off,
		"Der Strom in der Garage ist aus":            0,
		"Der Strom fällt in der Garage aus":          0,
		"Stell die Lampe von aus auf an":             on,
		"Stell die Lampe von an auf aus":             off,
		"turn the pump in my garage from off to on":  on,
		"move the pump in my garage from on to off":  off,
		"pasar la bomba de apagada a encendida":      on,
		"pasar la bomba de encendida a apagada":      off,
		"passer la pompe de éteinte à allumée":       on,
		"passer la pompe de allumée à éteinte":       off,
		"la pompa da spenta ad accesa":               on,
		"la pompa da accesa a spenta":                off,
		"a bomba do tanque de desligada para ligada": on,
		"a bomba do tanque de ligada para desligada": off,
	} {
		if got := ActsOf(text) & (on | off); got != want {
			t.Errorf("%q has the acts %b, want %b", text, got, want)
		}
	}
}
