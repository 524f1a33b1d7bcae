// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"testing"
)

// TestWhatAPatternMatches says what each sign of content/README.md stands for.
func TestWhatAPatternMatches(t *testing.T) {
	for name, tc := range map[string]struct {
		language, content string
		matches, misses   []string
	}{
		"a word that must not follow": {
			content: "want to live -in|here",
			matches: []string{"want to live", "want to live longer"}, misses: []string{"want to live in Rome", "want to live here"},
		},
		"nor after a word that may be left out": {
			content: "want to live longer? -in",
			matches: []string{"want to live longer"}, misses: []string{"want to live longer in Rome", "want to live in Rome"},
		},
		"a word that must not stand before": {
			content: "-my|our manager",
			matches: []string{"manager", "your manager"}, misses: []string{"my manager", "ask our manager"},
		},
		"a word or the end": {
			content: "call me now|$",
			matches: []string{"call me", "please call me now"}, misses: []string{"call me a taxi"},
		},
		"neither a word nor the end": {
			content: "call me -$|now",
			matches: []string{"call me Ann"}, misses: []string{"call me", "call me now"},
		},
		"an exclusion reaches to the next but": {
			content: "but = but\nwant ~1 agent\n! spoke ~5 agent",
			matches: []string{"I spoke to an agent but want another agent"}, misses: []string{"I spoke to an agent and want no agent"},
		},
		"a group may hold another": {
			content: "staff = agent clerk\npeople = @staff person\n[person]\nwant @people",
			matches: []string{"want agent", "want person"}, misses: []string{"want parcel"},
		},
		"a compound is read by its last word": {
			language: "de", content: "tails = berater\nwill ~1 berater",
			matches: []string{"ich will einen Kundenberater", "ich will Berater"}, misses: []string{"ich will Beratersessel"},
		},
		"a word that is meant is no slip": {
			content: "meant = farms\nwant farce",
			matches: []string{"want frace"}, misses: []string{"want farms"},
		},
		"another letter is a slip when it is near": {
			content: "want agents",
			matches: []string{"want agebts"}, misses: []string{"want agepts"},
		},
		"what is written together in Arabic": {
			language: "ar", content: "اريد موظف\nاقتل",
			matches: []string{"أريد الموظف", "أريد موظفا", "سأقتلكم"}, misses: []string{"أريد طردا"},
		},
		"without spaces": {
			language: "zh", content: "same = 轉转\n-不 转人工 -智能",
			matches: []string{"请转人工", "轉人工"}, misses: []string{"不转人工", "转人工智能"},
		},
		"the end, without spaces": {
			language: "ja", content: "電話 して|$",
			matches: []string{"電話", "電話して"}, misses: []string{"電話番号"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			language := tc.language
			if language == "" {
				language = "en"
			}
			l, err := newLanguage(language, kinds, []string{"[person]\n" + tc.content})
			if err != nil {
				t.Fatal(err)
			}
			for want, texts := range map[bool][]string{true: tc.matches, false: tc.misses} {
				for _, text := range texts {
					if got := l.find(sentences(normal(text)), true)[0].has(sectionPerson); got != want {
						t.Errorf("%q matches: %t, want %t", text, got, want)
					}
				}
			}
		})
	}
}

func TestAPatternThatCannotBeReadIsRefused(t *testing.T) {
	for content, want := range map[string]string{
		"want @nobody":    "no group",
		"want a|":         "want a word",
		"want all?|every": "want a word",
		"want a|~":        "want a word",
		"~ want":          "begins with a word",
		"want ~x":         "~ and a number",
		"please? thanks?": "not optional",
	} {
		if _, err := newLanguage("en", kinds, []string{"[person]\n" + content}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", content, err, want)
		}
	}
	if _, err := newLanguage("en", kinds, []string{"[persons]"}); err == nil || !strings.Contains(err.Error(), `persons/en.txt:1: no section "persons"`) {
		t.Errorf("an unknown section: %v", err)
	}
}

// TestAWordMayHaveToBeTwoThings: to begin in one way and to end in another, as it is written.
func TestAWordMayHaveToBeTwoThings(t *testing.T) {
	l, err := newLanguage("xx", []string{"test"}, []string{"verb = open* clos*\nno = *less *not\n\n[negation]\n@verb&@no now?\n^ a|& b\n"})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"openless": true, "closenot now": true, "open": false, "doorless": false, "a b": true} {
		if got := l.find(sentences(text), true)[0].has(sectionNegation); got != want {
			t.Errorf("%q matches: %t, want %t", text, got, want)
		}
	}
	if _, err := newLanguage("xx", []string{"test"}, []string{"[negation]\n*less\n"}); err == nil {
		t.Error("a pattern that begins with an end of words would never be found, and is taken")
	}
}
