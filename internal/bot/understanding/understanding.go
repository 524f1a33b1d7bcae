// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package understanding tells which intent a customer's message is about, and
// how sure that is.
//
// Train builds the built-in classifier from utterances and word vectors: softmax
// regression over words, character n-grams and meanings, together with the best match
// to a single utterance. Its confidence is the precision to expect. NewRasa and NewHTTP
// put engines that run elsewhere behind the same Classifier interface. What a message says
// apart from its intent is read by package signals.
package understanding

import "context"

// TopK is the greatest number of predictions a Classifier returns.
const TopK = 5

// Example is one intent with the utterances that show it.
type Example struct {
	// Intent is the name predictions carry. It must not be empty, and must be
	// unique in a training set.
	Intent string
	// Utterances are sentences a customer would write, in any language. At
	// least one is needed; eight or more is where accuracy becomes useful.
	Utterances []string
}

// Prediction is one intent and the probability that it is what was meant.
type Prediction struct {
	// Intent is the name from training, or the external engine's name for it.
	Intent string
	// Confidence lies in 0..1. The built-in classifier's sum to at most 1 for
	// one text; what is missing to 1 is the probability of "none of these" and
	// of the intents below the first TopK. External engines have scales of
	// their own.
	Confidence float64
}

// Classifier turns a text into intents.
//
// Classify returns at most TopK predictions, the most confident first. No
// predictions and no error means that nothing is known about such a text. An
// error means "not understood" (see ErrNotUnderstood) and must lead to the
// escalation policy, never to a guess. It takes no longer than RemoteTimeout, also
// when ctx has no deadline, so that a slow engine leaves time for the policy.
// Implementations are safe for concurrent use.
type Classifier interface {
	Classify(ctx context.Context, text string) ([]Prediction, error)
}
