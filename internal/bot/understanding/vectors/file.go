// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package vectors

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// A file of word vectors, all numbers little-endian:
//
//	8 bytes          "IOVECT1\n"
//	uint32           dims, 1 to MaxDims
//	uint32           count of words, 1 to MaxWords
//	uint32           bytes of all words together
//	count × uint8    length of each word in bytes, 1 to 255
//	bytes            the words in UTF-8, one after the other: in small letters, the most
//	                 frequent first, none twice
//	count × float32  scale of each vector, finite and not negative
//	count × dims     signed bytes; times the word's scale they are its vector
//
// Nothing follows. docs/understanding.md describes it for users.
const (
	magic      = "IOVECT1\n"
	headerSize = len(magic) + 3*4

	// MaxDims, MaxWords and MaxBytes bound a table. A bot keeps one in memory as it is in the
	// file: the largest leaves room for a million words of 256 numbers.
	MaxDims  = 1024
	MaxWords = 2_000_000
	MaxBytes = 512 << 20
)

// Load reads a table and checks all of it.
func Load(r io.Reader) (*Table, error) {
	content, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("word vectors: %w", err)
	}
	if len(content) > MaxBytes {
		return nil, fmt.Errorf("word vectors: the file is larger than %d MiB: keep the most frequent words only", MaxBytes>>20)
	}
	t, err := parse(string(content))
	if err != nil {
		return nil, fmt.Errorf("word vectors: %w", err)
	}
	return t, nil
}

// parse makes a table of a file's content, which it keeps.
func parse(content string) (*Table, error) {
	if len(content) < headerSize || content[:len(magic)] != magic {
		return nil, fmt.Errorf("the file does not begin with %q: it is not a table of word vectors", magic)
	}
	dims, count, wordBytes := number(content, 0), number(content, 1), number(content, 2)
	switch {
	case dims < 1 || dims > MaxDims:
		return nil, fmt.Errorf("dims is %d, want 1 to %d", dims, MaxDims)
	case count < 1 || count > MaxWords:
		return nil, fmt.Errorf("the count of words is %d, want 1 to %d", count, MaxWords)
	}
	if want := int64(headerSize) + int64(count)*(1+4+int64(dims)) + int64(wordBytes); want != int64(len(content)) {
		return nil, fmt.Errorf("the file has %d bytes, its header says %d: it is cut off or damaged", len(content), want)
	}
	lengths, rest := content[headerSize:headerSize+count], content[headerSize+count:]
	t := &Table{dims: dims, words: rest[:wordBytes], ends: make([]uint32, count), scales: make([]float32, count)}
	rest = rest[wordBytes:]
	t.numbers = rest[4*count:]
	end := 0
	for i := range count {
		end += int(lengths[i])
		if lengths[i] == 0 || end > wordBytes {
			return nil, fmt.Errorf("the length of word %d is wrong", i)
		}
		t.ends[i] = uint32(end)
		if !utf8.ValidString(t.Word(i)) {
			return nil, fmt.Errorf("word %d is not UTF-8", i)
		}
		t.scales[i] = math.Float32frombits(binary.LittleEndian.Uint32([]byte(rest[4*i : 4*i+4])))
		if !(t.scales[i] >= 0 && t.scales[i] <= maxScale) { // NaN fails both
			return nil, fmt.Errorf("the scale of word %d is %v, want 0 to %v", i, t.scales[i], maxScale)
		}
	}
	if end != wordBytes {
		return nil, errors.New("the lengths of the words do not add up")
	}
	if twice, ok := t.index(); !ok {
		return nil, fmt.Errorf("the word %q is there twice", twice)
	}
	return t, nil
}

// maxScale keeps sums of vectors finite.
const maxScale = 1e6

func number(content string, i int) int {
	at := len(magic) + 4*i
	return int(binary.LittleEndian.Uint32([]byte(content[at : at+4])))
}

// Entry is a word and its vector.
type Entry struct {
	Word   string
	Vector []float32
}

// Write writes a table of entries, the most frequent word first. What it writes, Load reads.
func Write(w io.Writer, entries []Entry) error {
	if len(entries) == 0 {
		return errors.New("word vectors: there are no words")
	}
	dims := len(entries[0].Vector)
	var lengths, words, scales, numbers []byte
	for _, e := range entries {
		if len(e.Word) == 0 || len(e.Word) > math.MaxUint8 || len(e.Vector) != dims {
			return fmt.Errorf("word vectors: %q must have 1 to 255 bytes and a vector of %d numbers", e.Word, dims)
		}
		lengths, words = append(lengths, byte(len(e.Word))), append(words, e.Word...)
		var scale float32
		numbers, scale = quantise(numbers, e.Vector)
		scales = binary.LittleEndian.AppendUint32(scales, math.Float32bits(scale))
	}
	content := []byte(magic)
	for _, n := range []int{dims, len(entries), len(words)} {
		content = binary.LittleEndian.AppendUint32(content, uint32(n))
	}
	for _, part := range [][]byte{lengths, words, scales, numbers} {
		content = append(content, part...)
	}
	if _, err := parse(string(content)); err != nil {
		return fmt.Errorf("word vectors: %w", err)
	}
	_, err := w.Write(content)
	return err
}
