// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package learned tells from the words of a message what its customer says of themselves, by
// logistic regressions that have learned it from sentences of one language. It knows what word
// lists do not foresee; what they find is among what it reads.
package learned

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Signal is what a model tells, in the order of the columns of its weights.
type Signal int

// The signals of models of what customers say of themselves.
const (
	Person Signal = iota
	Danger
	Anger
	Legal
)

// Agreement is the one signal of models of answers to the question whether to do something.
const Agreement Signal = 0

// The signals of models of what is asked for.
const (
	Telling Signal = iota
	Undoing
)

// Not begins the name of a cue that says that a sentence does not count for a section.
const Not = "not-"

// Cues about how a message is written, which its words in plain letters do not show.
const (
	Shouted   = "shouted"   // in capitals
	Exclaimed = "exclaimed" // with more than one exclamation mark
)

// Kind is what the models of one kind tell, and what they read beside words.
type Kind struct {
	// Signals are the names of their signals, which are those of sections of sentences and of word lists.
	Signals []string
	// Cues are sections that the word lists find, sections for which they say that a sentence does not
	// count, and how the message is written.
	Cues []string
}

// The kinds: what customers say of themselves, what they answer to the question whether to do something, and
// whether what they say of an act asks for it, only tells of it or asks about it, or asks to undo it.
var (
	OfCustomers = Kind{
		Signals: []string{Person: "person", Danger: "danger", Anger: "anger", Legal: "legal"},
		Cues: []string{
			Shouted, Exclaimed,
			Not + "person", Not + "danger", Not + "anger", Not + "legal",
			"person", "danger", "anger", "legal", "thanks", "question",
			"negation", "conditional", "withdrawn", "refusal", "declined", "unwanted",
		},
	}
	OfAnswers = Kind{
		Signals: []string{Agreement: "agree"},
		Cues: []string{
			"yes", "no", "none", "person", "anger", "thanks", "question", "negation", "inability", "conditional",
			"withdrawn", "refusal", "rejected", "declined", "unwanted", "unchanged", "wait", "unknown", "proviso",
			"exception", "instead", "correction", "taken-back", "wish", "order", "assured", "ending", "called-off", "goodbye",
		},
	}
	OfRequests = Kind{
		Signals: []string{Telling: "telling", Undoing: "undoing"},
		Cues: []string{
			"question", "wish", "order", "negation", "refusal", "inability", "conditional", "withdrawn", "declined", "unwanted",
			"unchanged", "thanks", "anger", "person", "instead", "taken-back", "called-off", "ending",
		},
	}
)

// Regression is the logistic regression of one signal, but for its weights of features.
type Regression struct {
	Bias float64 `json:"bias"`
	// Cues are the weights of the kind's cues.
	Cues []float64 `json:"cues"`
	// Scale is what a weight of 127 is worth.
	Scale float64 `json:"scale"`
	// Threshold is the score from which on the signal is there, and Short that in a message of a few words, which
	// say less, where it is more.
	Threshold float64 `json:"threshold"`
	Short     float64 `json:"short"`
}

// Model is the regressions of one language.
type Model struct {
	Kind
	// Regressions are those of the kind's signals.
	Regressions []Regression
	// Hashes are the features that it knows, sorted, and Weights theirs: one for each signal, feature by
	// feature.
	Hashes  []uint32
	Weights []int8
	// begins is where the hashes with each beginning do; empty: in a model that was not read from a file.
	begins []uint32
}

// beginBits are how many bits of a hash tell where to look for it: some twenty others have the same.
const beginBits = 12

// New is a model of a kind that knows nothing.
func New(kind Kind) *Model {
	return &Model{Kind: kind, Regressions: make([]Regression, len(kind.Signals))}
}

// index fills begins.
func (m *Model) index() {
	m.begins = make([]uint32, 1<<beginBits+1)
	for _, h := range m.Hashes {
		m.begins[h>>(32-beginBits)+1]++
	}
	for i := 1; i < len(m.begins); i++ {
		m.begins[i] += m.begins[i-1]
	}
}

// find is the place of a feature.
func (m *Model) find(feature uint32) (at int, found bool) {
	from, to := 0, len(m.Hashes)
	if len(m.begins) > 0 {
		begin := feature >> (32 - beginBits)
		from, to = int(m.begins[begin]), int(m.begins[begin+1])
	}
	at, found = slices.BinarySearch(m.Hashes[from:to], feature)
	return from + at, found
}

// Scores are the log-odds of each signal in a message, without regard to how frequent it is.
func (m *Model) Scores(message Message) []float64 {
	n := len(m.Signals)
	sums := make([]int, n)
	known := 0
	for _, feature := range Features(message) {
		if at, found := m.find(feature); found {
			known++
			for k, w := range m.Weights[n*at : n*at+n] {
				sums[k] += int(w)
			}
		}
	}
	scores := make([]float64, n)
	for k, r := range m.Regressions {
		scores[k] = r.Bias + InverseLength(known)*r.Scale/math.MaxInt8*float64(sums[k])
		for i, cue := range m.Cues {
			if slices.Contains(message.Cues, cue) {
				scores[k] += r.Cues[i]
			}
		}
	}
	return scores
}

// InverseLength is the factor that brings a message with so many known features to length one.
func InverseLength(known int) float64 { return 1 / math.Sqrt(float64(max(known, 1))) }

