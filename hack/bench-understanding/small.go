// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// smallBots makes one bot of twelve intents from each of CLINC150's ten
// domains, and asks it about those intents, about the other domains, and about
// what CLINC150 calls out of scope, a tenth each in equal parts. That is harsher
// than life: most customers know which company they write to.
func smallBots(r *report, s *set) error {
	const intents = 12
	const name = "ten bots of 12 intents, 10 an intent"
	var in, out []verdict
	var took float64
	for number, domain := range sortedKeys(s.domains) {
		own := s.domains[domain][:intents]
		stop := stopwatch()
		m, err := understanding.Train(examples(s.train, few, 1, oneOf(own)))
		if err != nil {
			return err
		}
		took += stop().cpu.Seconds()
		asked, err := answer(m, keep(s.test, oneOf(own)), true)
		if err != nil {
			return err
		}
		strange := keep(s.test, func(intent string) bool { return !slices.Contains(s.domains[domain], intent) })
		foreign, err := answer(m, everyNth(strange, len(strange)/len(asked)), false)
		if err != nil {
			return err
		}
		outside, err := answer(m, everyNth(s.oos[number:], 10), false)
		if err != nil {
			return err
		}
		in = append(in, asked...)
		out = append(out, slices.Concat(foreign, outside)...)
	}
	r.add(name, "accuracy", "", accuracy(in), none)
	r.add(name, "out of scope AUROC", "", auroc(in, out), none)
	r.add(name, "calibration error in scope", "", calibrationError(in), none)
	r.add(name, "calibration error with out of scope", "", calibrationError(slices.Concat(in, out)), none)
	for _, threshold := range []struct {
		label string
		value float64
	}{{"0.5", 0.5}, {"0.7", 0.7}, {"0.8", 0.8}} {
		accepted := func(v verdict) bool { return v.confidence >= threshold.value }
		r.add(name, "in scope kept at "+threshold.label, "", share(in, accepted), none)
		r.add(name, "out of scope rejected at "+threshold.label, "", 1-share(out, accepted), none)
	}
	r.add(name, "training, processor time", "s", took/float64(len(s.domains)), none)
	return nil
}

func everyNth(from []sentence, n int) []sentence {
	var some []sentence
	for i := 0; i < len(from); i += max(n, 1) {
		some = append(some, from[i])
	}
	return some
}
