// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"path"
	"slices"
	"strings"
	"sync"
)

// expressionLanguages are those of content/expressions, in the order in which their alternatives stand.
var expressionLanguages = strings.Fields("en de es fr it pt tr ar zh ja")

// Expressions are the regular expressions of that name of content/expressions, of all languages, as alternatives; it
// must be there.
func Expressions(name string) string {
	found := ExpressionsIn(name, expressionLanguages...)
	if found == "" {
		panic("signals: no expressions " + name) // embedded, and named by constants
	}
	return found
}

// ExpressionsIn are those of some languages; empty: they have none.
func ExpressionsIn(name string, languages ...string) string {
	var found []string
	for _, language := range languages {
		if expression := expressions()[language][name]; expression != "" {
			found = append(found, expression)
		}
	}
	return strings.Join(found, "|")
}

// ExpressionLanguages are those that there are expressions in.
func ExpressionLanguages() []string { return slices.Clone(expressionLanguages) }

// expressions are those of each language by their names.
var expressions = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range expressionLanguages {
		data, err := content.ReadFile(path.Join("content/expressions", language+".txt"))
		if err != nil {
			panic("signals: " + err.Error()) // embedded
		}
		own := map[string]string{}
		for line := range strings.Lines(string(data)) {
			name, expression, found := strings.Cut(strings.TrimSpace(line), " = ")
			switch {
			case !found:
			case own[name] == "":
				own[name] = expression
			default:
				own[name] += "|" + expression
			}
		}
		all[language] = own
	}
	return all
})
