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
