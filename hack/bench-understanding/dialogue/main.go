// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command dialogue runs the blind sets about conversations, see ../blind/README.md, through the
// bot's own turns and prints totals. Failures are listed for the tuning sets only: nobody may
// learn from a held-out one.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	blind := flag.String("blind", "hack/bench-understanding/blind", "folder with the blind sets")
	tuning := flag.Bool("tuning", false, "run the tuning sets, and list what fails")
	only := flag.String("only", "", "run the sets whose file names begin with this")
	flag.Parse()
	if err := run(*blind, *only, *tuning); err != nil {
		fmt.Fprintln(os.Stderr, "dialogue:", err)
		os.Exit(1)
	}
}

func run(blind, only string, tuning bool) error {
	b := bench{blind: blind, tuning: tuning}
	suites := []suite{
		{"person.json", b.person}, {"person-2.json", b.person}, {"signals.json", b.signals}, {"signals-2.json", b.signals},
		{"negation.json", b.negation}, {"negation-2.json", b.negation}, {"acts-3.json", b.negation}, {"acts-4.json", b.negation}, {"undo.json", b.negation}, {"confirm.json", b.negation},
		{"fields.json", b.fields}, {"fields-2.json", b.fields}, {"fields-3.json", b.fields}, {"first-values.json", b.firstValues}, {"followups.json", b.followUps}, {"followups-2.json", b.followUps}, {"amend.json", b.followUps}, {"everyday.json", b.followUps}, {"everyday-2.json", b.followUps}, {"everyday-3.json", b.followUps}, {"languages.json", b.languages}, {"conversations.json", b.openings},
	}
	if tuning {
		suites = []suite{
			{"person-tuning.json", b.person}, {"signals-tuning.json", b.signals},
			{"negation-tuning.json", b.negation}, {"acts-tuning.json", b.negation}, {"acts-tuning-2.json", b.negation}, {"acts-tuning-3.json", b.negation}, {"confirm-tuning.json", b.negation}, {"tuning", b.atMedium}, {"fields-tuning.json", b.fields}, {"fields-tuning-2.json", b.fields}, {"followups-tuning.json", b.followUps}, {"everyday-tuning.json", b.followUps}, {"everyday-tuning-2.json", b.followUps}, {"everyday-tuning-3.json", b.followUps}, {"everyday-tuning-4.json", b.followUps}, {"everyday-tuning-5.json", b.followUps}, {"everyday-tuning-6.json", b.followUps}, {"languages-tuning.json", b.languages},
		}
	}
	for _, s := range suites {
		if !strings.HasPrefix(s.file, only) {
			continue
		}
		fmt.Println(s.file)
		if err := s.run(s.file); err != nil {
			return fmt.Errorf("%s: %w", s.file, err)
		}
	}
	return nil
}

// suite is a file of cases, and how they are run.
type suite struct {
	file string
	run  func(file string) error
}

// bench runs sets.
type bench struct {
	blind  string
	tuning bool
}

func (b bench) read(file string, into any) error {
	data, err := os.ReadFile(filepath.Join(b.blind, file))
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// tally counts what is right, by a name.
type tally struct {
	set   string
	names []string
	right map[string]int
	all   map[string]int
}

func newTally(set string) *tally {
	return &tally{set: set, right: map[string]int{}, all: map[string]int{}}
}

func (t *tally) count(name string, right bool) {
	if t.all[name] == 0 {
		t.names = append(t.names, name)
	}
	t.all[name]++
	if right {
		t.right[name]++
	}
}

func (t *tally) print() {
	right, all := 0, 0
	for _, name := range t.names {
		fmt.Printf("%-10s %-28s %4d of %4d  %5.1f %%\n", t.set, name, t.right[name], t.all[name], 100*float64(t.right[name])/float64(t.all[name]))
		right += t.right[name]
		all += t.all[name]
	}
	fmt.Printf("%-10s %-28s %4d of %4d  %5.1f %%\n", t.set, "all", right, all, 100*float64(right)/float64(max(all, 1)))
}

// fail lists a failure of a tuning set.
func (b bench) fail(format string, args ...any) {
	if b.tuning {
		fmt.Printf("  - "+format+"\n", args...)
	}
}
