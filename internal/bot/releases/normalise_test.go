// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/release"
)

// TestTheOperatorAndTheClassifierAgreeWhichUtterancesAreTheSame: the operator refuses
// utterances that stand in two intents, and so does the classifier. Should they come to
// disagree, a release could be accepted that no bot can load.
func TestTheOperatorAndTheClassifierAgreeWhichUtterancesAreTheSame(t *testing.T) {
	agree := func(t interface {
		Helper()
		Errorf(string, ...any)
	}, text string) {
		t.Helper()
		if operator, classifier := release.NormaliseUtterance(text), understanding.Normalise(text); operator != classifier {
			t.Errorf("%q is %q to the operator and %q to the classifier", text, operator, classifier)
		}
	}
	for _, text := range []string{
		"Where is my parcel?", "WHERE  IS my-parcel", "wo ist mein Päckchen", "ｆｕｌｌ ｗｉｄｔｈ", "don't", "3.50 €",
		"我的包裹在哪里", "👍", "!!!", "a\xffb", "ﬁne", "İstanbul",
	} {
		agree(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { agree(t, rapid.StringN(0, 120, 500).Draw(t, "text")) })
}
