// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// doubting is a store whose pods have had their key for long.
func doubting(t *testing.T, srv *natsServer, since time.Time) *Store {
	t.Helper()
	ring := &keyring{}
	ring.set(newKey)
	return open(t, func(o *Options) { o.URL, o.Keys, o.SealedSince = srv.url(), ring.read, since })
}

// oneOfEach is a commit with an entry of each kind.
func oneOfEach(id string) conversation.Commit {
	c := said(id, 1)
	c.Records[0].Key = "customer/" + id
	c.Claims = []conversation.Claim{{Key: "message/" + id, TTL: time.Hour, Value: []byte("first")}}
	c.Due = []conversation.DueMessage{{Kind: conversation.DueHelpdesk, At: time.Now()}}
	return c
}

// forge stores entries as who has no key would, in the name of the bot.
func forge(t *testing.T, s *Store, change func(*nats.Msg), msgs ...*nats.Msg) {
	t.Helper()
	for _, m := range msgs {
		if change != nil {
			change(m)
		}
		if _, err := s.js.PublishMsg(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
}

func inJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestWhatSomebodyElseStoredIsNotBelieved: who may write to the NATS server stores an entry of each
// kind, without a seal, with that of another entry, and with one by a key of his own.
func TestWhatSomebodyElseStoredIsNotBelieved(t *testing.T) {
	srv := startServer(t)
	s := doubting(t, srv, time.Now().Add(-2*DefaultConversationTTL))
	mustCommit(t, s, "real", 0, oneOfEach("real"))
	genuine, err := s.last(t.Context(), s.names.claim("message/real"))
	if err != nil {
		t.Fatal(err)
	}
	another := &keyring{}
	another.set("a key of somebody else, of 32 bytes")
	theirs := &sealer{load: another.read, now: time.Now}
	if err := theirs.reload(); err != nil {
		t.Fatal(err)
	}
	names := s.names
	for attack, change := range map[string]func(*nats.Msg){
		"bare":                       nil,
		"the seal of another entry":  func(m *nats.Msg) { m.Header.Set(sealHeader, genuine.Header.Get(sealHeader)) },
		"a seal by a key of his own": func(m *nats.Msg) { theirs.sign(m, m.Subject) },
		"a seal that cannot be read": func(m *nats.Msg) { m.Header.Set(sealHeader, "x") },
		"encrypted by a key of his":  func(m *nats.Msg) { m.Data = theirs.seal(m.Subject, m.Data) },
	} {
		id := "forged-" + token(attack)
		forge(t, s, change,
			message(names.conversation(id), inJSON(t, conversation.State{ID: id})),
			message(names.record(id), []byte("forged")),
			message(names.claim(id), []byte("forged")),
			message(names.outbox(id), inJSON(t, conversation.OutboxMessage{ID: id})),
			message(names.dueNowAll()[:len(names.dueNowAll())-1]+token(id), inJSON(t, conversation.DueMessage{Conversation: id, Kind: conversation.DueHelpdesk})),
			message(names.snapshot(), []byte("forged")),
			message(names.ledger(), []byte("forged")),
		)
		if _, _, err := s.Load(t.Context(), id); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: a conversation: %v", attack, err)
		}
		if _, _, err := s.Record(t.Context(), id); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: a record: %v", attack, err)
		}
		if _, claimed, err := s.Claimed(t.Context(), id); claimed || !errors.Is(err, ErrSealed) {
			t.Errorf("%s: a claim: %t, %v", attack, claimed, err)
		}
		if data, err := s.Ledger().Snapshot(t.Context()); err != nil || data != nil {
			t.Errorf("%s: a snapshot: %q, %v", attack, data, err)
		}
	}
	forge(t, s, nil, message(names.key("identity"), []byte("a key of somebody else")))
	if key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("minted") }); err != nil || string(key) != "minted" {
		t.Errorf("the bot's key: %q, %v", key, err)
	}

	handed, due := delivered(t, s)
	var counted seen
	background(t, func(ctx context.Context) error {
		return s.Ledger().Follow(ctx, 0, func(_ uint64, record []byte) {
			if record != nil {
				counted.add(map[bool]string{true: "forged", false: "real"}[bytes.Equal(record, []byte("forged"))])
			}
		})
	})
	mustCommit(t, s, "last", 0, oneOfEach("last"))
	eventually(t, "all of the bot's own", func() bool {
		return handed.get("real-h1") == 1 && handed.get("last-h1") == 1 && due.get("real") == 1 && due.get("last") == 1 && counted.get("real") == 2
	})
	if handed.distinct() != 2 || due.distinct() != 2 || counted.distinct() != 1 {
		t.Errorf("entries of somebody else were handed over, due or counted: %v, %v, %v", handed.n, due.n, counted.n)
	}
	if s.Refused() == 0 {
		t.Error("nothing was counted")
	}
}

