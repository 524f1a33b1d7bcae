// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// writeFile writes a file as a whole or not at all: one that is half written would be read by a
// CI system as one in which the rest passed. What is not a file of its own is written to and never
// replaced: /dev/stdout belongs to everybody on the machine, and a link to whoever made it.
func writeFile(name string, write func(io.Writer) error) (err error) {
	mode := os.FileMode(0o644)
	about, err := os.Stat(name)
	switch {
	case err != nil: // it is not there, or making it says why it cannot be
	case about.IsDir():
		return fmt.Errorf("%s is a folder: name a file", name)
	case !about.Mode().IsRegular() || strings.HasPrefix(name, "/dev/"):
		return writeInto(name, write)
	default:
		mode = about.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err = write(file); err != nil {
		return err
	}
	if err = file.Chmod(mode); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}

// writeInto writes to a pipe, a terminal or whatever else can only be added to, once all of it is
// there.
func writeInto(name string, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	if _, err := file.Write(content.Bytes()); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
