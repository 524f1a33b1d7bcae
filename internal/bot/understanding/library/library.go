// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package library has what customers write to support, by what they mean. Bots with few
// utterances borrow from it, and the word vectors have learned from it.
package library

import (
	_ "embed"
	"strings"
)

// Said is the file of meanings: one a line, its sentences separated by bars, the short forms
// first. An empty line parts trades.
//
//go:embed said.txt
var Said string

// neighbours are more meanings, which are commonly taken for each other.
//
//go:embed neighbours.txt
var neighbours string

//go:embed asides.txt
var asides string

// Meanings are the sentences of each meaning. They are read each time: who needs them does so seldom,
// and they take a megabyte.
func Meanings() [][]string { return append(read(Said), read(neighbours)...) }

// Asides are sentences that are no business of any bot, by kind: small talk, tests, questions about
// the world.
func Asides() [][]string { return read(asides) }

func read(file string) [][]string {
	var all [][]string
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, strings.Split(line, " | "))
		}
	}
	return all
}
