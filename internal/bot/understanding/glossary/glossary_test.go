// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package glossary

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

func TestWordsOfOtherLanguagesMeanWordsOfEnglish(t *testing.T) {
	for name, tc := range map[string]struct{ language, word, want string }{
		"a whole word":                      {"es", "dónde", "where"},
		"without its accent":                {"es", "donde", "where"},
		"what begins with a stem":           {"de", "stornierung", "cancel"},
		"an umlaut that is left out":        {"de", "konnen", "can"},
		"an Arabic word":                    {"ar", "طلب", "order"},
		"with its article":                  {"ar", "الطلب", "order"},
		"a Turkish word with endings":       {"tr", "siparişimi", "order"},
		"a word that nobody has":            {"fr", "nelokane", ""},
		"a word of another language":        {"it", "bestellung", ""},
		"a Japanese word in its characters": {"ja", "注文", "order"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Of(tc.language).English(tc.word)
			if got != tc.want || ok != (tc.want != "") {
				t.Errorf("%q means %q, want %q", tc.word, got, tc.want)
			}
		})
	}
	if _, ok := Of().English("donde"); ok {
		t.Error("no languages have a word")
	}
}

func TestCharactersAreJoinedToTheLongestWords(t *testing.T) {
	for text, want := range map[string]string{
		"我 要 取 消 订 单":        "我要 取消 订单",
		"注 文 を キャンセル":        "注文 を キャンセル",
		"AB123456 取 消":       "AB123456 取消",
		"no characters here": "no characters here",
	} {
		got := Of("zh", "ja").Join(strings.Fields(text))
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// TestEveryLineCounts: its English word has a vector, no form is there twice, and no stem is so short that it is the
// beginning of anything.
func TestEveryLineCounts(t *testing.T) {
	english := vectors.English()
	for _, name := range Languages {
		content, err := files.ReadFile(name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]string{}
		for line := range strings.Lines(string(content)) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			word, forms, ok := strings.Cut(line, " = ")
			if !ok || len(strings.Fields(word)) != 1 || strings.TrimSpace(forms) == "" {
				t.Errorf("%s: %q is no line of a glossary", name, line)
				continue
			}
			if _, known := english.Find(word); !known {
				t.Errorf("%s: %q has no vector", name, word)
			}
			for form := range strings.FieldsSeq(forms) {
				plain := Plain(form)
				if other, twice := seen[plain]; twice {
					t.Errorf("%s: %q stands under %q and %q", name, form, other, word)
				}
				seen[plain] = word
				stem, isStem := strings.CutSuffix(plain, "*")
				if strings.Contains(stem, "*") || isStem && len([]rune(stem)) < 3 {
					t.Errorf("%s: %q is no stem", name, form)
				}
				if strings.ToLower(form) != form {
					t.Errorf("%s: %q is not in small letters", name, form)
				}
			}
		}
	}
}
