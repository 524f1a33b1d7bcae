// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"path"
	"strings"
	"testing"
)

// TestAListOfWordsIsWrittenOnce in a language: two of one name would become one list of both meanings.
func TestAListOfWordsIsWrittenOnce(t *testing.T) {
	for _, language := range ExpressionLanguages() {
		data, err := content.ReadFile(path.Join("content/words", language+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for line := range strings.Lines(string(data)) {
			name, _, found := strings.Cut(line, " = ")
			if found && seen[name] {
				t.Errorf("%s: %s is there twice", language, name)
			}
			seen[name] = true
		}
	}
}
