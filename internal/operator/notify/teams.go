// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

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

// teamsElement is a RichTextBlock: unlike in other elements, its texts are shown as they are, without
// Markdown, links or mentions.
type teamsElement struct {
	Type    string      `json:"type"`
	Inlines []teamsText `json:"inlines"`
}

type teamsText struct {
	Type   string `json:"type"`
	Text   string `json:"text"`
	Weight string `json:"weight,omitempty"`
	Size   string `json:"size,omitempty"`
}

func teamsLine(texts ...teamsText) teamsElement {
	for i := range texts {
		texts[i].Type = "TextRun"
	}
	return teamsElement{Type: "RichTextBlock", Inlines: texts}
}

func teamsFact(name, value string) teamsElement {
	return teamsLine(teamsText{Text: name + " ", Weight: "Bolder"}, teamsText{Text: value})
}

// teams is a message with an Adaptive Card, as the webhook of a workflow takes it.
func teams(f Fact) teamsMessage {
	body := []teamsElement{
		teamsLine(teamsText{Text: headline(f), Weight: "Bolder", Size: "Medium"}),
		teamsLine(teamsText{Text: plain(f.Data.Message)}),
	}
	for _, k := range f.Data.KPIs {
		body = append(body, teamsFact(plain(k.Name), k.sentence()))
	}
	for _, p := range details(f) {
		body = append(body, teamsFact(p.name, p.value))
	}
	return teamsMessage{Type: "message", Attachments: []teamsAttachment{{
		ContentType: "application/vnd.microsoft.card.adaptive",
		Content: teamsCard{
			Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.4", Body: body,
		},
	}}}
}
