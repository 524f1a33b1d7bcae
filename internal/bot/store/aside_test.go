// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

const strangersKey = "a key of somebody else, of 32 bytes"

// strangers seals with a key that the bot does not have.
func strangers(t *testing.T) *sealer {
	t.Helper()
	ring := &keyring{}
	ring.set(strangersKey)
	s := &sealer{load: ring.read, now: time.Now}
	if err := s.reload(); err != nil {
		t.Fatal(err)
	}
	return s
}

// inQueue are how many entries a queue still has, delivered before or not.
func inQueue(t *testing.T, s *Store) int {
	t.Helper()
	return count(t, s, s.names.outboxAll()) + count(t, s, s.names.dueNowAll())
}

// setAside are how many entries wait for a key.
func setAside(t *testing.T, s *Store) int {
	t.Helper()
	return count(t, s, s.names.prefix+".aside.>")
}

// TestAQueueFullOfForgedEntriesDeliversTheBotsOwn: a neighbour fills the queues with more than they
// have room for, of each kind. None is used, all leave the queue, and those that are certainly his the
// stream.
func TestAQueueFullOfForgedEntriesDeliversTheBotsOwn(t *testing.T) {
	for name, tc := range map[string]struct {
		forge func(t *testing.T, s *Store, m *nats.Msg)
		// kept says that it might be the bot's own.
		kept bool
	}{
		"without a seal": {func(*testing.T, *Store, *nats.Msg) {}, true},
		"the seal of another entry": {func(_ *testing.T, s *Store, m *nats.Msg) {
			sealed := s.sealer.seal("another", m.Data)
			m.Data = sealed
			s.sealer.sign(m, "another")
		}, false},
		"by a key that the bot does not have": {func(t *testing.T, _ *Store, m *nats.Msg) {
			m.Data = strangers(t).seal(m.Subject, m.Data)
			strangers(t).sign(m, m.Subject)
		}, true},
		"a seal that is cut off": {func(_ *testing.T, _ *Store, m *nats.Msg) {
			m.Data = []byte(sealMark)
			m.Header.Set(sealHeader, "AGlvMQ==")
		}, false},
		"larger than the bot's own can be": {func(t *testing.T, s *Store, m *nats.Msg) {
			m.Data = strangers(t).seal(m.Subject, m.Data)
			strangers(t).sign(m, m.Subject)
			m.Data = append(m.Data, make([]byte, int(s.nc.MaxPayload())-m.Size())...)
		}, false},
		"under a subject as long as the server takes": {func(t *testing.T, _ *Store, m *nats.Msg) {
			m.Subject += strings.Repeat(".long", 600)
			m.Data = strangers(t).seal(m.Subject, m.Data)
			strangers(t).sign(m, m.Subject)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			const room, forged = 4, 12
			srv, ring := startServer(t), &keyring{}
			ring.set(newKey)
			s := open(t, func(o *Options) {
				o.URL, o.Keys, o.SealedSince, o.maxPending = srv.url(), ring.read, time.Now().Add(-aYear), room
			})
			for i := range forged {
				id := "forged-" + strconv.Itoa(i)
				for _, m := range []*nats.Msg{
					message(s.names.outbox(id), inJSON(t, conversation.OutboxMessage{ID: id})),
					message(strings.TrimSuffix(s.names.dueNowAll(), ">")+id, inJSON(t, conversation.DueMessage{Conversation: id, Kind: conversation.DueHelpdesk})),
				} {
					tc.forge(t, s, m)
					forge(t, s, nil, m)
				}
			}
			mustCommit(t, s, "real", 0, oneOfEach("real"))
			handed, due := delivered(t, s)
			eventually(t, "the bot's own", func() bool { return handed.get("real-h1") == 1 && due.get("real") == 1 })
			eventually(t, "the queues to be empty", func() bool { return inQueue(t, s) == 0 })
			if handed.distinct() != 1 || due.distinct() != 1 {
				t.Errorf("forged entries were used: %v, %v", handed.n, due.n)
			}
			if n := s.Refused(); n != 2*forged {
				t.Errorf("%d were counted, want %d", n, 2*forged)
			}
			if n := setAside(t, s); n != 2*forged && tc.kept || n > 0 && !tc.kept {
				t.Errorf("%d are set aside", n)
			}
		})
	}
}

