// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command signal-models derives the models by which the bot hears what customers say of
// themselves (internal/bot/signals/models) from the sentences beside it. With -check it only
// says how well models hear sentences that they have not learned.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/signals/learned"
)

func main() {
	in := flag.String("sentences", sentencesOf, "folder with a file for each language")
	out := flag.String("o", "internal/bot/signals/models", "folder for the models")
	check := flag.Bool("check", false, "write nothing, and print how well each signal is heard in sentences left out")
	only := flag.String("languages", "", "separated by commas; empty: all")
	which := flag.String("kind", "", "only the models of a kind: answers or requests")
	flag.Parse()
	if *which != "" {
		kinds = slices.DeleteFunc(kinds, func(k kind) bool { return k.models != *which })
	}
	if len(kinds) == 0 {
		fmt.Fprintf(os.Stderr, "signal-models: -kind is %q, want answers or requests\n", *which)
		os.Exit(1)
	}
	if err := run(*in, *out, *only, *check); err != nil {
		fmt.Fprintln(os.Stderr, "signal-models:", err)
		os.Exit(1)
	}
}

// kind is what models of one kind are learned from, and where they go.
type kind struct {
	learned.Kind
	// sentences and models are folders, beneath those of the flags.
	sentences, models string
	// more are sentences that stand elsewhere.
	more func(language string) ([]sentence, error)
	// rulesOut tells of which sentences the word lists know that they have no signal; nil: of none.
	rulesOut func(s signals.Signals) bool
}

const (
	sentencesOf = "hack/signal-models/sentences"
	tuningSets  = "hack/bench-understanding/blind"
)

var kinds = []kind{
	{Kind: learned.OfCustomers, more: func(language string) ([]sentence, error) {
		tuning, err := readTuning(tuningSets, language)
		if err != nil {
			return nil, err
		}
		asked, err := paraphrases(tuningSets, language)
		if err != nil {
			return nil, err
		}
		others, err := fromOtherKinds(language)
		return slices.Concat(tuning, requests(language), asked, others), err
	}},
	{sentences: "answers", models: "answers", Kind: learned.OfAnswers, more: func(language string) ([]sentence, error) {
		return readAnswers(tuningSets, language)
	}, rulesOut: func(s signals.Signals) bool { return s.RuleOutYes() }},
	{sentences: "requests", models: "requests", Kind: learned.OfRequests, more: func(language string) ([]sentence, error) {
		return readActs(tuningSets, language)
	}},
}

func run(in, out, only string, check bool) error {
	chosen := 0
	for _, k := range kinds {
		n, err := k.run(filepath.Join(in, k.sentences), filepath.Join(out, k.models), only, check)
		if err != nil {
			return err
		}
		chosen += n
	}
	if chosen == 0 {
		return fmt.Errorf("no sentences in %s for -languages %q", in, only)
	}
	return nil
}

// run derives the models of a kind, and returns how many.
func (k kind) run(in, out, only string, check bool) (int, error) {
	files, err := filepath.Glob(filepath.Join(in, "*.txt"))
	if err != nil {
		return 0, err
	}
	errs := make([]error, len(files))
	reports := make([]bytes.Buffer, len(files))
	var wait sync.WaitGroup
	chosen := 0
	for i, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".txt")
		if only != "" && !strings.Contains(","+only+",", ","+language+",") {
			continue
		}
		chosen++
		wait.Go(func() { errs[i] = k.one(&reports[i], file, language, out, check) })
	}
	wait.Wait()
	for i := range files {
		if errs[i] != nil {
			return 0, errs[i]
		}
		fmt.Print(reports[i].String())
	}
	return chosen, nil
}

// one derives the model of a language.
func (k kind) one(out *bytes.Buffer, file, language, folder string, check bool) error {
	all, err := read(file, language, k.Kind)
	if err != nil {
		return err
	}
	more, err := k.more(language)
	if err != nil {
		return err
	}
	all = append(all, more...)
	for i := range all {
		all[i].ruledOut = k.rulesOut != nil && k.rulesOut(signals.Read(all[i].text, language))
	}
	judged := leftOut(all, k.Kind)
	model, err := fitted(all, judged, k.Kind)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	report(out, language, judged, model)
	if check {
		return nil
	}
	var written bytes.Buffer
	if err := model.Write(&written); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d sentences, %d features, %d bytes\n", language, len(all), len(model.Hashes), written.Len())
	return os.WriteFile(filepath.Join(folder, language+".model"), written.Bytes(), 0o644)
}
