// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-logr/logr"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/turns"
)

// HeaderTrack tells on which track a reply was made, for finding faults. It is empty for a
// conversation that takes part in no rollout.
const HeaderTrack = "Intentops-Track"

// REST serves the conversations under /v1.
type REST struct {
	conversations Conversations
	channels      []Config // of type REST
	tokens        *tokens
	limiter       *Limiter
	clock         clock.PassiveClock
	log           logr.Logger
}

// RESTOptions of the REST interface.
type RESTOptions struct {
	Conversations Conversations
	Channels      []Config
	// SecretsDir holds the Secrets, a folder each.
	SecretsDir string
	Limiter    *Limiter
	Clock      clock.PassiveClock
	Log        logr.Logger
}

// NewREST returns the REST interface of the channels of that type.
func NewREST(o RESTOptions) *REST {
	r := &REST{conversations: o.Conversations, tokens: newTokens(o.SecretsDir), limiter: o.Limiter, clock: o.Clock, log: o.Log}
	for _, c := range o.Channels {
		if c.Type == TypeREST {
			r.channels = append(r.channels, c)
		}
	}
	return r
}

// Register adds the routes.
func (r *REST) Register(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/conversations", r.handle(r.open))
	mux.HandleFunc("GET /v1/conversations/{id}", r.handle(r.get))
	mux.HandleFunc("POST /v1/conversations/{id}/messages", r.handle(r.say))
	mux.HandleFunc("POST /v1/conversations/{id}/rating", r.handle(r.rate))
	mux.HandleFunc("POST /v1/conversations/{id}/end", r.handle(r.end))
}

// handle answers errors.
func (r *REST) handle(serve func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		err := serve(w, req)
		if err == nil {
			return
		}
		f := failure(err)
		if f.Status >= http.StatusInternalServerError {
			r.log.Error(err, "Unable to serve request", "method", req.Method, "route", req.Pattern, "status", f.Status)
		}
		if f.Status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Bearer realm="intentops"`)
		}
		WriteFailure(w, f)
	}
}

func (r *REST) open(w http.ResponseWriter, req *http.Request) error {
	var body struct {
		Customer string `json:"customer"`
		Locale   string `json:"locale"`
		Tier     string `json:"tier"`
		Channel  string `json:"channel"`
	}
	if err := readBody(w, req, &body); err != nil {
		return err
	}
	config, err := r.channel(req, body.Channel)
	if err != nil {
		return err
	}
	if err := checkOpening(body.Customer, body.Tier, body.Locale); err != nil {
		return err
	}
	if err := r.allow(body.Customer); err != nil {
		return err
	}
	state, err := r.conversations.Open(req.Context(), turns.Opening{
		Customer: body.Customer, Tier: body.Tier, Locale: body.Locale, Channel: config.Name,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/v1/conversations/"+state.ID)
	writeJSON(w, http.StatusCreated, struct {
		Conversation string `json:"conversation"`
	}{state.ID})
	return nil
}

func (r *REST) say(w http.ResponseWriter, req *http.Request) error {
	id, err := r.conversation(req)
	if err != nil {
		return err
	}
	var body struct {
		MessageID string `json:"messageId"`
		Text      string `json:"text"`
	}
	if err := readBody(w, req, &body); err != nil {
		return err
	}
	if err := checkKey("messageId", body.MessageID); err != nil {
		return err
	}
	if err := checkText(body.Text); err != nil {
		return err
	}
	out, err := r.conversations.Say(req.Context(), id, dialogue.Message{ID: body.MessageID, Text: body.Text}, r.guard(req, true))
	if err != nil {
		return err
	}
	if out.Track != "" {
		w.Header().Set(HeaderTrack, out.Track)
	}
	writeJSON(w, http.StatusOK, replyOf(&out.State, out.Replies))
	return nil
}

func (r *REST) get(w http.ResponseWriter, req *http.Request) error {
	id, err := r.conversation(req)
	if err != nil {
		return err
	}
	after := int64(0)
	if s := req.URL.Query().Get("after"); s != "" {
		if after, err = strconv.ParseInt(s, 10, 64); err != nil || after < 0 {
			return invalid("after", "must be a message's seq")
		}
	}
	state, err := r.conversations.Get(req.Context(), id, r.guard(req, false))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, transcriptOf(&state, after))
	return nil
}

func (r *REST) rate(w http.ResponseWriter, req *http.Request) error {
	id, err := r.conversation(req)
	if err != nil {
		return err
	}
	var body struct {
		Score int `json:"score"`
	}
	if err := readBody(w, req, &body); err != nil {
		return err
	}
	if err := checkScore(body.Score); err != nil {
		return err
	}
	state, err := r.conversations.Rate(req.Context(), id, body.Score, r.guard(req, true))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, struct {
		Conversation string `json:"conversation"`
		Rating       int    `json:"rating"`
	}{state.ID, state.Rating})
	return nil
}

func (r *REST) end(w http.ResponseWriter, req *http.Request) error {
	id, err := r.conversation(req)
	if err != nil {
		return err
	}
	state, err := r.conversations.End(req.Context(), id, r.guard(req, true))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, replyOf(&state, nil))
	return nil
}

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
				return r.allow(state.Customer)
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

func (r *REST) allow(customer string) error { return allow(r.limiter, customer, r.clock) }

func allow(limiter *Limiter, customer string, c clock.PassiveClock) error {
	wait, ok := limiter.Allow(customer, c.Now())
	if ok {
		return nil
	}
	return &Failure{
		Status: http.StatusTooManyRequests, RetryAfter: wait,
		Message: "this customer sends faster than the bot takes: wait and try again",
	}
}
