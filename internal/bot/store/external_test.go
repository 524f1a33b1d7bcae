// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/store/natstest"
)

func TestALostServerIsReportedAtOnceAndReconnected(t *testing.T) {
	srv := startServer(t)
	s := open(t, func(o *Options) { o.URL = srv.url() })
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			got.add(m.ID)
			return 0
		})
	})

	srv.stop()
	eventually(t, "the connection to be lost", func() bool { return !s.nc.IsConnected() })
	began := time.Now()
	_, _, loadErr := s.Load(t.Context(), "a")
	_, commitErr := s.Commit(t.Context(), "a", v, turn("a", 2))
	for what, err := range map[string]error{"Load": loadErr, "Commit": commitErr, "Ping": s.Ping(t.Context())} {
		if !errors.Is(err, conversation.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", what, err)
		}
		if isNotFound(err) || isConflict(err) {
			t.Errorf("%s says something of the conversation: %v", what, err)
		}
	}
	if took := time.Since(began); took > s.opts.Timeout {
		t.Errorf("took %s to say so", took)
	}

	srv.start(t)
	eventually(t, "the store to come back", func() bool { return s.Ping(t.Context()) == nil })
	state, v, err := s.Load(t.Context(), "a")
	if err != nil || state.Messages != 1 {
		t.Fatalf("after the restart: %d (%v), want 1: nothing was sent late", state.Messages, err)
	}
	c := turn("a", 2)
	c.Outbox = []conversation.OutboxMessage{{ID: "h1", Body: []byte("{}")}}
	mustCommit(t, s, "a", v, c)
	eventually(t, "the queue to work again", func() bool { return got.get("h1") == 1 })
}

func TestOpenWaitsForTheServer(t *testing.T) {
	srv := startServer(t)
	srv.stop()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, Options{Namespace: "shop", Bot: "support", URL: srv.url(), Timeout: 100 * time.Millisecond}); !errors.Is(err, conversation.ErrUnavailable) && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Open without a server: %v, want that it is unavailable", err)
	}
	opened := make(chan error)
	go func() {
		s, err := Open(context.WithoutCancel(t.Context()), Options{Namespace: "shop", Bot: "support", URL: srv.url()})
		if err == nil {
			s.Close()
		}
		opened <- err
	}()
	srv.start(t)
	if err := <-opened; err != nil {
		t.Errorf("Open that waited: %v", err)
	}
}

func TestWhatAnAdministratorSetStays(t *testing.T) {
	srv := startServer(t)
	s := open(t, func(o *Options) { o.URL = srv.url() })
	cfg := s.stream.CachedInfo().Config
	cfg.MaxBytes = 1 << 30
	cfg.AllowMsgTTL = true
	cfg.AllowDirect = true // not what the store needs
	if _, err := s.js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	again := open(t, func(o *Options) { o.URL = srv.url() })
	got := again.stream.CachedInfo().Config
	if got.MaxBytes != 1<<30 {
		t.Errorf("MaxBytes %d, want what the administrator set", got.MaxBytes)
	}
	if got.AllowDirect {
		t.Error("AllowDirect stayed on")
	}
}

func TestBotsDoNotShareStreams(t *testing.T) {
	srv := startServer(t)
	one := open(t, func(o *Options) { o.URL, o.Namespace, o.Bot = srv.url(), "a", "b.c" })
	two := open(t, func(o *Options) { o.URL, o.Namespace, o.Bot = srv.url(), "a.b", "c" })
	mustCommit(t, one, "x", 0, turn("x", 1))
	if _, _, err := two.Load(t.Context(), "x"); !isNotFound(err) {
		t.Errorf("another bot's conversation: %v, want ErrNotFound", err)
	}
}

