// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/turns"
)

// session is one browser's connection. One goroutine reads, one serves, one pings.
type session struct {
	*Chat
	socket  *websocket.Conn
	slot    *slot
	who     who
	locale  string
	channel string
	id      string // of the conversation; empty before the first message
	lastSeq int64  // of the newest line that the browser has
	waiting bool   // for a person
	// client is the network that the browser is in, if clientKnown.
	client      netip.Prefix
	clientKnown bool
	frames      *rate.Limiter
	idle        *time.Timer
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

	notices := time.NewTicker(noticeEvery)
	defer notices.Stop()
	s.idle = time.NewTimer(s.Chat.idle)
	defer s.idle.Stop()
	for {
		var err error
		select {
		case err = <-ended:
			if err == nil {
				err = ctx.Err()
			}
			return err
		case m := <-incoming:
			err = s.handle(ctx, m)
		case <-notices.C:
			err = s.notices(ctx)
		case err = <-dead:
		case <-s.idle.C:
			return errIdle
		case <-s.slot.leave:
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
		answer, err = s.resume(within, m)
	}
	if err != nil {
		_ = s.refuse(ctx, "", err)
		return err
	}
	return s.send(ctx, answer)
}

// hello serves a second hello, of a page that learned of news from another tab.
func (s *session) hello(ctx context.Context, m fromBrowser) error {
	answer, err := s.resume(ctx, m)
	if err != nil {
		return s.refuse(ctx, "", err)
	}
	return s.send(ctx, answer)
}

// resume goes on with a conversation if it is the customer's.
func (s *session) resume(ctx context.Context, m fromBrowser) (toBrowser, error) {
	answer := toBrowser{Type: "welcome"}
	if err := checkLocale(m.Locale); err != nil {
		return answer, err
	}
	config, err := s.channelNamed(m.Channel)
	if err != nil {
		return answer, err
	}
	who, err := s.identify(config, m)
	if err != nil {
		return answer, err
	}
	s.channel, s.who, s.locale = config.Name, who, m.Locale
	answer.Token = who.token
	var state conversation.State
	err = conversation.ErrNotFound
	if conversationID.MatchString(m.Conversation) {
		err = s.admitted(ctx, func() (err error) {
			state, err = s.conversations.Get(ctx, m.Conversation, s.guard(false))
			return err
		})
	}
	// Instead of a conversation that is gone, or another customer's, a new one begins with the
	// next message. So it does instead of one that is over, unless that message was answered in
	// it already. One that cannot be read now may still be there.
	switch {
	case errors.Is(err, conversation.ErrNotFound):
		s.id, s.lastSeq, s.waiting = "", 0, false
		return answer, nil
	case err != nil:
		return answer, err
	}
	s.id, s.lastSeq, s.waiting = state.ID, 0, false
	if s.resumable(&state) {
		if !state.LastMessageAt.IsZero() {
			s.slot.touch(state.ID, state.LastMessageAt)
		}
		s.remember(&state)
		answer.reply = new(replyOf(&state, nil))
		answer.Transcript = transcriptOf(&state, m.After).Messages
		answer.Rating = state.Rating
	}
	return answer, nil
}

// resumable reports whether the browser shows the conversation: one that was ended is shown for
// its rating.
func (s *session) resumable(state *conversation.State) bool {
	if !state.EndedAt.IsZero() {
		return state.Rating == 0
	}
	return !state.Over(s.clock.Now())
}

func (s *session) channelNamed(name string) (Config, error) {
	for _, c := range s.channels {
		if name == "" || c.Name == name {
			return c, nil
		}
	}
	return Config{}, invalid("channel", "is not the name of a channel of type WebChat")
}

// guard admits the customer to their own conversations on this channel.
func (s *session) guard(limited bool) turns.Guard {
	return func(state conversation.State) error {
		if !s.who.owns(&state) || state.Channel != s.channel {
			return conversation.ErrNotFound
		}
		if limited {
			return s.customer(s.channel, s.who.person(), s.clock.Now())
		}
		return nil
	}
}

// remember keeps what the browser is about to be sent.
func (s *session) remember(state *conversation.State) {
	s.lastSeq = state.LastSeq
	s.waiting = stateOf(state) == stateWaiting
}

// handle serves one message of the browser.
func (s *session) handle(ctx context.Context, m fromBrowser) error {
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
	var out dialogue.Outcome
	err := s.admitted(ctx, func() (err error) {
		out, err = s.sayInConversation(ctx, message)
		if s.id != "" && takesNoMessages(err) {
			s.id = "" // the message begins another conversation
			out, err = s.sayInConversation(ctx, message)
		}
		return err
	})
	if err != nil {
		return s.refuse(ctx, m.MessageID, err)
	}
	s.slot.touch(out.State.ID, s.clock.Now())
	s.idle.Reset(s.Chat.idle)
	answer := replyOf(&out.State, s.newReplies(out))
	s.remember(&out.State)
	return s.send(ctx, toBrowser{Type: "reply", MessageID: m.MessageID, reply: &answer, LastSeq: s.lastSeq})
}

// admitted does some work in a slot, which it gives back before the browser is answered: one
// that reads slowly holds no slot.
func (s *session) admitted(ctx context.Context, work func() error) error {
	release, ok := s.work.Acquire(ctx)
	if !ok {
		return tooMuchWork()
	}
	defer release()
	return work()
}

// newReplies are the replies to a message, and whatever else the bot wrote since the browser
// last got a line, such as that no agent is available yet.
func (s *session) newReplies(out dialogue.Outcome) []conversation.Reply {
	var all []conversation.Reply
	for _, reply := range out.Replies {
		if reply.Seq <= s.lastSeq { // sent before: the message was sent again
			all = append(all, reply)
		}
	}
	return append(all, out.State.After(s.lastSeq)...)
}

// sayInConversation says it in the conversation, which begins with the first message: a page in
// which no message is written leaves nothing behind.
func (s *session) sayInConversation(ctx context.Context, message dialogue.Message) (dialogue.Outcome, error) {
	if s.id == "" {
		now := s.clock.Now()
		if err := s.customer(s.channel, s.who.person(), now); err != nil {
			return dialogue.Outcome{}, err
		}
		if err := refused(s.Openings.Open(s.client, s.clientKnown, now)); err != nil {
			return dialogue.Outcome{}, err
		}
		if err := refused(s.Openings.Begin(s.client, s.clientKnown, now)); err != nil {
			return dialogue.Outcome{}, err
		}
		o := turns.Opening{Customer: s.who.customer, Verified: s.who.verified, Locale: s.locale, Channel: s.channel, With: message}
		if !o.Verified {
			o.Network = networkName(s.key, s.client, s.clientKnown)
		}
		state, err := s.conversations.Open(ctx, o)
		if err != nil {
			return dialogue.Outcome{}, err
		}
		s.id, s.lastSeq = state.ID, 0
	}
	if err := refused(s.Openings.Write()); err != nil {
		return dialogue.Outcome{}, err
	}
	if err := refused(s.Openings.Keep(s.client, s.clientKnown, len(message.Text), s.clock.Now())); err != nil {
		return dialogue.Outcome{}, err
	}
	out, err := s.conversations.Say(ctx, s.id, message, s.guard(true))
	if err == nil {
		s.answered(s.client, s.clientKnown, &out, s.clock.Now())
	}
	return out, err
}

// takesNoMessages reports whether a conversation takes no more messages: it has expired, was
// closed, or an agent had it and is done.
func takesNoMessages(err error) bool {
	return errors.Is(err, conversation.ErrNotFound) || errors.Is(err, dialogue.ErrEnded) || errors.Is(err, dialogue.ErrOver)
}

func (s *session) rate(ctx context.Context, score int) error {
	if err := checkScore(score); err != nil {
		return s.refuse(ctx, "", err)
	}
	if s.id == "" {
		return s.refuse(ctx, "", dialogue.ErrNoMessages)
	}
	var state conversation.State
	err := s.admitted(ctx, func() (err error) {
		state, err = s.conversations.Rate(ctx, s.id, score, s.guard(true))
		return err
	})
	if err != nil {
		return s.refuse(ctx, "", err)
	}
	return s.send(ctx, toBrowser{Type: "rated", Rating: state.Rating})
}

func (s *session) end(ctx context.Context) error {
	if s.id == "" {
		return s.send(ctx, toBrowser{Type: "ended"})
	}
	var state conversation.State
	err := s.admitted(ctx, func() (err error) {
		state, err = s.conversations.End(ctx, s.id, s.guard(true))
		return err
	})
	if err != nil {
		return s.refuse(ctx, "", err)
	}
	s.waiting = false
	return s.send(ctx, toBrowser{Type: "ended", reply: new(replyOf(&state, nil)), Rating: state.Rating})
}

// notices sends a customer who waits for an agent what has happened meanwhile, in any pod.
func (s *session) notices(ctx context.Context) error {
	if s.id == "" || !s.waiting {
		return nil
	}
	before := s.lastSeq
	state, err := s.conversations.Get(ctx, s.id, s.guard(false))
	if err != nil {
		s.waiting = !errors.Is(err, conversation.ErrNotFound)
		return nil // the next tick tries again
	}
	s.remember(&state)
	news := state.After(before)
	if len(news) == 0 && s.waiting {
		return nil
	}
	return s.send(ctx, toBrowser{Type: "notice", reply: new(replyOf(&state, news))})
}
