// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// threshold is the default of a policy's confidencePercent.
const threshold = 0.70

// bot is a file of blind/: a bot, what its customers write, and what is not its business.
type bot struct {
	Intents []struct {
		Name       string   `json:"name"`
		Utterances []string `json:"utterances"`
	} `json:"intents"`
	Paraphrases []struct {
		Intent string `json:"intent"`
		Text   string `json:"text"`
	} `json:"paraphrases"`
	OutOfScope []struct {
		Text string `json:"text"`
	} `json:"outOfScope"`
}

// blindBots measures each bot of a folder of blind sets, as the product chooses its answers.
// Only totals are printed: whoever reads sentences begins to tune on them.
func blindBots(r *report, dir, kind string, goals bool) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	slices.Sort(files)
	for _, file := range files {
		var b bot
		if err := readJSON(file, &b); err != nil {
			return err
		}
		name := kind + " " + strings.TrimSuffix(filepath.Base(file), ".json")
		if err := b.measure(r, name, goals); err != nil {
			return err
		}
	}
	return nil
}

func (b *bot) measure(r *report, name string, goals bool) error {
	var training []understanding.Example
	for _, in := range b.Intents {
		training = append(training, understanding.Example{Intent: in.Name, Utterances: in.Utterances})
	}
	m, err := understanding.Train(training)
	if err != nil {
		return err
	}
	served := func(string) (float64, bool) { return threshold, true }
	var right, wrong, top, offered, answered float64
	for _, p := range b.Paraphrases {
		predictions, err := m.Classify(context.Background(), p.Text)
		if err != nil {
			return err
		}
		if len(predictions) > 0 && predictions[0].Intent == p.Intent {
			top++
		}
		choice := understanding.Choose(predictions, served, 0)
		switch {
		case choice.Intent == p.Intent:
			right++
		case choice.Intent != "":
			wrong++
		case slices.Contains(choice.Offered, p.Intent):
			offered++
		}
	}
	for _, o := range b.OutOfScope {
		predictions, err := m.Classify(context.Background(), o.Text)
		if err != nil {
			return err
		}
		if understanding.Choose(predictions, served, 0).Intent != "" {
			answered++
		}
	}
	bound := func(g goal) goal {
		if goals {
			return g
		}
		return none
	}
	n := float64(len(b.Paraphrases))
	r.add(name, "accuracy", "", top/n, none)
	r.add(name, "answered right", "", right/n, bound(atLeast(0.5)))
	r.add(name, "answered wrong", "", wrong/n, bound(atMost(0.05)))
	r.add(name, "right of what is answered", "", right/max(1, right+wrong), none)
	r.add(name, "right or offered", "", (right+offered)/n, bound(atLeast(0.88)))
	r.add(name, "expected to be answered", "", m.ExpectedAnswered(threshold), none)
	if len(b.OutOfScope) > 0 {
		r.add(name, "out of scope answered", "", answered/float64(len(b.OutOfScope)), bound(atMost(0.1)))
	}
	return nil
}
