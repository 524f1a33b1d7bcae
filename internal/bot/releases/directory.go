// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
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
	if err := decodeFile(filepath.Join(dir, DirectoryPointer), &v.Pointer); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	v.Pointer.Stable = directoryRef(stable, DirectoryRelease)
	v.Pointer.Candidate = nil
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
	var r release.Release
	if err := decodeFile(path, &r); err != nil {
		return nil, err
	}
	loaded, err := compiler.Compile(r.Hash(), r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return loaded, nil
}

func decodeFile(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
