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
	"runtime"
)

func main() {
	data := flag.String("data", "../shared/data", "folder with clinc150/ and banking77/")
	out := flag.String("o", "bin/bench/understanding.json", "file for the results")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench-understanding:", err)
		os.Exit(1)
	}
}

var errMissed = errors.New("a goal is missed")

func run(data, out string) error {
	runtime.GOMAXPROCS(1) // figures are per core
	var r report
	clinc, err := readClinc(data)
	if err == nil {
		err = clincFull(&r, clinc)
		if err == nil {
			err = clincFew(&r, clinc)
		}
		if err == nil {
			err = smallBots(&r, clinc)
		}
	}
	if err := r.skipAbsent("clinc150", err); err != nil {
		return err
	}
	banking, err := readBanking(data)
	if err == nil {
		err = bankingFull(&r, banking)
		if err == nil {
			err = bankingFew(&r, banking)
		}
	}
	if err := r.skipAbsent("banking77", err); err != nil {
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
