// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	testclock "k8s.io/utils/clock/testing"
)

func TestAllPodsHaveTheSameKey(t *testing.T) {
	n := startServer(t)
	const pods = 4
	keys := make([]string, pods)
	var wg sync.WaitGroup
	for i := range pods {
		s := open(t, func(o *Options) { o.URL = n.url() })
		wg.Go(func() {
			key, err := s.Key(t.Context(), "identity", func() []byte { return fmt.Appendf(nil, "key-%d", i) })
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	wg.Wait()
	for _, key := range keys {
		if key != keys[0] || key == "" {
			t.Fatalf("the pods' keys are %q", keys)
		}
	}
}

func TestAKeySurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	if key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("first") }); err != nil || string(key) != "first" {
		t.Fatalf("%q, %v", key, err)
	}
	if key, err := s.Key(t.Context(), "other", func() []byte { return []byte("other") }); err != nil || string(key) != "other" {
		t.Errorf("a key of another name: %q, %v", key, err)
	}
	s.Close()
	if key, err := embedded(t, dir).Key(t.Context(), "identity", func() []byte { return []byte("second") }); err != nil || string(key) != "first" {
		t.Errorf("after a restart: %q, %v", key, err)
	}
}

// TestTheBotsOwnKeyIsStoredEncrypted: nobody who reads the stream can mint what the key mints, also
// where encryption was turned on later, and the key outlives each key of store.encryption.
func TestTheBotsOwnKeyIsStoredEncrypted(t *testing.T) {
	const identity = "what mints the identities of web customers"
	made := 0
	newIdentity := func() []byte { made++; return fmt.Appendf(nil, "%s %d", identity, made) }
	srv := startServer(t)
	ring := &keyring{}
	for _, step := range []struct {
		what   string
		keys   []string // none: not encrypted
		want   int
		sealed bool
	}{
		{"without encryption", nil, 1, false},
		{"encryption is turned on", []string{oldKey}, 1, true},
		{"the key is replaced", []string{newKey, oldKey}, 1, true},
		{"the old key is gone", []string{newKey}, 1, true},
		{"another key, by mistake", []string{oldKey}, 2, true},
		{"the right one again", []string{newKey}, 1, true},
		{"encryption is turned off", nil, 3, false},
		{"encryption is turned on again", []string{newKey}, 1, true},
	} {
		ring.set(step.keys...)
		s := open(t, func(o *Options) {
			if o.URL = srv.url(); step.keys != nil {
				o.Keys = ring.read
			}
		})
		for range 2 {
			key, err := s.Key(t.Context(), "identity", newIdentity)
			if want := fmt.Sprintf("%s %d", identity, step.want); err != nil || string(key) != want {
				t.Errorf("%s: %q, %v, want %q", step.what, key, err, want)
			}
		}
		if all := raw(t, s); strings.Contains(all, identity) == step.sealed {
			t.Errorf("%s: the stream holds %q", step.what, all)
		}
		s.Close()
	}
}

// TestTheBotsOwnKeyIsEncryptedAgainWhileTheBotRuns: who removes the previous-key as the page says
// loses nothing, although no pod was restarted meanwhile.
func TestTheBotsOwnKeyIsEncryptedAgainWhileTheBotRuns(t *testing.T) {
	srv := startServer(t)
	clock := testclock.NewFakeClock(time.Now())
	ring := &keyring{}
	ring.set(oldKey)
	encrypted := func(o *Options) { o.URL, o.Keys = srv.url(), ring.read }
	s := open(t, encrypted, func(o *Options) { o.Clock = clock })
	if _, err := s.Key(t.Context(), "identity", func() []byte { return []byte("first") }); err != nil {
		t.Fatal(err)
	}
	background(t, s.KeepKeys)
	ring.set(newKey, oldKey)
	eventually(t, "the key to be encrypted with the new one, and no more with the old", func() bool {
		clock.Step(keepKeysEvery)
		subjects := s.keySubjects("identity")
		_, err := s.last(t.Context(), subjects[0])
		_, before := s.last(t.Context(), subjects[1])
		return err == nil && len(subjects) == 3 && errors.Is(before, jetstream.ErrMsgNotFound)
	})
	s.Close()
	ring.set(newKey)
	if key, err := open(t, encrypted).Key(t.Context(), "identity", func() []byte { return []byte("second") }); err != nil || string(key) != "first" {
		t.Errorf("%q, %v", key, err)
	}
}

// TestAKeyThatSomebodyStoredIsNotUsed: who may write to the stream cannot choose the key that
// mints identities.
func TestAKeyThatSomebodyStoredIsNotUsed(t *testing.T) {
	srv := startServer(t)
	ring := &keyring{}
	ring.set(newKey)
	encrypted := func(o *Options) { o.URL, o.Keys = srv.url(), ring.read }
	s := open(t, encrypted)
	if _, err := s.Key(t.Context(), "identity", func() []byte { return []byte("the bot's own") }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.publish(t.Context(), []*nats.Msg{{Subject: s.keySubjects("identity")[0], Data: []byte("a neighbour's"), Header: nats.Header{}}}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if key, err := open(t, encrypted).Key(t.Context(), "identity", nil); !errors.Is(err, ErrSealed) {
		t.Errorf("key %q, error %v, want %v", key, err, ErrSealed)
	}
}
