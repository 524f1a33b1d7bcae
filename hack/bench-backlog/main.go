// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command bench-backlog measures whether "kubectl intentops backlog" finds what a bot lacks: of
// CLINC150, intents are hidden from a bot at random, and what it does not understand is grouped.
//
// The set is read from a folder outside the repository and never copied into it. Where it is
// absent, that is said and nothing is measured. The command fails when the goal is missed.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/cli/clusters"
	"github.com/intentops/intentops/internal/cli/traffic"
)

const (
	// top is how many groups are looked at, and goal how many of them must be of one hidden intent
	// with at least the purity.
	top, goal = 25, 15
	purity    = 0.7
	// hidden is how many intents the bot lacks.
	hidden = 20
	// tuning is the seed that the clustering was developed with: it counts for nothing.
	tuning = 1
)

var errMissed = errors.New("the goal is missed")

func main() {
	data := flag.String("data", "../shared/data", "folder with clinc150/")
	seeds := flag.String("seeds", "2,3,4,5,6", "seeds, each of which hides other intents")
	out := flag.String("o", "bin/bench/backlog.json", "file for the results")
	flag.Parse()
	if err := run(*data, *seeds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench-backlog:", err)
		os.Exit(1)
	}
}

// result of one seed.
type result struct {
	Seed uint64 `json:"seed"`
	// Tuning is true of the seed that the clustering was developed with.
	Tuning bool `json:"tuning,omitempty"`
	// Messages of the traffic, and how many the bot does not understand: about hidden intents, about
	// its own, and about nothing that any intent is about.
	Messages    int `json:"messages"`
	OfHidden    int `json:"ofHidden"`
	OfKnown     int `json:"ofKnown"`
	OutOfScope  int `json:"outOfScope"`
	Groups      int `json:"groups"`
	Matching    int `json:"matching"`
	Intents     int `json:"intents"`
	SmallestTop int `json:"smallestOfTop"`
}

func run(data, seeds, out string) error {
	set, err := readSet(filepath.Join(data, "clinc150", "data_full.json"))
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(os.Stdout, "clinc150: skipped, %v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	var results []result
	missed := false
	for word := range strings.SplitSeq(seeds, ",") {
		seed, err := strconv.ParseUint(word, 10, 64)
		if err != nil {
			return fmt.Errorf("-seeds: %w", err)
		}
		r, err := measure(set, seed)
		if err != nil {
			return fmt.Errorf("seed %d: %w", seed, err)
		}
		results = append(results, r)
		missed = missed || !r.Tuning && r.Matching < goal
		fmt.Fprintf(os.Stdout, "seed %d: %d of the %d largest groups match one of %d hidden intents (≥ %d), %d different ones; "+
			"not understood of %d messages: %d about hidden intents, %d about known ones, %d out of scope\n",
			seed, r.Matching, top, hidden, goal, r.Intents, r.Messages, r.OfHidden, r.OfKnown, r.OutOfScope)
	}
	if err := write(out, results); err != nil {
		return err
	}
	if missed {
		return errMissed
	}
	return nil
}

func write(out string, results []result) error {
	raw, err := json.MarshalIndent(results, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, append(raw, '\n'), 0o644)
}

// measure hides intents, asks the bot that has the others, and groups what it does not understand.
func measure(s *set, seed uint64) (result, error) {
	r := result{Seed: seed, Tuning: seed == tuning}
	lacks := s.draw(seed)
	loaded, err := s.bot(lacks)
	if err != nil {
		return r, err
	}
	messages := s.traffic()
	r.Messages = len(messages)
	conversations := make([]traffic.Conversation, len(messages))
	for i, m := range messages {
		conversations[i].Messages = []traffic.Message{{Text: m.text, Locale: "en"}}
	}
	decisions, err := traffic.Decide(context.Background(), loaded, conversations, noon)
	if err != nil {
		return r, err
	}
	var texts, about []string
	for i, m := range messages {
		if decisions[i][0].Understood() {
			continue
		}
		switch {
		case m.intent == outOfScope:
			r.OutOfScope++
		case lacks[m.intent]:
			r.OfHidden++
		default:
			r.OfKnown++
		}
		texts, about = append(texts, m.text), append(about, m.intent)
	}
	groups := clusters.Of(texts, vectors.English())
	r.Groups = len(groups)
	found := map[string]bool{}
	for _, g := range groups[:min(top, len(groups))] {
		r.SmallestTop = len(g.Members)
		if intent, is := matches(g, about, lacks); is {
			r.Matching++
			found[intent] = true
		}
	}
	r.Intents = len(found)
	return r, nil
}

// matches says which hidden intent a group is about, if it is pure enough.
func matches(g clusters.Cluster, about []string, lacks map[string]bool) (intent string, is bool) {
	counts := map[string]int{}
	for _, at := range g.Members {
		counts[about[at]]++
	}
	for name := range lacks {
		if float64(counts[name]) >= purity*float64(len(g.Members)) {
			return name, true
		}
	}
	return "", false
}

// names are the keys of a set, in order.
func names(all map[string]bool) []string {
	var out []string
	for name := range all {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
