// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/bot/redact"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/plural"
	"github.com/intentops/intentops/internal/view"
)

const (
	// mostSays is how many messages of a group are shown as data, and mostUtterances how many a
	// draft has: twenty teach about as much as all.
	mostSays, mostUtterances = 5, 20
	// longestSay is how many bytes of a message are shown in a table.
	longestSay = 160
	// longestUtterance is how many characters the schema allows.
	longestUtterance = 500
	// draftReply stands where a person is to write.
	draftReply = "DRAFT: write here what the bot answers."
)

// ofOnePerson is what a message has that is of one customer: long numbers and addresses.
var ofOnePerson = regexp.MustCompile(`\p{Nd}{4}|@|` + regexp.QuoteMeta(redact.Mask))

// teaches says whether a message may be an utterance.
func teaches(text string) bool {
	return utf8.RuneCountInString(text) <= longestUtterance && !ofOnePerson.MatchString(text)
}

func (o *backlogOptions) write(b *backlog) error {
	switch o.output {
	case "json":
		return o.output.write(o.Out, b, nil)
	case "yaml":
		return o.writeDrafts(b)
	}
	o.screenOf(b)
	return nil
}

func (o *backlogOptions) screenOf(b *backlog) {
	sc := o.screen()
	share := 0.0
	if b.Messages > 0 {
		share = 100 * float64(b.Unanswered) / float64(b.Messages)
	}
	fmt.Fprintf(o.Out, "Bot %s: %d of %s not understood by %s (%.0f%%)\n",
		screen.Clean(b.Bot), b.Unanswered, plural.Of(b.Messages, "message"), screen.Clean(b.Release), share)
	if len(b.Groups) == 0 {
		fmt.Fprintf(o.Out, "No group has %d or more messages.\n", o.least)
		return
	}
	fmt.Fprintf(o.Out, "%d of %s with %d or more\n\n", len(b.Groups), plural.Of(b.All, "group"), o.least)
	rows := make([][]screen.Cell, len(b.Groups))
	timed := false
	for i := range b.Groups {
		g := &b.Groups[i]
		handled := dash
		if g.HandleKnown > 0 {
			handled, timed = worked(g.HandleSeconds), true
		}
		rows[i] = screen.Cells(strconv.Itoa(i+1), strconv.Itoa(g.Messages), handled, view.OrDash(g.Near), chars.Clip(g.Says[0], longestSay))
	}
	columns := []screen.Column{{Name: "GROUP"}, {Name: "MESSAGES"}, {Name: "HANDLED"}, {Name: "NEAR", Wide: true}, {Name: "CUSTOMERS SAY", Text: true}}
	sc.Table(o.Out, columns, rows)
	fmt.Fprintln(o.Out)
	if timed {
		fmt.Fprintln(o.Out, "HANDLED is how long agents worked on them, as far as the file says.")
	}
	fmt.Fprintln(o.Out, "NEAR is the Intent that the bot takes most of them for, without being sure.")
}

func worked(seconds float64) string {
	if seconds < 3600 {
		return fmt.Sprintf("%.0fm", seconds/60)
	}
	return fmt.Sprintf("%.1fh", seconds/3600)
}

// writeDrafts writes a draft Intent for each group that can teach one. Names say nothing of what
// customers wrote: names of Intents become labels of metrics.
func (o *backlogOptions) writeDrafts(b *backlog) error {
	var out strings.Builder
	left := 0
	for i := range b.Groups {
		g := &b.Groups[i]
		if len(g.utterances) == 0 {
			left++
			continue
		}
		spec := map[string]any{
			"botRef": map[string]any{"name": b.Bot}, "description": g.about(), "utterances": g.utterances,
			"reply": map[string]any{"text": draftReply},
		}
		if g.locale != "" {
			spec["locale"] = g.locale
		}
		raw, err := yaml.Marshal(map[string]any{
			"apiVersion": groupVersion, "kind": "Intent", "metadata": map[string]any{"name": "backlog-" + strconv.Itoa(i+1)}, "spec": spec,
		})
		if err != nil {
			return err
		}
		out.WriteString("---\n" + string(raw))
	}
	if _, err := o.Out.Write([]byte(out.String())); err != nil {
		return err
	}
	fmt.Fprintf(o.ErrOut, "%s of %s. The utterances are customers' words: take out what is about one person, give each Intent a name and write its reply before you commit it.\n",
		plural.Of(len(b.Groups)-left, "draft"), plural.Of(len(b.Groups), "group"))
	if left > 0 {
		fmt.Fprintf(o.ErrOut, "%s without a draft: each message has a long number or an address.\n", plural.Of(left, "group"))
	}
	return nil
}

// about describes a group for the people who will write its Intent.
func (g *backlogItem) about() string {
	text := plural.Of(g.Messages, "message") + " in the export"
	if g.HandleKnown > 0 {
		text += ", " + worked(g.HandleSeconds) + " of agents' work"
	}
	if g.Near != "" {
		text += "; the bot takes most of them for " + g.Near
	}
	return text
}
