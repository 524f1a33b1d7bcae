// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"fmt"
	"testing"
)

func TestPositions(t *testing.T) {
	var p lastPositions
	p.note("a", 5)
	for _, tc := range []struct {
		name    string
		subject string
		version uint64
		want    bool
	}{
		{"one that is not known", "b", 3, false},
		{"one that must not exist", "a", 0, false},
		{"the newest", "a", 5, false},
		{"an older one", "a", 4, true},
		{"the older one again, which the server is asked about", "a", 4, false},
	} {
		if got := p.outdated(tc.subject, tc.version); got != tc.want {
			t.Errorf("%s: passed is %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestPositionsAreBounded(t *testing.T) {
	var p lastPositions
	for i := range 3 * maxPositions {
		p.note(fmt.Sprint(i), 7)
		p.note("often", uint64(i)+10)
	}
	if len(p.current) > maxPositions || len(p.previous) > maxPositions {
		t.Errorf("%d and %d are kept, want at most %d each", len(p.current), len(p.previous), maxPositions)
	}
	if p.outdated("0", 1) || !p.outdated(fmt.Sprint(3*maxPositions-1), 1) || !p.outdated("often", 3) || p.outdated("often", 3) {
		t.Error("the oldest must be forgotten, the newest kept, and each but once")
	}
}
