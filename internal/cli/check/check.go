// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Options say what to look at.
type Options struct {
	// Dir is the folder; - reads In.
	Dir string
	In  io.Reader
	// Since is a commit, branch or tag to compare with; empty: none.
	Since string
	// Lint, Test and Diff say what to do.
	Lint, Test, Diff bool

	// hasty leaves out the cross-validation, which takes longest: for tests of the rest.
	hasty bool
}

// Report is what a check found.
type Report struct {
	Folder string `json:"folder"`
	Since  string `json:"since,omitempty"`
	// Parted is the commit in which this branch left Since, where that has gone on: what was before
	// is that of this commit.
	Parted string `json:"parted,omitempty"`
	// Objects is how many of ours the folder has.
	Objects int `json:"objects"`
	// Findings by place, and how many more there were.
	Findings []Finding `json:"findings"`
	More     int       `json:"more,omitempty"`
	// Tests is nil where none were asked for.
	Tests []TestResult `json:"tests,omitempty"`
	// Changes is nil where none were asked for.
	Changes []Change `json:"changes,omitempty"`

	options Options
}

// Run checks a folder.
func Run(ctx context.Context, o Options) (*Report, error) {
	r, _, err := run(ctx, o)
	return r, err
}

// run is Run with what the folder has.
func run(ctx context.Context, o Options) (*Report, world, error) {
	folder, err := read(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	if len(folder.Objects) == 0 && len(folder.Findings) == 0 {
		return nil, nil, fmt.Errorf("%s: %w", o.Dir, errNothing)
	}
	var before *Folder
	parted := ""
	if o.Since != "" {
		var found files
		if found, parted, err = readRevision(ctx, o.Dir, o.Since); err != nil {
			return nil, nil, err
		}
		if before, err = parse(ctx, found, shown(o.Dir)); err != nil {
			return nil, nil, err
		}
	}
	w, findings, err := newWorld(ctx, folder, before)
	if err != nil {
		return nil, nil, err
	}
	r := &Report{Folder: o.Dir, Since: o.Since, Parted: parted, Objects: len(folder.Objects), options: o}
	// What does not fit its schema is an error whatever was asked for.
	findings = append(findings, folder.Findings...)
	if o.Lint {
		found, err := lint(ctx, w, findings, o.hasty)
		if err != nil {
			return nil, nil, err
		}
		findings = append(findings, found...)
	}
	if o.Test {
		tests, found, err := runTests(ctx, w, o.Lint)
		if err != nil {
			return nil, nil, err
		}
		r.Tests, findings = tests, append(findings, found...)
	}
	if o.Diff && before != nil {
		was, _, err := newWorld(ctx, before, nil)
		if err != nil {
			return nil, nil, err
		}
		changes, found := diff(was, w)
		r.Changes, findings = changes, append(findings, found...)
	}
	r.Findings, r.More = sortFindings(findings)
	return r, w, nil
}

func read(ctx context.Context, o Options) (*Folder, error) {
	if o.Dir == "-" {
		content, err := io.ReadAll(io.LimitReader(o.In, maxFileSize+1))
		if err != nil {
			return nil, err
		}
		if len(content) > maxFileSize {
			return nil, fmt.Errorf("the standard input may have %d MiB", maxFileSize>>20)
		}
		return parse(ctx, files{"-": content}, "")
	}
	about, err := os.Stat(o.Dir)
	if path, is := errors.AsType[*fs.PathError](err); is && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w: name the folder with the manifests", o.Dir, path.Err)
	}
	if err != nil {
		return nil, err
	}
	if !about.IsDir() {
		return nil, fmt.Errorf("%s: is not a folder: name the one that it is in", o.Dir)
	}
	found, err := readFS(ctx, os.DirFS(o.Dir))
	if err != nil {
		return nil, err
	}
	return parse(ctx, found, shown(o.Dir))
}

// shown is a folder as reports name it: relative where it is below the present one, so that
// reports are the same on every machine.
func shown(dir string) string {
	if filepath.IsAbs(dir) {
		if here, err := os.Getwd(); err == nil {
			if relative, err := filepath.Rel(here, dir); err == nil && filepath.IsLocal(relative) {
				dir = relative
			}
		}
	}
	return filepath.ToSlash(filepath.Clean(dir))
}

// Count is how many findings have a severity.
func (r *Report) Count(s Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			n++
		}
	}
	return n
}

// Failed says whether something must be mended; strictly, warnings too.
func (r *Report) Failed(strict bool) bool {
	return r.Count(Error) > 0 || strict && len(r.Findings) > 0
}
