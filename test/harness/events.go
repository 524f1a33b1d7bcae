// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// Tell sends events to the bot, in JSON and signed with a key at a time, as a helpdesk does:
// several events when the body is a list, else one.
func (c *Caller) Tell(ctx context.Context, key string, at time.Time, body []byte) (status int, answer []byte, err error) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	media := "application/cloudevents+json"
	if len(body) > 0 && body[0] == '[' {
		media = "application/cloudevents-batch+json"
	}
	status, answer, _, err = c.post(ctx, c.EventsURL+"/v1/events", body, http.Header{
		"Content-Type":        {media},
		"Intentops-Timestamp": {timestamp},
		"Intentops-Signature": {"sha256=" + hex.EncodeToString(mac.Sum(nil))},
	}, patience)
	return status, answer, err
}
