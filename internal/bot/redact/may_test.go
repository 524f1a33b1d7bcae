// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"regexp/syntax"
	"strings"
	"testing"
)

// byPatterns is words without asking first whether it is worth looking.
func byPatterns(text string) string {
	text = secrets.ReplaceAllStringFunc(text, secret)
	for _, s := range told {
		text = s.mask(text)
	}
	return near(text)
}

// spellings are all texts that a pattern without repetitions matches, in the letters in which it is written.
func spellings(t *testing.T, re *syntax.Regexp) []string {
	t.Helper()
	switch re.Op {
	case syntax.OpEmptyMatch:
		return []string{""}
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return []string{string(re.Rune[0]), string(re.Rune[len(re.Rune)-1])}
	case syntax.OpQuest:
		return append(spellings(t, re.Sub[0]), "")
	case syntax.OpCapture:
		return spellings(t, re.Sub[0])
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			all = append(all, spellings(t, sub)...)
		}
		return all
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range re.Sub {
			var longer []string
			for _, before := range all {
				for _, after := range spellings(t, sub) {
					longer = append(longer, before+after)
				}
			}
			all = longer
		}
		return all
	}
	t.Fatalf("%s has an operation that is not listed here", re)
	return nil
}

// TestEveryWordThatTellsASecretIsLookedAt: a word that is added to the patterns and has no beginning
// among those that are looked for would never be found.
func TestEveryWordThatTellsASecretIsLookedAt(t *testing.T) {
	for _, pattern := range []string{secretWords, pinWords, joinedWords, joinedCodes, keyWords, codeWords} {
		re, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range spellings(t, re) {
			for _, text := range []string{word + ": 48213", "My " + word + " is q7w8e9r0t1", "#7" + word + " 4821"} {
				if !mayName(text) || !mayGive(text) {
					t.Errorf("%q is not looked at", text)
				}
				if got, want := words(text), byPatterns(text); got != want {
					t.Errorf("%q becomes %q, by the patterns %q", text, got, want)
				}
			}
		}
	}
}

// TestEveryWordNearASecretIsLookedAt: so it is with those that tell one with others between.
func TestEveryWordNearASecretIsLookedAt(t *testing.T) {
	for _, pattern := range []string{
		nearChecks, joinedChecks, backs, sides, joinedSides, nearPins, joinedPins, nearOnce, joinedOnce, nearCodes, joinedCodeN,
		nearSources, joinedSources, nearKeys, joinedKeys, nearLogins, joinedLogins, secretWords, afterwards, loginsAfter,
	} {
		re, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range spellings(t, re) {
			if text := "#7" + strings.ToUpper(word) + " 4821"; !mayBeNear(text) || !mayBeNear("the "+word+" 4821") {
				t.Errorf("%q is not looked at", text)
			}
		}
	}
}

// TestWhatIsKnownByItsFormIsLookedAt has the shortest of each form.
func TestWhatIsKnownByItsFormIsLookedAt(t *testing.T) {
	for _, text := range []string{
		"hf_0123456789ab", "see SG.0123456789ab", "sk-0123456789ab", "AKIA0123456789ab", "eyJabcdef.ghijkl",
		"basic a0bcdefghijk", "Bearer\tabcdefghijk0", "x://a:b@c", "-----BEGIN PRIVATE KEY-----", "a\nhf_0123456789ab",
	} {
		if got, want := words(text), byPatterns(text); got != want {
			t.Errorf("%q becomes %q, by the patterns %q", text, got, want)
		}
	}
}

// TestMostMessagesAreNotSearchedForSecrets: what customers write about has none of the words.
func TestMostMessagesAreNotSearchedForSecrets(t *testing.T) {
	for _, text := range []string{"where is my parcel", "AB123456", "thank you very much", "I want to talk to a person"} {
		for i, s := range told {
			if s.may(text) {
				t.Errorf("%q is searched for secret %d", text, i)
			}
		}
		if mayName(text) {
			t.Errorf("%q is searched for words that tell a secret", text)
		}
	}
}

// FuzzWords: whether a text is looked at changes nothing.
func FuzzWords(f *testing.F) {
	for _, text := range []string{"my password is hunter2", "PIN 4821", "token=q7w8e9r0t1y2", "Bearer 9f8e7d6c5b4a39281706", "ſecret: 1", "my \u212Aennwort: x", "1pin 4821", "a://b:c@d"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := words(text), byPatterns(text); got != want {
			t.Errorf("%q becomes %q, by the patterns %q", text, got, want)
		}
	})
}
