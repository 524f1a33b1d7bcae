// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package docs reads what the README and the pages in docs ask a reader to type, so that
// tests can do it.
package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Item is something that a page asks its reader to do, or shows.
type Item struct {
	// Page and Line are where it stands.
	Page string
	Line int
	Kind Kind
	// Text is the command, without prompt and comment, or the content of the block.
	Text string
}

// Kind of an item.
type Kind string

// Kinds of items. A page's commands come before its screens: these show what there is
// once the commands were run. Commands within sentences come last.
const (
	YAML    Kind = "YAML"
	JSON    Kind = "JSON"
	Command Kind = "command"
	Screen  Kind = "screen"
	Inline  Kind = "inline"
)

func (i Item) String() string { return fmt.Sprintf("%s:%d: %s", i.Page, i.Line, i.Text) }

var (
	fence = regexp.MustCompile("^ *```(\\w*)$")
	span  = regexp.MustCompile("`([^`]+)`")
	link  = regexp.MustCompile(`\]\((docs/[a-z-]+\.md)\)`)
	// programs that a sentence may ask to run, with at least one argument.
	program = regexp.MustCompile(`^(bot|curl|docker|go|helm|kubectl|make|oc) \S`)
	comment = regexp.MustCompile(`(^|\s+)# .*$`)
)

// Read returns the items of all pages in the order of a reader: first the README, then the
// pages in the order in which it links them. A page that it does not link is an error.
func Read(root string) ([]Item, error) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		return nil, err
	}
	// The table of contents says the order. Sentences before it may link a page as well.
	_, contents, _ := strings.Cut(string(readme), "\n## Documentation\n")
	pages := []string{"README.md"}
	for _, found := range link.FindAllStringSubmatch(contents, -1) {
		if !slices.Contains(pages, found[1]) {
			pages = append(pages, found[1])
		}
	}
	all, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		return nil, err
	}
	for _, path := range all {
		if page := "docs/" + filepath.Base(path); !slices.Contains(pages, page) {
			return nil, fmt.Errorf("the table in README.md does not list %s", page)
		}
	}
	var items []Item
	for _, page := range pages {
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			return nil, err
		}
		items = append(items, parse(page, string(text))...)
	}
	return items, nil
}

// parse returns the items of a page.
func parse(page, text string) []Item {
	var blocks, screens, inline []Item
	language, begun, inside := "", 0, false
	var block []string
	for n, line := range strings.Split(text, "\n") {
		mark := fence.FindStringSubmatch(line)
		switch {
		case mark != nil && !inside:
			language, begun, inside, block = mark[1], n+1, true, nil
		case mark != nil:
			inside = false
			for _, item := range itemsOf(language, block) {
				item.Page, item.Line = page, begun+item.Line
				if item.Kind == Screen {
					screens = append(screens, item)
				} else {
					blocks = append(blocks, item)
				}
			}
		case inside:
			block = append(block, line)
		default:
			for _, found := range span.FindAllStringSubmatch(line, -1) {
				if program.MatchString(found[1]) {
					inline = append(inline, Item{Page: page, Line: n + 1, Kind: Inline, Text: found[1]})
				}
			}
		}
	}
	return slices.Concat(blocks, screens, inline)
}

// itemsOf are the items of a block. Their line is that within the block, from 1.
func itemsOf(language string, lines []string) []Item {
	switch language {
	case "yaml":
		return []Item{{Kind: YAML, Text: strings.Join(lines, "\n") + "\n"}}
	case "json":
		return []Item{{Kind: JSON, Text: strings.Join(lines, "\n") + "\n"}}
	case "bash": // a script, whose lines need each other
		return []Item{{Kind: Command, Text: strings.Join(lines, "\n")}}
	}
	isScreen := func(line string) bool { return strings.HasPrefix(line, "$ ") }
	screens := language != "sh" && slices.ContainsFunc(lines, isScreen)
	var items []Item
	for n := 0; n < len(lines); n++ {
		line, kind := lines[n], Command
		switch {
		case screens && !isScreen(line):
			continue // what a command prints
		case screens:
			line, kind = line[2:], Screen
		case language != "sh" && !program.MatchString(line):
			continue // an example of something else
		}
		item := Item{Line: n + 1, Kind: kind}
		for strings.HasSuffix(line, `\`) && n+1 < len(lines) {
			n++
			line = strings.TrimSuffix(line, `\`) + strings.TrimLeft(lines[n], " ")
		}
		if item.Text = strings.TrimSpace(comment.ReplaceAllString(line, "")); item.Text != "" {
			items = append(items, item)
		}
	}
	return items
}
