// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"regexp"
)

// placeholder is a field's name in braces. Braces around anything else are plain text.
var placeholder = regexp.MustCompile(`\{[A-Za-z0-9_]+\}`)

// Placeholders returns the names that a reply text refers to as {name}, in order.
func Placeholders(text string) []string {
	all := placeholder.FindAllString(text, -1)
	names := make([]string, 0, len(all))
	for _, found := range all {
		names = append(names, found[1:len(found)-1])
	}
	return names
}

// Expand returns the reply text with each {name} replaced by its value. A name without a
// value stays as it is; Compile has made sure that a release has none. Values are not
// expanded again, so that a customer cannot refer to fields.
func Expand(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if value, known := values[found[1:len(found)-1]]; known {
			return value
		}
		return found
	})
}

// CompilePattern returns the expression that a field's whole value must match.
func CompilePattern(pattern string) (*regexp.Regexp, error) {
	// Compiled alone first, so that "a)(b" is not made valid by the group around it.
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, fmt.Errorf("not an RE2 expression: %w", err)
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}
