// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/intentops/intentops/internal/contract/signature"
)

// deliver sends events until the bot has taken or refused them. The error is that of ctx.
func (o *Outbox) deliver(ctx context.Context, events []event.Event) error {
	for pause := o.pause; ; pause = min(2*pause, maxPause) {
		results, outcome, again := o.attempt(ctx, events)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		o.mu.Lock()
		o.sent.Requests[outcome]++
		for _, result := range results {
			o.sent.Results[result]++
		}
		o.mu.Unlock()
		if !again {
			return nil
		}
		if err := wait(ctx, time.Now().Add(pause)); err != nil {
			return err
		}
	}
}

// attempt sends events once and returns what became of each, how the request ended, and
// whether another attempt may end differently.
func (o *Outbox) attempt(ctx context.Context, events []event.Event) (results []string, outcome string, again bool) {
	req, err := o.request(ctx, events)
	if err != nil {
		return nil, "malformed", false
	}
	response, err := o.http.Do(req)
	if err != nil {
		return nil, "connection", true
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	var answer struct {
		Results []struct{ Result string }
	}
	switch status := response.StatusCode; {
	case err != nil:
		return nil, "connection", true
	case status >= 500 || status == http.StatusTooManyRequests:
		return nil, strconv.Itoa(status), true
	case status != http.StatusOK && status != http.StatusUnprocessableEntity:
		return nil, strconv.Itoa(status), false
	case json.Unmarshal(raw, &answer) != nil || len(answer.Results) != len(events):
		return nil, "malformed", false
	}
	for _, r := range answer.Results {
		results = append(results, r.Result)
	}
	return results, "ok", false
}

// request makes a signed request of one event, or of several.
func (o *Outbox) request(ctx context.Context, events []event.Event) (*http.Request, error) {
	var content any = events
	media := "application/cloudevents-batch+json"
	if len(events) == 1 {
		content, media = events[0], "application/cloudevents+json"
	}
	body, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("making a request: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making a request: %w", err)
	}
	signature.Sign(req.Header, signature.Request{
		Direction: signature.FromHelpdesk, Bot: o.bot, Method: req.Method, Target: eventsPath, ContentType: media, Body: body,
	}, time.Now(), o.key)
	return req, nil
}
