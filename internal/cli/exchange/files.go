// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Bounds of what is read. The largest public exports have some thousand files and a few MiB.
const (
	// MaxZip is how large a zip may be.
	MaxZip     = 64 << 20
	maxEntries = 20_000
	maxFile    = 16 << 20
	maxTotal   = 256 << 20
	// maxRatio is how much smaller a file may be in a zip. Text is 5 to 20 times smaller there;
	// small files are left out, as some are all spaces.
	maxRatio = 200
	smallest = 1 << 20
)

// Files are the names of a folder with what each holds.
type Files map[string][]byte

// wanted says whether a file may belong to one of the formats: all are JSON or YAML.
func wanted(name string) bool {
	return slices.Contains([]string{".json", ".yml", ".yaml"}, strings.ToLower(path.Ext(name)))
}

// hidden says whether a file or one of its folders begins with a dot, as .git and .venv do.
func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasPrefix(part, ".") && part != "." })
}

// reading counts what was read.
type reading struct {
	files   Files
	entries int
	total   int64
}

func (r *reading) count(name string) error {
	if r.entries++; r.entries > maxEntries {
		return fmt.Errorf("%q is one entry more than the %d that are read: name a folder with the export only", name, maxEntries)
	}
	return nil
}

func (r *reading) read(name string, from io.Reader) error {
	content, err := io.ReadAll(io.LimitReader(from, maxFile+1))
	if err != nil {
		return fmt.Errorf("reading %q: %w", name, err)
	}
	if r.total += int64(len(content)); len(content) > maxFile || r.total > maxTotal {
		return fmt.Errorf("%q is too large: a file may have %d MiB, and all together %d MiB", name, maxFile>>20, maxTotal>>20)
	}
	r.files[name] = content
	return nil
}

// isVirtualEnvironment says whether a folder is one of Python, as people keep beside a project: it
// has tens of thousands of files and links, and nothing of the project.
func isVirtualEnvironment(root fs.FS, name string) bool {
	_, err := fs.Stat(root, path.Join(name, "pyvenv.cfg"))
	return err == nil
}

// ReadFolder reads the files of a folder that a format may have, but for hidden ones. Links are
// refused: what they point at is not part of the folder.
func ReadFolder(root fs.FS) (Files, error) {
	r := &reading{files: Files{}}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (hidden(name) || isVirtualEnvironment(root, name)):
			return fs.SkipDir
		case hidden(name):
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			return fmt.Errorf("%q is a symbolic link: put the file or folder itself there, or remove it", name)
		}
		if err := r.count(name); err != nil || entry.IsDir() || !wanted(name) {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%q is not a regular file: remove it", name)
		}
		file, err := root.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		return r.read(name, file)
	})
	return r.files, err
}

// ReadFile is a folder of a single file.
func ReadFile(name string, content []byte) (Files, error) {
	r := &reading{files: Files{}}
	return r.files, r.read(name, bytes.NewReader(content))
}

// ReadZip reads the files of a zip that a format may have. Nothing is unpacked to a disk; names
// that lead out of the zip, links, duplicates and what unpacks to far more than it is are refused
// all the same: such a zip was not made by a bot platform.
func ReadZip(raw []byte) (Files, error) {
	if len(raw) > MaxZip {
		return nil, fmt.Errorf("the zip has more than %d MiB", MaxZip>>20)
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // which checkEntry says better
		return nil, fmt.Errorf("not a zip that can be read: %w", err)
	}
	r, seen := &reading{files: Files{}}, map[string]bool{}
	for _, entry := range archive.File {
		name := strings.TrimSuffix(entry.Name, "/")
		if err := errors.Join(r.count(name), checkEntry(name, entry)); err != nil {
			return nil, err
		}
		if seen[name] {
			return nil, fmt.Errorf("entry %q is there twice: which one is meant cannot be told", name)
		}
		seen[name] = true
		if entry.Mode().IsDir() || hidden(name) || !wanted(name) {
			continue
		}
		if err := r.readEntry(name, entry); err != nil {
			return nil, err
		}
	}
	return r.files, nil
}

func checkEntry(name string, entry *zip.File) error {
	drive := len(name) > 1 && name[1] == ':'
	switch {
	case !fs.ValidPath(name) || name == "." || drive || strings.ContainsAny(name, "\\\x00"):
		return fmt.Errorf("entry %q leads out of the zip: names must be relative and without .., with / between their parts", entry.Name)
	case entry.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("entry %q is a symbolic link: put the file itself there", entry.Name)
	case !entry.Mode().IsDir() && !entry.Mode().IsRegular():
		return fmt.Errorf("entry %q is not a regular file", entry.Name)
	case entry.Flags&1 != 0:
		return fmt.Errorf("entry %q is encrypted: make the zip without a password", entry.Name)
	}
	return nil
}

func (r *reading) readEntry(name string, entry *zip.File) error {
	// What the zip says of its sizes is checked while it is read: the ratio by the bytes that are
	// really there, as a header can say anything.
	stored := max(int64(entry.CompressedSize64), 1)
	content, err := entry.Open()
	if err != nil {
		return fmt.Errorf("entry %q: %w", name, err)
	}
	defer func() { _ = content.Close() }()
	limit := max(stored*maxRatio, smallest)
	bounded := &io.LimitedReader{R: content, N: limit + 1}
	if err := r.read(name, bounded); err != nil {
		return err
	}
	if int64(len(r.files[name])) > limit {
		return fmt.Errorf("entry %q unpacks to more than %d times its size, as a zip bomb does", name, maxRatio)
	}
	return nil
}
