// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package secrets reads the Secrets that are mounted into a bot's pod: a folder for each, and
// a file for each of its keys. The kubelet replaces the files when a Secret changes, so what
// is read is not kept for long.
package secrets

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxBytes is how large a key's value may be; Kubernetes allows a whole Secret a mebibyte.
const maxBytes = 1 << 20

// Read returns the value of a Secret's key, byte for byte: a line end at its end belongs to
// it. A value that is empty is an error. Errors name the Secret and the key, never the value.
func Read(dir, secret, key string) ([]byte, error) {
	switch {
	case !plain(secret):
		return nil, fmt.Errorf("%q is no name of a Secret", secret)
	case !plain(key):
		return nil, fmt.Errorf("%q is no name of a key of a Secret", key)
	}
	file, err := os.Open(filepath.Join(dir, secret, key))
	if err != nil {
		return nil, fmt.Errorf("the Secret %q has no readable key %q: %w", secret, key, err)
	}
	defer func() { _ = file.Close() }()
	value, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the Secret %q has no readable key %q: %w", secret, key, err)
	case len(value) == 0:
		return nil, fmt.Errorf("the key %q of Secret %q is empty", key, secret)
	case len(value) > maxBytes:
		return nil, fmt.Errorf("the key %q of Secret %q is larger than %d bytes", key, secret, maxBytes)
	}
	return value, nil
}

// plain is true for the name of one file or folder.
func plain(name string) bool {
	return name != "." && !strings.ContainsAny(name, `/\`) && filepath.IsLocal(name)
}
