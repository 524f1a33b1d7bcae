// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
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

// guard lets callers at the conversations of channels whose token they have. Others look as
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
	return Config{}, invalid("channel", "is none of the Bot's channels of type REST")
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

// allow counts customers for each channel: whoever may speak for them on one cannot use up
// what they have on another.
func allow(limiter *Limiter, channel, customer string, c clock.PassiveClock) error {
	wait, ok := limiter.Allow(channel+"/"+customer, c.Now())
	if ok {
		return nil
	}
	return &Failure{
		Status: http.StatusTooManyRequests, RetryAfter: wait,
		Message: "this customer sends faster than the bot takes: wait and try again",
	}
}
