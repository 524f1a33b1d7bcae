// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"context"
	"math"
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
	groupWork = 600_000
)

// grouped is a classifier of a Bot that is too large to be taught in a check: its intents are taught
// in groups, and the arbiter tells which group's best intent is meant.
type grouped struct {
	models  []understanding.Classifier
	arbiter *arbiter
}

// sharper is what the arbiter's scores are multiplied by: with 4, groups and the whole decide the
// same on 95 of 100 messages of a Bot of 150 intents.
const sharper = 4

// Classify implements understanding.Classifier.
func (g *grouped) Classify(ctx context.Context, text string) ([]understanding.Prediction, error) {
	scores := g.arbiter.read(text)
	var all []understanding.Prediction
	var of []int // which of likelihoods belongs to a prediction
	var likelihoods []float64
	for _, model := range g.models {
		predictions, err := model.Classify(ctx, text)
		if err != nil {
			return nil, err
		}
		if len(predictions) == 0 {
			continue
		}
		for _, p := range predictions {
			all, of = append(all, p), append(of, len(likelihoods))
		}
		likelihoods = append(likelihoods, sharper*float64(scores[g.arbiter.classes[predictions[0].Intent]])+math.Log(predictions[0].Confidence))
	}
	if len(all) == 0 {
		return nil, nil
	}
	shares := normalised(likelihoods)
	for i := range all {
		all[i].Confidence *= shares[of[i]]
	}
	slices.SortStableFunc(all, func(a, b understanding.Prediction) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), strings.Compare(a.Intent, b.Intent))
	})
	return all[:min(len(all), understanding.TopK)], nil
}

// normalised are the probabilities of which the logarithms are given up to a constant.
func normalised(logs []float64) []float64 {
	out, sum := make([]float64, len(logs)), 0.0
	for i, l := range logs {
		out[i] = math.Exp(l - slices.Max(logs))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// train teaches examples; false: in groups.
func train(ctx context.Context, examples []understanding.Example) (c understanding.Classifier, exact bool, err error) {
	return trainGroups(ctx, examples, groupsOf(examples, exactWork, groupWork))
}

func trainGroups(ctx context.Context, examples []understanding.Example, groups [][]understanding.Example) (c understanding.Classifier, exact bool, err error) {
	models := make([]understanding.Classifier, len(groups))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	var all *arbiter
	if len(groups) > 1 {
		workers.Go(func() error {
			all = newArbiter(examples)
			return nil
		})
	}
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
	return &grouped{models, all}, false, nil
}

// groupsOf divides examples where they are too many to be taught together. Neighbours by name stay
// together: names begin with what they are about.
func groupsOf(examples []understanding.Example, exact, group int) [][]understanding.Example {
	if work(examples) <= exact {
		return [][]understanding.Example{examples}
	}
	sorted := slices.Clone(examples)
	slices.SortFunc(sorted, func(a, b understanding.Example) int { return strings.Compare(a.Intent, b.Intent) })
	var groups [][]understanding.Example
	for start := 0; start < len(sorted); {
		end := start + 1
		for end < len(sorted) && work(sorted[start:end+1]) <= group {
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
