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
	Text   string       `json:"text"`
	Blocks []slackBlock `json:"blocks"`
}

type slackBlock struct {
	Type   string      `json:"type"`
	Text   *slackText  `json:"text,omitempty"`
	Fields []slackText `json:"fields,omitempty"`
}

type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// slackEscaper keeps texts from being links or mentions, such as <!channel>.
var slackEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// mrkdwn escapes a text and cuts it to a length, not within an entity.
func mrkdwn(text string, limit int) string {
	out := slackEscaper.Replace(text)
	for len(out) > limit {
		text = chars.Clip(text, len(text)-max(1, (len(out)-limit)/5))
		out = slackEscaper.Replace(text)
	}
	return out
}

func slack(f Fact) slackMessage {
	title := headline(f)
	m := slackMessage{Text: mrkdwn(title+": "+f.Data.Message, maxSlackText)}
	m.Blocks = append(m.Blocks,
		slackBlock{Type: "header", Text: &slackText{"plain_text", chars.Clip(title, maxSlackHeader)}},
		slackBlock{Type: "section", Text: &slackText{"mrkdwn", mrkdwn(f.Data.Message, maxSlackText)}})
	if len(f.Data.KPIs) > 0 {
		var lines []string
		for _, k := range f.Data.KPIs {
			lines = append(lines, "• "+k.Name+" "+k.sentence())
		}
		m.Blocks = append(m.Blocks, slackBlock{Type: "section", Text: &slackText{"mrkdwn", mrkdwn(strings.Join(lines, "\n"), maxSlackText)}})
	}
	fields := slackBlock{Type: "section"}
	for _, p := range details(f) {
		fields.Fields = append(fields.Fields, slackText{"mrkdwn", mrkdwn("*"+p.name+"*\n"+p.value, maxSlackField)})
	}
	m.Blocks = append(m.Blocks, fields)
	return m
}
