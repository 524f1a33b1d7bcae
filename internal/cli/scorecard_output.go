// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

// style writes headings, tables and notes.
type style struct {
	escape  func(text string) string
	heading func(w io.Writer, level int, text string)
	table   func(w io.Writer, s section)
	code    func(w io.Writer, text string)
}

var plainText = style{
	escape: func(text string) string { return text },
	heading: func(w io.Writer, level int, text string) {
		if level > 1 {
			text = "\n" + text
		}
		fmt.Fprintln(w, text)
	},
	table: func(w io.Writer, s section) {
		// Trailing blanks of the last column are of no use to anybody.
		var out bytes.Buffer
		t := tabwriter.NewWriter(&out, 0, 0, 3, ' ', 0)
		for _, row := range append([][]string{s.columns}, s.rows...) {
			fmt.Fprintln(t, strings.Join(clean(row), "\t"))
		}
		_ = t.Flush() // to memory
		for line := range strings.Lines(out.String()) {
			fmt.Fprintln(w, strings.TrimRight(line, " \n"))
		}
	},
	code: func(w io.Writer, text string) { fmt.Fprint(w, text) },
}

var markdownEscapes = strings.NewReplacer("|", `\|`, "<", "&lt;", "&", "&amp;", "\\", `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`)

var markdown = style{
	escape: markdownEscapes.Replace,
	heading: func(w io.Writer, level int, text string) {
		if level > 1 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s %s\n\n", strings.Repeat("#", level), text)
	},
	table: func(w io.Writer, s section) {
		line := func(cells []string) {
			fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |")
		}
		escaped := func(row []string) []string {
			cells := clean(row)
			for i := range cells {
				cells[i] = markdownEscapes.Replace(cells[i])
			}
			return cells
		}
		line(escaped(s.columns))
		line(strings.Split(strings.Repeat("---,", len(s.columns)-1)+"---", ","))
		for _, row := range s.rows {
			line(escaped(row))
		}
	},
	code: func(w io.Writer, text string) { fmt.Fprintf(w, "```yaml\n%s```\n", text) },
}

// clean replaces characters that could move a terminal's cursor: names come from files.
func clean(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = strings.Map(func(r rune) rune {
			if !unicode.IsPrint(r) {
				return '?'
			}
			return r
		}, cell)
		if out[i] == "" {
			out[i] = dash
		}
	}
	return out
}

func writeTables(w io.Writer, card *scorecard, s style) error {
	var out bytes.Buffer
	s.heading(&out, 1, s.escape(clean([]string{card.title})[0]))
	fmt.Fprintln(&out, card.subtitle)
	for i, table := range card.sections {
		if i > 0 {
			s.heading(&out, 2, table.title)
		} else {
			fmt.Fprintln(&out)
		}
		if table.code != "" {
			s.code(&out, table.code)
			continue
		}
		s.table(&out, table)
	}
	if len(card.notes) > 0 {
		fmt.Fprintln(&out)
		for _, note := range card.notes {
			fmt.Fprintf(&out, "- %s\n", s.escape(clean([]string{note})[0]))
		}
	}
	_, err := out.WriteTo(w)
	return err
}

//go:embed scorecard.html.tmpl
var cardPage string

// pageTemplate escapes all that comes from files or clusters.
var pageTemplate = template.Must(template.New("scorecard").Parse(cardPage))

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

// plot has one bar a row, with a whisker for the interval. Positions are pixels.
type plot struct {
	Title  string
	Height int
	Zero   float64
	Bars   []bar
}

type bar struct {
	Label, Text         string
	Y                   int
	X, Width            float64
	Whisker             bool
	Low, High, TextLeft float64
	number, low, high   float64
}

// The page of a plot: labels to the left, bars, values to the right.
const (
	labelWidth = 134.0
	barsWidth  = 296.0
	rowHeight  = 24
	// maxLabel is how many characters there is room for.
	maxLabel = 19
)

// newPlot places the bars; false: there is none to place.
func newPlot(title string, bars []bar) (plot, bool) {
	least, most := 0.0, 0.0
	var placed []bar
	for _, b := range bars {
		if math.IsNaN(b.number) || math.IsInf(b.number, 0) {
			continue
		}
		placed = append(placed, b)
		least, most = min(least, b.number), max(most, b.number)
		for _, end := range []float64{b.low, b.high} {
			// An interval far wider than the values would leave nothing to see.
			if !math.IsNaN(end) && math.Abs(end) <= 3*max(math.Abs(b.number), 1e-9) {
				least, most = min(least, end), max(most, end)
			}
		}
	}
	if len(placed) == 0 {
		return plot{}, false
	}
	if most == least {
		most = least + 1
	}
	at := func(v float64) float64 {
		v = min(max(v, least), most)
		return math.Round(10*(labelWidth+barsWidth*(v-least)/(most-least))) / 10
	}
	for i := range placed {
		b := &placed[i]
		b.Y = i * rowHeight
		if letters := []rune(b.Label); len(letters) > maxLabel {
			b.Label = string(letters[:maxLabel-1]) + "…"
		}
		b.X = min(at(0), at(b.number))
		b.Width = math.Round(10*math.Abs(at(b.number)-at(0))) / 10
		if !math.IsNaN(b.low) && b.low < b.high {
			b.Whisker, b.Low, b.High = true, at(b.low), at(b.high)
		}
		b.TextLeft = labelWidth + barsWidth + 8
	}
	return plot{Title: title, Height: len(placed)*rowHeight + 4, Zero: at(0), Bars: placed}, true
}

func barOf(label string, u kpi.Unit, s *history.Stat) bar {
	return bar{Label: label, Text: shown(u, s.Value), number: float64(s.Value), low: float64(s.Low), high: float64(s.High)}
}

func plotsOfReport(r *history.Report) []plot {
	var out []plot
	add := func(title string, bars []bar) {
		if p, some := newPlot(title, bars); some {
			out = append(out, p)
		}
	}
	for i := range r.KPIs {
		v := &r.KPIs[i]
		u := unitOf(v.KPI)
		d, _ := kpi.Lookup(v.KPI)
		if d.Interval == "" || v.Samples == 0 {
			continue // a volume is below, by hour
		}
		var bars []bar
		if v.Baseline != nil {
			bars = append(bars, barOf("baseline", u, v.Baseline))
		}
		for _, m := range r.Milestones {
			bars = append(bars, barOf(fmt.Sprintf("day %d", m.Day), u, &m.KPIs[i].Stat))
		}
		add(string(v.KPI), append(bars, barOf("current", u, &v.Stat)))
	}
	var hours [24]float64
	for _, channel := range slices.Sorted(maps.Keys(r.Volume.ByHour)) {
		for i, n := range r.Volume.ByHour[channel] {
			hours[i] += float64(n)
		}
	}
	var bars []bar
	for i, n := range hours {
		bars = append(bars, bar{Label: fmt.Sprintf("%02d:00", i), Text: string(kpi.Count.Print(n)), number: n, low: math.NaN(), high: math.NaN()})
	}
	add("Conversations by hour of the day (UTC)", bars)
	bars = nil
	for i := range r.CSAT[:min(len(r.CSAT), maxShown)] {
		bars = append(bars, barOf(r.CSAT[i].Intent, kpi.Score, &r.CSAT[i].Stat))
	}
	add("CSAT by intent", bars)
	return out
}
