// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/outbound"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/secrets"
	"github.com/intentops/intentops/internal/contract/signature"
)

const (
	// maxRetryAfter bounds what a receiver may ask for with Retry-After.
	maxRetryAfter = 10 * time.Minute
	// maxAnswer is how much of an answer is read, so that the connection can be used again.
	maxAnswer = 64 << 10
)

// attemptResult is how one attempt ended.
type attemptResult struct {
	result result
	// err says why, without ids, keys and customers' words; nil for accepted.
	err error
	// retryAfter is what the receiver asked for; 0: nothing.
	retryAfter time.Duration
}

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

func newTransport(dial dialFunc) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dial,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: DefaultTimeout,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       time.Minute,
		ForceAttemptHTTP2:     true,
	}
}

// maxClients is how many ways to connect are kept: those of the policies of late.
const maxClients = 4

// client connects with the certificates of a target.
func (d *Deliverer) client(t release.TLS) *http.Client {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known := d.clients[t]; known != nil {
		return known
	}
	if len(d.clients) == maxClients {
		for _, c := range d.clients {
			c.CloseIdleConnections()
		}
		clear(d.clients)
	}
	transport := d.opts.Transport
	if transport == nil {
		var files connection.Files
		if d.opts.Files != nil {
			files = d.opts.Files(t)
		}
		transport = connection.NewTransport(newTransport(d.opts.Dial), files)
	}
	d.clients[t] = &http.Client{
		Transport: transport,
		// A packet goes where the policy says and nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return d.clients[t]
}

func (d *Deliverer) closeClients() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.clients {
		c.CloseIdleConnections()
	}
}

// post sends a packet once.
func (d *Deliverer) post(ctx context.Context, m conversation.OutboxMessage) attemptResult {
	ctx, cancel := context.WithTimeout(ctx, d.opts.Timeout)
	defer cancel()
	target := d.opts.Target()
	u, err := url.Parse(target.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return attemptResult{result: noTarget, err: errors.New("the policy's URL is missing or not a http or https URL")}
	}
	// Helpdesks fail on control characters each time. Conversations of older versions may hold
	// some.
	body := chars.CleanJSON(m.Body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.URL, bytes.NewReader(body))
	if err != nil {
		return attemptResult{result: noTarget, err: errors.New("the policy's URL cannot be requested")}
	}
	req.Header.Set("User-Agent", "intentops-bot")
	req.Header.Set(HeaderHandoffID, m.ID)
	req.Header.Set("Content-Type", contentType)
	if target.SecretName != "" {
		keys, err := secrets.Keys(d.opts.SecretsDir, target.SecretName, signingKey, signature.MinKey)
		if err != nil {
			return attemptResult{result: noKey, err: err}
		}
		signature.Sign(req.Header, signature.Request{
			Direction: signature.ToHelpdesk, Bot: d.opts.Namespace + "/" + d.opts.Bot,
			Method: req.Method, Target: u.RequestURI(), ContentType: contentType, Body: body,
		}, d.opts.Clock.Now(), keys...)
	}
	resp, err := d.client(target.TLS).Do(req)
	if err != nil {
		return noResponse(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer))
	return resultOf(resp)
}

// noResponse distinguishes timeouts from other causes. It leaves out the URL, and anything
// received that is not HTTP.
func noResponse(err error) attemptResult {
	words, known := outbound.Words(err)
	switch {
	case outbound.Late(err):
		return attemptResult{result: timeout, err: errors.New(words)}
	case known:
		return attemptResult{result: unreachable, err: errors.New(words)}
	}
	return attemptResult{result: unreachable, err: errors.New("the answer is not HTTP")}
}

func resultOf(resp *http.Response) attemptResult {
	code := resp.StatusCode
	err := fmt.Errorf("the helpdesk answered %d", code)
	switch {
	case code >= 200 && code < 300:
		return attemptResult{result: accepted}
	case code >= 300 && code < 400:
		return attemptResult{result: redirected, err: fmt.Errorf("%w; redirects are not followed, put the final URL in the policy", err)}
	case code >= 400 && code < 500 && code != http.StatusRequestTimeout && code != http.StatusTooManyRequests:
		return attemptResult{result: refused, err: err}
	}
	a := attemptResult{result: failed, err: err}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
		a.retryAfter = min(time.Duration(s)*time.Second, maxRetryAfter)
	}
	return a
}

// delay is after how long the packet is tried again; 0: it is delivered.
func (d *Deliverer) delay(a attemptResult, attempt int) time.Duration {
	switch a.result {
	case accepted:
		return 0
	case refused, redirected:
		return backoff.Spread(d.opts.RefusedAfter)
	}
	return max(backoff.Delay(attempt, d.opts.RetryBase, d.opts.RetryLimit), a.retryAfter)
}

// signingKey is the key of a Secret that packets are signed with.
const signingKey = "key"

// HeaderHandoffID holds the idempotency key of a delivery.
const HeaderHandoffID = "Intentops-Handoff-Id"

const contentType = "application/json"
