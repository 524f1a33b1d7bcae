// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/trial"
	"github.com/intentops/intentops/internal/contract/release"
)

// confidencePercent and marginPercent are the defaults of a policy.
const confidencePercent, marginPercent = 70, 10

// bot is a file of blind/: a bot, what its customers write, and what is not its business.
type bot struct {
	Intents []struct {
		Name       string   `json:"name"`
		Risk       string   `json:"risk"`
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

// load compiles a bot's release with the defaults of a policy, and trains it.
func (b *bot) load() (*releases.Loaded, error) {
	intents := make([]release.Intent, len(b.Intents))
	for i, in := range b.Intents {
		intents[i] = release.Intent{Name: in.Name, Revision: in.Name, Risk: in.Risk, Utterances: in.Utterances, Reply: release.Reply{Text: in.Name}}
	}
	r, err := release.Compile(intents, release.Policy{Name: "bench", ConfidencePercent: confidencePercent, MarginPercent: marginPercent, UnresolvedTurns: 3})
	if err != nil {
		return nil, err
	}
	compiler := releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(logr.Discard())}
	return compiler.Compile(r.Hash(), r)
}

func (b *bot) measure(r *report, name string, goals bool) error {
	loaded, err := b.load()
	if err != nil {
		return err
	}
	var right, wrong, top, offered, answered float64
	decide := func(text string) (trial.Decision, error) {
		return trial.FirstMessage(context.Background(), loaded, release.Pointer{}, text, "en", time.Now().UTC())
	}
	for _, p := range b.Paraphrases {
		predictions, err := loaded.Classifier.Classify(context.Background(), p.Text)
		if err != nil {
			return err
		}
		if len(predictions) > 0 && predictions[0].Intent == p.Intent {
			top++
		}
		d, err := decide(p.Text)
		if err != nil {
			return err
		}
		switch {
		case d.Intent == p.Intent:
			right++
		case d.Intent != "":
			wrong++
		case slices.Contains(d.Offered, p.Intent):
			offered++
		}
	}
	for _, o := range b.OutOfScope {
		d, err := decide(o.Text)
		if err != nil {
			return err
		}
		if d.Intent != "" {
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
	expected, _ := loaded.ExpectedAnswered()
	r.add(name, "expected to be answered", "", expected, none)
	if len(b.OutOfScope) > 0 {
		r.add(name, "out of scope answered", "", answered/float64(len(b.OutOfScope)), bound(atMost(0.1)))
	}
	return nil
}
