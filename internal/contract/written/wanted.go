// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package written

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/internal/chars"
)

// node is the part of the schema for the value at a path; nil: there is none.
func (s schema) node(path []string) map[string]any {
	node := s.resolved(s.text)
	for _, step := range path {
		properties, _ := node["properties"].(map[string]any)
		next, known := properties[step].(map[string]any)
		if items, isList := node["items"].(map[string]any); !known && isList {
			next = items
		}
		node = s.resolved(next)
	}
	return node
}

// resolved is what a node refers to, if it does.
func (s schema) resolved(node map[string]any) map[string]any {
	ref, is := node["$ref"].(string)
	if !is {
		return node
	}
	definitions, _ := s.text["$defs"].(map[string]any)
	to, _ := definitions[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	return to
}

func members(node map[string]any) []string {
	properties, _ := node["properties"].(map[string]any)
	return slices.Sorted(maps.Keys(properties))
}

// wanted says in words what fits a part of the schema.
func (s schema) wanted(node map[string]any) string {
	if only, is := node["const"]; is {
		return fmt.Sprintf("%q", only)
	}
	if all, is := node["enum"].([]any); is {
		names := make([]string, len(all))
		for i, one := range all {
			names[i] = fmt.Sprintf("%q", one)
		}
		return "one of " + strings.Join(names, ", ")
	}
	switch node["type"] {
	case "boolean":
		return "true or false"
	case "integer":
		return "a whole number" + bounds(node)
	case "array":
		if least, is := node["minItems"].(json.Number); is {
			return "a list of at least " + least.String()
		}
		return "a list such as []"
	case "object":
		required, _ := node["required"].([]any)
		return strings.TrimSuffix("an object with "+joined(required), " with ")
	}
	if pattern, is := node["pattern"].(string); is {
		return "a text that fits " + pattern
	}
	if _, is := node["minLength"]; is {
		return "a text that is not empty"
	}
	return "a text"
}

func bounds(node map[string]any) string {
	least, hasLeast := node["minimum"].(json.Number)
	most, hasMost := node["maximum"].(json.Number)
	switch {
	case hasLeast && hasMost:
		return " from " + least.String() + " to " + most.String()
	case hasLeast:
		return " of at least " + least.String()
	}
	return ""
}

func joined(names []any) string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = fmt.Sprint(name)
	}
	return strings.Join(out, ", ")
}

// maxShown is how many bytes of a value a problem quotes.
const maxShown = 40

// shown is a value in a problem.
func shown(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		if len(v) == 0 {
			return "an empty list"
		}
		return "a list of " + strconv.Itoa(len(v))
	case string:
		if v == "" {
			return "empty"
		}
		return strconv.Quote(chars.Clip(v, maxShown))
	}
	return chars.Clip(fmt.Sprint(value), maxShown)
}
