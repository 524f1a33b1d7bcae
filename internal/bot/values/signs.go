// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// signed matches values without the signs that their pattern has between its parts, and puts them
// in: "abc123456" is ABC-1234-56.
type signed struct {
	match *regexp.Regexp
	signs []string // after each part
}

// compileSigned returns nil where a pattern has no such signs.
func compileSigned(pattern string) *signed {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || tree.Op != syntax.OpConcat || !slices.ContainsFunc(tree.Sub, hasSign) {
		return nil // writing expressions out, as below, takes milliseconds
	}
	var s signed
	var parts []string
	part := ""
	for _, sub := range tree.Sub {
		if sub.Op != syntax.OpLiteral {
			if sub.MaxCap() > 0 {
				return nil
			}
			part += "(?:" + sub.String() + ")"
			continue
		}
		for _, r := range sub.Rune {
			if !isSign(r) {
				part += regexp.QuoteMeta(string(r))
				continue
			}
			if part == "" {
				return nil
			}
			parts, part = append(parts, part), ""
			s.signs = append(s.signs, string(r))
		}
	}
	if part == "" || len(s.signs) == 0 {
		return nil
	}
	expression := ""
	for _, p := range append(parts, part) {
		if expression != "" {
			expression += `[\s./_-]*`
		}
		expression += fmt.Sprintf("(%s)", p)
	}
	if s.match, err = regexp.Compile(`^(?:` + expression + `)$`); err != nil {
		return nil
	}
	s.signs = append(s.signs, "")
	return &s
}

func isSign(r rune) bool { return strings.ContainsRune("-/._ ", r) }

// hasSign tells whether a part of an expression is letters with a sign.
func hasSign(part *syntax.Regexp) bool {
	return part.Op == syntax.OpLiteral && slices.ContainsFunc(part.Rune, isSign)
}

// complete is a candidate with its signs; empty: it does not match.
func (s *signed) complete(candidate string) string {
	if s == nil {
		return ""
	}
	m := s.match.FindStringSubmatch(candidate)
	if m == nil {
		return ""
	}
	var out strings.Builder
	for i, part := range m[1:] {
		out.WriteString(part + s.signs[i])
	}
	return out.String()
}
