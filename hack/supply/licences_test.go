// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestLicencesOfAModule(t *testing.T) {
	apache, err := os.ReadFile("../../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		files       map[string]string
		want        []string
		wantProblem string
	}{
		"one":                              {map[string]string{"LICENSE": string(apache)}, []string{"Apache-2.0"}, ""},
		"as text, in the spelling of here": {map[string]string{"licence.txt": string(apache)}, []string{"Apache-2.0"}, ""},
		"none":                             {map[string]string{"README.md": "free"}, nil, "no licence file"},
		"one that nobody knows":            {map[string]string{"LICENSE": "You may look at it, on Sundays."}, nil, "LICENSE is 0 % the text of known licences"},
		"one that nobody knows, further in": {map[string]string{"LICENSE": string(apache), "part/COPYING": "On Sundays."},
			[]string{"Apache-2.0"}, "part/COPYING is 0 % the text of known licences"},
		"a program about licences": {map[string]string{"LICENSE": string(apache), "license.go": "package license"}, []string{"Apache-2.0"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tc.files)
			dirs := map[string]bool{dir: true}
			if _, err := os.Stat(dir + "/part"); err == nil {
				dirs[dir+"/part"] = true
			}
			got, problem, err := licencesIn(dir, dirs)
			if err != nil || !slices.Equal(got, tc.want) || problem != tc.wantProblem {
				t.Errorf("%v, %q, %v", got, problem, err)
			}
		})
	}
}

func TestWhatMayNotBePartOfAProgram(t *testing.T) {
	for licence, allowed := range map[string]bool{
		"MIT": true, "Apache-2.0": true, "MPL-2.0": true,
		"GPL-3.0": false, "AGPL-3.0": false, "LGPL-2.1": false, "SSPL-1.0": false, "BUSL-1.1": false, "CC-BY-NC-4.0": false,
	} {
		err := refused([]module{{path: "example.test/a", licences: []string{"MIT", licence}}})
		if allowed != (err == nil) || err != nil && !strings.Contains(err.Error(), "example.test/a: "+licence+" is not allowed") {
			t.Errorf("%s: %v", licence, err)
		}
	}
	if err := refused([]module{{path: "example.test/a", problem: "no licence file"}}); err == nil {
		t.Error("a module without a licence")
	}
}
