// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/intentops/intentops/internal/contract/release"
)

// Disk keeps the last good pointer and its bundles, so that a bot starts while the API
// server is down. Files are replaced whole, and a bundle's content is checked against its
// hash when it is read.
type Disk struct{ dir string }

const (
	pointerFile  = "pointer.json"
	bundlePrefix = "bundle-"
)

// NewDisk uses a folder of its own, which is made when it is not there.
func NewDisk(dir string) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("folder for releases: %w", err)
	}
	return &Disk{dir: dir}, nil
}

// Pointer returns the pointer that was saved; nil: none.
func (d *Disk) Pointer() (*release.Pointer, error) {
	data, err := os.ReadFile(filepath.Join(d.dir, pointerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := release.DecodePointer(data)
	if err != nil {
		return nil, err
	}
	return &p, nil
}

// SavePointer keeps a pointer whose bundles are saved already, and drops the bundles that
// neither it nor the pointer before names, and that are not ready either: a ready one may be
// served again without being saved.
func (d *Disk) SavePointer(p release.Pointer, ready ...string) error {
	data, err := release.EncodePointer(p)
	if err != nil {
		return err
	}
	keep := map[string]bool{p.Stable.Release: true}
	if p.Candidate != nil {
		keep[p.Candidate.Release] = true
	}
	for _, hash := range ready {
		keep[hash] = true
	}
	if before, err := d.Pointer(); err == nil && before != nil {
		keep[before.Stable.Release] = true
	}
	if err := replaceFile(filepath.Join(d.dir, pointerFile), data); err != nil {
		return err
	}
	return d.prune(keep)
}

// Fetch returns the parts of a bundle that was saved.
func (d *Disk) Fetch(_ context.Context, ref release.BundleRef) ([][]byte, error) {
	data, err := os.ReadFile(d.bundle(ref.Release))
	if err != nil {
		return nil, err
	}
	return [][]byte{data}, nil
}

// SaveBundle keeps a bundle. Its parts are one file: only together they are anything.
func (d *Disk) SaveBundle(hash string, parts [][]byte) error {
	var all []byte
	for _, part := range parts {
		all = append(all, part...)
	}
	return replaceFile(d.bundle(hash), all)
}

func (d *Disk) bundle(hash string) string {
	// A hash is hexadecimal; a name from outside must not leave the folder.
	return filepath.Join(d.dir, bundlePrefix+filepath.Base(hash))
}

func (d *Disk) prune(keep map[string]bool) error {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		hash, ok := strings.CutPrefix(entry.Name(), bundlePrefix)
		if ok && !keep[hash] {
			if err := os.Remove(filepath.Join(d.dir, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// replaceFile writes a file whole or not at all, even when the machine stops.
func replaceFile(path string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	if _, err := tmp.Write(data); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Sync(); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
