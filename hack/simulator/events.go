// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"

	"github.com/intentops/intentops/hack/simulator/journal"
)

// journalFile is a file of events; its Journal is nil where there is none.
type journalFile struct {
	*journal.Journal
	file *os.File
}

func openJournal(path string) (journalFile, error) {
	if path == "" {
		return journalFile{}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return journalFile{}, err
	}
	return journalFile{Journal: journal.New(file), file: file}, nil
}

func (j journalFile) close() error {
	if j.file == nil {
		return nil
	}
	return errors.Join(j.Err(), j.file.Close())
}
