// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/internal/bot/understanding"
)

const (
	// exactWork is up to which product of utterances and intents the classifier is trained as the
	// bot trains it. The time grows with it: 300 intents with 100 utterances each take about 20
	// seconds of one core, 1000 would take minutes.
	exactWork = 9_000_000
	// groupWork is the same product in one group of a larger Bot.
	groupWork = 1_500_000
)

// grouped is a classifier of a Bot that is too large to train in a check: its intents are taught
// in groups, and each group's answer stands for itself. Each group is calibrated for messages that
// are about none of its intents, so the confidences can be compared.
type grouped []understanding.Classifier

// Classify implements understanding.Classifier.
func (g grouped) Classify(ctx context.Context, text string) ([]understanding.Prediction, error) {
	var all []understanding.Prediction
	for _, c := range g {
		predictions, err := c.Classify(ctx, text)
		if err != nil {
			return nil, err
		}
		all = append(all, predictions...)
	}
	slices.SortStableFunc(all, func(a, b understanding.Prediction) int {
		switch {
		case a.Confidence > b.Confidence:
			return -1
		case a.Confidence < b.Confidence:
			return 1
		}
		return strings.Compare(a.Intent, b.Intent)
	})
	return all[:min(len(all), understanding.TopK)], nil
}

// train teaches examples; false: in groups.
func train(ctx context.Context, examples []understanding.Example) (c understanding.Classifier, exact bool, err error) {
	groups := groupsOf(examples)
	models := make(grouped, len(groups))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, group := range groups {
		workers.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			model, err := understanding.Train(group)
			models[i] = model
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, false, err
	}
	if len(models) == 1 {
		return models[0], true, nil
	}
	return models, false, nil
}

// groupsOf divides examples where they are too many to be taught together. Neighbours by name stay
// together: names begin with what they are about.
func groupsOf(examples []understanding.Example) [][]understanding.Example {
	if work(examples) <= exactWork {
		return [][]understanding.Example{examples}
	}
	sorted := slices.Clone(examples)
	slices.SortFunc(sorted, func(a, b understanding.Example) int { return strings.Compare(a.Intent, b.Intent) })
	var groups [][]understanding.Example
	for start := 0; start < len(sorted); {
		end := start + 1
		for end < len(sorted) && work(sorted[start:end+1]) <= groupWork {
			end++
		}
		groups = append(groups, sorted[start:end])
		start = end
	}
	// A last group of one intent would have nothing to compare it with.
	if n := len(groups); n > 1 && len(groups[n-1]) == 1 {
		groups[n-2] = append(slices.Clone(groups[n-2]), groups[n-1]...)
		groups = groups[:n-1]
	}
	return groups
}

func work(examples []understanding.Example) int {
	utterances := 0
	for _, e := range examples {
		utterances += len(e.Utterances)
	}
	return utterances * len(examples)
}
