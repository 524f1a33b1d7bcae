// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package store keeps a bot's conversations, outbox, timers and ledger in one NATS
// JetStream stream: embedded in the process, or on an external NATS server that many pods
// share. There one turn of a conversation is one atomic batch. The embedded store has a journal
// in front, in which the turns of many conversations are one message: docs/store.md.
package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/time/rate"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
)

const (
	// DefaultConversationTTL is how long a conversation is kept after its last commit.
	DefaultConversationTTL = 48 * time.Hour
	// DefaultOutboxTTL is how long an outbox message is kept.
	DefaultOutboxTTL = 72 * time.Hour
	// DefaultTimeout bounds each call to the store.
	DefaultTimeout = 5 * time.Second
)

// Options of Open.
type Options struct {
	// URL of an external NATS server, 2.12 or newer, or several separated by commas. Empty:
	// embedded.
	URL string
	// CredsFile is a NATS credentials file for URL; empty: none.
	CredsFile string
	// Dialer connects to URL, and to the servers that it names; nil: nats' own.
	Dialer nats.CustomDialer
	// TLS of the connection to URL.
	TLS TLS
	// RequireIsolation refuses a server on which a neighbour's subjects can be read.
	RequireIsolation bool
	// Keys encrypt conversations, outbox messages, records and the bot's own keys: the first is for
	// new entries, all of them read old ones. They are read again from time to time. nil: nothing is
	// encrypted.
	Keys func() ([][]byte, error)
	// SealedSince is when all pods of the bot had Keys: what is newer in the server at URL, and was
	// stored without them, is not believed. Zero: everything is.
	SealedSince time.Time
	// Dir is where the embedded server keeps its files. Only one process can use it at a time.
	Dir string
	// StartTimeout is how long Open waits for an external server, or for the process that still
	// uses Dir; 0: until its context is done.
	StartTimeout time.Duration
	// Namespace and Bot name the stream; pods with the same pair share it.
	Namespace, Bot string
	// Replicas of a stream that does not exist yet on an external server; 0: 1. A stream that
	// exists keeps what its administrator gave it.
	Replicas int
	// ConversationTTL is how long a conversation is kept after its last commit; 0:
	// DefaultConversationTTL. KeepConversations may make it longer.
	ConversationTTL time.Duration
	// OutboxTTL is how long an outbox message is kept at most, also while no pod runs; 0:
	// DefaultOutboxTTL. It must be longer than its handler tries.
	OutboxTTL time.Duration
	// Timeout of each call; 0: DefaultTimeout.
	Timeout time.Duration
	// Clock says when a due message is due, and times what Open waits for; nil: the real one.
	// Expiry uses the server's.
	Clock clock.WithTicker
	// Logger for the bot's operators. It gets no customers' words.
	Logger logr.Logger

	// ackWait is after how long a message that a dead pod took is given to another.
	ackWait time.Duration
	// maxPending is how many messages of a queue wait to be tried again.
	maxPending int
	// keyArrives is how long a record of the ledger waits for a key that another pod has.
	keyArrives time.Duration
	// lookEvery is how often a pod looks whether the stream on a NATS server is still the same.
	lookEvery time.Duration
	// emptyEvery is how often the embedded store's journal is emptied.
	emptyEvery time.Duration
}

// Store implements conversation.Store and is the source of the bot's timers, outbox and
// ledger.
type Store struct {
	opts   Options
	names  names
	srv    *server.Server
	unlock func()
	nc     *nats.Conn
	js     jetstream.JetStream
	stream jetstream.Stream
	// life is that of the stream, which may be deleted and made again.
	life        atomic.Pointer[streamLife]
	lifeTrouble rate.Sometimes
	link        link
	// shared is true where a neighbour's subjects can be read.
	shared atomic.Bool
	// probing is true while that is being tried: what the server refuses then is no news.
	probing atomic.Bool
	// sealer is nil where nothing is encrypted.
	sealer *sealer
	// hasPast is true once a part of the ledger was sealed as a whole.
	hasPast atomic.Bool
	// servers are those of URL, as they may be shown.
	servers string
	waiting waiting
	size    size
	// opened is set when Open is done waiting.
	opened atomic.Bool

	commits *committer
	// journal and states belong to the embedded store; else they are nil.
	journal *journal
	states  *states
	// minTTL is what KeepConversations asked for, in nanoseconds.
	minTTL atomic.Int64
	// work is cancelled first by Close; runs are the Run calls that must return before the
	// connection goes.
	work context.Context
	stop context.CancelFunc
	runs sync.WaitGroup
	once sync.Once
	// mu guards closed, so that no run starts once Close waits for them, and keys.
	mu     sync.Mutex
	closed bool
	// keys are those that Key has returned.
	keys map[string][]byte
}

var _ conversation.Store = (*Store)(nil)

