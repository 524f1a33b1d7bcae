// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import "fmt"

// JSONBounds are what a JSON document may have. Its size in memory follows from them, not from
// the number of its bytes: an array of zeros takes thirty times as much as it has bytes.
type JSONBounds struct {
	// Values are members, elements, and what is neither: strings, numbers and the like.
	Values int
	// Depth of arrays and objects in each other.
	Depth int
}

// Check returns what a document has too much of; nil: it may be decoded. It reads bytes and
// allocates nothing. Whether the document is valid, its decoder finds out.
func (b JSONBounds) Check(data []byte) error {
	values, depth := 1, 0
	quoted := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++ // whatever it is, it does not end the string
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > b.Depth {
				return fmt.Errorf("arrays and objects are more than %d deep in each other", b.Depth)
			}
			values++
		case c == ']' || c == '}':
			depth--
		case c == ',':
			values++
		}
		if values > b.Values {
			return fmt.Errorf("it has more than %d values", b.Values)
		}
	}
	return nil
}
