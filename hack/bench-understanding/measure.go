// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/understanding"
)

const (
	unlimited = 1 << 30 // utterances an intent
	few       = 10

	// draws of ten utterances an intent are averaged, since one draw may be
	// lucky.
	draws = 3
)

func clincFull(r *report, s *set) error {
	before, _ := memory()
	training := examples(s.train, unlimited, 1, every)
	stop := stopwatch()
	m, err := understanding.Train(training)
	if err != nil {
		return err
	}
	took := stop()
	now, peak := memory()
	stop = stopwatch()
	in, err := answer(m, s.test, true)
	if err != nil {
		return err
	}
	asked := stop()
	out, err := answer(m, s.oos, false)
	if err != nil {
		return err
	}
	const name = "clinc150, 100 an intent"
	r.add(name, "accuracy", "", accuracy(in), atLeast(0.91))
	r.add(name, "out of scope AUROC", "", auroc(in, out), atLeast(0.945))
	r.add(name, "calibration error in scope", "", calibrationError(in), atMost(0.03))
	r.add(name, "calibration error with out of scope", "", calibrationError(slices.Concat(in, out)), none)
	r.add(name, "coverage at 95 % precision, with out of scope", "", coverageAt(0.95, slices.Concat(in, out)), atLeast(0.85))
	r.add(name, "training, processor time", "s", took.cpu.Seconds(), none)
	r.add(name, "training, wall time", "s", took.wall.Seconds(), none)
	r.add(name, "predictions", "/s of a core", float64(len(s.test))/asked.cpu.Seconds(), none)
	r.add(name, "memory before, with the data", "MiB", before, none)
	r.add(name, "memory trained", "MiB", now, none)
	r.add(name, "memory peak", "MiB", peak, none)
	return nil
}

func bankingFull(r *report, s *set) error {
	stop := stopwatch()
	m, err := understanding.Train(examples(s.train, unlimited, 1, every))
	if err != nil {
		return err
	}
	took := stop()
	in, err := answer(m, s.test, true)
	if err != nil {
		return err
	}
	const name = "banking77, all"
	r.add(name, "accuracy", "", accuracy(in), atLeast(0.90))
	r.add(name, "calibration error", "", calibrationError(in), atMost(0.03))
	r.add(name, "coverage at 95 % precision", "", coverageAt(0.95, in), none)
	r.add(name, "training, processor time", "s", took.cpu.Seconds(), none)
	return nil
}

func clincFew(r *report, s *set) error {
	const name = "clinc150, 10 an intent"
	return averaged(r, name, func(seed uint64, note func(metric, unit string, value float64, g goal)) error {
		stop := stopwatch()
		m, err := understanding.Train(examples(s.train, few, seed, every))
		if err != nil {
			return err
		}
		took := stop()
		in, err := answer(m, s.test, true)
		if err != nil {
			return err
		}
		out, err := answer(m, s.oos, false)
		if err != nil {
			return err
		}
		note("accuracy", "", accuracy(in), none)
		note("out of scope AUROC", "", auroc(in, out), none)
		note("calibration error in scope", "", calibrationError(in), atMost(0.05))
		note("precision short of confidence", "", overpromise(in), atMost(0.05))
		note("training, processor time", "s", took.cpu.Seconds(), none)
		return nil
	})
}

func bankingFew(r *report, s *set) error {
	const name = "banking77, 10 an intent"
	return averaged(r, name, func(seed uint64, note func(metric, unit string, value float64, g goal)) error {
		m, err := understanding.Train(examples(s.train, few, seed, every))
		if err != nil {
			return err
		}
		in, err := answer(m, s.test, true)
		if err != nil {
			return err
		}
		note("accuracy", "", accuracy(in), none)
		note("calibration error", "", calibrationError(in), atMost(0.05))
		note("precision short of confidence", "", overpromise(in), atMost(0.05))
		return nil
	})
}

// averaged runs a measurement for each draw and reports the means.
func averaged(r *report, name string, measure func(seed uint64, note func(metric, unit string, value float64, g goal)) error) error {
	var sum report
	for seed := range uint64(draws) {
		err := measure(seed, func(metric, unit string, value float64, g goal) {
			sum.add(name, metric, unit, value, g)
		})
		if err != nil {
			return err
		}
	}
	r.addMeans(sum)
	return nil
}