const (
	// listed is by how much less a score suffices where a word list has found the signal.
	listed = 1
	// terse is by how much more is needed in a message of a word or two, which is an answer rather.
	terse                       = 1
	terseWords, terseCharacters = 2, 4
	// A short message has so many words, or characters in scripts without spaces.
	shortWords, shortCharacters = 5, 10
	// answered is by how much more is needed in a short message for what is not a wish: most of these are plain
	// answers ("just me", "the last one"), of which few are among the sentences that were learned.
	answered = 1.5
	// denying is by how much more is needed for a yes in a message with a negation.
	denying = 1.5
)

// Is tells whether a message with these scores has a signal. What the word lists say is refused,
// or is a figure of speech, is none, whatever its words are.
func (m *Model) Is(s Signal, message Message, scores []float64) bool {
	name, least := m.Signals[s], m.Regressions[s].Threshold
	if slices.Contains(message.Cues, name) {
		return scores[s] >= least-listed
	}
	if message.hasAtMost(terseWords, terseCharacters) {
		least += terse
	}
	if message.IsShort() {
		least = max(least, m.Regressions[s].Short)
		if s != Person {
			least = max(least, m.Regressions[s].Short+answered)
		}
	}
	return scores[s] >= least && !slices.Contains(message.Cues, Not+name)
}

// Reaches tells whether these scores have a signal by what was learned alone.
func (m *Model) Reaches(s Signal, scores []float64) bool {
	return scores[s] >= m.Regressions[s].Threshold
}

// Unknown are the words of a message that were in too few sentences to learn from, in scripts without spaces pairs
// of characters. Those with figures are all alike.
func (m *Model) Unknown(message Message) []string {
	var all []string
	add := func(kind uint64, text string) {
		if _, found := m.find(featureOf(kind, text)); !found {
			all = append(all, text)
		}
	}
	for _, s := range message.Sentences {
		if !message.Unspaced {
			for _, word := range s.Words {
				if w := named(word); w != number {
					add(kindWord, w)
				}
			}
			continue
		}
		runes := []rune(strings.Join(s.Words, ""))
		for i := range max(0, len(runes)-1) {
			add(kindRun, string(runes[i:i+2]))
		}
	}
	return all
}

// Agrees tells whether an answer is a yes. Where it denies something, more is needed.
func (m *Model) Agrees(message Message) bool {
	least := m.Regressions[Agreement].Threshold
	if slices.Contains(message.Cues, "negation") {
		least += denying
	}
	if message.words() == 1 {
		least += terse // "problem" is half of "no problem"
	}
	return m.Scores(message)[Agreement] >= least
}

// words is how many words a message has; in scripts that do not separate them, none is counted.
func (m Message) words() int {
	n := 0
	for _, s := range m.Sentences {
		n += len(s.Words)
	}
	if m.Unspaced {
		return 0
	}
	return n
}

// IsShort tells whether a message has only a few words.
func (m Message) IsShort() bool { return m.hasAtMost(shortWords, shortCharacters) }

// hasAtMost tells whether a message has no more words, or characters in scripts without spaces.
func (m Message) hasAtMost(words, most int) bool {
	characters := 0
	for _, s := range m.Sentences {
		for _, w := range s.Words {
			characters += utf8.RuneCountInString(w)
		}
	}
	if m.Unspaced {
		return characters <= most
	}
	return m.words() <= words
}

// maxFeatures bounds a file.
const maxFeatures = 1 << 20

// Write writes a model: a line of JSON with its regressions and the number of features, then the
// hashes (little endian) and the weights.
func (m *Model) Write(w io.Writer) error {
	head, err := json.Marshal(header{m.Regressions, len(m.Hashes)})
	if err != nil {
		return err
	}
	if _, err := w.Write(append(head, '\n')); err != nil {
		return err
	}
	if err := binary.Write(w, binary.LittleEndian, m.Hashes); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, m.Weights)
}

type header struct {
	Regressions []Regression `json:"regressions"`
	Features    int          `json:"features"`
}

// Read reads what Write wrote of a model of a kind.
func Read(data []byte, kind Kind) (*Model, error) {
	r := bufio.NewReader(bytes.NewReader(data))
	line, err := r.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("the first line: %w", err)
	}
	var head header
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, fmt.Errorf("the first line: %w", err)
	}
	m := New(kind)
	if len(head.Regressions) != len(m.Regressions) || head.Features < 0 || head.Features > maxFeatures {
		return nil, fmt.Errorf("%d regressions and %d features, want %d and at most %d", len(head.Regressions), head.Features, len(kind.Signals), maxFeatures)
	}
	m.Regressions = head.Regressions
	for k, g := range m.Regressions {
		if len(g.Cues) != len(kind.Cues) {
			return nil, fmt.Errorf("regression %q: weights of %d cues, want %d", kind.Signals[k], len(g.Cues), len(kind.Cues))
		}
	}
	m.Hashes, m.Weights = make([]uint32, head.Features), make([]int8, head.Features*len(kind.Signals))
	if err := errors.Join(binary.Read(r, binary.LittleEndian, m.Hashes), binary.Read(r, binary.LittleEndian, m.Weights)); err != nil {
		return nil, fmt.Errorf("%d features: %w", head.Features, err)
	}
	for i := 1; i < len(m.Hashes); i++ {
		if m.Hashes[i-1] >= m.Hashes[i] {
			return nil, errors.New("features are not sorted, each once")
		}
	}
	if _, err := r.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the weights")
	}
	m.index()
	return m, nil
}
