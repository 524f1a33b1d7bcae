// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

const (
	// MaxOffered is how many intents are offered at a time: more are not read.
	MaxOffered = 3
	// plausible is the least confidence of the best intent with which any is offered: below, a
	// message is noise, and a list would only annoy. A choice that was not needed costs less
	// than one that is missing.
	plausible = 0.01
)

// Choose returns the intent to answer, of predictions of which the most confident comes first: the
// best one, when it has its threshold and leads the second by the margin, both 0..1. Empty: none is
// sure enough. An intent for which threshold has no value is not served, and never chosen.
func Choose(predictions []Prediction, threshold func(intent string) (float64, bool), margin float64) string {
	if len(predictions) == 0 {
		return ""
	}
	first, second := predictions[0], 0.0
	if len(predictions) > 1 {
		second = predictions[1].Confidence
	}
	// Room for the last bit: 0.7 reaches 0.7.
	const bit = 1e-11
	if least, served := threshold(first.Intent); served && first.Confidence+bit >= least && first.Confidence-second+bit >= margin {
		return first.Intent
	}
	return ""
}

// Offers are the intents to ask about ("did you mean …?") where none is sure enough, the most
// likely first. There are none when nothing is plausible, or when the likeliest is not served: then
// the message is about something else.
func Offers(predictions []Prediction, served func(intent string) bool) []string {
	if len(predictions) == 0 || predictions[0].Confidence < plausible || !served(predictions[0].Intent) {
		return nil
	}
	var offered []string
	for _, p := range predictions {
		if served(p.Intent) && len(offered) < MaxOffered {
			offered = append(offered, p.Intent)
		}
	}
	return offered
}
