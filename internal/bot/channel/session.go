// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/turns"
)

// session is one browser's connection. One goroutine reads, one serves, one pings.
type session struct {
	*Chat
	socket   *websocket.Conn
	place    *place
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
	// Reading goes on until the connection is closed: to end it earlier would break the
	// connection before the browser is told why.
	incoming := make(chan fromBrowser)
	ended := make(chan error, 1)
	go func() { ended <- s.read(ctx, incoming) }()
	dead := make(chan error, 1)
	go func() { dead <- s.keepAlive(ctx) }()

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
			s.place.use()
			err = s.take(ctx, m)
		case <-look.C:
			err = s.notices(ctx)
		case err = <-dead:
		case <-idle.C:
			return errIdle
		case <-s.place.leave:
			return errReplaced
		case <-s.draining.Done():
			return errDraining
		}
		if err != nil {
			return err
		}
	}
}

// welcome learns who the customer is.
func (s *session) welcome(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, helloWithin)
	defer cancel()
	m, err := s.receive(within)
	if err == nil && m.Type != "hello" {
		err = invalid("type", "must be hello in the first message")
	}
	var answer toBrowser
	if err == nil {
		answer, err = s.meet(within, m)
	}
	if err != nil {
		_ = s.refuse(ctx, "", err)
		return err
	}
	return s.send(ctx, answer)
}

// hello comes again from a page that heard of news in another one.
func (s *session) hello(ctx context.Context, m fromBrowser) error {
	answer, err := s.meet(ctx, m)
	if err != nil {
		return s.refuse(ctx, "", err)
	}
	return s.send(ctx, answer)
}

// meet goes on with the customer's conversation if it is theirs.
func (s *session) meet(ctx context.Context, m fromBrowser) (toBrowser, error) {
	answer := toBrowser{Type: "welcome"}
	if err := checkOpening(m.Customer, "", m.Locale); err != nil {
		return answer, err
	}
	name, err := s.channelNamed(m.Channel)
	if err != nil {
		return answer, err
	}
	s.channel, s.customer, s.locale = name, webKey(m.Customer), m.Locale
	var state conversation.State
	err = conversation.ErrNotFound
	if conversationID.MatchString(m.Conversation) {
		state, err = s.conversations.Get(ctx, m.Conversation, s.guard(false))
	}
	// A conversation that is gone, or somebody else's, is begun anew; so is one that is over,
	// with the next message, unless that was answered in it already. One that cannot be read
	// now may still be there.
	switch {
	case errors.Is(err, conversation.ErrNotFound):
		s.id, s.lastSeq, s.waiting = "", 0, false
		return answer, nil
	case err != nil:
		return answer, err
	}
	s.id, s.lastSeq, s.waiting = state.ID, 0, false
	if s.goesOn(&state) {
		s.place.use()
		s.note(&state)
		answer.reply = new(replyOf(&state, nil))
		answer.Transcript = transcriptOf(&state, m.After).Messages
		answer.Rating = state.Rating
	}
	return answer, nil
}

// goesOn tells whether the browser is to show the conversation: one that was ended is there
// for its rating.
func (s *session) goesOn(state *conversation.State) bool {
	if !state.EndedAt.IsZero() {
		return state.Rating == 0
	}
	return !state.Over(s.clock.Now())
}

// webPrefix is what all keys of web chat customers begin with.
const webPrefix = "web-"

// webKey is the customer that a browser says it is. Nobody vouches for it: what it says must
// not be the key of a customer whom a caller of REST vouches for.
func webKey(said string) string {
	if strings.HasPrefix(said, webPrefix) {
		return said
	}
	return webPrefix + said
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
			return allow(s.limiter, s.channel, s.customer, s.clock)
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
	case "hello":
		return s.hello(ctx, m)
	case "message":
		return s.say(ctx, m)
	case "rating":
		return s.rate(ctx, m.Score)
	case "end":
		return s.end(ctx)
	case typeMalformed:
		return s.refuse(ctx, "", invalid("", m.Text))
	}
	return s.refuse(ctx, "", invalid("type", "must be hello, message, rating or end"))
}

func (s *session) say(ctx context.Context, m fromBrowser) error {
	if err := errors.Join(checkKey("messageId", m.MessageID), checkText(m.Text)); err != nil {
		return s.refuse(ctx, m.MessageID, err)
	}
	message := dialogue.Message{ID: m.MessageID, Text: m.Text}
	out, err := s.sayIn(ctx, message)
	if s.id != "" && finished(err) {
		s.id = "" // the message begins another
		out, err = s.sayIn(ctx, message)
	}
	if err != nil {
		return s.refuse(ctx, m.MessageID, err)
	}
	answer := replyOf(&out.State, s.unheard(out))
	s.note(&out.State)
	return s.send(ctx, toBrowser{Type: "reply", MessageID: m.MessageID, reply: &answer, LastSeq: s.lastSeq})
}

// unheard are the replies to a message, and whatever else the bot said since the browser last
// heard of it, such as that nobody took over yet.
func (s *session) unheard(out dialogue.Outcome) []conversation.Reply {
	var all []conversation.Reply
	for _, reply := range out.Replies {
		if reply.Seq <= s.lastSeq { // sent before, to a message that came again
			all = append(all, reply)
		}
	}
	return append(all, out.State.After(s.lastSeq)...)
}

// sayIn says it in the conversation; there is one from the first message on, so that a page
// that nobody writes in leaves nothing behind.
func (s *session) sayIn(ctx context.Context, message dialogue.Message) (dialogue.Outcome, error) {
	if s.id == "" {
		if err := allow(s.limiter, s.channel, s.customer, s.clock); err != nil {
			return dialogue.Outcome{}, err
		}
		state, err := s.conversations.Open(ctx, turns.Opening{
			Customer: s.customer, Locale: s.locale, Channel: s.channel, With: message,
		})
		if err != nil {
			return dialogue.Outcome{}, err
		}
		s.id, s.lastSeq = state.ID, 0
	}
	return s.conversations.Say(ctx, s.id, message, s.guard(true))
}

// finished tells whether a conversation takes no more messages: it has expired, was closed,
// or a person had it and is done.
func finished(err error) bool {
	return errors.Is(err, conversation.ErrNotFound) || errors.Is(err, dialogue.ErrEnded) || errors.Is(err, dialogue.ErrOver)
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
