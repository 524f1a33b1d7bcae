// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
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
