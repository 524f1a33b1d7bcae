// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"
)

// Headers of Chatwoot's webhooks.
const (
	chatwootTimestamp = "X-Chatwoot-Timestamp"
	chatwootSignature = "X-Chatwoot-Signature"
)

// checkChatwoot is for signatures that are sha256= and the hexadecimal HMAC over timestamp, dot and
// body. The timestamp is in seconds since 1970.
func checkChatwoot(key []byte, header http.Header, body []byte, now time.Time) (time.Time, bool, bool) {
	timestamp := header.Get(chatwootTimestamp)
	at, ok := parseTimestamp(timestamp, now)
	want := "sha256=" + hex.EncodeToString(mac(key, []byte(timestamp), []byte("."), body))
	return at, ok, hmac.Equal([]byte(want), []byte(header.Get(chatwootSignature)))
}

// chatwootAttribute is the custom attribute of a Chatwoot conversation that holds the id of
// the bot's.
const chatwootAttribute = "intentops_conversation"

// chatwootConversation is the part of a conversation that is read.
type chatwootConversation struct {
	ID               text   `json:"id"`
	Status           text   `json:"status"`
	CustomAttributes object `json:"custom_attributes"`
	UpdatedAt        moment `json:"updated_at"`
}

// chatwootHook is a webhook of Chatwoot: a message or a conversation with the event's name.
type chatwootHook struct {
	chatwootConversation
	Event   text `json:"event"`
	Account struct {
		ID text `json:"id"`
	} `json:"account"`

	// Of messages.
	MessageType       text   `json:"message_type"`
	ContentType       text   `json:"content_type"`
	Private           bool   `json:"private"`
	CreatedAt         moment `json:"created_at"`
	ContentAttributes object `json:"content_attributes"`
	Sender            *struct {
		Type text `json:"type"`
	} `json:"sender"`
	Conversation chatwootConversation `json:"conversation"`

	// Of conversations.
	ChangedAttributes json.RawMessage `json:"changed_attributes"`
}

// decodeChatwoot maps a webhook of Chatwoot. Ids come from its subject: a delivery may be
// repeated, and two webhooks may report one change.
func decodeChatwoot(_ context.Context, r request) ([]Event, []error, error) {
	var hook chatwootHook
	if err := json.Unmarshal(r.body, &hook); err != nil || hook.Event == "" {
		// What cannot be decoded may still have a name: Chatwoot has more webhooks than these.
		var named struct {
			Event text `json:"event"`
		}
		if json.Unmarshal(r.body, &named) != nil || named.Event == "" {
			return nil, nil, errNotAWebhook
		}
		if chatwootHooks[string(named.Event)] {
			return nil, nil, errNotAWebhook
		}
		hook = chatwootHook{Event: named.Event}
	}
	source := "/helpdesk/chatwoot"
	if hook.Account.ID != "" {
		source += "/" + string(hook.Account.ID)
	}
	var e *Event
	switch hook.Event {
	case "message_created":
		e = hook.created()
	case "message_updated":
		e = hook.rated(r)
	case "conversation_status_changed", "conversation_updated", "conversation_resolved", "conversation_opened":
		e = hook.changed(r)
	case "conversation_created":
		e = &Event{ID: "conversation:" + string(hook.ID) + ":created", Type: Prefix + "conversation.started", Time: hook.CreatedAt.Time}
		e.Conversation = hook.botConversation()
	default:
		e = &Event{ID: string(hook.Event), Type: "com.chatwoot." + string(hook.Event), Conversation: "none"}
	}
	return adapted(e, source)
}

// chatwootHooks are the webhooks that are mapped.
var chatwootHooks = map[string]bool{
	"message_created": true, "message_updated": true, "conversation_status_changed": true, "conversation_updated": true,
	"conversation_resolved": true, "conversation_opened": true, "conversation_created": true,
}

// botConversation is the id of the bot's conversation; for a conversation that did not come from
// the bot, an id that the bot does not know.
func (c chatwootConversation) botConversation() string {
	if id := c.CustomAttributes.text(chatwootAttribute); id != "" {
		return id
	}
	return "chatwoot:" + string(c.ID)
}

