// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"path"
	"strings"
	"sync"
)

// expressionLanguages are those of content/expressions, in the order in which their alternatives stand.
var expressionLanguages = strings.Fields("en de es fr it pt tr ar zh ja")

// Expressions are the regular expressions of that name of content/expressions, of all languages, as alternatives; it
// must be there.
func Expressions(name string) string {
	found := expressions()[name]
	if found == "" {
		panic("signals: no expressions " + name) // embedded, and named by constants
	}
	return found
}

var expressions = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, language := range expressionLanguages {
		data, err := content.ReadFile(path.Join("content/expressions", language+".txt"))
		if err != nil {
			panic("signals: " + err.Error()) // embedded
		}
		for line := range strings.Lines(string(data)) {
			name, expression, found := strings.Cut(strings.TrimSpace(line), " = ")
			switch {
			case !found:
			case all[name] == "":
				all[name] = expression
			default:
				all[name] += "|" + expression
			}
		}
	}
	return all
})
