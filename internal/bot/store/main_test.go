// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr/testr"
	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/goleak"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/store/natstest"
)

// waitLimit bounds what depends on real I/O on a busy machine.
const waitLimit = 60 * time.Second

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimDir); dir != "" {
		victim(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

func embedded(t testing.TB, dir string, change ...func(*Options)) *Store {
	t.Helper()
	return open(t, append([]func(*Options){func(o *Options) { o.Dir = dir }}, change...)...)
}

func open(t testing.TB, change ...func(*Options)) *Store {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	opts := Options{Namespace: "shop", Bot: "support", Timeout: 20 * time.Second, ackWait: maxHandling + 2*time.Second, keyArrives: time.Second}
	if tt, ok := t.(*testing.T); ok {
		opts.Logger = testr.New(tt)
	}
	for _, c := range change {
		c(&opts)
	}
	s, err := Open(ctx, opts)
	if err != nil {
		t.Fatalf("opening the store: %v", err)
	}
	t.Cleanup(s.Close)
	return s
}

// natsServer is a server of its own, as an administrator would run it.
type natsServer struct{ *natstest.Server }

func startServer(t testing.TB, change ...func(*server.Options)) *natsServer {
	t.Helper()
	return &natsServer{natstest.Start(t, change...)}
}

func (n *natsServer) start(t testing.TB) {
	t.Helper()
	n.Again(t)
}

func (n *natsServer) stop()       { n.Stop() }
func (n *natsServer) url() string { return n.URL() }

// turn is a commit that counts itself: n in the state, one entry in the ledger.
func turn(id string, n int) conversation.Commit {
	return conversation.Commit{
		State:  conversation.State{ID: id, Channel: "web", Messages: n},
		Ledger: []ledger.Entry{{Metric: ledger.Conversations, Labels: map[string]string{"channel": "web"}}},
	}
}

func mustCommit(t testing.TB, s *Store, id string, v conversation.Version, c conversation.Commit) conversation.Version {
	t.Helper()
	v, err := s.Commit(t.Context(), id, v, c)
	if err != nil {
		t.Fatalf("committing: %v", err)
	}
	return v
}

// eventually waits for real I/O.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(waitLimit); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", waitLimit, what)
		}
	}
}

// increment adds one to a conversation's count, however many others do the same.
func increment(ctx context.Context, s *Store, id string) error {
	for {
		state, v, err := s.Load(ctx, id)
		if err != nil && !isNotFound(err) {
			return fmt.Errorf("loading: %w", err)
		}
		_, err = s.Commit(ctx, id, v, turn(id, state.Messages+1))
		if !isConflict(err) {
			return err
		}
	}
}
