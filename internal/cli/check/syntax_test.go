// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// TestASyntaxErrorSaysItsLineAndFix: the parser's own line is often another one.
func TestASyntaxErrorSaysItsLineAndFix(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"a tab":                           {"a: b\nspec:\n\tx: 1\n", "3: found character that cannot start any token: a tab indents"},
		"a tab after spaces":              {"a: b\nspec:\n  x: 1\n\ty: 1\n", "4: found a tab character that violates indentation: a tab indents"},
		"a colon in a value":              {"a: b\nspec:\n  prompt: which one: a or b\n  x: 1\n", "3: mapping values are not allowed in this context: a value with a colon"},
		"a colon in an entry":             {"spec:\n  - where: is: it\n", "2: mapping values are not allowed in this context: a value with a colon"},
		"a line too far in":               {"a: b\nspec:\n  x: 1\n   z: 2\n  y: 3\n", "4: mapping values are not allowed in this context: the line is indented further"},
		"a line too far out":              {"a: b\nspec:\n  x: 1\n z: 2\ny: 3\n", "4: did not find expected key: no line above begins in this column"},
		"the first line too far in":       {"a: b\nspec:\n    x: 1\n  y: 2\n", "4: did not find expected key: no line above begins in this column"},
		"an entry too far out":            {"a: b\nspec:\n  l:\n  - a\n - b\n", "5: did not find expected key: no line above begins in this column"},
		"an entry among fields":           {"a: b\nspec:\n  x: 1\n  - z\n", "4: did not find expected key: an entry of a list is where a field belongs"},
		"a field among entries":           {"a: b\nspec:\n  - x\n  y: 1\n", "4: did not find expected '-' indicator: the line is among the entries"},
		"no space after a colon":          {"a: b\nspec:\n  y: 1\n  x:1\n", "4: could not find expected ':': a space is missing after the colon"},
		"the first without its space":     {"a: b\nspec:\n  x:1\n  y: 1\n", "3: mapping values are not allowed in this context: a space is missing after the colon"},
		"no space after a hyphen":         {"spec:\n  l:\n  - a\n  -b\n  - c\n", "4: could not find expected ':': a space is missing after the hyphen"},
		"the first without it":            {"spec:\n  l:\n  -where is it\n  - b\n", "3: could not find expected ':': a space is missing after the hyphen"},
		"no colon":                        {"a: b\nspec:\n  reply\n    text: a\n", "3: mapping values are not allowed in this context: a colon is missing"},
		"text that goes on too far out":   {"a: b\nspec:\n  text: some words\n  and more\n  x: 1\n", "4: could not find expected ':': the line has no colon"},
		"a quote that is open":            {"a: b\nspec:\n  x: \"abc\n  y: 2\nz: 3\n", "3: found unexpected end of stream: a quote that opens here is never closed"},
		"a quote in a quote":              {"a: b\nspec:\n  x: 'it's'\n  y: 2\n", "3: did not find expected key: the quote ends before the value does"},
		"text after a quote":              {"a: b\nspec:\n  - \"a\"b\n", "3: did not find expected '-' indicator: the quote ends before"},
		"a colon in braces":               {"a: b\nspec:\n  - {name: x, prompt: which one: a or b}\n", "3: did not find expected ',' or '}': a value with a colon"},
		"a bracket that is open":          {"a: b\nspec:\n  x: [a, b\n  y: 2\n", "3: did not find expected ',' or ']': a [ that opens here"},
		"a brace that is open":            {"a: b\nspec:\n  x: {a: b\n  y: 2\n", "3: did not find expected ',' or '}': a { that opens here"},
		"a question in braces":            {"a: b\nspec:\n  - {name: size, prompt: Which size?, type: Text}\n", "3: did not find expected ',' or '}': in brackets a text that ends with a question mark"},
		"a value that begins with @":      {"a: b\nspec:\n  x: @shop\n", "3: found character that cannot start any token: a value that begins with @"},
		"a value that begins with a star": {"a: b\nspec:\n  x: *new\n", "3: unknown anchor 'new' referenced: a value that begins with *"},
		"a backslash":                     {"a: b\nspec:\n  x: \"a\\d\"\n", "3: found unknown escape character: a backslash in double quotes"},
		"a hyphen behind a field":         {"a: b\nspec:\n  c: - d\n", "3: block sequence entries are not allowed in this context: a list begins on the line below"},
		"a control character":             {"a: b\nspec: \x01\n", "2: control characters are not allowed: remove what cannot be seen"},
		"another encoding":                {"a: b\nspec: Gr\xfc\xdfe\n", "UTF-8"},
		"two keys twice":                  {"spec:\n  x: 1\n  x: 2\n  z: 1\n  z: 3\n", "3: key \"x\" already set in map: keep one of the two\n5: key \"z\" already set in map: keep one of the two"},
		"one key of the object twice":     {"kind: Bot\nspec: {}\nspec: {}\n", "3: key \"spec\" already set in map: keep one of the two"},
		"no line of dashes":               {"apiVersion: v1\nkind: Bot\nspec: {}\napiVersion: v1\nkind: Bot\nspec: {}\n", "4: key \"apiVersion\" already set in map: another object begins here, so write a line --- above it"},
	} {
		t.Run(name, func(t *testing.T) {
			// The document begins on line 11 of its file.
			var value any
			err := yaml.UnmarshalStrict([]byte(tc.text), &value)
			if err == nil {
				t.Fatal("this is YAML")
			}
			var found []string
			for _, m := range mistakesOf(document{text: []byte(tc.text), line: 11}, err) {
				found = append(found, fmt.Sprintf("%d: %s", m.line-10, m.message))
			}
			if got := strings.Join(found, "\n"); !strings.Contains(got, tc.want) {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestNoFixIsGuessed where a line has nothing that is known to cause the error.
func TestNoFixIsGuessed(t *testing.T) {
	for said, text := range map[string]string{
		"did not find expected key":                      "a: \"b\nspec: \"a\"\nx: y # such as: z\n",
		"mapping values are not allowed in this context": "a: b\n\"c\" : d : e\n",
	} {
		var value any
		err := yaml.UnmarshalStrict([]byte(text), &value)
		if err == nil {
			t.Errorf("%q is YAML", text)
			continue
		}
		if found := mistakesOf(document{text: []byte(text), line: 1}, err); len(found) != 1 || found[0].message != said {
			t.Errorf("%q: got %+v", text, found)
		}
	}
}

// TestAHugeFileIsNotSearched: its line is the parser's, of which no fix is told.
func TestAHugeFileIsNotSearched(t *testing.T) {
	text := "a: \"b\n" + strings.Repeat("c: d\n", maxSearched)
	var value any
	err := yaml.UnmarshalStrict([]byte(text), &value)
	found := mistakesOf(document{text: []byte(text), line: 1}, err)
	if len(found) != 1 || found[0].message != "found unexpected end of stream" {
		t.Errorf("got %+v", found)
	}
}