// Open starts or connects to the server and makes sure that the bot's stream exists. It
// waits for an external server, or for the process that still uses Dir, for StartTimeout at
// most, and logs what it waits for.
func Open(ctx context.Context, opts Options) (*Store, error) {
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	s := &Store{opts: opts, names: newNames(opts.Namespace, opts.Bot), keys: map[string][]byte{}, lifeTrouble: rate.Sometimes{Interval: time.Minute}}
	s.link.up()
	s.work, s.stop = context.WithCancel(context.Background())
	defer s.logWaiting()()
	err = s.openSealer(ctx)
	switch {
	case err != nil:
	case opts.URL == "":
		err = s.startEmbedded(ctx)
	default:
		err = s.connect()
	}
	if err == nil {
		s.js, err = jetstream.New(s.nc)
	}
	if err == nil {
		err = s.ensureStream(ctx)
	}
	if err == nil && opts.URL == "" {
		err = s.openJournal(ctx)
	}
	if err == nil {
		err = s.checkIsolation(ctx)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	s.commits = newCommitter(s)
	s.opened.Store(true)
	if opts.URL != "" { // nobody else manages the embedded store's stream
		go s.watchLife()
	}
	return s, nil
}

func (o Options) complete() (Options, error) {
	switch {
	case o.Namespace == "":
		return o, errors.New("store: Namespace is empty; give the bot's namespace")
	case o.Bot == "":
		return o, errors.New("store: Bot is empty; give the bot's name")
	case o.URL == "" && o.Dir == "":
		return o, errors.New("store: URL and Dir are empty; give a NATS URL or a folder for the embedded store")
	case o.ConversationTTL < 0 || o.ConversationTTL > 0 && o.ConversationTTL < time.Second:
		return o, fmt.Errorf("store: ConversationTTL is %s; give at least 1s", o.ConversationTTL)
	case o.OutboxTTL < 0 || o.OutboxTTL > 0 && o.OutboxTTL < time.Second:
		return o, fmt.Errorf("store: OutboxTTL is %s; give at least 1s", o.OutboxTTL)
	}
	if o.OutboxTTL == 0 {
		o.OutboxTTL = DefaultOutboxTTL
	}
	if o.ConversationTTL == 0 {
		o.ConversationTTL = DefaultConversationTTL
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Replicas <= 0 {
		o.Replicas = 1
	}
	if o.Clock == nil {
		o.Clock = clock.RealClock{}
	}
	if o.ackWait <= 0 {
		o.ackWait = defaultAckWait
	}
	if o.maxPending <= 0 {
		o.maxPending = defaultMaxPending
	}
	if o.keyArrives <= 0 {
		o.keyArrives = defaultKeyArrives
	}
	if o.lookEvery <= 0 {
		o.lookEvery = defaultLookEvery
	}
	if o.emptyEvery <= 0 {
		o.emptyEvery = defaultEmptyEvery
	}
	return o, nil
}

// Close ends the Run calls, waits for them, and stops. What was committed is durable without
// it.
func (s *Store) Close() {
	s.once.Do(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		s.stop()
		s.runs.Wait()
		if s.commits != nil {
			s.commits.close()
		}
		s.journal.close()
		if s.nc != nil {
			s.nc.Close()
		}
		if s.srv != nil {
			s.srv.Shutdown()
			s.srv.WaitForShutdown()
		}
		if s.unlock != nil {
			s.unlock()
		}
	})
}

// KeepConversations makes later commits live at least that long, if the ConversationTTL is
// shorter: a conversation that expires before its outcome or rating is counted is not
// counted. The last call holds.
func (s *Store) KeepConversations(atLeast time.Duration) { s.minTTL.Store(int64(atLeast)) }

// ttl of what is committed now, in the form of a header: whole seconds.
func (s *Store) ttl() string { return wholeSeconds(s.keep()) }

func (s *Store) keep() time.Duration {
	return max(s.opts.ConversationTTL, time.Duration(s.minTTL.Load()))
}

// Ping says whether the stream can be reached; the error wraps conversation.ErrUnavailable.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.connected(); err != nil {
		return err
	}
	if err := s.journal.unavailable(ctx); err != nil {
		return err
	}
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	_, err := s.stream.Info(cctx)
	return s.mapError(ctx, "reaching the stream", err)
}

// every calls do at each tick, until ctx is done or the Store is closed.
func (s *Store) every(ctx context.Context, interval time.Duration, do func(context.Context)) error {
	ctx, end, ok := s.begin(ctx)
	if !ok {
		return nats.ErrConnectionClosed
	}
	defer end()
	tick := s.opts.Clock.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C():
			do(ctx)
		}
	}
}

// begin registers a Run call; ok is false after Close. ctx ends with the Store's work.
func (s *Store) begin(ctx context.Context) (_ context.Context, end func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, false
	}
	s.runs.Add(1)
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.work, cancel)
	return ctx, func() {
		stop()
		cancel()
		s.runs.Done()
	}, true
}
