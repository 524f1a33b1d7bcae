// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package library

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/intentops/intentops/internal/contract/utterances"
)

const blind = "../../../../hack/bench-understanding/blind/"

// TestNothingThatMeasuresIsInTheLibrary: expressions that everybody uses, of up to six words, may
// be in both.
func TestNothingThatMeasuresIsInTheLibrary(t *testing.T) {
	files, err := filepath.Glob(blind + "blind/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("blind sets: %v, %v", files, err)
	}
	measured := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		type said struct{ Text string }
		var set struct{ Paraphrases, OutOfScope []said }
		if err := json.Unmarshal(data, &set); err != nil {
			t.Fatal(err)
		}
		for _, s := range append(set.Paraphrases, set.OutOfScope...) {
			measured[utterances.Normalise(s.Text)] = true
		}
	}
	for _, kind := range [][][]string{Meanings(), Asides()} {
		for _, sentences := range kind {
			for _, text := range sentences {
				if words := utterances.AppendWords(nil, text); len(words) > 6 && measured[utterances.Normalise(text)] {
					t.Errorf("a sentence of a blind set: %s", text)
				}
			}
		}
	}
}

func TestEveryMeaningIsSaidInManyWays(t *testing.T) {
	meanings, asides := Meanings(), Asides()
	if len(meanings) < 1000 || len(asides) < 40 {
		t.Errorf("%d meanings and %d kinds of asides, want 1000 and 40", len(meanings), len(asides))
	}
	for _, kind := range [][][]string{meanings, asides} {
		for _, sentences := range kind {
			if len(sentences) < 6 {
				t.Errorf("%q is said in %d ways, want 6", sentences[0], len(sentences))
			}
			for _, text := range sentences {
				if utterances.Normalise(text) == "" {
					t.Errorf("%q has a sentence without words: %q", sentences[0], text)
				}
			}
		}
	}
}
