// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/written"
)

// Files of a folder that is served without a cluster.
const (
	DirectoryRelease   = "release.json"
	DirectoryCandidate = "candidate.json"
	DirectoryPointer   = "pointer.json"
)

// Defaults of a folder without a pointer, those of a Bot.
const (
	defaultOutcomeAfter = 30 * time.Minute
	defaultRatingWithin = 24 * time.Hour
)

// Directory builds the view of a folder: release.json is the stable release. With a
// candidate.json and a pointer.json that has a rollout, both tracks are served. The hashes
// in the pointer are taken from the files.
func Directory(dir string, compiler Compiler) (*View, error) {
	stable, err := directoryRelease(filepath.Join(dir, DirectoryRelease), compiler)
	if err != nil {
		return nil, err
	}
	v := &View{Stable: stable, Complete: true, Pointer: release.Pointer{
		Version: release.FormatVersion, Automation: "Enabled",
		Measurement: release.Measurement{
			OutcomeAfterSeconds: int64(defaultOutcomeAfter.Seconds()),
			RatingWithinSeconds: int64(defaultRatingWithin.Seconds()),
		},
	}}
	v.Pointer.Stable = directoryRef(stable, DirectoryRelease)
	if v.Pointer, err = directoryPointer(filepath.Join(dir, DirectoryPointer), v.Pointer); err != nil {
		return nil, err
	}
	if v.Pointer.Rollout != nil {
		if v.Candidate, err = directoryRelease(filepath.Join(dir, DirectoryCandidate), compiler); err != nil {
			return nil, fmt.Errorf("the pointer has a rollout: %w", err)
		}
		v.Pointer.Candidate = new(directoryRef(v.Candidate, DirectoryCandidate))
	}
	return v, v.Pointer.Validate()
}

func directoryRef(l *Loaded, file string) release.BundleRef {
	return release.BundleRef{Release: l.Hash, ConfigMaps: []string{file}}
}

func directoryRelease(path string, compiler Compiler) (*Loaded, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := written.Release(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	loaded, err := compiler.Compile(r.Hash(), r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return loaded, nil
}

// directoryPointer is that of a file over defaults, or these where there is none.
func directoryPointer(path string, defaults release.Pointer) (release.Pointer, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return defaults, nil
	}
	if err != nil {
		return release.Pointer{}, err
	}
	p, err := written.Pointer(text, defaults)
	if err != nil {
		return release.Pointer{}, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}
