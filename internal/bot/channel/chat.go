// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/go-logr/logr"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/turns"
)

// Bounds of the chat.
const (
	// helloWithin is how long a browser may take to say who it is.
	helloWithin = 10 * time.Second
	// writeTimeout bounds one message to the browser.
	writeTimeout = 10 * time.Second
	// pingEvery keeps the connection alive through proxies, and finds dead ones.
	pingEvery = 30 * time.Second
	// noticeEvery is how often a conversation that waits for a person is looked at.
	noticeEvery = 2 * time.Second
)

// Chat serves the chat page and its WebSocket under /chat.
type Chat struct {
	conversations Conversations
	channels      []Config // of type WebChat
	limiter       *Limiter
	clock         clock.PassiveClock
	log           logr.Logger
	origins       []string
	idle          time.Duration
	max           int64
	open          atomic.Int64
	draining      context.Context
	stop          context.CancelFunc
}

// ChatOptions of the chat.
type ChatOptions struct {
	Conversations Conversations
	Channels      []Config
	Limiter       *Limiter
	Clock         clock.PassiveClock
	Log           logr.Logger
	// Origins are the hosts of other sites that may show the chat, such as shop.example or
	// *.shop.example. The bot's own host always may.
	Origins []string
	// Idle is after how long without a message from the customer the connection is closed.
	Idle time.Duration
	// MaxConnections at a time.
	MaxConnections int
}

// NewChat returns the chat of the channels of that type.
func NewChat(o ChatOptions) *Chat {
	c := &Chat{
		conversations: o.Conversations, limiter: o.Limiter, clock: o.Clock, log: o.Log,
		origins: o.Origins, idle: o.Idle, max: int64(o.MaxConnections),
	}
	c.draining, c.stop = context.WithCancel(context.Background())
	for _, config := range o.Channels {
		if config.Type == TypeWebChat {
			c.channels = append(c.channels, config)
		}
	}
	return c
}

// Connections is how many browsers are connected.
func (c *Chat) Connections() int64 { return c.open.Load() }

// Drain closes the connections, once what is being served is done, and waits for it.
func (c *Chat) Drain(ctx context.Context) {
	c.stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for c.open.Load() > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Register adds the routes; none when the Bot has no channel of type WebChat.
func (c *Chat) Register(mux *http.ServeMux) {
	if len(c.channels) == 0 {
		return
	}
	c.registerPage(mux)
	mux.HandleFunc("GET /chat/ws", c.serve)
}

// fromBrowser is what a browser sends.
type fromBrowser struct {
	// Type is hello, message, rating or end.
	Type string `json:"type"`
	// Customer, Locale, Channel, Conversation and After belong to hello.
	Customer     string `json:"customer"`
	Locale       string `json:"locale"`
	Channel      string `json:"channel"`
	Conversation string `json:"conversation"`
	After        int64  `json:"after"`
	// MessageID and Text belong to message, Score to rating.
	MessageID string `json:"messageId"`
	Text      string `json:"text"`
	Score     int    `json:"score"`
}

// toBrowser is what a browser gets.
type toBrowser struct {
	// Type is welcome, reply, notice, rated, ended or error.
	Type string `json:"type"`
	*reply
	// MessageID is the message that a reply answers.
	MessageID string `json:"messageId,omitempty"`
	// Transcript comes with a welcome back.
	Transcript []conversation.Turn `json:"transcript,omitempty"`
	Rating     int                 `json:"rating,omitempty"`
	Error      *Failure            `json:"error,omitempty"`
}

func (c *Chat) serve(w http.ResponseWriter, r *http.Request) {
	if c.open.Add(1) > c.max {
		c.open.Add(-1)
		WriteFailure(w, &Failure{Status: http.StatusServiceUnavailable, RetryAfter: 10 * time.Second, Message: "too many chats are open: try again"})
		return
	}
	defer c.open.Add(-1)
	// Accept refuses other sites' pages, by the Origin header.
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{OriginPatterns: c.origins})
	if err != nil {
		c.log.V(1).Info("Refused a WebSocket", "reason", err.Error())
		return
	}
	defer func() { _ = socket.CloseNow() }()
	socket.SetReadLimit(MaxBodyBytes)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()

	s := &session{Chat: c, socket: socket}
	err = s.run(ctx)
	switch {
	case err == nil:
		_ = socket.Close(websocket.StatusNormalClosure, "")
	case errors.Is(err, errIdle):
		_ = socket.Close(websocket.StatusNormalClosure, "nothing was written for a while")
	case errors.Is(err, errDraining):
		_ = socket.Close(websocket.StatusGoingAway, "the bot restarts: connect again")
	case websocket.CloseStatus(err) == -1:
		c.log.V(1).Info("Chat ended", "reason", err.Error())
	}
}

