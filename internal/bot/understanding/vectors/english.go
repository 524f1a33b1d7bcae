// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package vectors

import (
	_ "embed"
	"sync"
)

// english.vectors is derived by "make word-vectors"; its licence is in english.LICENSE.
//
//go:embed english.vectors
var englishFile string

// English returns the table that is built in: the most frequent English words.
var English = sync.OnceValue(func() *Table {
	t, err := parse(englishFile)
	if err != nil {
		panic("the word vectors that are built in: " + err.Error()) // a test reads them
	}
	return t
})
