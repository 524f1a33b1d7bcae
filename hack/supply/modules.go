// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// module is a module that a program is made of.
type module struct {
	path, version string
	// licences are SPDX identifiers, sorted.
	licences []string
	// problem is why the licences are not known; empty: they are.
	problem string
}

// platforms are those that programs are built for: what is imported differs between them.
var platforms = []string{"linux", "darwin", "windows"}

// programs are what is given to users.
var programs = []string{"./cmd/..."}

// modules lists what the programs are made of, our own module not among it, sorted by path.
func modules(ctx context.Context) ([]module, error) {
	type listed struct {
		Dir    string
		Module *struct {
			Path, Version, Dir string
			Main               bool
		}
	}
	dirs := map[string]map[string]bool{} // where licences may lie, by path and version
	roots := map[string]string{}
	for _, platform := range platforms {
		cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-json=Dir,Module"}, programs...)...)
		cmd.Env = append(os.Environ(), "GOOS="+platform, "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=readonly")
		var said bytes.Buffer
		cmd.Stderr = &said
		printed, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w\n%s", platform, err, &said)
		}
		for decoder := json.NewDecoder(bytes.NewReader(printed)); ; {
			var p listed
			if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if p.Module == nil || p.Module.Main {
				continue
			}
			id := p.Module.Path + " " + p.Module.Version
			roots[id] = p.Module.Dir
			if dirs[id] == nil {
				dirs[id] = map[string]bool{}
			}
			// A folder may have a licence of its own.
			for dir := p.Dir; ; dir = filepath.Dir(dir) {
				dirs[id][dir] = true
				if len(dir) <= len(p.Module.Dir) {
					break
				}
			}
		}
	}
	var all []module
	for id, in := range dirs {
		m := module{}
		m.path, m.version, _ = strings.Cut(id, " ")
		var err error
		if m.licences, m.problem, err = licencesIn(roots[id], in); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

// recognised is how much of a licence file must be the text of known licences, in percent: the
// rest is names and years.
const recognised = 75

// licencesIn reads the licence files of a module's folders.
func licencesIn(root string, dirs map[string]bool) (licences []string, problem string, err error) {
	found := map[string]bool{}
	for dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, "", err
		}
		for _, entry := range entries {
			if entry.IsDir() || !isLicence(entry.Name()) {
				continue
			}
			file := filepath.Join(dir, entry.Name())
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, "", err
			}
			coverage := licensecheck.Scan(text)
			if coverage.Percent < recognised || len(coverage.Match) == 0 {
				name, _ := filepath.Rel(root, file)
				problem = fmt.Sprintf("%s is %.0f %% the text of known licences", name, coverage.Percent)
				continue
			}
			for _, match := range coverage.Match {
				if !match.IsURL {
					found[match.ID] = true
				}
			}
		}
	}
	for id := range found {
		licences = append(licences, id)
	}
	slices.Sort(licences)
	if len(licences) == 0 && problem == "" {
		problem = "no licence file"
	}
	return licences, problem, nil
}

func isLicence(name string) bool {
	name = strings.ToUpper(name)
	if ext := filepath.Ext(name); ext != "" && ext != ".MD" && ext != ".TXT" && !strings.HasPrefix(ext, ".MIT") && !strings.HasPrefix(ext, ".BSD") && !strings.HasPrefix(ext, ".APACHE") {
		return false
	}
	for _, prefix := range []string{"LICENSE", "LICENCE", "COPYING", "UNLICENSE"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
