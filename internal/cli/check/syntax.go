// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"
)

// mistake is why a text is not YAML.
type mistake struct {
	// line of the file.
	line    int
	message string
}

var (
	errorPrefix   = regexp.MustCompile(`^(?:error converting YAML to JSON: )?yaml: (?:unmarshal errors:\n)?`)
	lineOfError   = regexp.MustCompile(`^\s*line (\d+): `)
	ofEveryObject = regexp.MustCompile(`^key "(apiVersion|kind|metadata|spec)" already set in map$`)
)

const template = "check what a template makes, such as helm template DIR | kubectl intentops lint -"

// mistakesOf tells an error of reading a document as the mistakes that it is about. The parser
// stops at the first one that is not a key twice.
func mistakesOf(d document, err error) []mistake {
	said := strings.Split(errorPrefix.ReplaceAllString(err.Error(), ""), "\n")
	lines := bytes.SplitAfter(d.text, []byte("\n"))
	if line, message := syntaxError(lines); message != "" {
		at, fix := line, ""
		if len(lines) <= maxSearched {
			at, fix = fixOf(message, lines, line)
		}
		if bytes.Contains(d.text, []byte("{{")) {
			fix = "; " + template
		}
		return []mistake{{d.line + at - 1, message + fix}}
	}
	var found, objects []mistake
	for _, message := range said {
		line := 1
		if match := lineOfError.FindStringSubmatch(message); match != nil {
			line, _ = strconv.Atoi(match[1])
			message = message[len(match[0]):]
		}
		if strings.HasPrefix(message, "invalid map key") {
			message = "has {{ }} where a value belongs: " + template
		}
		m := mistake{d.line + line - 1, message}
		if ofEveryObject.MatchString(message) && indentOf(lineAt(lines, line)) == 0 {
			objects = append(objects, m)
			continue
		}
		if strings.HasSuffix(message, " already set in map") {
			m.message += ": keep one of the two"
		}
		found = append(found, m)
	}
	switch len(objects) {
	case 0:
	case 1:
		objects[0].message += ": keep one of the two"
		found = append(found, objects[0])
	default: // the other keys of the second object follow from that
		objects[0].message += ": another object begins here, so write a line --- above it"
		return []mistake{objects[0]}
	}
	return found
}

// maxSearched is how many lines are searched, each by parsing those before it: of more, the line is
// that which the parser gives, and nothing is guessed from it.
const maxSearched = 20_000

// syntaxError is the first line, from 1, with which the lines up to it have the error that all
// have, and what the parser says: the number that it gives is often that of the line where the
// list or the object began. It is "" where the syntax is right.
func syntaxError(lines [][]byte) (line int, message string) {
	parse := func(n int) string {
		var node yamlv3.Node
		if err := yamlv3.Unmarshal(bytes.Join(lines[:n], nil), &node); err != nil {
			return err.Error()
		}
		return ""
	}
	whole := parse(len(lines))
	if whole == "" {
		return 0, ""
	}
	message = errorPrefix.ReplaceAllString(whole, "")
	line = 1
	if match := lineOfError.FindStringSubmatch(message); match != nil {
		line, _ = strconv.Atoi(match[1])
		line, message = min(line, len(lines)), message[len(match[0]):]
	}
	if len(lines) <= maxSearched {
		line = 1 + sort.Search(len(lines)-1, func(i int) bool { return parse(i+1) == whole })
	}
	return line, message
}

// fix is what mends an error of the parser, where the line has what nearly always causes it.
type fix struct {
	// said is in the parser's words, and found in the line, or with above in the one above it.
	said  string
	found func(c lineAndAbove) bool
	above bool
	write string
}

// lineAndAbove is a line with what is above it.
type lineAndAbove struct {
	line, above string
	// indents are those of all lines above.
	indents []int
}

var (
	tabbed       = regexp.MustCompile(`^ *\t`)
	colonInValue = regexp.MustCompile(`^[ -]*[^\s"'\[{#|>][^:#]*: +[^\s"'\[{#|>&*!][^#]*:(?:\s|$)`)
	noSpace      = regexp.MustCompile(`^\s*(?:- +)?[A-Za-z][\w-]*:[^\s/:]`)
	noSpaceDash  = regexp.MustCompile(`^\s*-[^\s-]`)
	bareWord     = regexp.MustCompile(`^\s*[\w.-]+\s*$`)
	hasValue     = regexp.MustCompile(`^[ -]*[\w.-]+: +[^\s|>&#]`)
	afterQuote   = regexp.MustCompile(`(?:: |- ) *(?:'(?:[^']|'')*' *[^\s#,\]}']|"(?:[^"\\]|\\.)*" *[^\s#,\]}])`)
	beginsEntry  = regexp.MustCompile(`^\s*- `)
	colonInFlow  = regexp.MustCompile(`[{,] *[\w.-]+: +[^\s"'\[{#,}][^#,}]*: `)
	questionMark = regexp.MustCompile(`[\[{].*[^\s"']\?\s*[,}\]]`)
	badStart     = regexp.MustCompile("(?:: |- ) *[@`%]")
	alias        = regexp.MustCompile(`(?:: |- ) *[*&]`)
	fieldAndDash = regexp.MustCompile(`: +- `)
)

