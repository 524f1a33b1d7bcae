// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package secrets reads the Secrets that are mounted into a bot's pod: a folder for each, and
// a file for each of its keys. The kubelet replaces the files when a Secret changes, so
// values are not cached for long.
package secrets

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// maxBytes is how large a key's value may be; Kubernetes allows a whole Secret a mebibyte.
const maxBytes = 1 << 20

// Read returns the value of a Secret's key, byte for byte: a final line end belongs to it.
// An empty value is an error. Errors name the Secret and the key, never the value.
func Read(dir, secret, key string) ([]byte, error) {
	switch {
	case !isFileName(secret):
		return nil, fmt.Errorf("%q is not a valid Secret name", secret)
	case !isFileName(key):
		return nil, fmt.Errorf("%q is not a valid key of a Secret", key)
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

// validName is that of Kubernetes for Secrets.
var validName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)

// ValidName reports whether a Secret can have the name.
func ValidName(name string) bool { return len(name) <= 253 && validName.MatchString(name) }

// isFileName reports whether a name is that of one file or folder.
func isFileName(name string) bool {
	return name != "." && !strings.ContainsAny(name, `/\`) && filepath.IsLocal(name)
}
