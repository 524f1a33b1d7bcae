// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"net/http"
	"time"

	"github.com/intentops/intentops/internal/contract/signature"
)

// Tell sends events to the bot, in JSON and signed with a key at a time, as a helpdesk does:
// several events when the body is a list, else one.
func (c *Caller) Tell(ctx context.Context, key string, at time.Time, body []byte) (status int, answer []byte, err error) {
	media := "application/cloudevents+json"
	if len(body) > 0 && body[0] == '[' {
		media = "application/cloudevents-batch+json"
	}
	const path = "/v1/events"
	header := http.Header{}
	signature.Sign(header, signature.Request{
		Direction: signature.FromHelpdesk, Bot: Namespace + "/" + BotName, Method: http.MethodPost, Target: path, ContentType: media, Body: body,
	}, at, []byte(key))
	status, answer, _, err = c.post(ctx, c.EventsURL+path, body, header, patience)
	return status, answer, err
}
