// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/turns"
	"github.com/intentops/intentops/internal/contract/secrets"
)

var conversationID = regexp.MustCompile(`^[a-z0-9]{1,64}$`)

// caller refuses who could not use any conversation, before anything is read or looked up.
func (r *REST) caller(req *http.Request) error {
	client, known := r.network(req)
	if known && r.guesses.Empty(client.String(), r.clock.Now()) {
		return r.tooManyGuesses()
	}
	var missing error
	for _, c := range r.channels {
		switch err := r.authorise(req, c); {
		case err == nil:
			edge.Accept(req.Context())
			return nil
		case missing == nil:
			missing = err
		}
	}
	if missing == nil {
		return noREST()
	}
	return r.guessed(req, missing)
}

// The wrong tokens that one client network may send: guessesBurst at once, and then one in each
// guessEvery.
const (
	guessesBurst = 10
	guessEvery   = 10 * time.Second
)

// guessed counts a wrong token, and returns why it is refused. Where networks are not known all
// wrong tokens count together, and those who send the right one do not notice.
func (r *REST) guessed(req *http.Request, why error) error {
	f, wrong := errors.AsType[*Failure](why)
	if !wrong || f.Status != http.StatusUnauthorized || req.Header.Get("Authorization") == "" {
		return why
	}
	from := ""
	if client, known := r.network(req); known {
		from = client.String()
	}
	if _, ok := r.guesses.Allow(from, r.clock.Now()); !ok {
		return r.tooManyGuesses()
	}
	return why
}

func (r *REST) tooManyGuesses() error {
	r.Shed.Count(edge.ReasonGuesses)
	return &Failure{Status: http.StatusTooManyRequests, RetryAfter: guessEvery, Message: "too many wrong tokens: wait, and send the channel's token"}
}

// conversationOf returns the id in the path.
func conversationOf(req *http.Request) (string, error) {
	id := req.PathValue("id")
	if !conversationID.MatchString(id) {
		return "", conversation.ErrNotFound
	}
	return id, nil
}

// admit takes a slot for a request of a caller who may make it. Whoever sends a body has sent
// all of it by now.
func (r *REST) admit(req *http.Request) (release func(), err error) {
	release, ok := r.work.Acquire(req.Context())
	if !ok {
		return nil, tooMuchWork()
	}
	return release, nil
}

// receive reads a request's JSON, and then takes a slot.
func (r *REST) receive(w http.ResponseWriter, req *http.Request, into any) (release func(), err error) {
	if err := checkJSON(req); err != nil {
		return nil, err
	}
	data, read, err := r.bodies.Read(w, req, MaxBodyBytes)
	if err != nil {
		return nil, bodyFailure(err)
	}
	defer read() // what is decoded is no larger
	if err := decodeStrict(data, into); err != nil {
		return nil, err
	}
	return r.admit(req)
}

// guard admits callers to the conversations of channels whose token they have. Others look as
// if they did not exist.
func (r *REST) guard(req *http.Request, limited bool) turns.Guard {
	return func(state conversation.State) error {
		for _, c := range r.channels {
			if c.Name != state.Channel {
				continue
			}
			if err := r.authorise(req, c); err != nil {
				_ = r.guessed(req, err) // the caller must not learn that there is the conversation
				break
			}
			if limited {
				return r.customer(c.Name, state.Person(), r.clock.Now())
			}
			return nil
		}
		return conversation.ErrNotFound
	}
}

// keep admits a message with so many bytes of text, as guard does, where the store has room for it.
func (r *REST) keep(req *http.Request, text int) turns.Guard {
	guard := r.guard(req, true)
	return func(state conversation.State) error {
		if err := guard(state); err != nil {
			return err
		}
		client, known := r.shares(req, state.Channel)
		return refused(r.Openings.Keep(client, known, text, r.clock.Now()))
	}
}

// shares is the client network whose share of the store a conversation takes; known is false where
// it takes nobody's.
func (r *REST) shares(req *http.Request, channel string) (client netip.Prefix, known bool) {
	client, known = r.network(req)
	for _, c := range r.channels {
		if c.Name == channel {
			known = known && r.speaksForItself(req, c)
		}
	}
	return client, known
}

// channel finds the channel that a new conversation is on: the one named, or the first.
func (r *REST) channel(req *http.Request, name string) (Config, error) {
	for _, c := range r.channels {
		if name == "" || c.Name == name {
			if err := r.authorise(req, c); err != nil {
				return c, r.guessed(req, err)
			}
			return c, nil
		}
	}
	if len(r.channels) == 0 {
		return Config{}, noREST()
	}
	return Config{}, invalid("channel", "is not the name of a channel of type REST")
}

func noREST() *Failure {
	return &Failure{Status: http.StatusNotFound, Message: "the Bot has no channel of type REST: add one to its spec.channels"}
}

func (r *REST) authorise(req *http.Request, c Config) error {
	if c.Secret == "" {
		return nil
	}
	token, bearer := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	ok, err := r.tokens.valid(c.Secret, token, r.clock.Now())
	switch {
	case err != nil:
		return fmt.Errorf("%w: channel %q: %w", conversation.ErrUnavailable, c.Name, err)
	case !bearer, !ok:
		return &Failure{Status: http.StatusUnauthorized, Message: "send the channel's token in the header Authorization: Bearer"}
	}
	return nil
}

const (
	// tokenKey is the key of a Secret that holds a REST channel's token.
	tokenKey = "token"
	// minTokenBytes are more than anybody guesses.
	minTokenBytes = 16
)

// Ready says why callers of a channel are refused; nil: they are not.
func (r *REST) Ready(context.Context) error {
	if err := r.identities.ready(r.channels, r.clock.Now()); err != nil {
		return err
	}
	for _, c := range r.channels {
		if c.Secret == "" {
			continue
		}
		if _, err := r.tokens.hash(c.Secret, r.clock.Now()); err != nil {
			return fmt.Errorf("channel %q: %w", c.Name, err)
		}
	}
	return nil
}

// tokenAge is after how long a token's file is read again: the kubelet replaces it when the
// Secret changes.
const tokenAge = 10 * time.Second

// tokens reads the tokens of REST channels from the folder of secrets.
type tokens struct {
	dir string

	mu    sync.Mutex
	known map[string]knownToken
}

type knownToken struct {
	hash   [sha256.Size]byte
	err    error
	readAt time.Time
}

func newTokens(dir string) *tokens { return &tokens{dir: dir, known: map[string]knownToken{}} }

// valid reports whether a caller's token is the Secret's.
func (t *tokens) valid(secret, token string, now time.Time) (bool, error) {
	want, err := t.hash(secret, now)
	if err != nil {
		return false, err
	}
	got := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1, nil
}

func (t *tokens) hash(secret string, now time.Time) ([sha256.Size]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k, ok := t.known[secret]
	if !ok || now.Sub(k.readAt) >= tokenAge {
		k = knownToken{readAt: now}
		data, err := secrets.Read(t.dir, secret, tokenKey)
		// Unlike a signing key, a token travels in a header: space around it does not belong to it.
		switch data = bytes.TrimSpace(data); {
		case err != nil:
			k.err = err
		case len(data) < minTokenBytes:
			k.err = fmt.Errorf("the key %q of Secret %q has %d bytes, and a token must have at least %d: make one with openssl rand -hex 32",
				tokenKey, secret, len(data), minTokenBytes)
		default:
			k.hash = sha256.Sum256(data)
		}
		t.known[secret] = k
	}
	return k.hash, k.err
}
