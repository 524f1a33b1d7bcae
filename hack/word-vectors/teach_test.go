// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding/library"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

func made(t *testing.T) *pupil {
	t.Helper()
	var file bytes.Buffer
	err := vectors.Write(&file, []vectors.Entry{
		{Word: "cancel", Vector: []float32{1, 0, 0.2}}, {Word: "scrap", Vector: []float32{0, 1, 0.2}},
		{Word: "pay", Vector: []float32{0.2, 1, 0}}, {Word: "settle", Vector: []float32{1, 0.2, 0}},
	})
	if err != nil {
		t.Fatal(err)
	}
	table, err := vectors.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	return newPupil(table)
}

func cosine(p *pupil, a, b int) float64 {
	x, y := p.word(a), p.word(b)
	return float64(inner(x, y)) / math.Sqrt(float64(inner(x, x)*inner(y, y)))
}

func TestWordsOfOneMeaningComeNearOneAnother(t *testing.T) {
	p := made(t)
	cancel, scrap, pay, settle := 0, 1, 2, 3
	if cosine(p, cancel, scrap) > cosine(p, scrap, pay) {
		t.Fatal("the words begin where they should end")
	}
	p.learn([]field{{meanings: []meaning{{text{cancel}, text{scrap}}, {text{pay}, text{settle}}}, often: 1}}, 1)
	for _, other := range []int{pay, settle} {
		if cosine(p, cancel, scrap) < cosine(p, scrap, other)+0.4 {
			t.Errorf("cosine %.2f to the word of one meaning, %.2f to another", cosine(p, cancel, scrap), cosine(p, scrap, other))
		}
	}
}

func TestTheLessonIsTheSameEachTime(t *testing.T) {
	lesson := []field{{meanings: []meaning{{text{0}, text{1, 2, 3}}, {text{2}, text{3}}}, often: 1}}
	one, other := made(t), made(t)
	one.learn(lesson, 1)
	other.learn(lesson, 1)
	for rank := range 4 {
		if !slices.Equal(one.word(rank), other.word(rank)) {
			t.Errorf("word %d: %v and %v", rank, one.word(rank), other.word(rank))
		}
	}
}

// Every line is a meaning of words that the built-in table has; a line without marks or with an
// unknown word alone would teach nothing. A meaning that a trade has twice would be told from itself;
// meanings of two trades are never compared.
func TestLinesOfTheListsTeachSomething(t *testing.T) {
	for name, list := range map[string]struct {
		file, mark string
		sections   int
	}{"alike.txt": {alikeFile, ",", 4}, "said.txt": {library.Said, "|", 40}} {
		sections := reader{vectors.English()}.lists(list.file, list.mark)
		if len(sections) != list.sections {
			t.Fatalf("%s: %d sections", name, len(sections))
		}
		for number, f := range sections {
			for i, m := range f.meanings {
				if len(m) < 2 {
					t.Errorf("%s: section %d, meaning %d has %d texts of known words", name, number, i, len(m))
				}
			}
		}
	}
	for trade := range strings.SplitSeq(library.Said, "\n\n") {
		first := map[string]bool{}
		for line := range strings.Lines(trade) {
			title, _, said := strings.Cut(line, " | ")
			if said && first[title] {
				t.Errorf("said.txt has %q twice in a trade", title)
			}
			first[title] = true
		}
	}
}
