// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import "github.com/intentops/intentops/internal/contract/release"

// Where something goes from one choice to another, both differ: nobody sails from Dover to Dover.

// GoesNowhere tells whether a value for a field is the one of the field that asks for the opposite, of where something
// begins or goes to.
func (in *Intent) GoesNowhere(f *Field, value string, given map[string]string, m Message) bool {
	other := in.Opposite(f, m)
	return other != nil && value != "" && given[other.Name] == value
}

// Opposite is the field that asks, of the same choices, for where something goes to that begins where a field says, or the
// other way round; nil: there is none.
func (in *Intent) Opposite(f *Field, m Message) *Field {
	if f.Type != release.FieldChoice {
		return nil
	}
	others := in.sharing(f)
	if len(others) != 1 {
		return nil
	}
	one, _ := in.directionAsked(f, m)
	two, _ := in.directionAsked(others[0], m)
	if one == nowhere || one != two.opposite() {
		return nil
	}
	return others[0]
}
