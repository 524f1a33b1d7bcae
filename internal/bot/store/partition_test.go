// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/store/natstest"
)

// TestPodsOnAClusterWhoseServersFail has three pods take turns in their own conversations and in ones
// that they share, on three servers with a replicated stream. Under this load the server that leads the
// stream is killed and started again, and then the one that leads is cut off from the others, with a
// pod that knows no other server. Each turn that was acknowledged is there once, and so is everything
// that belongs to it; nothing that somebody else stored is.
func TestPodsOnAClusterWhoseServersFail(t *testing.T) {
	c := startWiredCluster(t)
	ring := &keyring{}
	ring.set(newKey)
	pod := func(urls ...string) *Store {
		return open(t, func(o *Options) {
			o.URL, o.Replicas, o.Timeout = strings.Join(urls, ","), len(c.servers), 3*time.Second
			o.Keys, o.SealedSince = ring.read, time.Now().Add(-2*DefaultConversationTTL)
		})
	}
	first := pod(c.urls(0, 1)...)
	eventually(t, "replicas that have caught up", func() bool { return caughtUp(t, first) })
	l := &load{acked: map[string]int{}, unsure: map[string]int{}, of: map[*Store]int{}}
	counted := make([]seen, len(c.servers))
	var pods []*Store
	var stops []func()
	for i := range c.servers {
		s := first
		if i > 0 {
			s = pod(c.urls(i, (i+1)%len(c.servers))...)
		}
		pods = append(pods, s)
		background(t, func(ctx context.Context) error {
			return s.Ledger().Follow(ctx, 0, func(position uint64, record []byte) {
				if record != nil {
					counted[i].add(fmt.Sprint(position))
				}
				if strings.Contains(string(record), "forged") {
					t.Errorf("pod %d counts what somebody else stored", i)
				}
			})
		})
		for k := range 2 {
			ids := []string{fmt.Sprintf("pod%d-%d", i, k), fmt.Sprint("shared", k)}
			stops = append(stops, background(t, func(ctx context.Context) error { return l.run(ctx, s, ids) }))
		}
	}
	l.progress(t, "all servers", pods...)

	l.failing.Store(true)
	lost := c.leader(t, first)
	c.cut(lost, true) // so that it cannot say goodbye
	c.servers[lost].stop()
	l.progress(t, "two servers", pods...)
	c.cut(lost, false)
	c.servers[lost].start(t)
	eventually(t, "replicas that have caught up", func() bool { return caughtUp(t, first) })
	l.failing.Store(false)
	l.progress(t, "all servers once more", pods...)

	lost = c.leader(t, first)
	alone := pod(c.urls(lost)...)
	stops = append(stops, background(t, func(ctx context.Context) error { return l.run(ctx, alone, []string{"alone", "shared0"}) }))
	l.progress(t, "a pod of one server", alone)
	l.failing.Store(true)
	c.cut(lost, true)
	eventually(t, "the pod to learn that its server is alone", func() bool {
		_, err := alone.Commit(t.Context(), "minority", 0, turn("minority", 1))
		return errors.Is(err, conversation.ErrUnavailable)
	})
	others := slices.DeleteFunc(slices.Clone(pods), func(s *Store) bool { return s.nc.ConnectedUrl() == c.servers[lost].url() })
	if len(others) == 0 {
		t.Fatal("no server is known to all pods, so some must have another one")
	}
	l.progress(t, "a server that is cut off", others...)
	c.cut(lost, false)
	eventually(t, "replicas that have caught up", func() bool { return caughtUp(t, first) })
	l.failing.Store(false)
	l.progress(t, "all servers again", append(slices.Clone(pods), alone)...)
	forge(t, first, nil, message(first.names.ledger(), []byte(`[{"m":"forged"}]`)))
	for _, stop := range stops {
		stop()
	}

	turns := l.check(t, first)
	if state, _, err := first.Load(t.Context(), "minority"); err == nil {
		turns += state.Messages // its answer was lost, and it was stored after all
	}
	for i := range counted {
		eventually(t, fmt.Sprintf("pod %d to count all turns", i), func() bool { return counted[i].distinct() == turns })
		counted[i].once(t, fmt.Sprint("pod ", i))
	}
	eventually(t, "the same stream on all servers", func() bool { return c.same(t) })
}

// load is what pods do, and what they were told of it.
type load struct {
	mu            sync.Mutex
	acked, unsure map[string]int // by conversation; unsure are turns whose answer does not say
	of            map[*Store]int // turns that were acknowledged
	failing       atomic.Bool    // a server is lost, or catching up
}

// run takes turns in conversations, one after the other, until ctx is done.
func (l *load) run(ctx context.Context, s *Store, ids []string) error {
	for n := 0; ctx.Err() == nil; n++ {
		pause(ctx, 10*time.Millisecond) // as customers do
		id := ids[n%len(ids)]
		state, v, err := s.Load(ctx, id)
		if err == nil || isNotFound(err) {
			c := fullTurn(id, state.Messages+1)
			c.Claims = []conversation.Claim{{Key: fmt.Sprint("turn/", id, "/", state.Messages+1), TTL: time.Hour}}
			_, err = s.Commit(context.WithoutCancel(ctx), id, v, c)
			l.note(s, id, err)
		}
		switch {
		case err == nil, isConflict(err), errors.Is(err, conversation.ErrClaimed), ctx.Err() != nil:
		case errors.Is(err, conversation.ErrUnavailable):
			pause(ctx, 100*time.Millisecond)
		default:
			return fmt.Errorf("%s: %w", id, err)
		}
	}
	return nil
}

