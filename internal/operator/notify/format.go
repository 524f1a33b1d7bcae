// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/plural"
)

// Format is how a fact is written.
type Format string

// The formats.
const (
	CloudEvents Format = "CloudEvents"
	Slack       Format = "Slack"
	Teams       Format = "Teams"
)

// ParseFormat reads the name of a format.
func ParseFormat(text string) (Format, error) {
	switch f := Format(text); f {
	case CloudEvents, Slack, Teams:
		return f, nil
	}
	return "", fmt.Errorf("must be %s, %s or %s", CloudEvents, Slack, Teams)
}

// ContentType of what Encode writes.
func (f Format) ContentType() string {
	if f == CloudEvents {
		return "application/cloudevents+json"
	}
	return "application/json"
}

// Encode writes a fact.
func (f Format) Encode(fact Fact) ([]byte, error) {
	switch f {
	case Slack:
		return json.Marshal(slack(fact))
	case Teams:
		return json.Marshal(teams(fact))
	}
	return json.Marshal(cloudEvent{
		SpecVersion: "1.0", ID: fact.ID, Type: fact.Type, Time: fact.At.UTC().Format(time.RFC3339),
		Source:      "/namespaces/" + fact.Data.Namespace + "/bots/" + fact.Data.Bot,
		Subject:     strings.ToLower(fact.Data.Kind) + "/" + fact.Data.Name,
		ContentType: "application/json", Data: fact.Data,
	})
}

// cloudEvent is version 1.0 in structured mode.
type cloudEvent struct {
	SpecVersion string `json:"specversion"`
	ID          string `json:"id"`
	Source      string `json:"source"`
	Type        Type   `json:"type"`
	Subject     string `json:"subject"`
	Time        string `json:"time"`
	ContentType string `json:"datacontenttype"`
	Data        Data   `json:"data"`
}

var headlines = map[Type]string{
	Started:           "Rollout started",
	ApprovalNeeded:    "Approval needed",
	Held:              "Held",
	RolledBack:        "Rolled back",
	Promoted:          "Promoted",
	GuardrailBreached: "Guardrail breached",
	Scorecard:         "Weekly scorecard",
}

// headline says what happened to what.
func headline(f Fact) string {
	return headlines[f.Type] + ": " + f.Data.Kind + " " + f.Data.Name
}

// pair is a name with a value, as chats set them out.
type pair struct{ name, value string }

// details are what a message shows beside its sentence.
func details(f Fact) []pair {
	out := []pair{{"Bot", f.Data.Namespace + "/" + f.Data.Bot}}
	if f.Data.Step != "" {
		step := f.Data.Step
		if f.Data.Percent != nil {
			step += fmt.Sprintf(", %d%% of conversations", *f.Data.Percent)
		}
		out = append(out, pair{"Step", step})
	}
	if f.Data.Rollout != "" {
		out = append(out, pair{"Rollout", f.Data.Rollout})
	}
	return out
}

// sentence of a KPI in a scorecard.
func (k KPI) sentence() string {
	text := "no value"
	if k.Current != "" {
		text = k.Current
	}
	if k.Target != "" {
		text += ", target " + k.Target
	}
	if k.Baseline != "" {
		text += ", before " + k.Baseline
	}
	if k.Samples > 0 {
		text += ", " + plural.Of(k.Samples, "sample")
	}
	return strings.TrimSuffix(text+": "+k.State, ": ")
}

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

type teamsMessage struct {
	Type        string            `json:"type"`
	Attachments []teamsAttachment `json:"attachments"`
}

type teamsAttachment struct {
	ContentType string    `json:"contentType"`
	ContentURL  *string   `json:"contentUrl"`
	Content     teamsCard `json:"content"`
}

type teamsCard struct {
	Schema  string         `json:"$schema"`
	Type    string         `json:"type"`
	Version string         `json:"version"`
	Body    []teamsElement `json:"body"`
}

type teamsElement struct {
	Type   string      `json:"type"`
	Text   string      `json:"text,omitempty"`
	Weight string      `json:"weight,omitempty"`
	Size   string      `json:"size,omitempty"`
	Wrap   bool        `json:"wrap,omitempty"`
	Facts  []teamsFact `json:"facts,omitempty"`
}

type teamsFact struct {
	Title string `json:"title"`
	Value string `json:"value"`
}

// teams is a message with an Adaptive Card, as the webhook of a workflow takes it.
func teams(f Fact) teamsMessage {
	facts := teamsElement{Type: "FactSet"}
	for _, k := range f.Data.KPIs {
		facts.Facts = append(facts.Facts, teamsFact{k.Name, k.sentence()})
	}
	for _, p := range details(f) {
		facts.Facts = append(facts.Facts, teamsFact{p.name, p.value})
	}
	return teamsMessage{Type: "message", Attachments: []teamsAttachment{{
		ContentType: "application/vnd.microsoft.card.adaptive",
		Content: teamsCard{
			Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.4",
			Body: []teamsElement{
				{Type: "TextBlock", Text: headline(f), Weight: "Bolder", Size: "Medium", Wrap: true},
				{Type: "TextBlock", Text: f.Data.Message, Wrap: true},
				facts,
			},
		},
	}}}
}
