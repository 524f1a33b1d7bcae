// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestEachReleaseNamesItsEngine(t *testing.T) {
	engine := Engines(func(release.Understanding) *http.Client { return http.DefaultClient }, understanding.Trainer{})
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

// TestReleasesWithTheSameUtterancesAreTrainedOnce has a policy change between them.
func TestReleasesWithTheSameUtterancesAreTrainedOnce(t *testing.T) {
	engine := Engines(func(release.Understanding) *http.Client { return http.DefaultClient }, understanding.Trainer{})
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
