// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"encoding/json"
	"net/http"
)

// NewHTTP returns a classifier that asks any engine which speaks this contract
// at the address:
//
//	POST <address>            Content-Type: application/json
//	{"text": "where is my parcel"}
//
//	200 OK
//	{"predictions": [{"intent": "order.track", "confidence": 0.93}]}
//
// Confidence is 0..1. Order does not matter; the best TopK are used. An empty
// list means that the text is about none of the engine's intents, and so does an
// intent on top that the release lacks. Anything else – another status, a
// redirect, more than 1 MiB, no list, a confidence left out or outside 0..1 by
// more than rounding – counts as not understood. A nil client means a client
// with default settings.
func NewHTTP(address string, client *http.Client) (*Remote, error) {
	return newRemote("http", address, client, "", decodeHTTP)
}

func decodeHTTP(body []byte) ([]Prediction, error) {
	var answer struct {
		Predictions []struct {
			Intent     string   `json:"intent"`
			Confidence *float64 `json:"confidence"`
		} `json:"predictions"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fail(ReasonMalformed, "the answer is not the JSON of the contract")
	}
	if answer.Predictions == nil {
		return nil, fail(ReasonMalformed, "the answer has no predictions")
	}
	predictions := make([]Prediction, 0, len(answer.Predictions))
	for _, p := range answer.Predictions {
		if p.Confidence == nil {
			return nil, fail(ReasonMalformed, "a prediction has no confidence")
		}
		predictions = append(predictions, Prediction{Intent: p.Intent, Confidence: *p.Confidence})
	}
	return predictions, nil
}

// rasaFallback is the name Rasa's FallbackClassifier gives to "none of these".
const rasaFallback = "nlu_fallback"

// NewRasa returns a classifier that asks a Rasa server: POST /model/parse with
// {"text"}. The address is the server's, such as http://rasa:5005; a query such
// as ?token=… is kept. A nil client means a client with default settings.
//
// Rasa's confidence is passed on as it is: it is not calibrated as the built-in
// classifier's is, and the list need not sum to 1. When Rasa's own choice is its
// fallback, or nothing, there are no predictions: the runner-up is what Rasa has
// just decided against.
func NewRasa(address string, client *http.Client) (*Remote, error) {
	return newRemote("rasa", address, client, "model/parse", decodeRasa)
}

// rasaIntent has a null name when Rasa recognised nothing.
type rasaIntent struct {
	Name       *string  `json:"name"`
	Confidence *float64 `json:"confidence"`
}

// real tells whether it is an intent, and not a way to say that there is none.
func (i rasaIntent) real() bool {
	return i.Name != nil && *i.Name != "" && *i.Name != rasaFallback
}

func decodeRasa(body []byte) ([]Prediction, error) {
	var answer struct {
		Intent  *rasaIntent  `json:"intent"`
		Ranking []rasaIntent `json:"intent_ranking"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fail(ReasonMalformed, "the answer is not the JSON that /model/parse gives")
	}
	if answer.Intent == nil {
		return nil, fail(ReasonMalformed, "the answer has no intent")
	}
	if !answer.Intent.real() {
		return nil, nil
	}
	// The ranking repeats the intent, but only pipelines that rank have one.
	var predictions []Prediction
	for _, intent := range append([]rasaIntent{*answer.Intent}, answer.Ranking...) {
		if !intent.real() {
			continue
		}
		if intent.Confidence == nil {
			return nil, fail(ReasonMalformed, "an intent has no confidence")
		}
		predictions = append(predictions, Prediction{Intent: *intent.Name, Confidence: *intent.Confidence})
	}
	return predictions, nil
}
