// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// maxBody is the longest request that the control endpoint reads, in bytes.
const maxBody = 64 << 10

// Control serves GET /report, POST /harm {"intent": probability, ...}, POST /rate
// {"perSecond": number} and GET /healthz.
func (t *Traffic) Control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /report", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, t.recorder.Report()) })
	mux.HandleFunc("POST /harm", func(w http.ResponseWriter, r *http.Request) {
		var harm map[string]float64
		if !read(w, r, &harm, `{"intent": 0.8}`) {
			return
		}
		t.done(w, t.SetHarm(harm))
	})
	mux.HandleFunc("POST /rate", func(w http.ResponseWriter, r *http.Request) {
		var rate struct {
			PerSecond *float64 `json:"perSecond"`
		}
		if !read(w, r, &rate, `{"perSecond": 10}`) {
			return
		}
		if rate.PerSecond == nil {
			refuse(w, `perSecond: is missing; send {"perSecond": 10}`)
			return
		}
		t.done(w, t.SetRate(*rate.PerSecond))
	})
	return mux
}

func (t *Traffic) done(w http.ResponseWriter, err error) {
	if err != nil {
		refuse(w, err.Error())
		return
	}
	r := t.recorder.Report()
	answer(w, http.StatusOK, map[string]any{"harm": r.Harm, "perSecond": r.PerSecond})
}

func read(w http.ResponseWriter, r *http.Request, into any, example string) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		refuse(w, fmt.Sprintf("send JSON such as %s: %v", example, err))
		return false
	}
	return true
}

func refuse(w http.ResponseWriter, message string) {
	answer(w, http.StatusBadRequest, map[string]string{"error": message})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(body) // the caller has gone
}
