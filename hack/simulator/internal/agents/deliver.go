// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
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

// request makes a signed request of one event, in binary mode, or of several.
func (o *Outbox) request(ctx context.Context, events []event.Event) (*http.Request, error) {
	var req *http.Request
	var err error
	if len(events) == 1 {
		req, err = cehttp.NewHTTPRequestFromEvent(ctx, o.url, events[0])
	} else {
		req, err = cehttp.NewHTTPRequestFromEvents(ctx, o.url, events)
	}
	if err != nil {
		return nil, fmt.Errorf("making a request: %w", err)
	}
	var body []byte
	if req.Body != nil {
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	Sign(req.Header, o.key, body, time.Now())
	return req, nil
}

// Sign adds the time and the signature of a body, as docs/events.md says.
func Sign(header http.Header, key, body []byte, now time.Time) {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	header.Set("Intentops-Timestamp", timestamp)
	header.Set("Intentops-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
}
