// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// Choice is what to do with the predictions for a message.
type Choice struct {
	// Intent to answer; empty: none is sure enough.
	Intent string
	// Offered are the intents to ask about ("did you mean …?"), the most likely first. There
	// are none when an intent is answered, and when nothing is plausible.
	Offered []string
}

const (
	// MaxOffered is how many intents are offered at a time: more are not read.
	MaxOffered = 3
	// plausible is the least confidence of the best intent with which any is offered: below, a
	// message is noise, and a list would only annoy. A choice that was not needed costs less
	// than one that is missing.
	plausible = 0.01
)

// Choose decides about predictions, the most confident first: the best intent is answered when
// it has its threshold and leads the second by the margin, both 0..1. Otherwise the best ones
// are offered. An intent for which threshold has no value is not served, and never chosen.
func Choose(predictions []Prediction, threshold func(intent string) (float64, bool), margin float64) Choice {
	if len(predictions) == 0 {
		return Choice{}
	}
	first, second := predictions[0], 0.0
	if len(predictions) > 1 {
		second = predictions[1].Confidence
	}
	// Room for the last bit: 0.7 reaches 0.7.
	const bit = 1e-11
	if least, served := threshold(first.Intent); served && first.Confidence+bit >= least && first.Confidence-second+bit >= margin {
		return Choice{Intent: first.Intent}
	}
	var c Choice
	if first.Confidence < plausible {
		return c
	}
	for _, p := range predictions {
		if _, served := threshold(p.Intent); served && len(c.Offered) < MaxOffered {
			c.Offered = append(c.Offered, p.Intent)
		}
	}
	return c
}
