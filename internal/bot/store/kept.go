// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"maps"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// versionHeader is the position in the journal of the commit that wrote an entry.
	versionHeader = "Intentops-Version"
	// committedHeader is when a message to the helpdesk was committed.
	committedHeader = "Intentops-Committed"
	// journaled tells versions that are positions in the journal from those in the stream.
	journaled = 1 << 63
)

// kept is an entry that has a version and was not moved to the stream yet: a conversation, a record
// or a claim.
type kept struct {
	msg *nats.Msg
	// position of its commit in the journal, and of the oldest of the subject that was not moved.
	position, since uint64
	// until is when it expires.
	until time.Time
}

// newKept returns an entry of a commit that was written at a time.
func newKept(m *nats.Msg, position uint64, at time.Time) *kept {
	m.Header.Del(jetstream.ExpectedLastSubjSeqHeader)
	m.Header.Set(versionHeader, strconv.FormatUint(position, 10))
	return &kept{msg: m, position: position, since: position, until: until(m, at)}
}

// until is when a message of a commit that was written at a time expires.
func until(m *nats.Msg, at time.Time) time.Time {
	ttl, err := time.ParseDuration(m.Header.Get(jetstream.MsgTTLHeader))
	if err != nil {
		return at.Add(DefaultConversationTTL) // messages have a time to live, so this is not reached
	}
	return at.Add(ttl)
}

// lasting is a message for the rest of its time: not a second more than a later one. It is a copy, for
// readers use the message, and it may be moved again.
func lasting(msg *nats.Msg, until, now time.Time) *nats.Msg {
	m := &nats.Msg{Subject: msg.Subject, Header: maps.Clone(msg.Header), Data: msg.Data}
	m.Header.Set(jetstream.MsgTTLHeader, max(until.Sub(now).Truncate(time.Second), time.Second).String())
	return m
}

// keep replaces the newest entry of a subject. The caller holds mu.
func (j *journal) keep(k *kept) {
	if old := j.newest[k.msg.Subject]; old != nil {
		k.since = old.since
		j.bytes -= len(old.msg.Data)
	}
	j.newest[k.msg.Subject] = k
	j.present.add(k.msg.Subject, k.until)
	j.bytes += len(k.msg.Data)
}

// moved forgets an entry that the stream has now. The caller holds mu.
func (j *journal) moved(k *kept) {
	switch newest := j.newest[k.msg.Subject]; {
	case newest == k:
		delete(j.newest, k.msg.Subject)
		j.bytes -= len(k.msg.Data)
	case newest != nil:
		newest.since = newest.position
	}
}

// newestOf is the entry of a subject that waits to be moved; nil: the stream has the newest.
func (j *journal) newestOf(subject string) *kept {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.newest[subject]
}

// lookUp answers for the stream where it need not be asked about a subject.
func (j *journal) lookUp(subject string) (m *jetstream.RawStreamMsg, known bool, err error) {
	if j == nil {
		return nil, false, nil
	}
	switch k := j.newestOf(subject); {
	case k != nil && time.Now().Before(k.until):
		return &jetstream.RawStreamMsg{Subject: subject, Sequence: k.position | journaled, Header: k.msg.Header, Data: k.msg.Data}, true, nil
	case k != nil, j.s.names.isVersioned(subject) && j.present.absent(subject):
		return nil, true, jetstream.ErrMsgNotFound
	}
	return nil, false, nil
}

// version is what an entry's version is: where its commit is in the journal, or for entries of a bot
// from before the journal, where it is in the stream.
func version(header nats.Header, position uint64) uint64 {
	if v, err := strconv.ParseUint(header.Get(versionHeader), 10, 63); err == nil {
		return v | journaled
	}
	return position
}
