// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package vectors

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

func table(t testing.TB, entries ...Entry) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := Write(&file, entries); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	file := table(t, Entry{"parcel", []float32{1, -0.5, 0}}, Entry{"Päckchen", []float32{0.9, -0.4, 0.1}}, Entry{"小包", []float32{0, 0, 0}})
	got, err := Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if got.Len() != 3 || got.Dims() != 3 || got.Word(2) != "小包" {
		t.Fatalf("%d words of %d numbers, the last %q", got.Len(), got.Dims(), got.Word(2))
	}
	rank, ok := got.Find("Päckchen")
	sum := make([]float32, 3)
	got.Add(sum, rank, 2)
	for i, want := range []float32{1.8, -0.8, 0.2} {
		if !ok || math.Abs(float64(sum[i]-want)) > 0.02 {
			t.Errorf("found %t, vector %v", ok, sum)
		}
	}
	if _, ok := got.Find("letter"); ok {
		t.Error("an unknown word was found")
	}
	if p, q := got.Probability(0), got.Probability(2); !(p > q && q > 0) {
		t.Errorf("the first word is as likely as the last: %v, %v", p, q)
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	good := table(t, Entry{"one", []float32{1, 2}}, Entry{"two", []float32{3, 4}})
	number := func(i int, value uint32) func([]byte) []byte {
		return func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[len(magic)+4*i:], value)
			return b
		}
	}
	scale := headerSize + 2 + 6
	for name, tc := range map[string]struct {
		damage func([]byte) []byte
		want   string
	}{
		"empty":                 {func([]byte) []byte { return nil }, "not a table of word vectors"},
		"another kind of file":  {func([]byte) []byte { return []byte("the 0.1 0.2 0.3\nof 0.1 0.2 0.3\n") }, "not a table of word vectors"},
		"cut off":               {func(b []byte) []byte { return b[:len(b)-1] }, "cut off or damaged"},
		"something after it":    {func(b []byte) []byte { return append(b, 0) }, "cut off or damaged"},
		"no dims":               {number(0, 0), "dims is 0"},
		"dims without bound":    {number(0, math.MaxUint32), "dims is 4294967295"},
		"no words":              {number(1, 0), "count of words is 0"},
		"words without bound":   {number(1, math.MaxUint32), "count of words"},
		"bytes without bound":   {number(2, math.MaxUint32), "cut off or damaged"},
		"a word of no bytes":    {func(b []byte) []byte { b[headerSize], b[headerSize+1] = 0, 6; return b }, "length of word 0"},
		"lengths too long":      {func(b []byte) []byte { b[headerSize] = 9; return b }, "length of word 0"},
		"lengths too short":     {func(b []byte) []byte { b[headerSize] = 1; return b }, "do not add up"},
		"not UTF-8":             {func(b []byte) []byte { b[headerSize+2] = 0xff; return b }, "word 0 is not UTF-8"},
		"a word twice":          {func(b []byte) []byte { copy(b[headerSize+5:], "one"); return b }, `"one" is there twice`},
		"a scale not a number":  {func(b []byte) []byte { binary.LittleEndian.PutUint32(b[scale:], 0x7fc00000); return b }, "scale of word 0"},
		"a scale below nothing": {func(b []byte) []byte { binary.LittleEndian.PutUint32(b[scale:], 0xbf800000); return b }, "scale of word 0"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(bytes.NewReader(tc.damage(bytes.Clone(good))))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}

func TestWordsThatNoFileHoldsAreNotWritten(t *testing.T) {
	for name, entries := range map[string][]Entry{
		"none": nil, "no word": {{"", []float32{1}}}, "a long word": {{strings.Repeat("x", 256), []float32{1}}},
		"two lengths": {{"a", []float32{1}}, {"b", []float32{1, 2}}}, "twice": {{"a", []float32{1}}, {"a", []float32{2}}}, "no numbers": {{"a", nil}},
	} {
		if err := Write(&bytes.Buffer{}, entries); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

func TestEnglishKnowsWhatCustomersSay(t *testing.T) {
	english := English()
	if len(englishFile) > 8_000_000 || english.Len() < 50_000 || english.Dims() != 100 {
		t.Errorf("%d bytes, %d words of %d numbers", len(englishFile), english.Len(), english.Dims())
	}
	for _, pair := range [][3]string{{"parcel", "package", "music"}, {"cancel", "terminate", "blue"}, {"refund", "reimbursement", "weather"}} {
		if near, far := cosine(t, pair[0], pair[1]), cosine(t, pair[0], pair[2]); !(near > far+0.2) {
			t.Errorf("%v: %.2f and %.2f", pair, near, far)
		}
	}
}

func cosine(t *testing.T, a, b string) float64 {
	vector := func(word string) []float32 {
		rank, ok := English().Find(word)
		if !ok {
			t.Fatalf("%q is not known", word)
		}
		v := make([]float32, English().Dims())
		English().Add(v, rank, 1)
		return v
	}
	x, y := vector(a), vector(b)
	var xy, xx, yy float64
	for i := range x {
		xy, xx, yy = xy+float64(x[i]*y[i]), xx+float64(x[i]*x[i]), yy+float64(y[i]*y[i])
	}
	return xy / math.Sqrt(xx*yy)
}

func FuzzLoad(f *testing.F) {
	f.Add(table(f, Entry{"one", []float32{1, 2}}, Entry{"two", []float32{3, 4}}))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		sum := make([]float32, got.Dims())
		for rank := range got.Len() {
			got.Add(sum, rank, 1)
			if found, ok := got.Find(got.Word(rank)); !ok || found != rank {
				t.Fatalf("word %d is found at %d, %t", rank, found, ok)
			}
		}
		for _, x := range sum {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				t.Fatalf("sum %v", sum)
			}
		}
	})
}
