// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/secrets"
	"github.com/intentops/intentops/internal/bot/turns"
)

var conversationID = regexp.MustCompile(`^[a-z0-9]{1,64}$`)

// conversation returns the id in the path. A caller who could not use any conversation is
// refused before one is looked up.
func (r *REST) conversation(req *http.Request) (string, error) {
	allowed := false
	var missing error
	for _, c := range r.channels {
		switch err := r.authorise(req, c); {
		case err == nil:
			allowed = true
		case missing == nil:
			missing = err
		}
	}
	if !allowed {
		if missing == nil {
			return "", noREST()
		}
		return "", missing
	}
	id := req.PathValue("id")
	if !conversationID.MatchString(id) {
		return "", conversation.ErrNotFound
	}
	return id, nil
}

// guard admits callers to the conversations of channels whose token they have. Others look as
// if they did not exist.
func (r *REST) guard(req *http.Request, limited bool) turns.Guard {
	return func(state conversation.State) error {
		for _, c := range r.channels {
			if c.Name != state.Channel {
				continue
			}
			if r.authorise(req, c) != nil {
				break
			}
			if limited {
				return r.allow(c.Name, state.Customer)
			}
			return nil
		}
		return conversation.ErrNotFound
	}
}

// channel finds the channel that a new conversation is on: the one named, or the first.
func (r *REST) channel(req *http.Request, name string) (Config, error) {
	for _, c := range r.channels {
		if name == "" || c.Name == name {
			return c, r.authorise(req, c)
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

func (r *REST) allow(channel, customer string) error {
	return allow(r.limiter, channel, customer, r.clock)
}

// allow limits customers separately on each channel: a caller that may speak for a customer on
// one cannot use up the customer's limit on another.
func allow(limiter *Limiter, channel, customer string, c clock.PassiveClock) error {
	wait, ok := limiter.Allow(channel+"/"+customer, c.Now())
	if ok {
		return nil
	}
	return &Failure{
		Status: http.StatusTooManyRequests, RetryAfter: wait,
		Message: "this customer sends too fast: wait and try again",
	}
}

// tokenKey is the key of a Secret that holds a REST channel's token.
const tokenKey = "token"

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
		case len(data) == 0:
			k.err = fmt.Errorf("the key %q of Secret %q is empty", tokenKey, secret)
		default:
			k.hash = sha256.Sum256(data)
		}
		t.known[secret] = k
	}
	return k.hash, k.err
}
