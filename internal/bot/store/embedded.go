// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"golang.org/x/time/rate"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// startEmbedded starts a NATS server that listens on no port and syncs to disk before it
// acknowledges, so that neither a killed pod nor a lost node loses a commit.
func (s *Store) startEmbedded(ctx context.Context) error {
	if err := os.MkdirAll(s.opts.Dir, 0o700); err != nil {
		return fmt.Errorf("store: making Dir: %w", err)
	}
	var err error
	if s.unlock, err = s.lockDir(ctx); err != nil {
		return err
	}
	s.srv, err = server.NewServer(&server.Options{
		ServerName:             "intentops-bot",
		DontListen:             true,
		NoSigs:                 true,
		JetStream:              true,
		StoreDir:               s.opts.Dir,
		SyncAlways:             true,
		MaxPayload:             maxJournalMessage,
		JetStreamLimits:        server.JSLimitOpts{MaxBatchSize: max(maxMove+maxRecords, maxBatch) + 1},
		DisableJetStreamBanner: true,
	})
	if err != nil {
		return fmt.Errorf("store: preparing the embedded server: %w", err)
	}
	s.servers = "the embedded server"
	s.waiting.set("the embedded server reads its files in " + s.opts.Dir)
	s.srv.SetLoggerV2(serverLog{s.opts.Logger.WithName("nats")}, false, false, false)
	s.srv.Start()
	if !s.srv.ReadyForConnections(s.opts.Timeout) || !s.srv.JetStreamEnabled() {
		return fmt.Errorf("%w: the embedded server did not start with the files in %s", conversation.ErrUnavailable, s.opts.Dir)
	}
	s.nc, err = s.connectInProcess()
	return err
}

func (s *Store) connectInProcess() (*nats.Conn, error) {
	nc, err := nats.Connect("", append(s.connectOptions(), nats.InProcessServer(s.srv))...)
	if err != nil {
		return nil, fmt.Errorf("store: connecting in process: %w", err)
	}
	return nc, nil
}

// connect prepares a connection that is retried without end; it does not wait for it.
func (s *Store) connect() (err error) {
	if s.servers, err = serverNames(s.opts.URL); err != nil {
		return err
	}
	opts := append(s.connectOptions(), nats.RetryOnFailedConnect(true))
	if s.opts.Dialer != nil {
		opts = append(opts, nats.SetCustomDialer(s.opts.Dialer))
	}
	if s.opts.CredsFile != "" {
		opts = append(opts, nats.UserCredentials(s.opts.CredsFile))
	}
	tlsOptions, err := s.opts.TLS.options()
	if err != nil {
		return err
	}
	if s.nc, err = nats.Connect(s.opts.URL, append(opts, tlsOptions...)...); err != nil {
		return fmt.Errorf("store: URL or CredsFile: %w", err)
	}
	return nil
}

func (s *Store) connectOptions() []nats.Option {
	log := s.opts.Logger
	failing, reported := &rate.Sometimes{Interval: logEvery}, &rate.Sometimes{Interval: logEvery}
	return []nats.Option{
		nats.Name("intentops-bot " + s.opts.Namespace + "/" + s.opts.Bot),
		nats.Timeout(s.opts.Timeout),
		nats.MaxReconnects(-1),
		nats.PermissionErrOnSubscribe(true),
		nats.ReconnectWait(500 * time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, 500*time.Millisecond),
		nats.IgnoreAuthErrorAbort(),
		nats.PingInterval(10 * time.Second),
		nats.MaxPingsOutstanding(2),
		// No buffer: what cannot be sent now fails now, and is not applied minutes later.
		nats.ReconnectBufSize(-1),
		nats.ConnectHandler(func(*nats.Conn) { s.link.up() }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			s.link.lost()
			s.link.failed(err)
			if err != nil {
				log.Info("Lost the connection to the store, trying again", "error", reason(err))
			}
		}),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) {
			s.link.failed(err)
			if s.opened.Load() { // until then Open logs it
				failing.Do(func() { log.Info("Store not reached, trying again", "servers", s.servers, "error", reason(err)) })
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) {
			s.link.up()
			log.Info("Connected to the store again")
		}),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			// Such as a permission that the bot's account lacks, which makes calls time out.
			if s.probing.Load() && errors.Is(err, nats.ErrPermissionViolation) {
				return
			}
			reported.Do(func() { log.Info("The connection to the store reports an error", "error", err.Error()) })
		}),
	}
}

// serverLog passes the embedded server's log on to logr.
type serverLog struct{ log logr.Logger }

func (l serverLog) Noticef(format string, args ...any) { l.log.V(2).Info(fmt.Sprintf(format, args...)) }
func (l serverLog) Warnf(format string, args ...any)   { l.log.Info(fmt.Sprintf(format, args...)) }
func (l serverLog) Errorf(format string, args ...any)  { l.log.Error(nil, fmt.Sprintf(format, args...)) }
func (l serverLog) Fatalf(format string, args ...any)  { l.log.Error(nil, fmt.Sprintf(format, args...)) }
func (l serverLog) Debugf(string, ...any)              {}
func (l serverLog) Tracef(string, ...any)              {}

// lockEvery is how often Open checks whether Dir is free.
const lockEvery = 100 * time.Millisecond

// lockDir waits until no other process uses dir: during an update the old pod may still run
// on the same volume, and two servers on the same files destroy them.
func (s *Store) lockDir(ctx context.Context) (unlock func(), err error) {
	dir := s.opts.Dir
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: locking Dir: %w", err)
	}
	ctx, cancel := s.startContext(ctx)
	defer cancel()
	tick := s.opts.Clock.NewTicker(lockEvery)
	defer tick.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			_ = f.Close()
			return nil, fmt.Errorf("store: locking Dir: %w", err)
		}
		s.waiting.set("the folder " + dir + " is used by another process: only one bot can use it at a time")
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, fmt.Errorf("store: the folder %s is used by another process: only one bot can use it at a time; stop the other one, or give this one a folder or volume of its own", dir)
		case <-tick.C():
		}
	}
}
