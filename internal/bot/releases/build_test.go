// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestEachReleaseNamesItsEngine(t *testing.T) {
	engine := Engines(func(release.Understanding) *http.Client { return http.DefaultClient }, understanding.Trainer{}, nil)
	for name, tc := range map[string]struct {
		named      *release.Understanding
		wantRemote bool
		wantErr    bool
	}{
		"built in":          {},
		"Rasa":              {named: &release.Understanding{Engine: release.EngineRasa, URL: "http://rasa:5005"}, wantRemote: true},
		"HTTP":              {named: &release.Understanding{Engine: release.EngineHTTP, URL: "http://nlu"}, wantRemote: true},
		"not a URL":         {named: &release.Understanding{Engine: release.EngineHTTP, URL: "nlu"}, wantErr: true},
		"of a newer format": {named: &release.Understanding{Engine: "Oracle", URL: "http://delphi"}, wantErr: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := release.Release{Understanding: tc.named}
			classifier, err := engine(r)
			if (err != nil) != tc.wantErr {
				t.Fatalf("error %v, want one: %t", err, tc.wantErr)
			}
			if _, remote := classifier.(*understanding.Remote); err == nil && remote != tc.wantRemote {
				t.Errorf("classifier %T", classifier)
			}
			if again, _ := engine(r); tc.wantRemote && again != classifier {
				t.Error("two releases with one engine ask it twice")
			}
		})
	}
}

// TestBothTracksHaveTheirOwnWordVectors: a release that names a table understands by it, while
// the other one goes on with the words that are built in.
func TestBothTracksHaveTheirOwnWordVectors(t *testing.T) {
	var file bytes.Buffer
	if err := vectors.Write(&file, []vectors.Entry{
		{Word: "parcel", Vector: []float32{1, 0, 0.1}}, {Word: "paket", Vector: []float32{1, 0, 0.1}},
		{Word: "open", Vector: []float32{0, 1, 0.1}}, {Word: "offen", Vector: []float32{0, 1, 0.1}},
		{Word: "cancel", Vector: []float32{-1, -1, 0.1}},
	}); err != nil {
		t.Fatal(err)
	}
	table, err := vectors.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	named := release.Vectors{Kind: "PersistentVolumeClaim", Name: "tables", Path: "german.vectors"}
	loads := 0
	engine := Engines(func(release.Understanding) *http.Client { return http.DefaultClient }, understanding.Trainer{}, func(v release.Vectors) (*vectors.Table, error) {
		if loads++; v != named {
			return nil, fmt.Errorf("%s is not there", v.Path)
		}
		return table, nil
	})
	r := release.Release{Intents: []release.Intent{
		{Name: "cancel", Utterances: []string{"cancel", "cancel it"}},
		{Name: "hours", Utterances: []string{"open", "are you open"}}, {Name: "parcel", Utterances: []string{"parcel", "my parcel"}},
	}}
	plain, err := engine(r)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r.Understanding = &release.Understanding{Engine: release.EngineBuiltIn, Vectors: named}
		german, err := engine(r)
		if err != nil {
			t.Fatal(err)
		}
		if german == plain {
			t.Fatal("the table makes no difference")
		}
		for text, want := range map[string]string{"ist offen": "hours", "Paket da": "parcel"} {
			predictions, err := german.Classify(t.Context(), text)
			if err != nil || len(predictions) == 0 || predictions[0].Intent != want {
				t.Errorf("%q: %+v, %v, want %s", text, predictions, err, want)
			}
		}
		r.Policy.UnresolvedTurns++
	}
	if loads != 1 {
		t.Errorf("the table was read %d times", loads)
	}
	r.Understanding.Vectors.Path = "missing.vectors"
	if _, err := engine(r); err == nil || err.Error() != "understanding.vectors: missing.vectors is not there" {
		t.Errorf("error %v", err)
	}
}

// TestReleasesWithTheSameUtterancesAreTrainedOnce has a policy change between them.
func TestReleasesWithTheSameUtterancesAreTrainedOnce(t *testing.T) {
	engine := Engines(func(release.Understanding) *http.Client { return http.DefaultClient }, understanding.Trainer{}, nil)
	of := func(change func(*release.Release)) understanding.Classifier {
		t.Helper()
		r := release.Release{Intents: []release.Intent{
			{Name: "hours", Utterances: []string{"when are you open", "opening times"}},
			{Name: "parcel", Utterances: []string{"where is my parcel", "track my order"}},
		}}
		change(&r)
		classifier, err := engine(r)
		if err != nil {
			t.Fatal(err)
		}
		return classifier
	}
	first := of(func(*release.Release) {})
	if of(func(r *release.Release) { r.Policy.UnresolvedTurns = 1 }) != first {
		t.Error("a release with another policy was trained again")
	}
	for i := range 2 * maxTrained {
		if of(func(r *release.Release) {
			r.Intents[0].Utterances = []string{"are you open", fmt.Sprint("opening times ", i)}
		}) == first {
			t.Error("a release with other utterances was not trained")
		}
	}
	if of(func(*release.Release) {}) == first {
		t.Errorf("more than %d classifiers are kept", maxTrained)
	}
}
