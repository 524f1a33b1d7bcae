// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package abuse lists what is attacked. The attacks are in the packages below it.
package abuse

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// TestTheTableOfDecodersIsComplete compares the README with the fuzz targets that there are: a
// decoder in it has a target, and a target stands in it with what it is for.
func TestTheTableOfDecodersIsComplete(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	listed := map[string]bool{} // "package target", of all packages and targets of a line
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 || !strings.Contains(cells[2], "`Fuzz") {
			continue
		}
		for _, pkg := range quoted.FindAllStringSubmatch(cells[1], -1) {
			for _, target := range quoted.FindAllStringSubmatch(cells[2], -1) {
				listed[pkg[1]+" "+target[1]] = true
			}
		}
	}
	var missing []string
	found := map[string]bool{}
	targets := regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)
	err = fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (file == "bin" || strings.HasPrefix(entry.Name(), ".") && file != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path.Join(root, file))
		for _, target := range targets.FindAllSubmatch(source, -1) {
			name := path.Dir(file) + " " + string(target[1])
			if found[string(target[1])], found[path.Dir(file)] = true, true; !listed[name] {
				missing = append(missing, name)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) > 0 {
		t.Errorf("not in README.md: %q", missing)
	}
	var gone []string
	for name := range listed {
		pkg, target, _ := strings.Cut(name, " ")
		if !found[pkg] || !found[target] {
			gone = append(gone, name)
		}
	}
	if len(gone) > 0 {
		t.Errorf("in README.md, and not there: %q", gone)
	}
}
