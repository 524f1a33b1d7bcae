// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var digest = regexp.MustCompile(`@sha256:[0-9a-f]{64}$`)

// TestEveryBaseImageIsNamedByDigest, or is none, or a stage of the same file.
func TestEveryBaseImageIsNamedByDigest(t *testing.T) {
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	stages := map[string]bool{"scratch": true}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) > 0 && words[0] == "FROM" {
			image := words[1]
			if strings.HasPrefix(image, "--") {
				image = words[2]
			}
			if !stages[image] && !digest.MatchString(image) {
				t.Errorf("%s: write the digest after the tag", image)
			}
			if n := len(words); words[n-2] == "AS" {
				stages[words[n-1]] = true
			}
		}
	}
	if len(stages) < 4 {
		t.Errorf("stages %v: is anything read?", stages)
	}
	if _, err := releaseGo("../../Dockerfile"); err != nil {
		t.Error(err)
	}
}
