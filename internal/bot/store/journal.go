// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// maxWaitingBytes bounds what waits in memory to be moved, and maxUnemptied what was written since
	// the journal was emptied; more commits are refused.
	maxWaitingBytes = 32 << 20
	maxUnemptied    = 64 << 20
	// maxEntry bounds one message of the embedded store's stream, as NATS does by default, and
	// maxCommit all messages of one commit there.
	maxEntry  = 1 << 20
	maxCommit = 6 << 20
	// maxJournalMessage bounds a group in the journal: maxCommit, or maxGroupBytes, with headers.
	maxJournalMessage = 8 << 20
	// maxPacked bounds the memory that is kept for the next group.
	maxPacked = 256 << 10
)

// errFull is why a commit was not even tried.
var errFull = errors.New("too much waits to be moved from the journal to the stream")

// journal makes commits durable in the embedded store, a group of them with one write: a message
// in a stream of its own. The mover brings them to the bot's stream, where readers find them, many
// in one batch: facts and messages soon, and of what has a version the newest one now and then. What
// was not moved yet is read from here. The process is the only one that uses the store, so it can
// check versions and claims itself, before it writes.
type journal struct {
	s      *Store
	stream jetstream.Stream
	// nc carries nothing but groups: they need not queue behind a batch that is being moved, nor
	// their answers behind what consumers get.
	nc *nats.Conn
	// last is the position of the newest message, and packed the memory of the last group, which the
	// connection has copied; only the committer uses them.
	last   uint64
	packed []byte
	// mark is how far the journal was moved; only the mover uses it.
	mark mark

	wake, soon, stop, ended chan struct{}

	mu sync.Mutex
	// groups are facts and messages to move, in their order.
	groups []group
	// newest are the entries to move that have a version, by subject.
	newest map[string]*kept
	bytes  int // of both
	// writing are the bytes of the group that is being written.
	writing int
	// present are the subjects of what has a version, moved or not.
	present present
	// written are the bytes of commits since the journal was last emptied, hurry asks for that.
	written int
	hurry   bool
	// trouble is why several attempts to move something failed; nil: the last one did not.
	trouble error
	// refused is why the last group was not written; nil: it was.
	refused error
}

// group is what has no version in a message of the journal.
type group struct {
	position uint64
	// at is when it was written.
	at   time.Time
	msgs []*nats.Msg
	// records are the ledger's.
	records [][]byte
	bytes   int
}

// openJournal moves what a process that was killed has left, and begins to accept commits.
func (s *Store) openJournal(ctx context.Context) error {
	j := &journal{s: s, newest: map[string]*kept{}, wake: make(chan struct{}, 1), soon: make(chan struct{}), stop: make(chan struct{}), ended: make(chan struct{})}
	s.waiting.set("the journal in " + s.opts.Dir + " is being read")
	var err error
	if j.nc, err = s.connectInProcess(); err != nil {
		return err
	}
	defer func() {
		if s.journal == nil { // it was not opened
			j.nc.Close()
		}
	}()
	if err := j.readMark(ctx); err != nil {
		return err
	}
	if err := j.present.load(ctx, s); err != nil {
		return err
	}
	if err := j.open(ctx); err != nil {
		return fmt.Errorf("store: opening the journal: %w", err)
	}
	s.journal, s.states = j, &states{}
	if err := j.replay(ctx); err != nil {
		s.journal, s.states = nil, nil
		return fmt.Errorf("store: reading the journal: %w", err)
	}
	go j.run()
	return nil
}

// open makes sure that the journal's stream is there and goes on after what was moved.
func (j *journal) open(ctx context.Context) error {
	ctx, cancel := j.s.timeout(ctx)
	defer cancel()
	stream, err := j.s.js.Stream(ctx, j.s.names.journalStream())
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = j.s.js.CreateStream(ctx, jetstream.StreamConfig{
			Name:        j.s.names.journalStream(),
			Description: "Commits of bot " + j.s.opts.Namespace + "/" + j.s.opts.Bot + " that are not in its stream yet",
			Subjects:    []string{j.s.names.journalSubject()},
			Storage:     jetstream.FileStorage,
			Retention:   jetstream.LimitsPolicy,
			FirstSeq:    j.mark.moved + 1,
		})
	}
	if err != nil {
		return err
	}
	j.stream = stream
	if j.last = stream.CachedInfo().State.LastSeq; j.last < j.mark.moved {
		// Versions must not come again.
		if err := stream.Purge(ctx, jetstream.WithPurgeSequence(j.mark.moved+1)); err != nil {
			return err
		}
		j.last = j.mark.moved
	}
	return nil
}

