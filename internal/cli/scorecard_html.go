// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	_ "embed" // the page
	"html/template"
	"io"
)

//go:embed scorecard.html.tmpl
var page string

// pageTemplate escapes all that comes from files or clusters.
var pageTemplate = template.Must(template.New("scorecard").Parse(page))

// writeHTML writes one page that needs nothing else: no script, no font, no request.
func writeHTML(w io.Writer, card *scorecard) error {
	type table struct {
		Title   string
		Columns []string
		Rows    [][]string
		Code    string
	}
	data := struct {
		Title, Subtitle string
		Tables          []table
		Plots           []plot
		Notes           []string
	}{Title: card.title, Subtitle: card.subtitle, Plots: card.plots, Notes: card.notes}
	for _, s := range card.sections {
		t := table{Title: s.title, Columns: clean(s.columns), Code: s.code}
		for _, row := range s.rows {
			t.Rows = append(t.Rows, clean(row))
		}
		data.Tables = append(data.Tables, t)
	}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, data); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}
