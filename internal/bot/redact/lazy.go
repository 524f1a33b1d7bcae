// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"regexp"
	"sync"
)

// lazy is a regular expression that is made when a text first needs it. One of hundreds of words takes up
// to half a megabyte of memory, and most texts need none.
type lazy struct{ made func() *regexp.Regexp }

func lazily(expression string) *lazy {
	return &lazy{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })}
}

func (l *lazy) MatchString(s string) bool                  { return l.made().MatchString(s) }
func (l *lazy) FindStringSubmatch(s string) []string       { return l.made().FindStringSubmatch(s) }
func (l *lazy) FindAllStringIndex(s string, n int) [][]int { return l.made().FindAllStringIndex(s, n) }
func (l *lazy) ReplaceAllString(s, masked string) string   { return l.made().ReplaceAllString(s, masked) }

func (l *lazy) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return l.made().FindAllStringSubmatchIndex(s, n)
}

func (l *lazy) ReplaceAllStringFunc(s string, masked func(string) string) string {
	return l.made().ReplaceAllStringFunc(s, masked)
}
