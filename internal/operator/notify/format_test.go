// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// largest is a fact in which everything is as long as it can be.
func largest(kind Type) Fact {
	long := strings.Repeat("<é&", 300)
	f := Fact{ID: strings.Repeat("a", 32), Type: kind, At: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), Data: Data{
		Namespace: strings.Repeat("n", 63), Bot: strings.Repeat("b", 63), Kind: "IntentBatch", Name: strings.Repeat("w", 63),
		Rollout: strings.Repeat("r", 63), Step: strings.Repeat("s", 40), Percent: new(int32(50)), Reason: "RolledBack", Message: long,
	}}
	if kind == Scorecard {
		for i := range maxKPIs {
			f.Data.KPIs = append(f.Data.KPIs, KPI{Name: fmt.Sprint(strings.Repeat("k", 60), i), KPI: "AverageHandleTime", Target: "<= 10m30s", Baseline: "12m40.5s", Current: "11m20.3s", Samples: 123456789, State: "GuardrailBreached"})
		}
	}
	return f
}

// slackShape is what Slack's reference of incoming webhooks and blocks says: header and section
// blocks with their limits, in characters.
const slackShape = `{
  "type": "object", "required": ["text"], "additionalProperties": false,
  "properties": {
    "text": {"type": "string", "minLength": 1, "maxLength": 40000},
    "blocks": {"type": "array", "maxItems": 50, "items": {"oneOf": [
      {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
        "type": {"const": "header"},
        "text": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
          "type": {"const": "plain_text"}, "text": {"type": "string", "minLength": 1, "maxLength": 150}}}}},
      {"type": "object", "required": ["type"], "anyOf": [{"required": ["text"]}, {"required": ["fields"]}], "additionalProperties": false, "properties": {
        "type": {"const": "section"},
        "text": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
          "type": {"const": "mrkdwn"}, "text": {"type": "string", "minLength": 1, "maxLength": 3000}}},
        "fields": {"type": "array", "minItems": 1, "maxItems": 10, "items": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
          "type": {"const": "mrkdwn"}, "text": {"type": "string", "minLength": 1, "maxLength": 2000}}}}}}
    ]}}
  }
}`

// teamsShape is what Microsoft's page on webhooks with Adaptive Cards says, and of the schema of
// Adaptive Cards 1.4 the two elements that are used.
const teamsShape = `{
  "type": "object", "required": ["type", "attachments"], "additionalProperties": false,
  "properties": {
    "type": {"const": "message"},
    "attachments": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
      "type": "object", "required": ["contentType", "content"], "additionalProperties": false,
      "properties": {
        "contentType": {"const": "application/vnd.microsoft.card.adaptive"},
        "contentUrl": {"type": "null"},
        "content": {
          "type": "object", "required": ["type", "version"], "additionalProperties": false,
          "properties": {
            "$schema": {"const": "http://adaptivecards.io/schemas/adaptive-card.json"},
            "type": {"const": "AdaptiveCard"}, "version": {"const": "1.4"},
            "body": {"type": "array", "items": {"oneOf": [
              {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
                "type": {"const": "TextBlock"}, "text": {"type": "string"}, "wrap": {"type": "boolean"},
                "size": {"enum": ["Default", "Small", "Medium", "Large", "ExtraLarge"]},
                "weight": {"enum": ["Default", "Lighter", "Bolder"]}}},
              {"type": "object", "required": ["type", "facts"], "additionalProperties": false, "properties": {
                "type": {"const": "FactSet"},
                "facts": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["title", "value"], "additionalProperties": false,
                  "properties": {"title": {"type": "string"}, "value": {"type": "string"}}}}}}
            ]}}
          }
        }
      }
    }}
  }
}`

func TestMessagesHaveTheShapeThatTheirChatsTake(t *testing.T) {
	for format, tc := range map[Format]struct {
		shape string
		most  int
	}{
		// Microsoft gives 28 KB for a message, Slack nothing for all of it.
		Slack: {slackShape, 64 << 10}, Teams: {teamsShape, 28 << 10},
	} {
		compiler := jsonschema.NewCompiler()
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(tc.shape))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("shape.json", document); err != nil {
			t.Fatal(err)
		}
		shape, err := compiler.Compile("shape.json")
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range Types() {
			small := Fact{Type: kind, Data: Data{Namespace: "shop", Bot: "support", Kind: "IntentBatch", Name: "week-3", Message: "because"}}
			for size, fact := range map[string]Fact{"small": small, "largest": largest(kind)} {
				body, err := format.Encode(fact)
				if err != nil {
					t.Fatal(err)
				}
				message, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				if err := shape.Validate(message); err != nil {
					t.Errorf("%s, %s, %s: %v", format, kind, size, err)
				}
				if len(body) > tc.most || !utf8.Valid(body) {
					t.Errorf("%s, %s, %s: %d bytes, at most %d", format, kind, size, len(body), tc.most)
				}
			}
		}
	}
}

func TestCloudEventsAreValid(t *testing.T) {
	for _, kind := range Types() {
		body, err := CloudEvents.Encode(largest(kind))
		if err != nil {
			t.Fatal(err)
		}
		var e event.Event
		if err := json.Unmarshal(body, &e); err != nil {
			t.Fatal(err)
		}
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		var data Data
		if err := e.DataAs(&data); err != nil || data.Step != largest(kind).Data.Step || len(data.KPIs) != len(largest(kind).Data.KPIs) {
			t.Errorf("%s: data %+v, error %v", kind, data, err)
		}
		if e.ID() != strings.Repeat("a", 32) || e.Type() != string(kind) || !strings.HasPrefix(e.Source(), "/namespaces/n") || !strings.HasPrefix(e.Subject(), "intentbatch/w") {
			t.Errorf("%s: %s", kind, e)
		}
		// Intermediaries must pass on 64 KiB.
		if len(body) > 64<<10 {
			t.Errorf("%s: %d bytes", kind, len(body))
		}
	}
}

func TestNoTextIsAMentionInSlack(t *testing.T) {
	body, err := Slack.Encode(Fact{Type: Started, Data: Data{Namespace: "shop", Bot: "support", Kind: "IntentBatch", Name: "week-3", Message: "<!channel> & <https://x|y>"}})
	if err != nil {
		t.Fatal(err)
	}
	var m slackMessage
	if err := json.Unmarshal(body, &m); err != nil {
		t.Fatal(err)
	}
	const want = "Rollout started: IntentBatch week-3: &lt;!channel&gt; &amp; &lt;https://x|y&gt;"
	if m.Text != want {
		t.Errorf("text %q, want %q", m.Text, want)
	}
}
