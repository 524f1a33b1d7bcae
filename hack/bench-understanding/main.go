// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command bench-understanding measures the built-in classifier on public data
// sets and compares it with the goals set for it.
//
// The sets are read from a folder outside the repository and never copied into
// it. A set that is absent is skipped and said to be. The command fails when a
// goal is missed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

func main() {
	data := flag.String("data", "../shared/data", "folder with clinc150/ and banking77/")
	blind := flag.String("blind", "hack/bench-understanding/blind", "folder with the blind sets")
	only := flag.Bool("blind-only", false, "leave the public sets out")
	out := flag.String("o", "bin/bench/understanding.json", "file for the results")
	flag.Parse()
	if err := run(*data, *blind, *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench-understanding:", err)
		os.Exit(1)
	}
}

var errMissed = errors.New("a goal is missed")

func run(data, blind, out string, only bool) error {
	runtime.GOMAXPROCS(1) // figures are per core
	var r report
	if !only {
		if err := public(&r, data); err != nil {
			return err
		}
	}
	if err := blindBots(&r, filepath.Join(blind, "blind"), "blind", true); err != nil {
		return err
	}
	if err := blindBots(&r, filepath.Join(blind, "tuning"), "tuning", false); err != nil {
		return err
	}
	r.print(os.Stdout)
	if err := r.write(out); err != nil {
		return err
	}
	if r.missed() {
		return errMissed
	}
	return nil
}

// public measures the public sets.
func public(r *report, data string) error {
	clinc, err := readClinc(data)
	if err == nil {
		err = clincFull(r, clinc)
		if err == nil {
			err = clincFew(r, clinc)
		}
		if err == nil {
			err = smallBots(r, clinc)
		}
	}
	if err := r.skipAbsent("clinc150", err); err != nil {
		return err
	}
	banking, err := readBanking(data)
	if err == nil {
		err = bankingFull(r, banking)
		if err == nil {
			err = bankingFew(r, banking)
		}
	}
	return r.skipAbsent("banking77", err)
}
