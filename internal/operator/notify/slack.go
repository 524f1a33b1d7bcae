// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"

	"github.com/intentops/intentops/internal/chars"
)

// What Slack takes: https://docs.slack.dev/reference/block-kit/blocks.
const (
	maxSlackHeader = 150
	maxSlackText   = 3000
	maxSlackField  = 2000
)

type slackMessage struct {
	// Text is for notifications, and for clients that do not show blocks.
	Text string `json:"text"`
	// Markup is false: Text has none.
	Markup bool         `json:"mrkdwn"`
	Blocks []slackBlock `json:"blocks"`
}

type slackBlock struct {
	Type   string      `json:"type"`
	Text   *slackText  `json:"text,omitempty"`
	Fields []slackText `json:"fields,omitempty"`
}

// slackText has no markup, and so no links or mentions.
type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func slackPlain(text string, limit int) slackText {
	return slackText{"plain_text", chars.Clip(text, limit)}
}

// slackEscaper keeps texts from being links or mentions, such as <!channel>, where Slack looks for them
// even without markup.
var slackEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escaped escapes a text and cuts it to a length, not within an entity.
func escaped(text string, limit int) string {
	out := slackEscaper.Replace(text)
	for len(out) > limit {
		text = chars.Clip(text, len(text)-max(1, (len(out)-limit)/5))
		out = slackEscaper.Replace(text)
	}
	return out
}

func slack(f Fact) slackMessage {
	title, why := headline(f), plain(f.Data.Message)
	section := func(text string) slackBlock {
		t := slackPlain(text, maxSlackText)
		return slackBlock{Type: "section", Text: &t}
	}
	header := slackPlain(title, maxSlackHeader)
	m := slackMessage{Text: escaped(title+": "+why, maxSlackText)}
	m.Blocks = append(m.Blocks, slackBlock{Type: "header", Text: &header}, section(why))
	if len(f.Data.KPIs) > 0 {
		var lines []string
		for _, k := range f.Data.KPIs {
			lines = append(lines, "• "+plain(k.Name)+" "+k.sentence())
		}
		m.Blocks = append(m.Blocks, section(strings.Join(lines, "\n")))
	}
	fields := slackBlock{Type: "section"}
	for _, p := range details(f) {
		fields.Fields = append(fields.Fields, slackPlain(p.name+"\n"+p.value, maxSlackField))
	}
	m.Blocks = append(m.Blocks, fields)
	return m
}
