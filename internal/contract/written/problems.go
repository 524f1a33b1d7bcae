// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package written

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/internal/plural"
)

// maxProblems are told; nobody mends more at a time, and the last line of a log has to hold them.
const maxProblems = 10

// Problems are what is wrong with a document. Each names the intent, the member and what to write.
type Problems []string

// Error has a line for each of the first problems.
func (p Problems) Error() string {
	if len(p) == 1 {
		return p[0]
	}
	lines := append([]string{plural.Of(len(p), "problem") + ":"}, p[:min(len(p), maxProblems)]...)
	if more := len(p) - maxProblems; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// problem is one with the path of the member that it is about, such as intents 0 reply text.
type problem struct {
	path    []string
	message string
}

// list is in no order.
type list []problem

// with adds problems about what nothing is known of yet: a reply that is missing need not be called
// empty too, and of fields that do not fit nothing more can be told.
func (l list) with(more list) list {
	known := slices.Clone(l)
	for _, p := range more {
		if !slices.ContainsFunc(known, func(k problem) bool { return overlap(k.path, p.path) || fieldsOf(k.path, p.path) }) {
			l = append(l, p)
		}
	}
	return l
}

// overlap says whether one path leads through the other.
func overlap(a, b []string) bool {
	n := min(len(a), len(b))
	return slices.Equal(a[:n], b[:n])
}

// fieldsOf says whether a path is in the fields of the intent that another one is in.
func fieldsOf(a, b []string) bool {
	return len(a) > 2 && a[2] == "fields" && len(b) > 1 && slices.Equal(a[:2], b[:2])
}

// of are the problems in the order of the document, as they are told.
func (l list) of(document any) []string {
	slices.SortStableFunc(l, func(a, b problem) int { return slices.CompareFunc(a.path, b.path, byStep) })
	out := make([]string, len(l))
	for i, p := range l {
		out[i] = strings.TrimPrefix(place(document, p.path)+": "+p.message, ": ")
	}
	return slices.Compact(out)
}

// byStep orders the elements of a list by number.
func byStep(a, b string) int {
	i, errA := strconv.Atoi(a)
	j, errB := strconv.Atoi(b)
	if errA == nil && errB == nil {
		return cmp.Compare(i, j)
	}
	return strings.Compare(a, b)
}

// place is a path as people read it, such as intent "order-status": fields[0].prompt.
func place(document any, path []string) string {
	intent := ""
	if len(path) > 1 && path[0] == "intents" {
		if name, named := at(document, append(path[:2:2], "name")).(string); named && name != "" {
			intent, path = fmt.Sprintf("intent %q", name), path[2:]
		}
	}
	var text strings.Builder
	for i, step := range path {
		if _, err := strconv.Atoi(step); err == nil {
			fmt.Fprintf(&text, "[%s]", step)
			continue
		}
		if i > 0 {
			text.WriteByte('.')
		}
		text.WriteString(step)
	}
	return strings.Trim(intent+": "+text.String(), ": ")
}

// at is the value at a path; nil: there is none.
func at(document any, path []string) any {
	for _, step := range path {
		switch value := document.(type) {
		case map[string]any:
			document = value[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(value) {
				return nil
			}
			document = value[i]
		default:
			return nil
		}
	}
	return document
}

// unreadable is an error of decoding what fits the schema, such as 70.0 for a whole number.
func unreadable(err error) problem {
	if mistyped, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return problem{strings.Split(mistyped.Field, "."), "cannot be a " + mistyped.Value + ": write a smaller number, without a point or an exponent"}
	}
	return problem{nil, err.Error()}
}
