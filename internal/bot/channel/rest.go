// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"net/http"
	"strconv"

	"github.com/go-logr/logr"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/identity"
	"github.com/intentops/intentops/internal/bot/turns"
)

// HeaderTrack names the track that made a reply, for debugging: callers of a channel with a token
// get it, and anonymous ones do not, who could make up evidence for one track. It is not there for
// a conversation that takes part in no rollout.
const HeaderTrack = "Intentops-Track"

// maxBodies are read at the same time.
const maxBodies = 512

// REST serves the conversations under /v1.
type REST struct {
	conversations Conversations
	channels      []Config // of type REST
	tokens        *tokens
	guesses       *edge.Limiter
	bodies        *edge.BodyReader
	work          *edge.Slots
	clock         clock.PassiveClock
	log           logr.Logger
	key           identity.Key
	identities    *identities
	Limits
}

// RESTOptions of the REST interface.
type RESTOptions struct {
	Conversations Conversations
	Channels      []Config
	// Key of the Bot.
	Key identity.Key
	// SecretsDir holds the Secrets, a folder each.
	SecretsDir string
	Limits
	// Work bounds the requests that are served at the same time.
	Work  *edge.Slots
	Clock clock.PassiveClock
	Log   logr.Logger
}

// NewREST returns the REST interface of the channels of that type.
func NewREST(o RESTOptions) *REST {
	r := &REST{
		conversations: o.Conversations, tokens: newTokens(o.SecretsDir), Limits: o.Limits, work: o.Work, clock: o.Clock, log: o.Log,
		key: o.Key, identities: newIdentities(o.SecretsDir),
		guesses: edge.NewLimiter(1/guessEvery.Seconds(), guessesBurst),
		bodies:  edge.NewBodyReader(maxBodies, maxBodies*MaxBodyBytes, o.Shed),
	}
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
		err := r.caller(req)
		if err == nil {
			err = serve(w, req)
		}
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
		Customer     string `json:"customer"`
		IdentityHash string `json:"identityHash"`
		Locale       string `json:"locale"`
		Tier         string `json:"tier"`
		Channel      string `json:"channel"`
	}
	release, err := r.receive(w, req, &body)
	if err != nil {
		return err
	}
	defer release()
	config, err := r.channel(req, body.Channel)
	if err != nil {
		return err
	}
	if err := checkOpening(body.Customer, body.Tier, body.Locale); err != nil {
		return err
	}
	who, err := r.identify(config, body.Customer, body.IdentityHash)
	if err != nil {
		return err
	}
	if err := r.customer(config.Name, who.person(), r.clock.Now()); err != nil {
		return err
	}
	client, known := r.network(req)
	if err := refused(r.Openings.Open(client, known, r.clock.Now())); err != nil {
		return err
	}
	known = known && r.speaksForItself(req, config)
	if err := refused(r.Openings.Begin(client, known, r.clock.Now())); err != nil {
		return err
	}
	o := turns.Opening{Customer: who.customer, Verified: who.verified, Tier: body.Tier, Locale: body.Locale, Channel: config.Name}
	if !o.Verified {
		o.Network = networkName(r.key, client, known)
	}
	state, err := r.conversations.Open(req.Context(), o)
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
	id, err := conversationOf(req)
	if err != nil {
		return err
	}
	var body struct {
		MessageID string `json:"messageId"`
		Text      string `json:"text"`
	}
	release, err := r.receive(w, req, &body)
	if err != nil {
		return err
	}
	defer release()
	if err := checkKey("messageId", body.MessageID); err != nil {
		return err
	}
	if err := checkText(body.Text); err != nil {
		return err
	}
	if err := refused(r.Openings.Write()); err != nil {
		return err
	}
	out, err := r.conversations.Say(req.Context(), id, dialogue.Message{ID: body.MessageID, Text: body.Text}, r.keep(req, len(body.Text)))
	if err != nil {
		return err
	}
	client, known := r.shares(req, out.State.Channel)
	r.answered(client, known, &out, r.clock.Now())
	if out.Track != "" && r.hasToken(out.State.Channel) {
		w.Header().Set(HeaderTrack, out.Track)
	}
	writeJSON(w, http.StatusOK, replyOf(&out.State, out.Replies))
	return nil
}

func (r *REST) get(w http.ResponseWriter, req *http.Request) error {
	id, err := conversationOf(req)
	if err != nil {
		return err
	}
	after := int64(0)
	if s := req.URL.Query().Get("after"); s != "" {
		if after, err = strconv.ParseInt(s, 10, 64); err != nil || after < 0 {
			return invalid("after", "must be a message's seq")
		}
	}
	release, err := r.admit(req)
	if err != nil {
		return err
	}
	defer release()
	state, err := r.conversations.Get(req.Context(), id, r.guard(req, false))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, transcriptOf(&state, after))
	return nil
}

func (r *REST) rate(w http.ResponseWriter, req *http.Request) error {
	id, err := conversationOf(req)
	if err != nil {
		return err
	}
	var body struct {
		Score int `json:"score"`
	}
	release, err := r.receive(w, req, &body)
	if err != nil {
		return err
	}
	defer release()
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
	id, err := conversationOf(req)
	if err != nil {
		return err
	}
	if req.ContentLength != 0 {
		if err := checkJSON(req); err != nil {
			return err
		}
	}
	release, err := r.admit(req)
	if err != nil {
		return err
	}
	defer release()
	state, err := r.conversations.End(req.Context(), id, r.guard(req, true))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, replyOf(&state, nil))
	return nil
}