// Why a connection is closed from here.
var (
	errIdle     = errors.New("the customer wrote nothing for a while")
	errDraining = errors.New("the bot stops")
)

// session is one browser's connection. One goroutine reads, one serves.
type session struct {
	*Chat
	socket   *websocket.Conn
	customer string
	locale   string
	channel  string
	id       string // of the conversation; empty before the first message
	lastSeq  int64  // of the newest line that the browser has
	waiting  bool   // for a person
}

func (s *session) run(ctx context.Context) error {
	if err := s.welcome(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	incoming := make(chan fromBrowser)
	ended := make(chan error, 1)
	go func() { ended <- s.read(ctx, incoming) }()

	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	look := time.NewTicker(noticeEvery)
	defer look.Stop()
	idle := time.NewTimer(s.idle)
	defer idle.Stop()
	for {
		var err error
		select {
		case err = <-ended:
			if err == nil {
				err = ctx.Err()
			}
			return err
		case m := <-incoming:
			idle.Reset(s.idle)
			err = s.take(ctx, m)
		case <-look.C:
			err = s.notices(ctx)
		case <-ping.C:
			err = s.ping(ctx)
		case <-idle.C:
			return errIdle
		case <-s.draining.Done():
			return errDraining
		}
		if err != nil {
			return err
		}
	}
}

// read hands the browser's messages over one at a time. One that is not JSON ends nothing.
func (s *session) read(ctx context.Context, incoming chan<- fromBrowser) error {
	for {
		m, err := s.receive(ctx)
		if f, refused := errors.AsType[*Failure](err); refused {
			m, err = fromBrowser{Type: typeMalformed, Text: f.Message}, nil
		}
		if err != nil {
			return err
		}
		select {
		case incoming <- m:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// typeMalformed stands for a message that could not be read.
const typeMalformed = "\x00malformed"

func (s *session) receive(ctx context.Context) (fromBrowser, error) {
	var m fromBrowser
	_, reader, err := s.socket.Reader(ctx)
	if err != nil {
		return m, err
	}
	if err := decodeStrict(reader, &m); err != nil {
		_, _ = io.Copy(io.Discard, reader) // what is wrong with the connection itself shows at the next one
		return m, err
	}
	return m, nil
}

func (s *session) send(ctx context.Context, m toBrowser) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return s.socket.Write(ctx, websocket.MessageText, data)
}

func (s *session) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return s.socket.Ping(ctx)
}

// refuse tells the browser what is wrong; the chat goes on.
func (s *session) refuse(ctx context.Context, messageID string, err error) error {
	f := failure(err)
	if f.Status >= http.StatusInternalServerError {
		s.log.Error(err, "Unable to serve a chat message", "status", f.Status)
	}
	return s.send(ctx, toBrowser{Type: "error", MessageID: messageID, Error: f})
}

// welcome learns who the customer is, and goes on with their conversation if it is theirs.
func (s *session) welcome(ctx context.Context) error {
	hello, cancel := context.WithTimeout(ctx, helloWithin)
	defer cancel()
	m, err := s.receive(hello)
	if err == nil && m.Type != "hello" {
		err = invalid("type", "must be hello in the first message")
	}
	if err == nil {
		err = checkOpening(m.Customer, "", m.Locale)
	}
	if err == nil {
		s.channel, err = s.channelNamed(m.Channel)
	}
	if err != nil {
		_ = s.refuse(ctx, "", err)
		return err
	}
	s.customer, s.locale = m.Customer, m.Locale
	answer := toBrowser{Type: "welcome"}
	if conversationID.MatchString(m.Conversation) {
		state, err := s.conversations.Get(ctx, m.Conversation, s.guard(false))
		// An old conversation that is gone, or somebody else's, is begun anew.
		if err == nil && state.EndedAt.IsZero() {
			s.id = state.ID
			s.note(&state)
			answer.reply = new(replyOf(&state, nil))
			answer.Transcript = transcriptOf(&state, m.After).Messages
			answer.Rating = state.Rating
		}
	}
	return s.send(ctx, answer)
}

func (s *session) channelNamed(name string) (string, error) {
	for _, c := range s.channels {
		if name == "" || c.Name == name {
			return c.Name, nil
		}
	}
	return "", invalid("channel", "is none of the Bot's channels of type WebChat")
}

// guard lets the customer at their own conversation on this channel.
func (s *session) guard(limited bool) turns.Guard {
	return func(state conversation.State) error {
		if state.Customer != s.customer || state.Channel != s.channel {
			return conversation.ErrNotFound
		}
		if limited {
			return allow(s.limiter, s.customer, s.clock)
		}
		return nil
	}
}

// note remembers what the browser is about to know.
func (s *session) note(state *conversation.State) {
	s.lastSeq = state.LastSeq
	s.waiting = stateOf(state) == stateWaiting
}

// take serves one message of the browser's.
func (s *session) take(ctx context.Context, m fromBrowser) error {
	switch m.Type {
	case "message":
		return s.say(ctx, m)
	case "rating":
		return s.rate(ctx, m.Score)
	case "end":
		return s.end(ctx)
	case typeMalformed:
		return s.refuse(ctx, "", invalid("", m.Text))
	}
	return s.refuse(ctx, "", invalid("type", "must be message, rating or end"))
}

func (s *session) say(ctx context.Context, m fromBrowser) error {
	if err := errors.Join(checkKey("messageId", m.MessageID), checkText(m.Text)); err != nil {
		return s.refuse(ctx, m.MessageID, err)
	}
	if s.id == "" {
		// Only now, so that a page that nobody writes in leaves nothing behind.
		if err := allow(s.limiter, s.customer, s.clock); err != nil {
			return s.refuse(ctx, m.MessageID, err)
		}
		state, err := s.conversations.Open(ctx, turns.Opening{Customer: s.customer, Locale: s.locale, Channel: s.channel})
		if err != nil {
			return s.refuse(ctx, m.MessageID, err)
		}
		s.id = state.ID
	}
	out, err := s.conversations.Say(ctx, s.id, dialogue.Message{ID: m.MessageID, Text: m.Text}, s.guard(true))
	if err != nil {
		if errors.Is(err, conversation.ErrNotFound) || errors.Is(err, dialogue.ErrEnded) {
			s.id = "" // it has expired, or was closed elsewhere: the next message begins another
		}
		return s.refuse(ctx, m.MessageID, err)
	}
	s.note(&out.State)
	return s.send(ctx, toBrowser{Type: "reply", MessageID: m.MessageID, reply: new(replyOf(&out.State, out.Replies))})
}

func (s *session) rate(ctx context.Context, score int) error {
	if err := checkScore(score); err != nil {
		return s.refuse(ctx, "", err)
	}
	if s.id == "" {
		return s.refuse(ctx, "", dialogue.ErrNoMessages)
	}
	state, err := s.conversations.Rate(ctx, s.id, score, s.guard(true))
	if err != nil {
		return s.refuse(ctx, "", err)
	}
	return s.send(ctx, toBrowser{Type: "rated", Rating: state.Rating})
}

func (s *session) end(ctx context.Context) error {
	if s.id == "" {
		return s.send(ctx, toBrowser{Type: "ended"})
	}
	state, err := s.conversations.End(ctx, s.id, s.guard(true))
	if err != nil {
		return s.refuse(ctx, "", err)
	}
	s.waiting = false
	return s.send(ctx, toBrowser{Type: "ended", reply: new(replyOf(&state, nil)), Rating: state.Rating})
}

// notices tells a customer who waits for a person what has happened meanwhile, whichever
// pod did it.
func (s *session) notices(ctx context.Context) error {
	if s.id == "" || !s.waiting {
		return nil
	}
	before := s.lastSeq
	state, err := s.conversations.Get(ctx, s.id, s.guard(false))
	if err != nil {
		s.waiting = !errors.Is(err, conversation.ErrNotFound)
		return nil // looked at again soon
	}
	s.note(&state)
	news := state.After(before)
	if len(news) == 0 && s.waiting {
		return nil
	}
	return s.send(ctx, toBrowser{Type: "notice", reply: new(replyOf(&state, news))})
}
