// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"
)

// ErrNotUnderstood is wrapped by every error of an engine that runs elsewhere:
// it did not answer in time, or answered with something that cannot be
// trusted. The message counts as not understood.
var ErrNotUnderstood = errors.New("not understood")

const (
	// RemoteTimeout bounds one call, from connecting to the last byte of the
	// answer. A deadline of the context or the client that comes earlier wins.
	RemoteTimeout = 2 * time.Second

	maxAnswerBytes = 1 << 20
	maxIntentBytes = 256
)

// Remote is a classifier behind HTTP. It is safe for concurrent use.
type Remote struct {
	engine  string // for error messages
	url     string
	client  *http.Client
	timeout time.Duration
	decode  func(answer []byte) ([]Prediction, error)
}

var _ Classifier = (*Remote)(nil)

// newRemote checks the address, and takes a copy of the client that follows no
// redirects: customers' words go only where the bot's owner sends them.
func newRemote(engine, address string, client *http.Client, path string, decode func([]byte) ([]Prediction, error)) (*Remote, error) {
	u, err := url.Parse(address)
	if err != nil {
		// The parser's own message repeats the address, which may hold a token.
		return nil, fmt.Errorf("%s: the URL cannot be parsed", engine)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("%s: the URL must be http:// or https:// with a host", engine)
	}
	if path != "" {
		u = u.JoinPath(path)
	}
	own := http.Client{}
	if client != nil {
		own = *client
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Remote{engine: engine, url: u.String(), client: &own, timeout: RemoteTimeout, decode: decode}, nil
}

// Classify implements Classifier. Every error wraps ErrNotUnderstood, and the
// context's error too when that was the cause. At most MaxTextBytes of the text
// are sent.
func (r *Remote) Classify(ctx context.Context, text string) ([]Prediction, error) {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	answer, err := r.post(ctx, bounded(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNotUnderstood, r.engine, err)
	}
	predictions, err := r.decode(answer)
	if err == nil {
		predictions, err = trusted(predictions)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNotUnderstood, r.engine, err)
	}
	return predictions, nil
}

func (r *Remote) post(ctx context.Context, text string) ([]byte, error) {
	body, err := json.Marshal(struct {
		Text string `json:"text"`
	}{text})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the request cannot be made")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	response, err := r.client.Do(request)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered with status %d", response.StatusCode)
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, err
	}
	if len(answer) > maxAnswerBytes {
		return nil, fmt.Errorf("the answer is larger than %d bytes", maxAnswerBytes)
	}
	return answer, nil
}

// withoutURL drops the address that net/http puts in front of its errors:
// Rasa's carries an access token.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// trusted checks and orders predictions from outside. One bad entry spoils the
// answer: an engine that is wrong about the easy part is not believed about the
// rest.
func trusted(predictions []Prediction) ([]Prediction, error) {
	for _, p := range predictions {
		switch {
		case p.Intent == "":
			return nil, errors.New("a prediction has no intent")
		case len(p.Intent) > maxIntentBytes || !utf8.ValidString(p.Intent):
			return nil, fmt.Errorf("an intent's name is not UTF-8 of at most %d bytes", maxIntentBytes)
		case !(p.Confidence >= 0 && p.Confidence <= 1): // NaN fails both
			return nil, fmt.Errorf("confidence %v is not in 0..1", p.Confidence)
		}
	}
	slices.SortStableFunc(predictions, func(a, b Prediction) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Intent, b.Intent))
	})
	seen := make(map[string]bool, len(predictions))
	predictions = slices.DeleteFunc(predictions, func(p Prediction) bool {
		again := seen[p.Intent]
		seen[p.Intent] = true
		return again
	})
	return predictions[:min(len(predictions), TopK)], nil
}
