// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/intentops/intentops/internal/plural"
)

// errThere means that a file would be overwritten.
var errThere = errors.New("is there already: nothing was written; remove it, name another place, or overwrite with --force")

// writeFolder writes all files of a folder or none. A folder that is not there appears as a
// whole; into one that is there the files are moved once all of them are written, and moved back
// where one cannot be.
func writeFolder(ctx context.Context, dir string, files map[string][]byte, force bool) (err error) {
	dir = filepath.Clean(dir)
	_, err = os.Stat(dir)
	isNew := errors.Is(err, fs.ErrNotExist)
	if err != nil && !isNew {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	staging, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(staging) }()
	if err := stage(ctx, staging, files); err != nil {
		return err
	}
	if isNew {
		if err := os.Chmod(staging, 0o755); err != nil {
			return err
		}
		return os.Rename(staging, dir)
	}
	return moveInto(dir, staging, slices.Sorted(maps.Keys(files)), force)
}

// stage writes files into a folder that nobody looks at yet.
func stage(ctx context.Context, staging string, files map[string][]byte) error {
	root, err := os.OpenRoot(staging)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(name)), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(filepath.FromSlash(name), files[name], 0o644); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// moveInto moves files into a folder that is there. It is not interrupted: a rename takes no time.
func moveInto(dir, staging string, names []string, force bool) (err error) {
	there := 0
	first := ""
	for _, name := range names {
		if about, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			if about.IsDir() {
				return fmt.Errorf("%s is a folder: remove it, or name another place", filepath.Join(dir, name))
			}
			if there++; first == "" {
				first = name
			}
		}
	}
	if there > 0 && !force {
		if there > 1 {
			first += fmt.Sprintf(" (and %s more)", plural.Of(there-1, "file"))
		}
		return fmt.Errorf("%s: %w", filepath.Join(dir, first), errThere)
	}
	aside := filepath.Join(staging, ".was")
	var undo []func()
	defer func() {
		if err != nil {
			for _, back := range slices.Backward(undo) {
				back()
			}
		}
	}()
	for _, name := range names {
		from, to, was := filepath.Join(staging, name), filepath.Join(dir, name), filepath.Join(aside, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.MkdirAll(filepath.Dir(was), 0o755)); err != nil {
			return err
		}
		switch err := os.Rename(to, was); {
		case err == nil:
			undo = append(undo, func() { _ = os.Rename(was, to) })
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
		undo = append(undo, func() { _ = os.Remove(to) })
	}
	return nil
}

// writeZip writes files as one zip, as a whole or not at all. The same files are the same zip.
func writeZip(ctx context.Context, name string, files map[string][]byte, force bool) error {
	if _, err := os.Lstat(name); err == nil && !force {
		return fmt.Errorf("%s: %w", name, errThere)
	}
	return writeFile(name, func(out io.Writer) error {
		archive := zip.NewWriter(out)
		for _, entry := range slices.Sorted(maps.Keys(files)) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			to, err := archive.Create(entry)
			if err != nil {
				return err
			}
			if _, err := to.Write(files[entry]); err != nil {
				return err
			}
		}
		return archive.Close()
	})
}
