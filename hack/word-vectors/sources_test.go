// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatIsMissingIsNamed: the data sets are not in the repository, so whoever derives the table
// must be told where they are published, before anything is loaded.
func TestWhatIsMissingIsNamed(t *testing.T) {
	needed := []source{{"set/train.csv", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "https://example.com/train.csv"}} // of "abc"
	for name, tc := range map[string]struct {
		content string
		want    []string
	}{
		"missing":      {"", []string{"train.csv", "no such file", "https://example.com/train.csv", "UNDERSTANDING_DATA=DIR"}},
		"another file": {"abd", []string{"train.csv", "want ba7816bf", "https://example.com/train.csv"}},
		"the file":     {"abc", nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if tc.content != "" {
				if err := os.MkdirAll(filepath.Join(dir, "set"), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "set", "train.csv"), []byte(tc.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := checkSources(dir, needed)
			if (err == nil) != (tc.want == nil) {
				t.Fatal(err)
			}
			for _, part := range tc.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%v does not name %q", err, part)
				}
			}
		})
	}
}
