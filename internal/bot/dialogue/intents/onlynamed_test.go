// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import "testing"

// What only names a thing, with a day or without, may ask for it; what says something of it tells.
func TestAThingThatIsOnlyNamedIsToldFromWhatIsSaidOfIt(t *testing.T) {
	for locale, says := range map[string]struct {
		utterance    string
		named, other []string
	}{
		"en": {"order a cab", []string{"a cab for tomorrow", "cab instead please", "rather a cab on Friday"}, []string{"the cab is here", "no cab either", "my wife took the cab", "a cab?"}},
		"de": {"ein Taxi bestellen", []string{"lieber ein Taxi", "ein Taxi für morgen bitte"}, []string{"das Taxi ist schon da", "kein Taxi", "das Taxi kam doch"}},
		"es": {"pedir un taxi", []string{"mejor un taxi", "un taxi mañana"}, []string{"el taxi ya llegó", "ya pedí un taxi", "sin taxi no"}},
		"fr": {"commander un taxi", []string{"un taxi pour demain", "plutôt un taxi"}, []string{"le taxi est là", "pas de taxi", "le taxi arrive"}},
		"it": {"prenotare un taxi", []string{"un taxi", "meglio un taxi per domani"}, []string{"il taxi è arrivato", "il taxi non serve"}},
		"pt": {"pedir um táxi", []string{"um táxi", "antes um táxi amanhã"}, []string{"o táxi já chegou", "o táxi é caro"}},
		"tr": {"taksi çağır", []string{"yarın için taksi"}, []string{"taksi geldi"}},
	} {
		cab := one(t, locale, says.utterance)
		for want, texts := range map[bool][]string{true: says.named, false: says.other} {
			for _, text := range texts {
				if got := cab.IsOnlyNamed(said(text, locale)); got != want {
					t.Errorf("%s: %q is only named: %t, want %t", locale, text, got, want)
				}
			}
		}
	}
}
