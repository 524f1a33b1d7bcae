// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/ledger"
)

const (
	// maxMove messages are moved in one batch, and maxMoveBytes; a group that is larger is moved
	// alone. Records of the ledger come on top of it, joined to maxRecord bytes where they are less.
	maxMove      = 1000
	maxMoveBytes = 512 << 10
	maxRecord    = 64 << 10
	maxRecords   = 2*maxMoveBytes/maxRecord + 1
)

// mark says how far the journal was moved. It is an entry of the bot's stream, written in the batch
// with what was moved: each is moved once, whatever happens.
type mark struct {
	// facts is the position in the journal up to which ledger, outbox and due messages were moved,
	// moved that up to which everything was.
	facts, moved uint64
	// entry is the position of the mark itself in the stream; 0: there is none.
	entry uint64
}

func (j *journal) readMark(ctx context.Context) error {
	cctx, cancel := j.s.timeout(ctx)
	defer cancel()
	m, err := j.s.stream.GetLastMsgForSubject(cctx, j.s.names.mark())
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil
	}
	if err != nil {
		return j.s.mapError(ctx, "finding how far the journal was moved", err)
	}
	read := mark{entry: m.Sequence}
	if _, err := fmt.Sscan(string(m.Data), &read.facts, &read.moved); err != nil {
		return fmt.Errorf("store: the mark at position %d is not readable", m.Sequence)
	}
	// Of groups after the mark that held no facts it knows nothing.
	read.facts = max(read.facts, j.mark.facts)
	j.mark = read
	return nil
}

// publish moves messages, and sets the mark; again is true when what is to be moved must be looked
// up again.
func (j *journal) publish(ctx context.Context, msgs []*nats.Msg, to mark) (again bool, err error) {
	m := message(j.s.names.mark(), fmt.Appendf(nil, "%d %d", to.facts, to.moved))
	m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, fmt.Sprint(j.mark.entry))
	cctx, cancel := j.s.timeout(ctx)
	defer cancel()
	to.entry, err = j.s.publishCounted(cctx, append(msgs, m))
	if wrongSequence(err) {
		// An attempt whose answer was lost has set the mark.
		return true, j.readMark(ctx)
	}
	if err == nil {
		j.mark = to
	}
	return false, err
}

// moveFacts moves ledger, outbox and due messages of the oldest groups.
func (j *journal) moveFacts(ctx context.Context) error {
	groups := j.oldest()
	to := j.mark
	to.facts = groups[len(groups)-1].position
	if msgs := append(merged(groups, time.Now()), j.joined(groups)...); len(msgs) == 0 {
		j.mark.facts = to.facts // there is nothing that a start could move again
	} else if _, err := j.publish(ctx, msgs, to); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	n := 0
	for ; n < len(j.groups) && j.groups[n].position <= j.mark.facts; n++ {
		j.bytes -= j.groups[n].bytes
	}
	j.groups = append([]group(nil), j.groups[n:]...) // the old list holds what was moved
	return nil
}

// oldest are as many of the oldest groups as one batch takes.
func (j *journal) oldest() []group {
	j.mu.Lock()
	defer j.mu.Unlock()
	n, messages, size := 0, 0, 0
	for _, g := range j.groups {
		if messages, size = messages+len(g.msgs), size+g.bytes; n > 0 && (messages > maxMove || size > maxMoveBytes) {
			break
		}
		n++
	}
	return j.groups[:n:n]
}

// joined are the ledger's records of groups, most of them in one message: a message for each of the turns
// that come in half a second would keep a processor from the turns that come next.
func (j *journal) joined(groups []group) (msgs []*nats.Msg) {
	var all []byte
	end := func() {
		if len(all) > 0 {
			msgs = append(msgs, j.s.signed(j.s.names.ledger(), all))
		}
	}
	for _, g := range groups {
		for _, record := range g.records {
			if len(all)+len(record) < maxRecord {
				var joined bool
				if all, joined = ledger.Join(all, record); joined {
					continue
				}
			}
			end()
			all = slices.Clone(record) // a reader, or another attempt, has the record
		}
	}
	end()
	return msgs
}

// merged are the messages of groups in their order, without those that have expired. Of those that ask
// for the same time again one is enough, and a batch takes no more.
func merged(groups []group, now time.Time) (msgs []*nats.Msg) {
	asked := map[string]bool{}
	for _, g := range groups {
		for _, m := range g.msgs {
			if m.Header.Get(jetstream.ScheduleHeader) != "" {
				if asked[m.Subject] {
					continue
				}
				asked[m.Subject] = true
			}
			if m.Header.Get(jetstream.MsgTTLHeader) != "" {
				expires := until(m, g.at)
				if !now.Before(expires) {
					continue
				}
				m = lasting(m, expires, now)
				m.Header.Set(committedHeader, g.at.UTC().Format(time.RFC3339Nano))
			}
			msgs = append(msgs, m)
		}
	}
	return msgs
}

// moveKept moves the newest entries of subjects up to where all facts were moved, and then empties
// the journal up to there.
func (j *journal) moveKept(ctx context.Context) error {
	if j.mark.moved == j.mark.facts && !j.used() {
		return nil
	}
	to := j.mark
	for {
		entries, rest := j.oldestKept(to.facts)
		if len(entries) == 0 && to.moved == to.facts {
			break
		}
		if !rest {
			to.moved = to.facts
		}
		now := time.Now()
		var msgs []*nats.Msg
		for _, k := range entries {
			if now.Before(k.until) {
				msgs = append(msgs, lasting(k.msg, k.until, now))
			}
		}
		again, err := j.publish(ctx, msgs, to)
		if err != nil {
			return err
		}
		if to = j.mark; again {
			continue // they are moved once more, which changes nothing
		}
		j.mu.Lock()
		for _, k := range entries {
			j.moved(k)
		}
		j.mu.Unlock()
	}
	return j.empty(ctx)
}

// oldestKept are as many entries as one batch takes, of subjects with one at or before a position.
func (j *journal) oldestKept(position uint64) (entries []*kept, rest bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	size := 0
	for _, k := range j.newest {
		if k.since > position {
			continue
		}
		if size += len(k.msg.Data); len(entries) > 0 && (len(entries) == maxMove || size > maxMoveBytes) {
			return entries, true
		}
		entries = append(entries, k)
	}
	return entries, false
}

// empty purges the journal of what was moved.
func (j *journal) empty(ctx context.Context) error {
	cctx, cancel := j.s.timeout(ctx)
	defer cancel()
	if err := j.stream.Purge(cctx, jetstream.WithPurgeSequence(j.mark.moved+1)); err != nil {
		return j.s.mapError(ctx, "emptying the journal", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.written, j.hurry = 0, false
	return nil
}

// outbox is how many outbox messages wait to be moved.
func (j *journal) outbox() (n int) {
	if j == nil {
		return 0
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	prefix := strings.TrimSuffix(j.s.names.outboxAll(), ">")
	for _, g := range j.groups {
		for _, m := range g.msgs {
			if strings.HasPrefix(m.Subject, prefix) {
				n++
			}
		}
	}
	return n
}
