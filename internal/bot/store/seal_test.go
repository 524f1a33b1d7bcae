// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// keyring is what a Secret holds.
type keyring struct {
	mu   sync.Mutex
	keys [][]byte
}

func (k *keyring) set(keys ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys = nil
	for _, key := range keys {
		k.keys = append(k.keys, []byte(key))
	}
}

func (k *keyring) read() ([][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keys, nil
}

const (
	oldKey = "an old key of at least 32 bytes..."
	newKey = "a new key of at least 32 bytes...."
	words  = "my card was stolen"
)

// said is a commit in which a customer says something, and a packet goes out.
func said(id string, n int) conversation.Commit {
	c := turn(id, n)
	c.State.Turns = []conversation.Turn{{Text: words}}
	c.Outbox = []conversation.OutboxMessage{{ID: id + "-h1", Body: []byte(`"` + words + `"`)}}
	c.Records = []conversation.Record{{Key: "customer/ann", Value: []byte(words), TTL: time.Hour}}
	return c
}

// raw is everything that is in the stream.
func raw(t *testing.T, s *Store) string {
	t.Helper()
	info, err := s.stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for seq := info.State.FirstSeq; seq <= info.State.LastSeq; seq++ {
		m, err := s.stream.GetMsg(t.Context(), seq)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		all.Write(m.Data)
	}
	return all.String()
}

// TestWhatCustomersSayIsStoredEncrypted: nobody who reads the stream reads it, and whoever has the
// key reads what was stored before encryption, with the key, and with the one before it.
func TestWhatCustomersSayIsStoredEncrypted(t *testing.T) {
	srv := startServer(t)
	plain := open(t, func(o *Options) { o.URL = srv.url() })
	mustCommit(t, plain, "before", 0, turn("before", 1))
	plain.Close()

	ring := &keyring{}
	ring.set(oldKey)
	s := open(t, func(o *Options) { o.URL, o.Keys = srv.url(), ring.read })
	mustCommit(t, s, "a", 0, said("a", 1))
	s.Close()
	ring.set(newKey, oldKey)
	s = open(t, func(o *Options) { o.URL, o.Keys = srv.url(), ring.read })
	record, version, err := s.Record(t.Context(), "customer/ann")
	if err != nil || string(record) != words {
		t.Errorf("record %q, %v", record, err)
	}
	c := said("b", 1)
	c.Records[0].Version = version
	mustCommit(t, s, "b", 0, c)
	if all := raw(t, s); strings.Contains(all, words) || !strings.Contains(all, sealMark) {
		t.Errorf("the stream holds what a customer said: %q", all)
	}
	for _, id := range []string{"before", "a", "b"} {
		if state, _, err := s.Load(t.Context(), id); err != nil || state.ID != id || id != "before" && state.Turns[0].Text != words {
			t.Errorf("%s: %+v, %v", id, state, err)
		}
	}
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			if string(m.Body) == `"`+words+`"` {
				got.add(m.ID)
			}
			return 0
		})
	})
	eventually(t, "packets of both keys", func() bool { return got.get("a-h1") == 1 && got.get("b-h1") == 1 })
}

// TestWhatCannotBeDecryptedIsKept: with a wrong key, or none, nothing is lost and the error says
// what to do; with the right one everything is there again.
func TestWhatCannotBeDecryptedIsKept(t *testing.T) {
	srv := startServer(t)
	ring := &keyring{}
	ring.set(oldKey)
	s := open(t, func(o *Options) { o.URL, o.Keys = srv.url(), ring.read })
	v := mustCommit(t, s, "a", 0, said("a", 1))
	s.Close()
	for says, keys := range map[string]func() ([][]byte, error){
		"put it back as previous-key": func() ([][]byte, error) { return [][]byte{[]byte(newKey)}, nil },
		"store.encryption is not set": nil,
	} {
		s := open(t, func(o *Options) { o.URL, o.Keys = srv.url(), keys })
		_, _, err := s.Load(t.Context(), "a")
		if !errors.Is(err, ErrSealed) || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want: %s", err, says)
		}
		if _, _, err := s.Record(t.Context(), "customer/ann"); !errors.Is(err, ErrSealed) {
			t.Errorf("record: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		_ = s.RunOutbox(ctx, func(context.Context, conversation.OutboxMessage, int) time.Duration {
			t.Error("a packet that cannot be read is delivered")
			return 0
		})
		cancel()
		s.Close()
	}
	s = open(t, func(o *Options) { o.URL, o.Keys = srv.url(), ring.read })
	if state, version, err := s.Load(t.Context(), "a"); err != nil || version != v || state.Turns[0].Text != words {
		t.Errorf("with the key: %+v at %d, %v", state, version, err)
	}
	if n, err := s.OutboxPending(t.Context()); err != nil || n != 1 {
		t.Errorf("%d packets wait (%v), want 1", n, err)
	}
}

