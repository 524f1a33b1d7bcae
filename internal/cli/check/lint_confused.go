// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/plural"
)

const (
	// parts that utterances are divided into: each is answered by a classifier that was taught the
	// others.
	parts = 5
	// allPartsWork is up to which product of utterances and intents each part has its turn. In a
	// larger Bot one part says as much as all of a small one.
	allPartsWork = 200_000
	// leastConfused is how many utterances of one intent are taken for another before it is said.
	leastConfused = 2
	// leastUtterances is how many an intent must have for a part of them to say something.
	leastUtterances = 5
	// maxTaught and maxAsked bound the utterances of an intent in a Bot that is taught in groups.
	maxTaught, maxAsked = 24, 4
	// maxConfused bounds the pairs that are listed for a Bot: the worst come first.
	maxConfused = 20
)

// pair of intents of which one is taken for the other.
type pair struct{ of, as string }

// lintConfused finds intents that the built-in classifier confuses, by cross-validation: it is
// asked utterances that it was not taught.
func (ns *namespace) lintConfused(ctx context.Context) ([]Finding, error) {
	var findings []Finding
	for _, bot := range ns.botNames() {
		if b, known := ns.bots[bot]; known && external(b.Value) {
			continue // it classifies by another engine
		}
		examples := ns.examplesOf(bot)
		if len(examples) < 2 {
			continue
		}
		counts, asked, err := confusions(ctx, examples, ns.thresholdOf(bot))
		if err != nil {
			return nil, err
		}
		pairs := make([]pair, 0, len(counts))
		for p, n := range counts {
			if n >= leastConfused {
				pairs = append(pairs, p)
			}
		}
		slices.SortFunc(pairs, func(a, b pair) int {
			return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.of, b.of), cmp.Compare(a.as, b.as))
		})
		for _, p := range pairs[:min(len(pairs), maxConfused)] {
			findings = append(findings, ns.intents[p.of].finding(RuleConfused, Warning, "spec.utterances", fmt.Sprintf(
				"the bot would take %d of %s for Intent %q where it was not taught them: make the two differ more, or make them one Intent",
				counts[p], plural.Of(asked[p.of], "utterance"), p.as)))
		}
	}
	return findings, nil
}

// confusions counts the utterances of an intent that are taken for another, and how many of each
// intent were asked. Intents that say the same share the confidence, so half of what an answer takes is
// enough.
func confusions(ctx context.Context, examples []understanding.Example, threshold float64) (map[pair]int, map[string]int, error) {
	rounds := parts
	if work(examples) > allPartsWork {
		rounds = 1
	}
	if work(examples) > exactWork {
		examples = fewer(examples)
	}
	counts, asked := map[pair]int{}, map[string]int{}
	for round := range rounds {
		taught, held := divide(examples, round)
		if len(taught) < 2 {
			continue
		}
		classifier, _, err := train(ctx, taught)
		if err != nil {
			return nil, nil, err
		}
		answers := make([][]string, len(held))
		workers, ctx := errgroup.WithContext(ctx)
		workers.SetLimit(runtime.GOMAXPROCS(0))
		for i, e := range held {
			workers.Go(func() error {
				for _, utterance := range e.Utterances {
					predictions, err := classifier.Classify(ctx, utterance)
					if err != nil {
						return err
					}
					if len(predictions) > 0 && predictions[0].Confidence >= threshold/2 {
						answers[i] = append(answers[i], predictions[0].Intent)
					}
				}
				return nil
			})
		}
		if err := workers.Wait(); err != nil {
			return nil, nil, err
		}
		for i, e := range held {
			asked[e.Intent] += len(e.Utterances)
			for _, intent := range answers[i] {
				if intent != e.Intent {
					counts[pair{e.Intent, intent}]++
				}
			}
		}
	}
	return counts, asked, nil
}

// divide holds every fifth utterance back, of intents that have enough.
func divide(examples []understanding.Example, round int) (taught, held []understanding.Example) {
	for _, e := range examples {
		if len(e.Utterances) < leastUtterances {
			taught = append(taught, e)
			continue
		}
		known, asked := understanding.Example{Intent: e.Intent}, understanding.Example{Intent: e.Intent}
		for i, utterance := range e.Utterances {
			if i%parts == round {
				asked.Utterances = append(asked.Utterances, utterance)
			} else {
				known.Utterances = append(known.Utterances, utterance)
			}
		}
		taught, held = append(taught, known), append(held, asked)
	}
	return taught, held
}

// fewer takes some utterances of each intent, evenly.
func fewer(examples []understanding.Example) []understanding.Example {
	out := make([]understanding.Example, len(examples))
	for i, e := range examples {
		out[i].Intent = e.Intent
		step := max(1, len(e.Utterances)/(maxTaught+maxAsked))
		for at := 0; at < len(e.Utterances) && len(out[i].Utterances) < maxTaught+maxAsked; at += step {
			out[i].Utterances = append(out[i].Utterances, e.Utterances[at])
		}
	}
	return out
}
