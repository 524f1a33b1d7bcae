// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// commitHeader tells commits apart when it is unknown whether one was applied.
const commitHeader = "Intentops-Commit"

// Load implements conversation.Store. The error wraps conversation.ErrNotFound or
// conversation.ErrUnavailable.
func (s *Store) Load(ctx context.Context, id string) (conversation.State, conversation.Version, error) {
	var state conversation.State
	if id == "" {
		return state, 0, conversation.ErrNotFound
	}
	subject := s.names.conversation(id)
	if state, v, ok := s.states.get(subject); ok {
		return state, v, nil
	}
	msg, err := s.last(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return state, 0, conversation.ErrNotFound
	}
	if err != nil {
		return state, 0, s.mapError(ctx, "loading a conversation", err)
	}
	data, err := s.sealer.read(subject, msg.Data, msg.Time, s.keep())
	if err != nil {
		return state, 0, fmt.Errorf("store: conversation at position %d: %w", msg.Sequence, err)
	}
	if err := json.Unmarshal(data, &state); err != nil {
		// The cause may quote what the customer wrote.
		return conversation.State{}, 0, fmt.Errorf("store: conversation at position %d is not readable", msg.Sequence)
	}
	return state, conversation.Version(msg.Sequence), nil
}

// last is the newest entry of a subject; its Sequence is its version.
func (s *Store) last(ctx context.Context, subject string) (*jetstream.RawStreamMsg, error) {
	if m, known, err := s.journal.lookUp(subject); known {
		return m, err
	}
	return s.lastInStream(ctx, subject)
}

func (s *Store) lastInStream(ctx context.Context, subject string) (*jetstream.RawStreamMsg, error) {
	if err := s.connected(); err != nil {
		return nil, err
	}
	ctx, cancel := s.timeout(ctx)
	defer cancel()
	m, err := s.stream.GetLastMsgForSubject(ctx, subject)
	switch {
	case err != nil:
		return nil, err
	case m.Subject != subject: // the seal of another entry is right for that one
		return nil, fmt.Errorf("%w: the server answered with an entry of another subject", ErrSealed)
	case s.journal != nil:
		m.Sequence = version(m.Header, m.Sequence)
	}
	return m, nil
}

// Commit implements conversation.Store. The error wraps conversation.ErrConflict,
// conversation.ErrClaimed, conversation.ErrUnavailable or ErrTooLarge.
func (s *Store) Commit(ctx context.Context, id string, v conversation.Version, c conversation.Commit) (conversation.Version, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("store: committing a conversation: %w", err)
	}
	commit := nuid.Next()
	msgs, err := s.messages(id, v, c, commit)
	if err != nil {
		return 0, err
	}
	if err := s.connected(); err != nil {
		return 0, err
	}
	seq, err := s.await(ctx, msgs, c.State)
	switch {
	case err == nil:
		return conversation.Version(seq), nil
	case wrongSequence(err):
		// In a cluster two servers may believe that they lead, and one refuses what the other stored.
		if stored, ok := s.applied(ctx, id, commit); ok {
			return stored, nil
		}
		return 0, s.whyRefused(ctx, c.Claims)
	case errors.Is(err, errBusy), errors.Is(err, errFull), errors.Is(err, errClosed):
		return 0, fmt.Errorf("%w: %w", conversation.ErrUnavailable, err)
	case temporary(err):
		return s.resolve(ctx, id, commit, err)
	}
	return 0, s.mapError(ctx, "committing a conversation", err)
}

// await has the committer store messages, and waits. A caller that gives up before they
// are being stored withdraws them; after that it gets the answer, which takes no longer than
// the Timeout, or twice that where the embedded store must find out what became of them.
func (s *Store) await(ctx context.Context, msgs []*nats.Msg, after conversation.State) (uint64, error) {
	p := &pending{msgs: msgs, done: make(chan outcome, 1)}
	for _, m := range msgs {
		p.bytes += len(m.Data)
		if expected(m) != "" {
			p.subjects = append(p.subjects, m.Subject)
		}
	}
	state := msgs[len(msgs)-1]
	version, err := strconv.ParseUint(expected(state), 10, 64)
	if err != nil {
		return 0, err
	}
	p.state, p.version = state.Subject, version
	if s.journal != nil {
		if p.looked, err = s.journal.look(ctx, msgs); err != nil {
			return 0, err
		}
		p.after = committed{state: after.Clone(), bytes: len(state.Data), until: time.Now().Add(min(s.keep()/2, keepState))}
	}
	if err := s.commits.add(p); err != nil {
		return 0, err
	}
	late := time.NewTimer(s.opts.Timeout)
	defer late.Stop()
	var o outcome
	select {
	case o = <-p.done:
		return o.position, o.err
	case <-ctx.Done():
		if s.commits.withdraw(p) {
			return 0, ctx.Err()
		}
	case <-late.C:
		if s.commits.withdraw(p) {
			return 0, errBusy
		}
	}
	o = <-p.done
	return o.position, o.err
}

