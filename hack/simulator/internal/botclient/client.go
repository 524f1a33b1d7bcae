// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package botclient speaks the bot's REST channel the way a careful client does: with
// timeouts, and with retries that cannot count twice.
package botclient

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/hack/simulator/internal/customer"
)

// Observer observes every request.
type Observer interface {
	// Request has ended after took; result is "ok", an HTTP status, "timeout" or
	// "connection". Each attempt is observed.
	Request(result string, took time.Duration)
}

// Client of one bot. It is safe for concurrent use.
type Client struct {
	base     string
	token    string
	identity []byte
	http     *http.Client
	retryFor time.Duration
	observer Observer
	sleep    func(context.Context, time.Duration) error
}

// Options of a Client.
type Options struct {
	// Token of the channel; empty: none.
	Token string
	// Identity is the key that customers' ids are signed with; empty: they are not.
	Identity []byte
	// Timeout of one request.
	Timeout time.Duration
	// RetryFor is how long a request is tried again.
	RetryFor time.Duration
	// Connections that are kept open.
	Connections int
	Observer    Observer
}

// New makes a Client for the bot at address, such as http://support-api.
func New(address string, o Options) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the bot's address must be a URL such as http://support-api")
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = o.Connections
	transport.MaxConnsPerHost = 2 * o.Connections
	return &Client{
		base:     strings.TrimRight(address, "/"),
		token:    o.Token,
		identity: o.Identity,
		http:     &http.Client{Transport: transport, Timeout: o.Timeout},
		retryFor: o.RetryFor,
		observer: o.Observer,
		sleep:    sleep,
	}, nil
}

// StatusError is an answer that refuses.
type StatusError struct {
	Status int
	// After is when the bot wants to be asked again; 0: it does not say.
	After time.Duration
}

// Error names the status.
func (e *StatusError) Error() string { return "the bot answered " + strconv.Itoa(e.Status) }

// Open begins a conversation and returns its id. It counts for nothing until a message is
// sent, so that trying again is harmless.
func (c *Client) Open(ctx context.Context, who, locale, tier string) (string, error) {
	var out struct {
		Conversation string `json:"conversation"`
	}
	body := map[string]string{"customer": who}
	if len(c.identity) > 0 {
		h := hmac.New(sha256.New, c.identity)
		_, _ = h.Write([]byte(who))
		body["identityHash"] = hex.EncodeToString(h.Sum(nil))
	}
	if locale != "" {
		body["locale"] = locale
	}
	if tier != "" {
		body["tier"] = tier
	}
	if _, err := c.post(ctx, "/v1/conversations", body, &out); err != nil {
		return "", err
	}
	if out.Conversation == "" {
		return "", errors.New("the bot's answer names no conversation")
	}
	return out.Conversation, nil
}

// Answer is a reply with what the bot tells besides.
type Answer struct {
	customer.Reply
	Handoff *struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
	} `json:"handoff"`
	// Track is stable, candidate or, outside a rollout, empty.
	Track string `json:"-"`
}

// Say sends a message. The same messageID is sent on each attempt, by which the bot knows
// it again.
func (c *Client) Say(ctx context.Context, conversation, messageID, text string) (Answer, error) {
	var out Answer
	header, err := c.post(ctx, "/v1/conversations/"+conversation+"/messages", map[string]string{"messageId": messageID, "text": text}, &out)
	if err != nil {
		return Answer{}, err
	}
	out.Track = header.Get("Intentops-Track")
	return out, nil
}

// Rate gives a rating, 1..5.
func (c *Client) Rate(ctx context.Context, conversation string, score int) error {
	return c.once(ctx, "/v1/conversations/"+conversation+"/rating", map[string]int{"score": score})
}

// End closes a conversation.
func (c *Client) End(ctx context.Context, conversation string) error {
	return c.once(ctx, "/v1/conversations/"+conversation+"/end", struct{}{})
}

// once posts something that can be done once. When an attempt whose answer was lost did
// it, the next one gets a conflict, which is success.
func (c *Client) once(ctx context.Context, path string, body any) error {
	attempts := 0
	_, err := c.try(ctx, path, body, nil, &attempts)
	var status *StatusError
	if errors.As(err, &status) && status.Status == http.StatusConflict && attempts > 1 {
		return nil
	}
	return err
}

func (c *Client) post(ctx context.Context, path string, body, out any) (http.Header, error) {
	return c.try(ctx, path, body, out, new(int))
}

const (
	firstWait = 100 * time.Millisecond
	maxWait   = 2 * time.Second
	// maxAnswer is the longest answer that is read, in bytes.
	maxAnswer = 1 << 20
)

// try posts until there is an answer that trying again would not change.
func (c *Client) try(ctx context.Context, path string, body, out any, attempts *int) (http.Header, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	deadline := time.Now().Add(c.retryFor)
	wait := firstWait
	for {
		*attempts++
		begin := time.Now()
		header, err := c.attempt(ctx, path, data, out)
		if ctx.Err() != nil {
			return nil, ctx.Err() // the simulation ends: no fault of the bot
		}
		c.observer.Request(result(err), time.Since(begin))
		pause, again := retry(err, wait)
		if !again || time.Now().Add(pause).After(deadline) {
			return header, err
		}
		if err := c.sleep(ctx, pause); err != nil {
			return nil, err
		}
		wait = min(2*wait, maxWait)
	}
}

func (c *Client) attempt(ctx context.Context, path string, data []byte, out any) (http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		return nil, &StatusError{Status: response.StatusCode, After: time.Duration(seconds) * time.Second}
	}
	if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			return nil, fmt.Errorf("%w: %w", errNotJSON, err)
		}
	}
	return response.Header, nil
}

var errNotJSON = errors.New("the bot's answer is not the JSON that was expected")

// result names how a request ended.
func result(err error) string {
	var status *StatusError
	var timeout interface{ Timeout() bool }
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &status):
		return strconv.Itoa(status.Status)
	case errors.Is(err, errNotJSON):
		return "malformed"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	default:
		return "connection"
	}
}

// retry says whether another attempt may end differently, and when to make it.
func retry(err error, wait time.Duration) (time.Duration, bool) {
	var status *StatusError
	switch {
	case err == nil, errors.Is(err, errNotJSON):
		return 0, false
	case errors.As(err, &status):
		again := status.Status >= 500 || status.Status == http.StatusTooManyRequests
		return max(wait, min(status.After, 5*time.Second)), again
	default:
		return wait, true
	}
}

// Uncertain reports whether the bot may have done what was asked, though it did not say so.
func Uncertain(err error) bool {
	var status *StatusError
	return err != nil && (!errors.As(err, &status) || status.Status >= 500)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
