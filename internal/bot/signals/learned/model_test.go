// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package learned

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func message(text string, cues ...string) Message {
	return Message{Sentences: []Sentence{{Words: strings.Fields(text)}}, Cues: cues}
}

// small is a model that knows the words of two texts.
func small() *Model {
	m := New(OfCustomers)
	for k := range m.Regressions {
		m.Regressions[k] = Regression{Scale: 2, Cues: make([]float64, len(OfCustomers.Cues)), Threshold: 1}
	}
	m.Regressions[Person].Cues[slices.Index(OfCustomers.Cues, "person")] = 5
	wish, errand := Features(message("somebody real please")), Features(message("a receipt please"))
	m.Hashes = slices.Compact(slices.Sorted(slices.Values(slices.Concat(wish, errand))))
	m.Weights = make([]int8, len(m.Hashes)*len(OfCustomers.Signals))
	for i, h := range m.Hashes {
		if slices.Contains(wish, h) && !slices.Contains(errand, h) {
			m.Weights[i*len(OfCustomers.Signals)+int(Person)] = 100
		}
	}
	return m
}

func TestAModelHears(t *testing.T) {
	m := small()
	for _, c := range []struct {
		name    string
		message Message
		want    bool
	}{
		{"what it has learned", message("somebody real please"), true},
		{"a part of it, in other letters", message("somebodies real"), true},
		{"nothing in what it does not know", message("where is my parcel"), false},
		{"nothing in what belongs to both", message("please"), false},
		{"what a word list finds", message("agent", "person"), true},
		{"nothing in what a word list says is refused", message("somebody real please", Not+"person"), false},
		{"what is wanted after something else is refused", message("somebody real please", Not+"person", "person"), true},
		{"nothing in an empty message", message(""), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if scores := m.Scores(c.message); m.Is(Person, c.message, scores) != c.want || m.Is(Danger, c.message, scores) {
				t.Errorf("scores %v, want a wish for a person %t and nothing else", scores, c.want)
			}
		})
	}
}

func TestAModelIsReadAsWritten(t *testing.T) {
	m := small()
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := Read(file.Bytes(), OfCustomers)
	if err != nil {
		t.Fatal(err)
	}
	text := message("somebody real please")
	if got, want := read.Scores(text), m.Scores(text); !slices.Equal(got, want) {
		t.Errorf("scores %v after reading, %v before", got, want)
	}
	for name, data := range map[string][]byte{
		"nothing":             nil,
		"no line":             file.Bytes()[:20],
		"not JSON":            []byte("model\n"),
		"no regressions":      []byte(`{"features":0}` + "\n"),
		"five regressions":    []byte(`{"regressions":[{},{},{},{},{}],"features":0}` + "\n"),
		"data at the end":     append(bytes.Clone(file.Bytes()), 0),
		"features cut short":  file.Bytes()[:file.Len()-3],
		"too many features":   bytes.Replace(file.Bytes(), []byte(`"features":`), []byte(`"features":9999999`), 1),
		"a negative number":   bytes.Replace(file.Bytes(), []byte(`"features":`), []byte(`"features":-`), 1),
		"cues of another set": []byte(`{"regressions":[{},{},{},{}],"features":0}` + "\n"),
	} {
		if _, err := Read(data, OfCustomers); err == nil {
			t.Errorf("%s was read as a model", name)
		}
	}
}

func TestFeaturesDoNotGrowWithWhatIsPasted(t *testing.T) {
	var words []string
	for i := range 4 * maxWords {
		words = append(words, strings.Repeat(string(rune('a'+i%26)), 1+i/26))
	}
	got, want := Features(message(strings.Join(words, " "))), Features(message(strings.Join(words[:maxWords], " ")))
	if !slices.Equal(got, want) {
		t.Errorf("%d features, want %d as of the first %d words", len(got), len(want), maxWords)
	}
	unspaced := Message{Sentences: []Sentence{{Words: []string{"我", "要", "人", "工"}}}, Unspaced: true}
	if !slices.IsSorted(Features(unspaced)) || len(Features(unspaced)) < 10 {
		t.Errorf("features %v, want the runs of characters, sorted", Features(unspaced))
	}
}
