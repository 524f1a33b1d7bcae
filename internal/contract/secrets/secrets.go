// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package secrets reads the Secrets that are mounted into a bot's pod: a folder for each, and
// a file for each of its keys. The kubelet replaces the files when a Secret changes, so
// values are not cached for long.
package secrets

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
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

// PreviousKey holds the key that was in use before, while it is being replaced.
const PreviousKey = "previous-key"

// Keys returns the value of a Secret's key and, where there is one, that of PreviousKey, each of at
// least so many bytes. While a key is being replaced, whoever has either is understood.
func Keys(dir, secret, key string, atLeast int) ([][]byte, error) {
	var values [][]byte
	for _, name := range []string{key, PreviousKey} {
		value, err := Read(dir, secret, name)
		switch {
		case name == PreviousKey && errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		case len(value) < atLeast:
			return nil, &ShortError{Secret: secret, Key: name, Bytes: len(value), AtLeast: atLeast}
		}
		values = append(values, value)
	}
	return values, nil
}

// ShortError means that a key could be guessed.
type ShortError struct {
	Secret, Key    string
	Bytes, AtLeast int
}

func (e *ShortError) Error() string {
	return fmt.Sprintf("the key %q of Secret %q has %d bytes and must have at least %d: put in what openssl rand -hex 32 prints", e.Key, e.Secret, e.Bytes, e.AtLeast)
}
