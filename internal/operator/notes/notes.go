// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package notes puts warnings into the message of an Accepted condition: about a spec that is
// valid, and that does hardly what its author wants.
package notes

import "strings"

const mark = "; note: "

// Add appends notes to a message.
func Add(message string, notes ...string) string {
	if len(notes) == 0 {
		return message
	}
	return message + mark + strings.Join(notes, "; ")
}

// Of returns the notes in a message; empty: there are none.
func Of(message string) string {
	_, notes, _ := strings.Cut(message, mark)
	return notes
}
