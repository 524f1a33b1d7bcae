// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/bench"
)

// measureRelease reports what a large release costs the operator and the bot.
func measureRelease(o options, r *bench.Report) error {
	const intents, utterances = 150, 100
	say("Building a release of %d intents with %d utterances each", intents, utterances)
	sample, err := sampleRelease(o.samples, "http://helpdesk.invalid")
	if err != nil {
		return err
	}
	large := manyIntents(intents, utterances)
	what := fmt.Sprintf("release of %d intents with %d utterances each: ", intents, utterances)
	begun := time.Now()
	lap := func(part string) {
		r.Info(what+part, bench.Milliseconds(time.Since(begun)), "ms")
		begun = time.Now()
	}
	compiled, err := release.Compile(large, sample.Policy)
	if err != nil {
		return err
	}
	lap("compile")
	bundle, err := release.Pack(compiled)
	if err != nil {
		return err
	}
	lap("pack")
	size := 0
	for _, part := range bundle.Parts {
		size += len(part)
	}
	r.Info(what+"in ConfigMaps", float64(size)/1000, "kB")
	compiler := releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(logr.Discard())}
	if _, err := compiler.Build(bundle.Release, bundle.Parts); err != nil {
		return err
	}
	lap("unpack and train in the bot")
	return nil
}

// manyIntents share words with each other, as those of real bots do, and have some of
// their own. They are the same each time.
func manyIntents(n, utterances int) []release.Intent {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]release.Intent, n)
	for i := range out {
		out[i] = release.Intent{Name: fmt.Sprintf("intent-%03d", i), Revision: "r", Risk: "Low", Reply: release.Reply{Text: "Yes."}}
		for u := range utterances {
			text := fmt.Sprintf("thing%d way%d", i, u)
			for range 3 + random.IntN(6) {
				text += fmt.Sprintf(" word%d", random.IntN(300))
			}
			out[i].Utterances = append(out[i].Utterances, text)
		}
	}
	return out
}