func (l *load) note(s *Store, id string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err == nil:
		l.acked[id]++
		l.of[s]++
	case errors.Is(err, conversation.ErrUnavailable):
		l.unsure[id]++
	case (isConflict(err) || errors.Is(err, conversation.ErrClaimed)) && (l.failing.Load() || !strings.HasPrefix(id, "shared")):
		// A server that no longer leads refuses what the next one stores a moment later. While all
		// servers are well, only another pod's turn is a conflict.
		l.unsure[id]++
	}
}

func (l *load) turns(s *Store) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of[s]
}

// progress waits until each of the pods has taken some more turns.
func (l *load) progress(t *testing.T, with string, pods ...*Store) {
	t.Helper()
	const more = 10
	for i, s := range pods {
		want := l.turns(s) + more
		eventually(t, fmt.Sprintf("turns of pod %d with %s", i, with), func() bool { return l.turns(s) >= want })
	}
}

// check compares what is stored with what pods were told, and returns how many turns there are.
func (l *load) check(t *testing.T, s *Store) (turns int) {
	t.Helper()
	full := 0
	for id := range l.acked {
		state, _, err := s.Load(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if n := state.Messages; n < l.acked[id] || n > l.acked[id]+l.unsure[id] {
			t.Errorf("%s has %d turns; %d were acknowledged, and of %d the answer was lost", id, n, l.acked[id], l.unsure[id])
		}
		full += state.Messages
	}
	for what, subject := range map[string]string{"handoffs": s.names.outboxAll(), "due messages": s.names.prefix + ".due.at.>", "claims": s.names.prefix + ".claim.>"} {
		if n := count(t, s, subject); n != full {
			t.Errorf("%d %s, want %d as the states say", n, what, full)
		}
	}
	return full
}

// once checks that nothing was seen twice.
func (s *seen) once(t *testing.T, who string) {
	t.Helper()
	s.Lock()
	defer s.Unlock()
	for what, n := range s.n {
		if n != 1 {
			t.Errorf("%s saw %s %d times", who, what, n)
		}
	}
}

func caughtUp(t *testing.T, s *Store) bool {
	t.Helper()
	info, err := s.stream.Info(t.Context())
	if err != nil || info.Cluster == nil || info.Cluster.Leader == "" || len(info.Cluster.Replicas) != 2 {
		return false
	}
	return info.Cluster.Replicas[0].Current && info.Cluster.Replicas[1].Current
}

// wiredCluster is three servers whose network can be cut.
type wiredCluster struct {
	servers []*natsServer
	wires   map[[2]int]*wire // from, to
}

func startWiredCluster(t *testing.T) *wiredCluster {
	t.Helper()
	const size = 3
	c := &wiredCluster{wires: map[[2]int]*wire{}}
	var ports []int
	for range size {
		ports = append(ports, natstest.FreePort(t))
	}
	for i := range size {
		var routes []*url.URL
		for k := range size {
			if k != i {
				w := newWire(t, ports[k])
				c.wires[[2]int{i, k}] = w
				routes = append(routes, &url.URL{Scheme: "nats", Host: w.address()})
			}
		}
		c.servers = append(c.servers, startServer(t, func(o *server.Options) {
			o.ServerName = fmt.Sprintf("n%d", i)
			o.Cluster = server.ClusterOpts{
				Name: "test", Host: "127.0.0.1", Port: ports[i],
				NoAdvertise: true,          // pods use the servers that they are given
				Advertise:   "127.0.0.1:1", // servers know each other by wires only
			}
			o.Routes = routes
		}))
	}
	eventually(t, "the cluster's leader", func() bool {
		for _, n := range c.servers {
			if n.JetStreamIsLeader() {
				return len(n.JetStreamClusterPeers()) == size
			}
		}
		return false
	})
	return c
}

func (c *wiredCluster) urls(servers ...int) (urls []string) {
	for _, i := range servers {
		urls = append(urls, c.servers[i].url())
	}
	return urls
}

// leader is the server that leads the pods' stream.
func (c *wiredCluster) leader(t *testing.T, s *Store) int {
	t.Helper()
	leader := -1
	eventually(t, "the stream's leader", func() bool {
		info, err := s.stream.Info(t.Context())
		for i, n := range c.servers {
			if err == nil && info.Cluster != nil && info.Cluster.Leader == n.Name() {
				leader = i
			}
		}
		return leader >= 0
	})
	return leader
}

// cut cuts a server off from the others, or mends that.
func (c *wiredCluster) cut(server int, cut bool) {
	for between, w := range c.wires {
		if between[0] == server || between[1] == server {
			w.setCut(cut)
		}
	}
}

// same reports whether all servers hold the same messages.
func (c *wiredCluster) same(t *testing.T) bool {
	t.Helper()
	var held []server.StreamState
	for _, n := range c.servers {
		all, err := n.Jsz(&server.JSzOptions{Streams: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, account := range all.AccountDetails {
			for _, stream := range account.Streams {
				held = append(held, stream.State)
			}
		}
	}
	if len(held) != len(c.servers) {
		return false
	}
	for _, state := range held {
		if state.Msgs == 0 || state.Msgs != held[0].Msgs || state.LastSeq != held[0].LastSeq || state.Bytes != held[0].Bytes {
			return false
		}
	}
	return true
}
