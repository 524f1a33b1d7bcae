// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// nearest is the path of the known field that an unknown one is a misspelling of: at most every
// third letter is wrong, and no other is as near; empty: there is none.
func (k *Kind) nearest(unknown string) string {
	i := strings.LastIndexByte(unknown, '.')
	if i < 0 {
		return ""
	}
	s := at(k.structural, unknown[:i])
	if s == nil {
		return ""
	}
	written := strings.ToLower(unknown[i+1:])
	found, least := "", len(written)/3+1
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		switch d := distance(written, strings.ToLower(name)); {
		case d < least:
			found, least = unknown[:i+1]+name, d
		case d == least:
			found = ""
		}
	}
	return found
}

// distance is how many letters have to be written, left out or replaced to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := before
			if a[i] != b[j] {
				replaced++
			}
			before = row[j+1]
			row[j+1] = min(replaced, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}

// misspelt leaves out fields that are missing only as an unknown one is meant to be them.
func (k *Kind) misspelt(errs field.ErrorList, unknown []string) field.ErrorList {
	meant := map[string]bool{}
	for _, u := range unknown {
		meant[k.nearest(u)] = true
	}
	delete(meant, "")
	return slices.DeleteFunc(errs, func(err *field.Error) bool {
		return err.Type == field.ErrorTypeRequired && meant[path(err)]
	})
}
