// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"slices"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestTheOrderOfLanguagesIsOnlyThatOfProblems: what customers get has no such order, so that no
// rollout comes of one, and problems have that of the manifest.
func TestTheOrderOfLanguagesIsOnlyThatOfProblems(t *testing.T) {
	french := v1alpha1.IntentLocale{Locale: "fr", Reply: v1alpha1.IntentReply{Text: "Oui {wer}."}, Prompts: []v1alpha1.IntentPrompt{{Field: "size", Prompt: "?"}, {Field: "day", Prompt: "?"}}}
	german := v1alpha1.IntentLocale{Locale: "de", Reply: v1alpha1.IntentReply{Text: "Ja."}, Utterances: []string{"ein Geschenk", "?!"}}
	spec := v1alpha1.IntentSpec{Utterances: []string{"a gift"}, Reply: v1alpha1.IntentReply{Text: "Yes."}, Locales: []v1alpha1.IntentLocale{french, german}}
	other := *spec.DeepCopy()
	other.Locales[0], other.Locales[1] = other.Locales[1], other.Locales[0]
	other.Locales[1].Prompts[0], other.Locales[1].Prompts[1] = other.Locales[1].Prompts[1], other.Locales[1].Prompts[0]
	if IntentHash(FromIntent(spec, "gift")) != IntentHash(FromIntent(other, "gift")) {
		t.Error("another order is another content")
	}
	var fields []string
	for _, p := range Check(AsWritten(spec, "gift")) {
		fields = append(fields, p.Field)
	}
	want := []string{"spec.locales[0].reply.text", "spec.locales[0].prompts[0].field", "spec.locales[0].prompts[1].field", "spec.locales[1].utterances[1]"}
	if !slices.Equal(fields, want) {
		t.Errorf("got %v, want %v", fields, want)
	}
}