// TestWhatMayBeTheBotsOwnWaitsForItsKey: entries that a pod cannot read leave the queue, and come back
// once they can be read.
func TestWhatMayBeTheBotsOwnWaitsForItsKey(t *testing.T) {
	for name, tc := range map[string]struct {
		// writes are the keys of who stored them, at first those of the pod that reads, later those with
		// which it can; none: a pod without a key.
		writes, first, later []string
	}{
		"another pod has the new key earlier": {[]string{newKey, oldKey}, []string{oldKey}, []string{newKey, oldKey}},
		"a wrong Secret that is put right":    {[]string{oldKey}, []string{newKey}, []string{newKey, oldKey}},
		"encryption is being turned off":      {nil, []string{newKey}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			srv, clock := startServer(t), testclock.NewFakeClock(time.Now())
			pod := func(keys []string) (*Store, *keyring) {
				ring := &keyring{}
				ring.set(keys...)
				return open(t, func(o *Options) {
					if o.URL, o.Clock = srv.url(), clock; keys != nil {
						o.Keys, o.SealedSince = ring.read, clock.Now().Add(-aYear)
					}
				}), ring
			}
			writer, _ := pod(tc.writes)
			s, ring := pod(tc.first)
			for _, id := range []string{"a", "b"} {
				mustCommit(t, writer, id, 0, oneOfEach(id))
			}
			handed, due := delivered(t, s)
			eventually(t, "them to be set aside", func() bool { return setAside(t, s) == 4 && inQueue(t, s) == 0 })
			if handed.distinct()+due.distinct() > 0 {
				t.Errorf("what cannot be read was used: %v, %v", handed.n, due.n)
			}
			for m := range asideOf(t, s) {
				if ttl, err := time.ParseDuration(m.Header.Get(jetstream.MsgTTLHeader)); err != nil || ttl > DefaultOutboxTTL+maxSkew {
					t.Errorf("%s lives for %s (%v)", m.Subject, ttl, err)
				}
				if bytes.Contains(m.Data, []byte(words)) && tc.writes != nil {
					t.Errorf("%s is stored in the clear", m.Subject)
				}
			}
			if ring.set(tc.later...); tc.later == nil {
				s.Close()
				s, _ = pod(nil)
				handed, due = delivered(t, s)
			}
			tries := 0
			eventually(t, "them to be used", func() bool {
				if tries++; tries%10 == 1 {
					clock.Step(putBackEvery)
				}
				return handed.get("a-h1") > 0 && handed.get("b-h1") > 0 && due.get("a") > 0 && due.get("b") > 0
			})
			eventually(t, "nothing to be left", func() bool { return setAside(t, s) == 0 && inQueue(t, s) == 0 })
		})
	}
}

// asideOf yields what waits for a key.
func asideOf(t *testing.T, s *Store) func(func(*jetstream.RawStreamMsg) bool) {
	t.Helper()
	return func(yield func(*jetstream.RawStreamMsg) bool) {
		for from := uint64(1); ; {
			m, err := s.stream.GetMsg(t.Context(), from, jetstream.WithGetMsgSubject(s.names.prefix+".aside.>"))
			if err != nil || !yield(m) {
				return
			}
			from = m.Sequence + 1
		}
	}
}

// TestWhoPutsEntriesAsideOfTheBotReachesNothing: what comes back goes through the check of its queue, and
// nowhere else.
func TestWhoPutsEntriesAsideOfTheBotReachesNothing(t *testing.T) {
	srv, clock, ring := startServer(t), testclock.NewFakeClock(time.Now()), &keyring{}
	ring.set(newKey)
	s := open(t, func(o *Options) {
		o.URL, o.Clock, o.Keys, o.SealedSince = srv.url(), clock, ring.read, clock.Now().Add(-aYear)
	})
	for i, to := range []string{s.names.outbox("forged"), s.names.conversation("forged"), s.names.outboxAll(), ""} {
		m := message(s.names.aside("outbox", s.sealer.ids()[0], strconv.Itoa(i)), inJSON(t, conversation.OutboxMessage{ID: "forged"}))
		m.Header.Set(asideHeader, to)
		forge(t, s, nil, m)
	}
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			t.Errorf("%s is handed over", m.ID)
			return 0
		})
	})
	eventually(t, "them to be gone from there", func() bool {
		clock.Step(putBackEvery)
		return count(t, s, s.names.asideAll("outbox", s.sealer.ids()[0])) == 0
	})
	eventually(t, "the queue to be empty", func() bool { return inQueue(t, s) == 0 })
	if n := count(t, s, s.names.conversation("forged")); n > 0 {
		t.Error("a conversation was stored")
	}
}
