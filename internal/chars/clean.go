// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package chars

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineEnds are ways to end a line; \n is the only one that Clean leaves.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n")

// Clean returns a text without the characters that say nothing and break systems which get
// them: control characters but \n and \t, those that turn the direction of the text around
// them (U+202A to U+202E, U+2066 to U+2069), noncharacters, and U+FFFD, which stands where
// something could not be decoded. Everything else is kept as it was written.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unwanted(r) {
			return -1
		}
		return r
	}, lineEnds.Replace(s))
}

func isClean(s string) bool { return !strings.ContainsFunc(s, unwanted) }

func unwanted(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r), r == utf8.RuneError:
		return true
	case 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069:
		return true
	}
	return unicode.Is(unicode.Noncharacter_Code_Point, r)
}

// CleanJSON cleans every string of a JSON document, and changes nothing else of it. What is
// no JSON stays as it is.
func CleanJSON(doc []byte) []byte {
	if !suspicious(doc) || !json.Valid(doc) {
		return doc
	}
	out := make([]byte, 0, len(doc))
	for len(doc) > 0 {
		start := bytes.IndexByte(doc, '"')
		if start < 0 {
			break
		}
		end := start + 1
		for doc[end] != '"' {
			if doc[end] == '\\' {
				end++
			}
			end++
		}
		end++
		out = append(out, doc[:start]...)
		out = appendClean(out, doc[start:end])
		doc = doc[end:]
	}
	return append(out, doc...)
}

// suspicious tells whether a document may hold anything unwanted, written out or escaped.
func suspicious(doc []byte) bool {
	return bytes.ContainsFunc(doc, unwanted) || bytes.IndexByte(doc, '\\') >= 0
}

// appendClean appends a JSON string, as it stands if there is nothing to clean.
func appendClean(out, literal []byte) []byte {
	var s string
	if json.Unmarshal(literal, &s) != nil || isClean(s) {
		return append(out, literal...)
	}
	clean, err := json.Marshal(Clean(s))
	if err != nil {
		return append(out, literal...)
	}
	return append(out, clean...)
}

// Printable tells whether a text, such as an id, has nothing but characters that print. A
// space does; U+FFFD does not, since it stands for something that is not known.
func Printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) })
}

// Blank tells whether nobody sees anything of a text.
func Blank(s string) bool { return strings.TrimSpace(Fold(Clean(s))) == "" }
