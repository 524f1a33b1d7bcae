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
    "mrkdwn": {"type": "boolean"},
    "blocks": {"type": "array", "maxItems": 50, "items": {"oneOf": [
      {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
        "type": {"const": "header"},
        "text": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
          "type": {"const": "plain_text"}, "text": {"type": "string", "minLength": 1, "maxLength": 150}}}}},
      {"type": "object", "required": ["type"], "anyOf": [{"required": ["text"]}, {"required": ["fields"]}], "additionalProperties": false, "properties": {
        "type": {"const": "section"},
        "text": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
          "type": {"enum": ["plain_text", "mrkdwn"]}, "text": {"type": "string", "minLength": 1, "maxLength": 3000}}},
        "fields": {"type": "array", "minItems": 1, "maxItems": 10, "items": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
          "type": {"enum": ["plain_text", "mrkdwn"]}, "text": {"type": "string", "minLength": 1, "maxLength": 2000}}}}}}
    ]}}
  }
}`

// teamsShape is what Microsoft's page on webhooks with Adaptive Cards says, and of the schema of
// Adaptive Cards 1.4 the element that is used.
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
              {"type": "object", "required": ["type", "inlines"], "additionalProperties": false, "properties": {
                "type": {"const": "RichTextBlock"},
                "inlines": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
                  "type": {"const": "TextRun"}, "text": {"type": "string", "minLength": 1},
                  "size": {"enum": ["Default", "Small", "Medium", "Large", "ExtraLarge"]},
                  "weight": {"enum": ["Default", "Lighter", "Bolder"]}}}}}}
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

// TestNoTextOfAnObjectIsMarkup: who may write an object chooses its names and, in part, its messages.
// What chats make of a text depends on where it stands, so it stands where they make nothing of it.
func TestNoTextOfAnObjectIsMarkup(t *testing.T) {
	for attack, hostile := range map[string]string{
		"a mention of everybody in Slack": "<!channel> <@U123> @here",
		"a link in Slack":                 "<https://evil.example|approve here>",
		"bold and code in Slack":          "*approved* _by_ ~nobody~ `ops`",
		"an entity":                       "&lt;!channel&gt;",
		"a link in Markdown":              "[approve here](https://evil.example)",
		"an image":                        "![x](https://evil.example/pixel)",
		"bold and lists":                  "**approved**\n\n- by\n- ops",
		"a mention in Teams":              "<at>everybody</at>",
		"a function of Adaptive Cards":    "{{DATE(2026-03-02T12:00:00Z, SHORT)}} {{{TIME(2026-03-02T12:00:00Z)}}}",
		"HTML":                            "<a href=\"https://evil.example\">approve</a><script>1</script>",
		"another line":                    "fine\r\nApproved by: ops\u2028now\u0085",
		"text that runs backwards":        "week-3\u202Egnp.evil\u2066",
		"nothing that anybody sees":       "\u202E\u0000",
		"JSON":                            `"}], "entities": [{"type": "mention"}]`,
	} {
		t.Run(attack, func(t *testing.T) {
			fact := Fact{Type: RolledBack, Data: Data{
				Namespace: hostile, Bot: hostile, Kind: hostile, Name: hostile, Rollout: hostile, Step: hostile, Reason: hostile, Message: hostile,
				KPIs: []KPI{{Name: hostile, KPI: hostile, Target: hostile, Baseline: hostile, Current: hostile, State: hostile}},
			}}
			for _, format := range []Format{Slack, Teams} {
				body, err := format.Encode(fact)
				if err != nil {
					t.Fatal(err)
				}
				var message any
				if err := json.Unmarshal(body, &message); err != nil {
					t.Fatal(err)
				}
				shown := texts(t, message)
				if len(shown) < 6 {
					t.Errorf("%s shows %q only", format, shown)
				}
				for _, text := range shown {
					if strings.Contains(text, "{{") || strings.ContainsAny(text, "\r\u2028\u0085\u202E\u2066") || strings.Contains(text, "fine\n") {
						t.Errorf("%s shows %q", format, text)
					}
				}
			}
			m := slack(fact)
			if strings.ContainsAny(m.Text, "<>") || m.Markup || strings.Contains(strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(m.Text), "&") {
				t.Errorf("Slack reads markup in %q", m.Text)
			}
		})
	}
}

// texts are what a message shows. It fails where a chat would look for markup.
func texts(t *testing.T, v any) (found []string) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			found = append(found, texts(t, item)...)
		}
	case map[string]any:
		if text, has := v["text"].(string); has && v["blocks"] == nil {
			if kind := v["type"]; kind != "plain_text" && kind != "TextRun" {
				t.Errorf("%q is a %v", text, kind)
			}
			found = append(found, text)
		}
		for _, item := range v {
			found = append(found, texts(t, item)...)
		}
	}
	return found
}

func TestAMessageInSlackHasItsFactsAndNoMarkup(t *testing.T) {
	body, err := Slack.Encode(Fact{Type: Started, Data: Data{Namespace: "shop", Bot: "support", Kind: "IntentBatch", Name: "week-3", Message: "<!channel> & <https://x|y>"}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"text":"Rollout started: IntentBatch week-3: \u0026lt;!channel\u0026gt; \u0026amp; \u0026lt;https://x|y\u0026gt;","mrkdwn":false,"blocks":[` +
		`{"type":"header","text":{"type":"plain_text","text":"Rollout started: IntentBatch week-3"}},` +
		`{"type":"section","text":{"type":"plain_text","text":"\u003c!channel\u003e \u0026 \u003chttps://x|y\u003e"}},` +
		`{"type":"section","fields":[{"type":"plain_text","text":"Bot\nshop/support"}]}]}`
	if string(body) != want {
		t.Errorf("%s, want %s", body, want)
	}
}