// TestCommitWhoseAnswerIsLost has the caller give up before the answer comes: resolve finds
// out, so that the turn is not decided twice.
func TestCommitWhoseAnswerIsLost(t *testing.T) {
	s := embedded(t, t.TempDir())
	msgs, err := s.messages("a", 0, turn("a", 1), "mine")
	if err != nil {
		t.Fatal(err)
	}
	seq, err := s.publish(t.Context(), msgs)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.resolve(t.Context(), "a", "mine", context.DeadlineExceeded)
	if err != nil || v != conversation.Version(seq) {
		t.Errorf("version %d (%v), want %d", v, err, seq)
	}
	if _, err := s.resolve(t.Context(), "a", "another", context.DeadlineExceeded); !errors.Is(err, conversation.ErrUnavailable) {
		t.Errorf("a commit that was not applied: %v, want ErrUnavailable", err)
	}
}

// TestReplicatedStream does the same work on three servers, one of which goes away.
func TestReplicatedStream(t *testing.T) {
	servers := startCluster(t)
	var urls []string
	for _, n := range servers {
		urls = append(urls, n.url())
	}
	s := open(t, func(o *Options) { o.URL, o.Replicas = strings.Join(urls, ","), 3 })
	var acknowledged atomic.Int64
	work := func(want int) {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 5 {
					err := increment(t.Context(), s, "a")
					if err == nil {
						acknowledged.Add(1)
					} else if !errors.Is(err, conversation.ErrUnavailable) {
						t.Errorf("increment: %v", err)
					}
				}
			})
		}
		wg.Wait()
		state, _, err := s.Load(t.Context(), "a")
		if least := acknowledged.Load(); err != nil || int64(state.Messages) < least || state.Messages > want {
			t.Errorf("count %d (%v), want %d that were acknowledged, and at most %d", state.Messages, err, least, want)
		}
		if n := count(t, s, s.names.ledger()); n != state.Messages {
			t.Errorf("%d ledger records, the state says %d", n, state.Messages)
		}
	}
	// The stream's three servers have only just found each other.
	eventually(t, "replicas that have caught up", func() bool {
		info, err := s.stream.Info(t.Context())
		if err != nil || info.Cluster == nil || info.Cluster.Leader == "" || len(info.Cluster.Replicas) != 2 {
			return false
		}
		return info.Cluster.Replicas[0].Current && info.Cluster.Replicas[1].Current
	})
	work(20)
	state, v, err := s.Load(t.Context(), "a")
	if err != nil || state.Messages != 20 {
		t.Fatalf("count %d (%v), want 20 with all servers up", state.Messages, err)
	}

	info, err := s.stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range servers {
		if n.Name() == info.Cluster.Leader {
			n.stop()
		}
	}
	var got conversation.State
	var gotV conversation.Version
	eventually(t, "another leader", func() bool {
		got, gotV, err = s.Load(t.Context(), "a")
		return err == nil
	})
	if got.Messages != 20 || gotV != v {
		t.Fatalf("count %d at %d (%v), want 20 at %d", got.Messages, gotV, err, v)
	}
	work(40)

	var due seen
	background(t, func(ctx context.Context) error {
		return s.RunDue(ctx, func(_ context.Context, d conversation.DueMessage) error {
			due.add(d.Kind)
			return nil
		})
	})
	c := turn("b", 1)
	c.Due = []conversation.DueMessage{{Kind: "outcome", At: time.Now().Add(time.Second)}}
	eventually(t, "a commit", func() bool {
		_, err := s.Commit(t.Context(), "b", 0, c)
		return err == nil || isConflict(err)
	})
	eventually(t, "the due message", func() bool { return due.get("outcome") > 0 })
}

func startCluster(t *testing.T) []*natsServer {
	t.Helper()
	const size = 3
	var ports []int
	var routes []*url.URL
	for range size {
		port := natstest.FreePort(t)
		ports = append(ports, port)
		routes = append(routes, &url.URL{Scheme: "nats", Host: fmt.Sprintf("127.0.0.1:%d", port)})
	}
	var servers []*natsServer
	for i := range size {
		servers = append(servers, startServer(t, func(o *server.Options) {
			o.ServerName = fmt.Sprintf("n%d", i)
			o.Cluster = server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[i]}
			o.Routes = routes
		}))
	}
	eventually(t, "the cluster's leader", func() bool {
		for _, n := range servers {
			if n.JetStreamIsLeader() {
				return len(n.JetStreamClusterPeers()) == size
			}
		}
		return false
	})
	return servers
}
