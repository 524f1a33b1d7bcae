// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// Headers of Zendesk's webhooks.
const (
	zendeskTimestamp = "X-Zendesk-Webhook-Signature-Timestamp"
	zendeskSignature = "X-Zendesk-Webhook-Signature"
)

// checkZendesk is for signatures that are the base64 of the HMAC over timestamp and body, with
// nothing between them. The timestamp is a text.
func checkZendesk(key []byte, header http.Header, body []byte, now time.Time) (time.Time, bool, bool) {
	timestamp := header.Get(zendeskTimestamp)
	at, err := time.Parse(time.RFC3339, timestamp)
	want := base64.StdEncoding.EncodeToString(mac(key, []byte(timestamp), body))
	ok := err == nil && now.Sub(at).Abs() <= MaxSkew
	return at, ok, hmac.Equal([]byte(want), []byte(header.Get(zendeskSignature)))
}

// zendeskHook is an event webhook of Zendesk.
type zendeskHook struct {
	Type    text   `json:"type"`
	ID      text   `json:"id"`
	Time    moment `json:"time"`
	Account text   `json:"account_id"`
	Detail  struct {
		ID text `json:"id"`
		// ExternalID holds the id of the bot's conversation.
		ExternalID text `json:"external_id"`
	} `json:"detail"`
	Event json.RawMessage `json:"event"`
}

const zendeskPrefix = "zen:event-type:"

// decodeZendesk maps an event of a ticket.
func decodeZendesk(_ context.Context, r request) ([]Event, []error, error) {
	var hook zendeskHook
	if err := json.Unmarshal(r.body, &hook); err != nil || hook.Type == "" {
		return nil, nil, errNotAWebhook
	}
	source := "/helpdesk/zendesk"
	if hook.Account != "" {
		source += "/" + string(hook.Account)
	}
	e := &Event{ID: "event:" + string(hook.ID), Time: hook.Time.Time, Conversation: string(hook.Detail.ExternalID)}
	if e.Conversation == "" {
		e.Conversation = "zendesk:" + string(hook.Detail.ID)
	}
	switch name := strings.TrimPrefix(string(hook.Type), zendeskPrefix); name {
	case "ticket.created":
		e.Type = Prefix + "conversation.started"
	case "ticket.agent_assignment_changed":
		e.Type = Prefix + "conversation.assigned"
	case "ticket.comment_added":
		e = hook.comment(e)
	case "ticket.status_changed":
		e = hook.status(e)
	default:
		e.Type = "com.zendesk." + name
	}
	return adapted(e, source)
}

// comment maps a comment, public or not.
func (h zendeskHook) comment(e *Event) *Event {
	var event struct {
		Comment struct {
			ID       text `json:"id"`
			IsPublic bool `json:"is_public"`
			Author   struct {
				IsStaff bool `json:"is_staff"`
			} `json:"author"`
		} `json:"comment"`
	}
	if json.Unmarshal(h.Event, &event) != nil || event.Comment.ID == "" || !event.Comment.IsPublic {
		return nil
	}
	e.ID = "comment:" + string(event.Comment.ID)
	if event.Comment.Author.IsStaff {
		e.Type, e.Data = Prefix+"message.sent", json.RawMessage(`{"actor":"human"}`)
	} else {
		e.Type = Prefix + "message.received"
	}
	return e
}

// status maps a change of status.
func (h zendeskHook) status(e *Event) *Event {
	var event struct {
		Current  text `json:"current"`
		Previous text `json:"previous"`
	}
	if json.Unmarshal(h.Event, &event) != nil {
		return nil
	}
	e.Type = zendeskStatusTable.changes[zendeskStatusTable.parse(string(event.Previous))][zendeskStatusTable.parse(string(event.Current))]
	if e.Type == "" {
		return nil
	}
	return e
}

// zendeskStatusTable: a solved ticket is closed later, which changes nothing, and deleting a
// ticket neither solves nor reopens it.
var zendeskStatusTable = statusTable{
	names: map[string]status{
		"new": open, "open": open, "pending": pending, "hold": pending,
		"solved": resolved, "closed": resolved, "deleted": deleted,
	},
	changes: map[status]map[status]string{
		open:     {open: "", pending: "", unknown: "", deleted: "", resolved: typeResolved},
		pending:  {open: "", pending: "", unknown: "", deleted: "", resolved: typeResolved},
		unknown:  {open: "", pending: "", unknown: "", deleted: "", resolved: typeResolved},
		deleted:  {open: "", pending: "", unknown: "", deleted: "", resolved: ""},
		resolved: {open: typeReopened, pending: typeReopened, unknown: typeReopened, deleted: "", resolved: ""},
		notGiven: {open: "", pending: "", unknown: "", deleted: "", resolved: typeResolved},
	},
}
