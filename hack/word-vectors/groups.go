// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/understanding/library"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/utterances"
)

//go:embed alike.txt
var alikeFile string

// text is the ranks of a text's words.
type text []int

// meaning is texts that mean the same: what one intent, or one line of a list, holds.
type meaning []text

// field is meanings that one bot could have to tell apart.
type field struct {
	meanings []meaning
	often    int  // how often it is drawn, beside the others
	alike    bool // lines of a list, some of which are near one another
}

// reader turns texts into ranks.
type reader struct{ table *vectors.Table }

func (r reader) text(s string) text {
	var ranks text
	for _, word := range utterances.AppendWords(nil, chars.Fold(s)) {
		if rank, ok := r.table.Find(word); ok {
			ranks = append(ranks, rank)
		}
	}
	return ranks
}

// fields are the domains of CLINC150, BANKING77, and the sections of the lists. Only training
// parts are read.
func (r reader) fields(data string) ([]field, error) {
	clinc, err := r.clinc(filepath.Join(data, "clinc150"))
	if err != nil {
		return nil, err
	}
	banking, err := r.banking(filepath.Join(data, "banking77", "train.csv"))
	if err != nil {
		return nil, err
	}
	return slices.Concat(clinc, banking, r.lists(alikeFile, ","), r.lists(library.Said, "|")), nil
}

func (r reader) clinc(dir string) ([]field, error) {
	var parts map[string][][2]string
	var domains map[string][]string
	if err := errors.Join(readJSON(filepath.Join(dir, "data_full.json"), &parts), readJSON(filepath.Join(dir, "domains.json"), &domains)); err != nil {
		return nil, err
	}
	intents := map[string]meaning{}
	for _, pair := range parts["train"] {
		intents[pair[1]] = append(intents[pair[1]], r.text(pair[0]))
	}
	var names []string
	for name := range domains {
		names = append(names, name)
	}
	slices.Sort(names)
	var fields []field
	for _, name := range names {
		f := field{often: 1}
		for _, intent := range domains[name] {
			f.add(intents[intent])
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func readJSON(path string, into any) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, into)
}

func (r reader) banking(path string) ([]field, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, err
	}
	rows = rows[1:] // the header
	slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(a[1], b[1]) })
	f := field{often: 3}
	for start := 0; start < len(rows); {
		var m meaning
		category := rows[start][1]
		for ; start < len(rows) && rows[start][1] == category; start++ {
			m = append(m, r.text(rows[start][0]))
		}
		f.add(m)
	}
	return []field{f}, nil
}

// lists are the sections of alike.txt and said.txt, where a mark separates what means the same.
func (r reader) lists(file, mark string) []field {
	var fields []field
	for number, section := range strings.Split(file, "\n\n") {
		f := field{often: 3, alike: true}
		if number == 0 && file == alikeFile {
			f.often = 10 // words of every trade
		}
		for line := range strings.Lines(section) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			var m meaning
			for phrase := range strings.SplitSeq(line, mark) {
				m = append(m, r.text(phrase))
			}
			f.add(m)
		}
		fields = append(fields, f)
	}
	return fields
}

// add leaves out texts without known words, and a meaning without any text.
func (f *field) add(m meaning) {
	m = slices.DeleteFunc(m, func(t text) bool { return len(t) == 0 })
	if len(m) > 0 {
		f.meanings = append(f.meanings, m)
	}
}
