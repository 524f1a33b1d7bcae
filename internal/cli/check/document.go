// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"
)

// document is one document of a YAML file.
type document struct {
	text []byte
	// line of the file that it begins with, from 1.
	line int
}

// split cuts a file into documents. A line of three dashes cannot stand inside one, and JSON may
// have one object after another.
func split(content []byte) []document {
	if documents := splitJSON(content); documents != nil {
		return documents
	}
	var documents []document
	current := document{line: 1}
	end := func(next int) {
		if len(bytes.TrimSpace(current.text)) > 0 {
			documents = append(documents, current)
		}
		current = document{line: next}
	}
	number := 0
	for line := range bytes.Lines(content) {
		number++
		if trimmed := bytes.TrimRight(line, " \t\r\n"); bytes.Equal(trimmed, []byte("---")) {
			end(number + 1)
			continue
		} else if bytes.HasPrefix(trimmed, []byte("--- ")) {
			end(number)
		}
		current.text = append(current.text, line...)
	}
	end(0)
	return documents
}

// splitJSON cuts a file into the objects of JSON that it consists of; nil: of something else.
func splitJSON(content []byte) []document {
	if !bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
		return nil
	}
	var documents []document
	decoder := json.NewDecoder(bytes.NewReader(content))
	line, read := 1, int64(0)
	for {
		var text json.RawMessage
		switch err := decoder.Decode(&text); {
		case errors.Is(err, io.EOF):
			return documents
		case err != nil:
			return nil
		}
		begins := decoder.InputOffset() - int64(len(text))
		line += bytes.Count(content[read:begins], []byte("\n"))
		documents, read = append(documents, document{text: withoutSurrogates(text), line: line}), begins
	}
}

// escape is one of JSON's escape sequences, or two that are a character together.
var escape = regexp.MustCompile(`(?s)\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|.)`)

// withoutSurrogates writes characters such as emoji as themselves: JSON may write them as two
// escapes, which YAML does not know.
func withoutSurrogates(text []byte) []byte {
	return escape.ReplaceAllFunc(text, func(found []byte) []byte {
		var character string
		if len(found) <= 2 || json.Unmarshal([]byte(`"`+string(found)+`"`), &character) != nil {
			return found
		}
		return []byte(character)
	})
}

// place is a parsed document, or an object of one that is a List, to find lines of fields in.
type place struct {
	root *yamlv3.Node
	line int
	// within is the path of the object in its document; empty: it is the document.
	within string
}

func placeOf(d document) place {
	var node yamlv3.Node
	if err := yamlv3.Unmarshal(d.text, &node); err != nil || len(node.Content) == 0 {
		return place{line: d.line}
	}
	return place{root: node.Content[0], line: d.line}
}

// item is the place of an object of a List.
func (p place) item(i int) place {
	p.within = fmt.Sprintf("items[%d].", i)
	return p
}

// of is the line of a field, or of the nearest one above it that is there.
func (p place) of(path string) int {
	line, _ := p.find(path)
	return line
}

// find is of with the path as the API server has it: with numbers in the place of names.
func (p place) find(path string) (line int, numbered string) {
	above, all := len(steps(p.within)), steps(p.within+path)
	if p.root == nil {
		return p.line, strings.Join(all[above:], ".")
	}
	node, line := p.root, p.root.Line
	for at, step := range all {
		var next *yamlv3.Node
		switch node.Kind {
		case yamlv3.MappingNode:
			for i := 0; i+1 < len(node.Content); i += 2 {
				if node.Content[i].Value == step {
					next, line = node.Content[i+1], node.Content[i].Line
				}
			}
		case yamlv3.SequenceNode:
			if i := element(node, step); i >= 0 {
				next, line, all[at] = node.Content[i], node.Content[i].Line, strconv.Itoa(i)
			}
		}
		if next == nil {
			break
		}
		node = next
	}
	return p.line + line - 1, strings.Join(all[above:], ".")
}

// namesOf are the fields by which lists tell their elements apart.
var namesOf = []string{"name", "locale", "field", "step"}

// element is which one of a list a number or a name is; -1: none.
func element(list *yamlv3.Node, step string) int {
	if i, err := strconv.Atoi(step); err == nil {
		if i >= 0 && i < len(list.Content) {
			return i
		}
		return -1
	}
	return slices.IndexFunc(list.Content, func(item *yamlv3.Node) bool {
		for i := 0; i+1 < len(item.Content) && item.Kind == yamlv3.MappingNode; i += 2 {
			if slices.Contains(namesOf, item.Content[i].Value) && item.Content[i+1].Value == step {
				return true
			}
		}
		return false
	})
}

// steps of a path such as spec.steps[shadow].percent.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}
