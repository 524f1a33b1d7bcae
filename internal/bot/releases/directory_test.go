// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func write(t *testing.T, dir, file string, content any) {
	t.Helper()
	data, isText := content.(string)
	if !isText {
		b, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		data = string(b)
	}
	if err := os.WriteFile(filepath.Join(dir, file), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderIsServed(t *testing.T) {
	t.Run("a release alone", func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir, DirectoryRelease, sample("nine to five"))
		v, err := Directory(dir, compiler())
		if err != nil {
			t.Fatal(err)
		}
		if v.Stable.Hash != sample("nine to five").Hash() || v.Candidate != nil || v.Pointer.Measurement.OutcomeAfter().Minutes() != 30 {
			t.Errorf("view %+v", v.Pointer)
		}
	})
	t.Run("two tracks", func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir, DirectoryRelease, sample("nine to five"))
		write(t, dir, DirectoryCandidate, sample("nine to six"))
		write(t, dir, DirectoryPointer, `{"version":"v1","automation":"Enabled","rollout":{"id":"w","batch":"w","step":"half","percent":50,"salt":"s"},
			"measurement":{"outcomeAfterSeconds":60,"ratingWithinSeconds":600},"stable":{"release":"x","configMaps":["x"]},"sequence":3}`)
		v, err := Directory(dir, compiler())
		if err != nil {
			t.Fatal(err)
		}
		if v.Candidate == nil || v.Candidate.Hash != sample("nine to six").Hash() || v.Pointer.Rollout.Percent != 50 || v.Pointer.Sequence != 3 {
			t.Errorf("view %+v", v.Pointer)
		}
	})
	tests := map[string]struct {
		files map[string]any
		want  string
	}{
		"no release":            {files: nil, want: "release.json: no such file"},
		"malformed":             {files: map[string]any{DirectoryRelease: "{"}, want: "release.json: unexpected EOF"},
		"unknown member":        {files: map[string]any{DirectoryRelease: `{"edition":"v1"}`}, want: "edition: is not known"},
		"rollout, no candidate": {files: map[string]any{DirectoryRelease: sample("x"), DirectoryPointer: `{"version":"v1","automation":"Enabled","rollout":{"id":"w","batch":"w","step":"s","percent":5,"salt":"s"}}`}, want: "the pointer has a rollout"},
		"percent is too much":   {files: map[string]any{DirectoryRelease: sample("x"), DirectoryPointer: `{"version":"v1","automation":"Enabled","rollout":{"id":"w","batch":"w","step":"s","percent":500,"salt":"s"}}`}, want: "rollout.percent: is 500: write a whole number from 0 to 100"},
		"pointer is wrong":      {files: map[string]any{DirectoryRelease: sample("x"), DirectoryPointer: `{"version":"v1","automation":"Perhaps"}`}, want: "automation"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, content := range tc.files {
				write(t, dir, file, content)
			}
			_, err := Directory(dir, compiler())
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}

// A newer operator may have checked what this version does not know: a bundle of a cluster is what
// that operator accepted, and is not judged again as the file of a person is.
func TestAReleaseOfANewerOperatorIsServedThoughAFolderMayNotHaveIt(t *testing.T) {
	r := sample("nine to five")
	r.Intents[0].Risk = "Moderate"
	r.Policy.Handoff.Require = []string{"Mood"}
	bundle, err := release.Pack(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := compiler().Build(bundle.Release, bundle.Parts); err != nil {
		t.Errorf("of a cluster: %v", err)
	}
	dir := t.TempDir()
	write(t, dir, DirectoryRelease, r)
	if _, err := Directory(dir, compiler()); err == nil || !strings.Contains(err.Error(), `intent "hours": risk: is "Moderate": write one of "Low", "Medium", "High"`) {
		t.Errorf("of a folder: %v", err)
	}
}

func TestAReleaseWithoutIntentsUnderstandsNothing(t *testing.T) {
	r := sample("x")
	r.Intents = nil
	l, err := compiler().Compile(r.Hash(), r)
	if err != nil {
		t.Fatal(err)
	}
	if predictions, err := l.Classifier.Classify(t.Context(), "hello"); err != nil || len(predictions) != 0 {
		t.Errorf("predictions %v, error %v", predictions, err)
	}
}

var _ Fetcher = (*Disk)(nil)
