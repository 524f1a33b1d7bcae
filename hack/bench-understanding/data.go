// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// sentence is a text and its intent; intent is "oos" out of scope.
type sentence struct{ text, intent string }

// set is one data set.
type set struct {
	train, test, oos []sentence
	domains          map[string][]string // groups of intents
}

// readClinc reads CLINC150: lists of [text, intent] by part.
func readClinc(dir string) (*set, error) {
	var parts map[string][][2]string
	if err := readJSON(filepath.Join(dir, "clinc150", "data_full.json"), &parts); err != nil {
		return nil, err
	}
	s := &set{}
	if err := readJSON(filepath.Join(dir, "clinc150", "domains.json"), &s.domains); err != nil {
		return nil, err
	}
	convert := func(pairs [][2]string) []sentence {
		all := make([]sentence, len(pairs))
		for i, p := range pairs {
			all[i] = sentence{p[0], p[1]}
		}
		return all
	}
	s.train, s.test, s.oos = convert(parts["train"]), convert(parts["test"]), convert(parts["oos_test"])
	return s, nil
}

// readBanking reads BANKING77: text and category in CSV, with a header.
func readBanking(dir string) (*set, error) {
	var s set
	for name, part := range map[string]*[]sentence{"train.csv": &s.train, "test.csv": &s.test} {
		file, err := os.Open(filepath.Join(dir, "banking77", name))
		if err != nil {
			return nil, err
		}
		rows, err := csv.NewReader(file).ReadAll()
		_ = file.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, row := range rows[1:] {
			*part = append(*part, sentence{row[0], row[1]})
		}
	}
	return &s, nil
}

func readJSON(path string, into any) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// examples picks up to limit utterances of each wanted intent at random. A text
// that the set gives to two intents counts for the first one drawn, since a
// training set must not contradict itself.
func examples(from []sentence, limit int, seed uint64, wanted func(intent string) bool) []understanding.Example {
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(from))
	taken := map[string]bool{}
	byIntent := map[string][]string{}
	for _, i := range order {
		s := from[i]
		words := utterances.Normalise(s.text)
		if words == "" || taken[words] || !wanted(s.intent) || len(byIntent[s.intent]) >= limit {
			continue
		}
		taken[words] = true
		byIntent[s.intent] = append(byIntent[s.intent], s.text)
	}
	var all []understanding.Example
	for intent, texts := range byIntent {
		all = append(all, understanding.Example{Intent: intent, Utterances: texts})
	}
	return all
}

func every(string) bool { return true }

// oneOf returns a test for membership.
func oneOf(intents []string) func(string) bool {
	return func(intent string) bool { return slices.Contains(intents, intent) }
}

func keep(from []sentence, wanted func(string) bool) []sentence {
	var all []sentence
	for _, s := range from {
		if wanted(s.intent) {
			all = append(all, s)
		}
	}
	return all
}

func sortedKeys(m map[string][]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
