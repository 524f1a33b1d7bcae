// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/intentops/intentops/internal/cli/screen"
)

// The part of JUnit's XML that CI systems read.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitMessage `xml:"failure,omitempty"`
		Skipped *junitMessage `xml:"skipped,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes the tests of Intents by Bot, and what lint found as a suite of its own: one
// case for each error, and one that passes where there is none.
func (r *Report) WriteJUnit(out io.Writer) error {
	var suites []junitSuite
	if r.options.Lint || len(r.Findings) > 0 {
		suites = append(suites, r.lintSuite())
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		if n := len(suites); n == 0 || suites[n-1].Name != t.Bot {
			suites = append(suites, junitSuite{Name: t.Bot})
		}
		suite := &suites[len(suites)-1]
		c := junitCase{Class: t.Intent, Name: screen.Clean(t.Say), File: t.File, Line: t.Line}
		suite.Tests++
		switch {
		case t.Skipped != "":
			suite.Skipped++
			c.Skipped = &junitMessage{Message: t.Skipped}
		case !t.Passed:
			suite.Failures++
			c.Failure = &junitMessage{Message: t.Message, Text: fmt.Sprintf("%s:%d", t.File, t.Line)}
		}
		suite.Cases = append(suite.Cases, c)
	}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(junitSuites{Suites: suites}); err != nil {
		return err
	}
	_, err := io.WriteString(out, "\n")
	return err
}

func (r *Report) lintSuite() junitSuite {
	suite := junitSuite{Name: "lint"}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity != Error || f.Rule == RuleTestFails {
			continue
		}
		suite.Tests++
		suite.Failures++
		suite.Cases = append(suite.Cases, junitCase{
			Class: string(f.Rule), Name: screen.Clean(cmp.Or(strings.TrimSpace(f.Object+" "+f.Field), f.File)), File: f.File, Line: f.Line,
			Failure: &junitMessage{Message: screen.Clean(f.Message), Text: fmt.Sprintf("%s:%d", f.File, f.Line)},
		})
	}
	if suite.Tests == 0 {
		suite.Tests, suite.Cases = 1, []junitCase{{Class: "lint", Name: "no error"}}
	}
	return suite
}