// has finds a form in the line.
func has(form *regexp.Regexp) func(lineAndAbove) bool {
	return func(c lineAndAbove) bool { return form.MatchString(c.line) }
}

func always(lineAndAbove) bool { return true }

const (
	noSpaceFix = "a space is missing after the colon: write NAME: VALUE"
	colonFix   = `a value with a colon and a space in it needs quotes, such as prompt: "Which one: red or blue?"`
	aliasFix   = "a value that begins with * or & needs quotes"
	dashFix    = "a space is missing after the hyphen"
)

// fixes are looked at in this order.
var fixes = []fix{
	{said: "", found: has(tabbed), write: "a tab indents the line, which YAML does not allow: write spaces"},
	{said: "mapping values are not allowed", found: has(colonInValue), write: colonFix},
	{said: "did not find expected ',' or", found: has(colonInFlow), write: colonFix},
	{said: "mapping values are not allowed", found: has(noSpace), above: true, write: noSpaceFix},
	{said: "mapping values are not allowed", found: has(bareWord), above: true, write: "a colon is missing after the name"},
	{said: "mapping values are not allowed", found: func(c lineAndAbove) bool {
		return hasValue.MatchString(c.above) && indentOf(c.line) > columnOf(c.above)
	}, write: "the line is indented further than the one above, which has a value already: begin both in the same column"},
	{said: "did not find expected", found: has(afterQuote), write: `the quote ends before the value does: write '' for a ' in single quotes, and \" for a " in double ones`},
	{said: "did not find expected key", found: func(c lineAndAbove) bool {
		return !slices.Contains(c.indents, indentOf(c.line))
	}, write: "no line above begins in this column: indent the line as the fields that it stands with"},
	{said: "did not find expected key", found: has(beginsEntry), write: "an entry of a list is where a field belongs: put it below the field whose list it is"},
	{said: "did not find expected '-' indicator", found: func(c lineAndAbove) bool { return !beginsEntry.MatchString(c.line) },
		write: "the line is among the entries of a list: begin it with a hyphen, or indent it as the fields of the entry above"},
	{said: "could not find expected ':'", found: has(noSpace), write: noSpaceFix},
	{said: "could not find expected ':'", found: has(noSpaceDash), write: dashFix},
	{said: "could not find expected ':'", found: has(noSpaceDash), above: true, write: dashFix},
	{said: "could not find expected ':'", found: func(c lineAndAbove) bool { return !strings.Contains(c.line, ":") },
		write: "the line has no colon: write NAME: VALUE, or where it goes on with the text above, indent it further than the field of that text"},
	{said: "found unexpected end of stream", found: always, write: "a quote that opens here is never closed"},
	{said: "did not find expected ',' or", found: has(questionMark), write: "in brackets a text that ends with a question mark needs quotes"},
	{said: "did not find expected ',' or ']'", found: always, write: "a [ that opens here is never closed, a comma is missing after it, or a text in it needs quotes"},
	{said: "did not find expected ',' or '}'", found: always, write: "a { that opens here is never closed, a comma is missing after it, or a text in it needs quotes"},
	{said: "found character that cannot start any token", found: has(badStart), write: "a value that begins with @, ` or % needs quotes"},
	{said: "found unknown escape character", found: always, write: `a backslash in double quotes is written \\, or the value put in single quotes`},
	{said: "unknown anchor", found: has(alias), write: aliasFix},
	{said: "did not find expected alphabetic", found: has(alias), write: aliasFix},
	{said: "block sequence entries are not allowed", found: has(fieldAndDash), write: "a list begins on the line below its field, and a text that begins with a hyphen needs quotes"},
	{said: "control characters are not allowed", found: always, write: "remove what cannot be seen, or write it as an escape such as \\u0007 in double quotes"},
	{said: "UTF-8", found: always, write: "save the file as UTF-8"},
}

// fixOf is what mends an error, with the line, from 1, that it is about.
func fixOf(said string, lines [][]byte, line int) (at int, write string) {
	c := lineAndAbove{line: string(bytes.TrimRight(lines[line-1], "\r\n"))}
	above := line
	for i := line - 1; i > 0; i-- {
		text := string(bytes.TrimRight(lines[i-1], "\r\n"))
		if trimmed := strings.TrimSpace(text); trimmed == "" || trimmed[0] == '#' {
			continue
		}
		if above == line {
			c.above, above = text, i
		}
		c.indents = append(c.indents, indentOf(text), columnOf(text))
	}
	for _, f := range fixes {
		looked := c
		at = line
		if f.above {
			looked.line, at = c.above, above
		}
		if strings.Contains(said, f.said) && f.found(looked) {
			return at, ": " + f.write
		}
	}
	return line, ""
}

func lineAt(lines [][]byte, line int) string {
	if line < 1 || line > len(lines) {
		return ""
	}
	return string(lines[line-1])
}

// indentOf is how many spaces a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// columnOf is where the field of a line begins, which may be the first of an entry of a list.
func columnOf(line string) int { return len(line) - len(strings.TrimLeft(line, " -")) }
