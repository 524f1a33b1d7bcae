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