// created maps a new message.
func (h chatwootHook) created() *Event {
	e := &Event{ID: "message:" + string(h.ID), Conversation: h.Conversation.botConversation(), Time: h.CreatedAt.Time}
	switch {
	case h.ContentType == "input_csat":
		e.ID += ":offered"
		e.Type, e.Data = Prefix+"survey.offered", json.RawMessage(`{"survey":"csat"}`)
	case h.Private:
		return nil // a note for agents
	case h.MessageType == "incoming" || h.MessageType == "0":
		e.Type = Prefix + "message.received"
	case h.MessageType == "outgoing" || h.MessageType == "1":
		e.Type, e.Data = Prefix+"message.sent", json.RawMessage(`{"actor":"`+h.actor()+`"}`)
	default:
		return nil // templates and activity notes
	}
	return e
}

func (h chatwootHook) actor() string {
	switch {
	case h.Sender != nil && h.Sender.Type == "user":
		return human
	case h.Sender != nil && h.Sender.Type == "agent_bot":
		return "bot"
	}
	return "automation"
}

// rated maps the answer to a survey: it arrives as a change of the message that asked.
func (h chatwootHook) rated(r request) *Event {
	var submitted struct {
		Response struct {
			Rating *float64 `json:"rating"`
		} `json:"csat_survey_response"`
	}
	data, ok := h.ContentAttributes["submitted_values"]
	if !ok || json.Unmarshal(data, &submitted) != nil || submitted.Response.Rating == nil {
		return nil
	}
	answer, err := json.Marshal(map[string]any{"survey": "csat", "score": *submitted.Response.Rating})
	if err != nil {
		return nil
	}
	e := &Event{ID: "message:" + string(h.ID) + ":csat", Type: Prefix + "survey.responded", Conversation: h.Conversation.botConversation(), Time: h.UpdatedAt.Time, Data: answer}
	if e.Time.IsZero() {
		e.Time = r.signedAt
	}
	return e
}

// changed maps a conversation's change of status.
func (h chatwootHook) changed(r request) *Event {
	before, now, concernsStatus := notGiven, chatwootStatusTable.parse(string(h.Status)), h.Event != "conversation_updated"
	var changes []map[string]object
	if json.Unmarshal(h.ChangedAttributes, &changes) != nil {
		changes = nil // absent, or in a form that does not give the status
	}
	for _, change := range changes {
		if c, ok := change["status"]; ok {
			before, now, concernsStatus = chatwootStatusTable.parse(c.text("previous_value")), chatwootStatusTable.parse(c.text("current_value")), true
		}
	}
	eventType := chatwootStatusTable.changes[before][now]
	if !concernsStatus || eventType == "" {
		return nil
	}
	e := &Event{Type: eventType, Conversation: h.botConversation(), Time: h.UpdatedAt.Time}
	if e.Time.IsZero() {
		e.Time = r.signedAt
	}
	e.ID = "conversation:" + string(h.ID) + ":" + string(now) + ":" + e.Time.UTC().Format("20060102T150405.000000")
	return e
}

// chatwootStatusTable has the numbers too, which some webhooks hold.
var chatwootStatusTable = statusTable{
	names: map[string]status{
		"open": open, "resolved": resolved, "pending": pending, "snoozed": snoozed,
		"0": open, "1": resolved, "2": pending, "3": snoozed,
	},
	changes: map[status]map[status]string{
		open:     {open: "", pending: "", snoozed: "", unknown: "", resolved: typeResolved},
		pending:  {open: "", pending: "", snoozed: "", unknown: "", resolved: typeResolved},
		snoozed:  {open: "", pending: "", snoozed: "", unknown: "", resolved: typeResolved},
		unknown:  {open: "", pending: "", snoozed: "", unknown: "", resolved: typeResolved},
		resolved: {open: typeReopened, pending: typeReopened, snoozed: typeReopened, unknown: typeReopened, resolved: ""},
		notGiven: {open: typeReopened, pending: typeReopened, snoozed: typeReopened, unknown: "", resolved: typeResolved},
	},
}
