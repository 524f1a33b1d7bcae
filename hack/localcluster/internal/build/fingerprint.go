// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fingerprint is everything that decides what a binary will be. Asking go build
// instead takes it seconds, for two thousand packages; versions are pinned, so
// the module's own files say it all.
func fingerprint(dir string, args []string) (string, error) {
	version, err := goTool(dir, "env", "GOVERSION", "GOARCH").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	var all bytes.Buffer
	fmt.Fprintf(&all, "%s%q\n", version, args)
	files, err := sources(dir)
	if err != nil {
		return "", err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&all, "%s %d\n%s", filepath.Base(file), len(content), content)
	}
	return fmt.Sprintf("%x", sha256.Sum256(all.Bytes())), nil
}

// sources are the files of the package and its module file: none of the programs
// imports anything else of this repository.
func sources(dir string) ([]string, error) {
	var files []string
	for _, pattern := range []string{"go.mod", "go.sum", "*.go"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
	slices.Sort(files)
	return files, nil
}

func upToDate(binary, key string) bool {
	if _, err := os.Stat(binary); err != nil {
		return false
	}
	have, err := os.ReadFile(keyFile(binary))
	return err == nil && string(have) == key
}

func keyFile(binary string) string { return binary + ".key" }
