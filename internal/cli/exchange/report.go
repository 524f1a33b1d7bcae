// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Kind says what became of something.
type Kind string

// The kinds of notes.
const (
	// Dropped is not in the result.
	Dropped Kind = "dropped"
	// Changed is in the result in another form.
	Changed Kind = "changed"
	// Mend must be written or decided by a person before the cluster takes the result.
	Mend Kind = "mend"
)

// Note is something that was not carried over as it was.
type Note struct {
	Kind Kind `json:"kind"`
	// File and Item say where it is.
	File string `json:"file,omitempty"`
	Item string `json:"item"`
	// Reason says why, and what to do about it.
	Reason string `json:"reason"`
}

// maxNotes bounds a report: nobody reads more, and a hostile file must not make one of a gigabyte.
const maxNotes = 1000

// Report lists what was not carried over as it was.
type Report struct {
	// Intents and Utterances are how many were carried over.
	Intents    int    `json:"intents"`
	Utterances int    `json:"utterances"`
	Notes      []Note `json:"notes"`
	// More is how many notes there were beyond the first thousand.
	More int `json:"more,omitempty"`
}

// Add adds a note.
func (r *Report) Add(kind Kind, file, item, format string, args ...any) {
	if len(r.Notes) == maxNotes {
		r.More++
		return
	}
	r.Notes = append(r.Notes, Note{Kind: kind, File: file, Item: item, Reason: fmt.Sprintf(format, args...)})
}

// Sort orders the notes: what must be mended first, then by place.
func (r *Report) Sort() {
	order := []Kind{Mend, Changed, Dropped}
	slices.SortStableFunc(r.Notes, func(a, b Note) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)),
			strings.Compare(a.File, b.File), strings.Compare(a.Item, b.Item))
	})
}

// Count is how many notes are of a kind.
func (r *Report) Count(kind Kind) int {
	n := 0
	for _, note := range r.Notes {
		if note.Kind == kind {
			n++
		}
	}
	return n
}