// read returns the commits of a message, and when it was written.
func (j *journal) read(ctx context.Context, position uint64) (commits [][]*nats.Msg, at time.Time, err error) {
	ctx, cancel := j.s.timeout(ctx)
	defer cancel()
	m, err := j.stream.GetMsg(ctx, position)
	if err != nil {
		return nil, at, err
	}
	if commits, err = decodeGroup(m.Data); err != nil {
		return nil, at, fmt.Errorf("position %d: %w", position, err)
	}
	return commits, m.Time, nil
}

// store makes a group durable and answers each commit in it.
func (j *journal) store(ctx context.Context, group []*pending) {
	for try := 1; ; try++ {
		if group = j.check(ctx, group); len(group) == 0 {
			return
		}
		err := j.write(ctx, group)
		switch {
		case wrongSequence(err) && try < 3:
			// One whose answer was lost came in after all: check what this one is based on again.
			if err = j.catchUp(); err == nil {
				continue
			}
		case wrongSequence(err):
			err = errBusy
		case err != nil && temporary(err):
			if j.catchUp() == nil {
				group = j.answerStored(group)
			}
		}
		for _, p := range group {
			j.answer(p, j.last, err)
		}
		return
	}
}

func (j *journal) answer(p *pending, position uint64, err error) {
	if err != nil {
		p.done <- outcome{err: err}
		return
	}
	for _, subject := range p.subjects {
		j.s.commits.written.note(subject, position|journaled)
	}
	j.s.states.put(p.state, position|journaled, p.after)
	p.done <- outcome{position: position | journaled}
}

// write appends a group, at the position after the last one that is known.
func (j *journal) write(ctx context.Context, pending []*pending) error {
	commits, size := make([][]*nats.Msg, len(pending)), 0
	for i, p := range pending {
		commits[i] = p.msgs
		size += p.bytes
	}
	data, err := encodeGroup(j.packed, commits)
	if err != nil {
		return err
	}
	if cap(data) <= maxPacked {
		j.packed = data
	}
	if !j.begin(size) {
		return errFull
	}
	defer j.end()
	m := message(j.s.names.journalSubject(), data)
	m.Header.Set(jetstream.ExpectedLastSeqHeader, strconv.FormatUint(j.last, 10))
	at := time.Now()
	position, err := publishOnce(ctx, j.nc, []*nats.Msg{m})
	if err != nil {
		if !wrongSequence(err) {
			j.setRefused(err)
		}
		return err
	}
	j.setRefused(nil)
	j.adopt(position, at, commits)
	j.last = position
	return nil
}

// begin notes that a group of so many bytes is being written; false: too much waits already.
func (j *journal) begin(size int) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.bytes > maxWaitingBytes || j.written > maxUnemptied {
		return false
	}
	j.s.size.committed(size)
	j.writing = size
	return true
}

// end notes that nothing is being written.
func (j *journal) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.writing = 0
}

// catchUp adopts messages whose answer was lost.
func (j *journal) catchUp() error {
	for {
		commits, at, err := j.read(context.Background(), j.last+1)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		j.last++
		j.adopt(j.last, at, commits)
		for _, msgs := range commits {
			for _, m := range msgs {
				if m.Header.Get(versionHeader) != "" {
					j.s.commits.written.note(m.Subject, j.last|journaled)
				}
			}
			j.s.states.forget(msgs[len(msgs)-1].Subject)
		}
	}
}

// answerStored answers the commits of a group that turned out to be stored, and returns the others.
func (j *journal) answerStored(group []*pending) (others []*pending) {
	for _, p := range group {
		k := j.newestOf(p.state)
		if k == nil || k.msg.Header.Get(commitHeader) != p.msgs[len(p.msgs)-1].Header.Get(commitHeader) {
			others = append(others, p)
			continue
		}
		j.answer(p, k.position, nil)
	}
	return others
}

// adopt lets readers see a group, and the mover move it.
func (j *journal) adopt(position uint64, at time.Time, commits [][]*nats.Msg) {
	g := group{position: position, at: at}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, msgs := range commits {
		for _, m := range msgs {
			j.written += len(m.Data)
			if expected(m) != "" {
				j.keep(newKept(m, position, at))
				continue
			}
			g.bytes += len(m.Data)
			if m.Subject == j.s.names.ledger() {
				g.records = append(g.records, m.Data)
			} else {
				g.msgs = append(g.msgs, m)
			}
		}
	}
	j.groups = append(j.groups, g)
	j.bytes += g.bytes
	select {
	case j.wake <- struct{}{}:
	default:
	}
}
