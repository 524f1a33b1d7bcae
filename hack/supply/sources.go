// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// sources are the folders that programs are compiled from.
var sources = []string{"api", "cmd", "controllers", "internal"}

// key changes with everything that decides what is found.
func (c checker) key(db database) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, db.url, db.words, c.goVersion, c.programs)
	add := func(path string) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		fmt.Fprintln(h, path)
		_, err = io.Copy(h, f)
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := add(filepath.Join(c.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	for _, folder := range sources {
		err := filepath.WalkDir(filepath.Join(c.dir, folder), func(path string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return err
			case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			return add(path)
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x\n", h.Sum(nil)), nil
}

var toolchain = regexp.MustCompile(`(?m)^ENV GOTOOLCHAIN=(go[0-9.]+)$`)

// releaseGo is the Go that a Dockerfile builds with.
func releaseGo(dockerfile string) (string, error) {
	text, err := os.ReadFile(dockerfile)
	if err != nil {
		return "", err
	}
	found := toolchain.FindSubmatch(text)
	if found == nil {
		return "", fmt.Errorf("%s: has no line like ENV GOTOOLCHAIN=go1.26.10", dockerfile)
	}
	return string(found[1]), nil
}
