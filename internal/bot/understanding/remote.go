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

	"github.com/intentops/intentops/internal/contract/outbound"
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

	// rounding is how far outside 0..1 a confidence may lie: engines compute with 32 bits, and
	// a softmax of theirs may end at 1.0000001. What is further off is no probability.
	rounding = 1e-6
)

// Remote is a classifier behind HTTP. It is safe for concurrent use.
type Remote struct {
	engine  string // for error messages, with where it runs
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
	engine += " at " + outbound.Place(u)
	return &Remote{engine: engine, url: u.String(), client: &own, timeout: RemoteTimeout, decode: decode}, nil
}

// Classify implements Classifier. Every error wraps ErrNotUnderstood, and the
// context's error too when that was the cause; ReasonOf tells its reason. No
// error holds what the customer or the engine wrote. At most MaxTextBytes of the
// text are sent.
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
		return nil, noAnswer(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fail(ReasonStatus, "answered with status %d", response.StatusCode)
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, noAnswer(err)
	}
	if len(answer) > maxAnswerBytes {
		return nil, fail(ReasonMalformed, "the answer is larger than %d bytes", maxAnswerBytes)
	}
	return answer, nil
}

// trusted checks and orders predictions from outside: every engine's go through
// here. One bad entry spoils the answer: an engine that is wrong about the easy
// part is not believed about the rest.
func trusted(predictions []Prediction) ([]Prediction, error) {
	for _, p := range predictions {
		switch {
		case p.Intent == "":
			return nil, fail(ReasonMalformed, "a prediction has no intent")
		case len(p.Intent) > maxIntentBytes || !utf8.ValidString(p.Intent):
			return nil, fail(ReasonMalformed, "an intent's name is not UTF-8 of at most %d bytes", maxIntentBytes)
		case !(p.Confidence >= -rounding && p.Confidence <= 1+rounding): // NaN fails both
			return nil, fail(ReasonConfidence, "confidence %v is not in 0..1", p.Confidence)
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
	predictions = predictions[:min(len(predictions), TopK)]
	// After the order is found: two that round to 1 are not equal.
	for i := range predictions {
		predictions[i].Confidence = min(max(predictions[i].Confidence, 0), 1)
	}
	return predictions, nil
}

// Reason is why an engine gave no answer that counts. There are few, so that they can be
// labels of a metric.
type Reason string

// The reasons.
const (
	// ReasonTimeout means that no answer came in time.
	ReasonTimeout Reason = "timeout"
	// ReasonUnreachable means that there was no connection, or that it broke.
	ReasonUnreachable Reason = "unreachable"
	// ReasonStatus means an HTTP status other than 200.
	ReasonStatus Reason = "status"
	// ReasonMalformed means an answer that is not the engine's contract.
	ReasonMalformed Reason = "malformed"
	// ReasonConfidence means a confidence that is not in 0..1.
	ReasonConfidence Reason = "confidence"
	// ReasonOther is everything else.
	ReasonOther Reason = "other"
)

// Reasons are all of them.
func Reasons() []Reason {
	return []Reason{ReasonTimeout, ReasonUnreachable, ReasonStatus, ReasonMalformed, ReasonConfidence, ReasonOther}
}

// ReasonOf an error of Classify.
func ReasonOf(err error) Reason {
	if f, ok := errors.AsType[*failure](err); ok {
		return f.reason
	}
	return ReasonOther
}

// failure is an error with its reason. The text never repeats what the engine sent.
type failure struct {
	reason Reason
	text   string
	cause  error // nil: the text is all there is
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.cause }

func fail(reason Reason, format string, args ...any) error {
	return &failure{reason: reason, text: fmt.Sprintf(format, args...)}
}

// noAnswer is for errors of the HTTP client, which repeat the address and what was received.
func noAnswer(err error) error {
	words, known := outbound.Words(err)
	switch {
	case outbound.Late(err):
		return &failure{ReasonTimeout, words, err}
	case known:
		return &failure{ReasonUnreachable, words, err}
	}
	return fail(ReasonMalformed, "the answer is not HTTP")
}
