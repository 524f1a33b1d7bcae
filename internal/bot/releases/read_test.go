// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// listener notes what it is asked, and fails from then on if broken.
type listener struct {
	asked  []string
	broken string
}

func (l *listener) Classify(_ context.Context, text string) ([]understanding.Prediction, error) {
	l.asked = append(l.asked, text)
	if text == l.broken {
		return nil, errors.New("broken")
	}
	return []understanding.Prediction{{Intent: text, Confidence: 1}}, nil
}

func TestAMessageIsReadWholeInPartsAndBare(t *testing.T) {
	parts := []wording.Part{{Text: "one"}, {Text: "two"}}
	heard := &listener{}
	side, err := (&Loaded{Classifier: heard}).Read(t.Context(), "whole", parts, "bare")
	if err != nil || !slices.Equal(heard.asked, []string{"whole", "one", "two", "bare"}) {
		t.Fatalf("%v, asked %q", err, heard.asked)
	}
	if side.Predictions[0].Intent != "whole" || side.Parts[1].Predictions[0].Intent != "two" || side.Bare[0].Intent != "bare" || parts[1].Predictions != nil {
		t.Errorf("%+v, of %+v", side, parts)
	}
	for _, text := range []string{"whole", "two", "bare"} {
		side, err := (&Loaded{Classifier: &listener{broken: text}}).Read(t.Context(), "whole", parts, "bare")
		if err == nil || !side.Failed || side.Predictions != nil || side.Parts != nil || side.Bare != nil {
			t.Errorf("broken at %q: %+v, %v", text, side, err)
		}
	}
}

func TestAnEngineOutsideIsAskedOnce(t *testing.T) {
	var asked atomic.Int32
	engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`{"predictions":[{"intent":"hours","confidence":0.9}]}`))
	}))
	defer engine.Close()
	remote, err := understanding.NewHTTP(engine.URL, engine.Client())
	if err != nil {
		t.Fatal(err)
	}
	side, err := (&Loaded{Classifier: remote}).Read(t.Context(), "whole", []wording.Part{{Text: "one"}}, "bare")
	if err != nil || asked.Load() != 1 || len(side.Predictions) != 1 || side.Parts != nil || side.Bare != nil {
		t.Errorf("%+v %v, asked %d times", side, err, asked.Load())
	}
}
