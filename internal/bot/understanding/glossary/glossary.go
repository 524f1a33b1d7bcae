// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package glossary says what words of nine languages mean in English, as customers of all trades use them. By it the
// English word vectors know them, too.
package glossary

import (
	"embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Languages are those that there are words of.
var Languages = strings.Fields("ar de es fr it ja pt tr zh")

//go:embed *.txt
var files embed.FS

// Glossary is what words of some languages mean. It never changes and is safe for concurrent use; nil knows none.
type Glossary struct{ languages []*language }

// Of returns the glossary of languages, of which the first that has a word says what it means; nil: of none. It panics
// for one that is not among Languages.
func Of(languages ...string) *Glossary {
	if len(languages) == 0 {
		return nil
	}
	g := &Glossary{}
	for _, name := range languages {
		g.languages = append(g.languages, loaded[name]())
	}
	return g
}

// English returns the English word that a word in small letters means.
func (g *Glossary) English(word string) (english string, ok bool) {
	if g == nil {
		return "", false
	}
	plain := Plain(word)
	for _, l := range g.languages {
		if english, ok = l.find(plain); ok {
			return english, true
		}
	}
	return "", false
}

// Join puts the words of languages without spaces together, of which tokens are characters or parts: the longest from
// left to right. It changes tokens.
func (g *Glossary) Join(tokens []string) []string {
	if g == nil {
		return tokens
	}
	for _, l := range g.languages {
		if l.unspaced {
			tokens = l.join(tokens)
		}
	}
	return tokens
}

// language is the words of one.
type language struct {
	words    map[string]string // English by whole words
	stems    map[string]string // English by what words begin with
	shortest int               // bytes of the shortest stem
	unspaced bool
	arabic   bool
	longest  int // characters of the longest word
}

var loaded = func() map[string]func() *language {
	all := map[string]func() *language{}
	for _, name := range Languages {
		all[name] = sync.OnceValue(func() *language { return load(name) })
	}
	return all
}()

// load reads the file of a language. A line has an English word, and what means it: whole words, or with an asterisk
// what words begin with.
func load(name string) *language {
	content, err := files.ReadFile(name + ".txt")
	if err != nil {
		panic("glossary: " + err.Error()) // embedded, and named by a constant
	}
	l := &language{words: map[string]string{}, stems: map[string]string{}, unspaced: name == "zh" || name == "ja", arabic: name == "ar"}
	for line := range strings.Lines(string(content)) {
		english, forms, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || strings.HasPrefix(english, "#") {
			continue
		}
		for form := range strings.FieldsSeq(forms) {
			whole, isStem := strings.CutSuffix(Plain(form), "*")
			into := l.words
			if isStem {
				into = l.stems
				if l.shortest == 0 || len(whole) < l.shortest {
					l.shortest = len(whole)
				}
			}
			if _, twice := into[whole]; !twice {
				into[whole] = english
			}
			l.longest = max(l.longest, utf8.RuneCountInString(whole))
		}
	}
	return l
}

func (l *language) find(plain string) (english string, ok bool) {
	if english, ok = l.whole(plain); ok || !l.arabic {
		return english, ok
	}
	for _, prefix := range arabicPrefixes {
		if rest, has := strings.CutPrefix(plain, prefix); has {
			if english, ok = l.whole(rest); ok {
				return english, true
			}
		}
	}
	return "", false
}

// arabicPrefixes are the article, "and", and prepositions that are written in one with the next word, the longest
// first.
var arabicPrefixes = strings.Fields("وبال وال بال فال كال لل ال و ف ب ل ك")

// whole finds a word without taking it apart.
func (l *language) whole(word string) (english string, ok bool) {
	if english, ok = l.words[word]; ok {
		return english, true
	}
	if l.shortest == 0 {
		return "", false
	}
	for n := len(word); n >= l.shortest; n-- {
		if english, ok = l.stems[word[:n]]; ok {
			return english, true
		}
	}
	return "", false
}

// join puts tokens together that are a word of the language.
func (l *language) join(tokens []string) []string {
	joined := tokens[:0]
	for at := 0; at < len(tokens); {
		word, n := tokens[at], 1
		if isUnspaced(word) {
			whole, letters := "", 0
			for next := at; next < len(tokens) && letters < l.longest && isUnspaced(tokens[next]); next++ {
				whole += tokens[next]
				letters += utf8.RuneCountInString(tokens[next])
				if _, known := l.words[Plain(whole)]; known {
					word, n = whole, next-at+1
				}
			}
		}
		joined = append(joined, word)
		at += n
	}
	return joined
}

func isUnspaced(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー'
}

// IsCharacter tells whether a token is one character of a script without spaces.
func IsCharacter(token string) bool {
	return isUnspaced(token) && utf8.RuneCountInString(token) == 1
}

// Plain is a word without accents, as many customers write, and with one form of each Arabic letter.
func Plain(word string) string {
	if isASCII(word) {
		return word
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(word) {
		switch {
		case r == '\u3099' || r == '\u309a': // が is another letter than か
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ı':
			b.WriteByte('i')
		case r == 'ى':
			b.WriteRune('ي')
		case r == 'ة':
			b.WriteRune('ه')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