// TestKeysArePickedUpWhileTheBotRuns: a Secret that changes needs no restart, and one that
// cannot be read takes nothing away.
func TestKeysArePickedUpWhileTheBotRuns(t *testing.T) {
	clock := testclock.NewFakeClock(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	ring := &keyring{}
	ring.set(oldKey)
	s := &sealer{load: ring.read, now: clock.Now, readAt: clock.Now()}
	if err := s.reload(); err != nil {
		t.Fatal(err)
	}
	before := s.seal("x", []byte(words))
	ring.set("short")
	clock.Step(time.Minute)
	if got, err := s.open("x", before); err != nil || string(got) != words {
		t.Errorf("with a key that is too short: %q, %v", got, err)
	}
	ring.set(newKey, oldKey)
	clock.Step(time.Minute)
	after := s.seal("x", []byte(words))
	if bytes.Equal(before[:12], after[:12]) {
		t.Error("the new key is not used")
	}
	ring.set(newKey)
	clock.Step(time.Minute)
	if _, err := s.open("x", before); !errors.Is(err, ErrSealed) {
		t.Errorf("without the old key: %v", err)
	}
	another := &keyring{}
	another.set("a third key of at least 32 bytes...")
	fromOther := &sealer{load: another.read, now: clock.Now}
	fresh := fromOther.seal("x", []byte(words))
	another.set("a third key of at least 32 bytes...", newKey)
	ring.set("a third key of at least 32 bytes...", newKey)
	clock.Step(2 * time.Second) // another pod has seen the new Secret first
	if got, err := s.open("x", fresh); err != nil || string(got) != words {
		t.Errorf("by a key that another pod has read already: %q, %v", got, err)
	}
}

func TestOpenWaitsForItsKeys(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := Open(ctx, Options{Namespace: "shop", Bot: "support", Dir: dir, Keys: func() ([][]byte, error) { return nil, errors.New("no such Secret") }})
	if err == nil || !strings.Contains(err.Error(), "store.encryption: no such Secret") {
		t.Errorf("error %v, want the field and the cause", err)
	}
}

// stored is what the version that began to encrypt stored of words under the subject x, with newKey.
const stored = "00696f31fc9a6ee4846f03b0a9213ebbf120f2de772e425d1878d718ee8b07d3c5f61d87444b0df3" +
	"c7833633bcf40f94e9584d70f2957da9936d"

// FuzzSealed gives the decoders of entries and of seals any bytes: entries that are not encrypted are
// returned as they are, and nothing that was not encrypted with the key for this subject. What earlier
// versions stored is read. No bytes are the seal of an entry.
func FuzzSealed(f *testing.F) {
	ring := &keyring{}
	ring.set(newKey, oldKey)
	s := &sealer{load: ring.read, now: time.Now, doubts: doubts{since: time.Now().Add(-time.Hour), now: time.Now}}
	good, err := hex.DecodeString(stored)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{good, good[:20], good[:7], []byte(sealMark), []byte(`{"id":"c1"}`), {}, append(bytes.Clone(good), 0)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		plain, err := s.open("x", data)
		switch {
		case bytes.Equal(data, good):
			if err != nil || string(plain) != words {
				t.Errorf("what was stored is not read: %q, %v", plain, err)
			}
		case err != nil && !errors.Is(err, ErrSealed):
			t.Errorf("an error of another kind: %v", err)
		case err == nil && bytes.HasPrefix(data, []byte(sealMark)):
			t.Errorf("decrypted %q to %q", data, plain)
		case err == nil && !bytes.Equal(plain, data):
			t.Errorf("%q became %q", data, plain)
		}
		if _, err := s.open("another subject", good); err == nil {
			t.Error("an entry is accepted under another subject")
		}
		for _, header := range []string{string(data), base64.StdEncoding.EncodeToString(data)} {
			if err := s.verify("x", nats.Header{sealHeader: {header}}, []byte("claim"), time.Now(), time.Hour); !errors.Is(err, ErrSealed) {
				t.Errorf("%q is the seal of an entry: %v", header, err)
			}
		}
	})
}
