// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// source is a file that the lesson reads and that is not part of the repository.
type source struct{ path, sha256, url string }

const (
	clincURL   = "https://github.com/clinc/oos-eval/blob/828f8093932c8fe6ca7936c3d2e52903b1c523de/data/"
	bankingURL = "https://github.com/PolyAI-LDN/task-specific-datasets/blob/57ec275/banking_data/"
)

var sources = []source{
	{"clinc150/data_full.json", "36923c3705a59e08fe9c3883d8bc2dd966ef93e22cb78ac41171782a698d56e0", clincURL + "data_full.json"},
	{"clinc150/domains.json", "b947b579d3b8e74b06f93b01083d8efaff2888b43a3e362533bd88a6e1211b3a", clincURL + "domains.json"},
	{"banking77/train.csv", "b06e26ac675513959a63135f11b94ea7786ed02da65db93a5650d8838cbc664b", bankingURL + "train.csv"},
}

// checkSources tells which file is missing below a folder, or is not the one that the built-in
// table was made with, and where it is published.
func checkSources(dir string, sources []source) error {
	for _, s := range sources {
		path := filepath.Join(dir, filepath.FromSlash(s.path))
		content, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("%w: it is published at %s; name the folder that holds %s with UNDERSTANDING_DATA=DIR", err, s.url, s.path)
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); got != s.sha256 {
			return fmt.Errorf("%s has the SHA-256 %s, want %s: take it from %s", path, got, s.sha256, s.url)
		}
	}
	return nil
}