// delivered are the packets that a store hands over and the timers that are due, as they come.
func delivered(t *testing.T, s *Store) (handed, due *seen) {
	handed, due = &seen{}, &seen{}
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			handed.add(m.ID)
			return 0
		})
	})
	background(t, func(ctx context.Context) error {
		return s.RunDue(ctx, func(_ context.Context, d conversation.DueMessage) error {
			due.add(d.Conversation)
			return nil
		})
	})
	return handed, due
}

// TestWhatWasStoredBeforeEncryptionIsRead: it has no seal, and its age by the server's clock says
// that this is right. A bot that is not told since when believes all.
func TestWhatWasStoredBeforeEncryptionIsRead(t *testing.T) {
	for name, since := range map[string]time.Time{"it began later": time.Now(), "nobody says when it began": {}} {
		t.Run(name, func(t *testing.T) {
			srv := startServer(t)
			plain := open(t, func(o *Options) { o.URL = srv.url() })
			mustCommit(t, plain, "before", 0, oneOfEach("before"))
			if err := plain.Ledger().SaveSnapshot(t.Context(), []byte("before")); err != nil {
				t.Fatal(err)
			}
			plain.Close()
			mustSnapshot(t, doubting(t, srv, time.Time{}), "before") // the first pod with the key seals it
			s := doubting(t, srv, since)
			if state, _, err := s.Load(t.Context(), "before"); err != nil || state.ID != "before" {
				t.Errorf("a conversation: %+v, %v", state, err)
			}
			if _, claimed, err := s.Claimed(t.Context(), "message/before"); !claimed || err != nil {
				t.Errorf("a claim: %t, %v", claimed, err)
			}
			mustSnapshot(t, s, "before")
			handed, due := delivered(t, s)
			eventually(t, "what waited", func() bool { return handed.get("before-h1") == 1 && due.get("before") == 1 })
			if n := s.Refused(); n != 0 {
				t.Errorf("%d entries were refused", n)
			}
		})
	}
}

// TestTheEmbeddedStoreDoubtsNothing: nobody else writes to it.
func TestTheEmbeddedStoreDoubtsNothing(t *testing.T) {
	dir := t.TempDir()
	plain := embedded(t, dir)
	mustCommit(t, plain, "before", 0, turn("before", 1))
	plain.Close()
	ring := &keyring{}
	ring.set(newKey)
	s := embedded(t, dir, func(o *Options) { o.Keys, o.SealedSince = ring.read, time.Now().Add(-time.Hour) })
	if _, _, err := s.Load(t.Context(), "before"); err != nil {
		t.Error(err)
	}
}

// mustSnapshot checks what the ledger's snapshot is; empty: there is none that is believed.
func mustSnapshot(t *testing.T, s *Store, want string) {
	t.Helper()
	if data, err := s.Ledger().Snapshot(t.Context()); err != nil || string(data) != want {
		t.Errorf("the snapshot is %q (%v), want %q", data, err, want)
	}
}
