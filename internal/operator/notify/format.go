// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"cmp"
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

// plain is a text of an object as a chat shows it: on one line, without characters that nobody sees, and
// without the double braces of an Adaptive Card's functions. Chats get it where they look for no markup,
// links or mentions.
func plain(text string) string {
	text = strings.Join(strings.Fields(chars.Clean(text)), " ")
	for strings.Contains(text, "{{") {
		text = strings.ReplaceAll(text, "{{", "{ {")
	}
	return cmp.Or(text, "-") // chats refuse empty texts
}

// headline says what happened to what.
func headline(f Fact) string {
	return plain(headlines[f.Type] + ": " + f.Data.Kind + " " + f.Data.Name)
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
	for i := range out {
		out[i].value = plain(out[i].value)
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
	return plain(strings.TrimSuffix(text+": "+k.State, ": "))
}
