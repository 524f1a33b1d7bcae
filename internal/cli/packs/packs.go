// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package packs holds folders of manifests to begin with: a Bot, its Intents in batches, the
// policy that says when a person takes over, seven KPIs, and a plan for twelve weeks.
package packs

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

//go:embed bank saas shop
var all embed.FS

// Names of the packs.
func Names() []string { return []string{"bank", "saas", "shop"} }

// Files of a pack.
func Files(pack string) (fs.FS, error) {
	if !slices.Contains(Names(), pack) {
		return nil, fmt.Errorf("there is no pack %q: use one of %s", pack, strings.Join(Names(), ", "))
	}
	return fs.Sub(all, pack)
}

// Write writes a pack into a folder that is not there, or empty. All of it appears at once, so that
// an interruption leaves nothing half done, and nothing is ever overwritten.
func Write(ctx context.Context, pack, dir string) (files []string, err error) {
	from, err := Files(pack)
	if err != nil {
		return nil, err
	}
	dir = filepath.Clean(dir)
	if err := free(dir); err != nil {
		return nil, err
	}
	// A folder that is there stays: it may be the present one.
	if _, err := os.Stat(dir); err == nil {
		return fill(ctx, from, dir)
	}
	beside := filepath.Dir(dir)
	if err := os.MkdirAll(beside, 0o755); err != nil {
		return nil, err
	}
	made, err := os.MkdirTemp(beside, ".intentops-init-*")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(made)
		}
	}()
	if err := os.Chmod(made, 0o755); err != nil {
		return nil, err
	}
	if files, err = fill(ctx, from, made); err != nil {
		return nil, err
	}
	// What is in the way by now makes this fail, and nothing is lost.
	if err = os.Rename(made, dir); err != nil {
		return nil, err
	}
	return files, nil
}

// fill writes all files into a folder that is there, or none.
func fill(ctx context.Context, from fs.FS, dir string) (files []string, err error) {
	defer func() {
		if err != nil {
			for _, name := range files {
				_ = os.Remove(filepath.Join(dir, name))
			}
		}
	}()
	err = fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		file, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		files = append(files, name)
		_, err = file.Write(content)
		return errors.Join(err, file.Close())
	})
	return files, err
}

// free refuses a folder that has something.
func free(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s: not a directory: a file has this name, so name another folder", dir)
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s: has %s already, and nothing is overwritten: name a folder that is not there yet", dir, entries[0].Name())
	}
	return nil
}
