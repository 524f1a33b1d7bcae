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
)

func main() {
	in := flag.String("sentences", "hack/signal-models/sentences", "folder with a file for each language")
	out := flag.String("o", "internal/bot/signals/models", "folder for the models")
	check := flag.Bool("check", false, "write nothing, and print how well each signal is heard in sentences left out")
	only := flag.String("languages", "", "separated by commas; empty: all")
	flag.Parse()
	if err := run(*in, *out, *only, *check); err != nil {
		fmt.Fprintln(os.Stderr, "signal-models:", err)
		os.Exit(1)
	}
}

func run(in, out, only string, check bool) error {
	files, err := filepath.Glob(filepath.Join(in, "*.txt"))
	if err != nil {
		return err
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
		wait.Go(func() { errs[i] = one(&reports[i], file, language, out, check) })
	}
	wait.Wait()
	if chosen == 0 {
		return fmt.Errorf("no sentences in %s for -languages %q", in, only)
	}
	for i := range files {
		if errs[i] != nil {
			return errs[i]
		}
		fmt.Print(reports[i].String())
	}
	return nil
}

func one(out *bytes.Buffer, file, language, folder string, check bool) error {
	all, err := read(file, language)
	if err != nil {
		return err
	}
	tuning, err := readTuning("hack/bench-understanding/blind", language)
	if err != nil {
		return err
	}
	all = slices.Concat(all, tuning, requests(language))
	judged := leftOut(all)
	model, err := fitted(all, judged)
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
