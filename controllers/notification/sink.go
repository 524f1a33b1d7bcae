// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/outbound"
	"github.com/intentops/intentops/internal/contract/secrets"
	"github.com/intentops/intentops/internal/contract/signature"
	"github.com/intentops/intentops/internal/operator/notify"
)

const (
	// timeout bounds one attempt.
	timeout = 10 * time.Second
	// retryBase is the first wait after a failure, retryLimit the longest. They are those of the
	// sink, not of a fact: one that is away is asked once a minute, however much waits for it.
	retryBase  = time.Second
	retryLimit = time.Minute
	// maxRetryAfter is how long a sink may ask to be left alone.
	maxRetryAfter = 5 * time.Minute
	// chatPace is the time between two messages to a chat: Slack takes one a second.
	chatPace = time.Second
	// maxAnswer is how much of an answer is read, so that the connection can be used again.
	maxAnswer = 64 << 10

	// toSink is the direction of signatures.
	toSink signature.Direction = "to-sink"
)

// failure of an attempt, in words that may be logged.
type failure struct {
	// kind is the label of the metric.
	kind, message string
	// refused means that the same will be refused each time.
	refused    bool
	retryAfter time.Duration
}

func (f *failure) Error() string { return f.message }

// sink sends facts, one at a time.
type sink struct {
	options Options
	clock   clock.WithDelayedExecution

	mu       sync.Mutex
	failures int
	// quietUntil is when the next attempt may be made.
	quietUntil time.Time
	client     *http.Client
	loopback   bool
}

func newSink(o Options) *sink {
	s := &sink{options: o, clock: o.Clock}
	if s.clock == nil {
		s.clock = clock.RealClock{}
	}
	return s
}

// pace is how long to wait after each message.
func (s *sink) pace() time.Duration {
	if s.options.Format == notify.CloudEvents {
		return 0
	}
	return chatPace
}

// quiet is how long the sink is left alone from now on.
func (s *sink) quiet() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.quietUntil.Sub(s.clock.Now())
}

// send makes one attempt, while nobody else does, or none where the sink is left alone. again is
// after how long to try; 0: the fact was taken or refused.
func (s *sink) send(ctx context.Context, fact notify.Fact) (again time.Duration, f *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if again = s.quietUntil.Sub(s.clock.Now()); again > 0 {
		return again, nil
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	f = s.post(ctx, fact)
	if f != nil && !f.refused {
		s.failures++
		again = max(backoff.Delay(s.failures, retryBase, retryLimit), f.retryAfter)
		s.quietUntil = s.clock.Now().Add(again)
		return again, f
	}
	s.failures = 0
	s.quietUntil = s.clock.Now().Add(s.pace())
	return 0, f
}

func (s *sink) post(ctx context.Context, fact notify.Fact) *failure {
	u, err := s.target()
	if err != nil {
		return &failure{kind: "configuration", message: err.Error()}
	}
	body, err := s.options.Format.Encode(fact)
	if err != nil {
		return &failure{kind: "configuration", message: "the fact cannot be written", refused: true}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return &failure{kind: "configuration", message: "the URL cannot be requested"}
	}
	req.Header.Set("User-Agent", "intentops")
	req.Header.Set("Content-Type", s.options.Format.ContentType())
	if err := s.sign(req, u, fact, body); err != nil {
		return &failure{kind: "configuration", message: err.Error()}
	}
	resp, err := s.clientFor(u).Do(req)
	if err != nil {
		words, known := outbound.Words(err)
		if !known {
			words = "the answer is not HTTP"
		}
		return &failure{kind: "unreachable", message: words}
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer))
	return answer(resp)
}

// answer reads the status code: what the sink says beside it may repeat what it was sent.
func answer(resp *http.Response) *failure {
	code := resp.StatusCode
	f := &failure{kind: "status", message: fmt.Sprintf("the sink answered %d", code)}
	switch {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		return &failure{kind: "redirect", message: f.message + "; redirects are not followed: give the final URL"}
	case code == http.StatusBadRequest, code == http.StatusRequestEntityTooLarge, code == http.StatusUnprocessableEntity:
		f.refused = true
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		f.retryAfter = min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	return f
}

func (s *sink) target() (*url.URL, error) {
	if s.options.URL != "" {
		return parseURL(s.options.URL)
	}
	text, err := s.options.read(urlKey)
	if err != nil {
		return nil, errors.New("the Secret of the notifications has no readable key url")
	}
	u, err := parseURL(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("the key url of the Secret of the notifications %w", err)
	}
	return u, nil
}

// sign signs a CloudEvent where the Secret has a key. Chats know nothing of signatures: their
// URL is the secret.
func (s *sink) sign(req *http.Request, u *url.URL, fact notify.Fact, body []byte) error {
	if s.options.Format != notify.CloudEvents || s.options.SecretDir == "" {
		return nil
	}
	keys, err := secrets.Keys(filepath.Dir(s.options.SecretDir), filepath.Base(s.options.SecretDir), signingKey, signature.MinKey)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	signature.Sign(req.Header, signature.Request{
		Direction: toSink, Bot: fact.Data.Namespace + "/" + fact.Data.Bot, Method: req.Method, Target: u.RequestURI(),
		ContentType: s.options.Format.ContentType(), Body: body,
	}, s.clock.Now(), keys...)
	return nil
}

// clientFor dials what bots may dial too, and the pod itself only where the URL says so.
func (s *sink) clientFor(u *url.URL) *http.Client {
	loopback := isLoopback(u)
	if s.client != nil && s.loopback == loopback {
		return s.client
	}
	if s.client != nil {
		s.client.CloseIdleConnections()
	}
	guard := outbound.Guard{Allow: s.options.AllowEgress}
	if loopback {
		guard.Allow = append([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}, guard.Allow...)
	}
	if server, err := netip.ParseAddr(os.Getenv("KUBERNETES_SERVICE_HOST")); err == nil {
		guard.APIServers = []netip.Addr{server}
	}
	base := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: guard.Dialer().DialContext, TLSHandshakeTimeout: timeout,
		MaxIdleConns: 2, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
	}
	files := connection.Files{Fields: connection.Fields{CA: "the key ca.crt of the notifications' Secret", Token: "the key token of the notifications' Secret"}}
	if s.options.has(authorityKey) {
		files.CA = filepath.Join(s.options.SecretDir, authorityKey)
	}
	if s.options.has(tokenKey) {
		files.Token = filepath.Join(s.options.SecretDir, tokenKey)
	}
	s.loopback = loopback
	s.client = &http.Client{
		Transport: connection.NewTransport(base, files),
		// What is told goes where the operator's flags say, and nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s.client
}