// resolve finds out whether a commit was applied whose answer was lost.
func (s *Store) resolve(ctx context.Context, id, commit string, cause error) (conversation.Version, error) {
	if stored, ok := s.applied(context.WithoutCancel(ctx), id, commit); ok {
		return stored, nil
	}
	return 0, s.mapError(ctx, "committing a conversation", cause)
}

// applied says whether a commit is the newest of its conversation, and its version.
func (s *Store) applied(ctx context.Context, id, commit string) (conversation.Version, bool) {
	subject := s.names.conversation(id)
	if k := s.journal.newestOf(subject); k != nil && k.msg.Header.Get(commitHeader) == commit {
		return conversation.Version(k.position | journaled), true
	}
	msg, err := s.lastInStream(ctx, subject)
	if err == nil && msg.Header.Get(commitHeader) == commit {
		return conversation.Version(msg.Sequence), true
	}
	return 0, false
}

// messages are the parts of a commit: the state goes last, so that its position in the
// stream is the position of the commit.
func (s *Store) messages(id string, v conversation.Version, c conversation.Commit, commit string) ([]*nats.Msg, error) {
	if id == "" {
		return nil, errors.New("store: conversation id is empty; make one before committing")
	}
	if c.State.ID != id {
		return nil, errors.New("store: State.ID is not the id that is committed; set it to the same")
	}
	msgs := make([]*nats.Msg, 0, 2+len(c.Outbox)+len(c.Due)+len(c.Claims)+len(c.Records))
	if len(c.Ledger) > 0 {
		data, err := ledger.Encode(c.Ledger)
		if err != nil {
			return nil, err
		}
		msgs = append(msgs, s.signed(s.names.ledger(), data))
	}
	for i, o := range c.Outbox {
		if o.ID == "" {
			return nil, fmt.Errorf("store: Outbox[%d].ID is empty; give the idempotency key", i)
		}
		o.Conversation = id
		data, err := json.Marshal(o)
		if err != nil {
			return nil, fmt.Errorf("store: Outbox[%d]: %w", i, err)
		}
		m := s.sealed(s.names.outbox(o.ID), data)
		// It holds a transcript, so it must expire like its conversation.
		m.Header.Set(jetstream.MsgTTLHeader, wholeSeconds(s.opts.OutboxTTL))
		msgs = append(msgs, m)
	}
	for i, d := range c.Due {
		if d.At.IsZero() || d.Kind == "" {
			return nil, fmt.Errorf("store: Due[%d] has no At or no Kind; set both", i)
		}
		d.Conversation = id
		m, err := s.dueMessage(d)
		if err != nil {
			return nil, err
		}
		msgs = append(msgs, m)
	}
	claims, err := s.claimMessages(c.Claims)
	if err != nil {
		return nil, err
	}
	msgs = append(msgs, claims...)
	records, err := s.recordMessages(c.Records)
	if err != nil {
		return nil, err
	}
	msgs = append(msgs, records...)
	data, err := json.Marshal(c.State)
	if err != nil {
		return nil, fmt.Errorf("store: State: %w", err)
	}
	m := s.sealed(s.names.conversation(id), data)
	m.Header.Set(commitHeader, commit)
	m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(uint64(v), 10))
	m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	m.Header.Set(jetstream.MsgTTLHeader, s.ttl())
	msgs = append(msgs, m)
	return msgs, s.checkSize(msgs)
}

// checkSize checks what the server would refuse without a reason.
func (s *Store) checkSize(msgs []*nats.Msg) error {
	if len(msgs) > maxBatch {
		return fmt.Errorf("%w: %d messages, the limit is %d; commit fewer claims, outbox and due messages", ErrTooLarge, len(msgs), maxBatch)
	}
	limit, all := s.nc.MaxPayload(), 0
	if s.srv != nil {
		limit = maxEntry
	}
	for _, m := range msgs {
		// Headers, with those that the batch adds, stay far below a kilobyte.
		if all += len(m.Data); limit > 0 && int64(len(m.Data)) > limit-2048 {
			return fmt.Errorf("%w: a message of %d bytes, the server's limit is %d", ErrTooLarge, len(m.Data), limit)
		}
	}
	if s.srv != nil && all > maxCommit {
		return fmt.Errorf("%w: %d bytes, the limit is %d; commit fewer claims, outbox and due messages", ErrTooLarge, all, maxCommit)
	}
	return nil
}

func message(subject string, data []byte) *nats.Msg {
	return &nats.Msg{Subject: subject, Header: nats.Header{}, Data: data}
}

// sealed is a message that may hold customers' words.
func (s *Store) sealed(subject string, data []byte) *nats.Msg {
	return message(subject, s.sealer.seal(subject, data))
}

func wrongSequence(err error) bool {
	code := errorCode(err)
	return code == jetstream.JSErrCodeStreamWrongLastSequence || code == jetstream.JSErrCodeStreamWrongLastSequenceConstant
}
