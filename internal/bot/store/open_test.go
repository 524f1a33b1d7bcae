// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/go-logr/logr/funcr"
	"github.com/nats-io/nats-server/v2/server"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// start is an Open under way, on a clock that is stepped.
type start struct {
	t       *testing.T
	clock   *testclock.FakeClock
	timeout time.Duration
	ended   chan error
	mu      sync.Mutex
	lines   []string
}

func begin(t *testing.T, opts Options) *start {
	t.Helper()
	b := &start{t: t, clock: testclock.NewFakeClock(time.Now()), timeout: opts.StartTimeout, ended: make(chan error, 1)}
	opts.Namespace, opts.Bot, opts.Clock = "shop", "support", b.clock
	opts.Logger = logr.New(funcr.New(func(_, line string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.lines = append(b.lines, line)
	}, funcr.Options{}).GetSink())
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	go func() {
		defer cancel()
		s, err := Open(ctx, opts)
		if err == nil {
			s.Close()
		}
		b.ended <- err
	}()
	return b
}

func (b *start) log() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.lines, "\n")
}

// logs steps the clock until the log says something.
func (b *start) logs(want string) {
	b.t.Helper()
	eventually(b.t, "the log to say: "+want, func() bool {
		if strings.Contains(b.log(), want) {
			return true
		}
		b.clock.Step(firstLogAfter)
		return false
	})
}

// fails steps the clock over the start timeout.
func (b *start) fails() error {
	b.t.Helper()
	var err error
	eventually(b.t, "the start to fail", func() bool {
		select {
		case err = <-b.ended:
			return true
		default:
			b.clock.Step(b.timeout)
			return false
		}
	})
	if err == nil {
		b.t.Fatal("it opened")
	}
	return err
}

func TestASecondProcessOnAFolderWaitsAndNamesTheCause(t *testing.T) {
	dir := t.TempDir()
	embedded(t, dir)
	second := begin(t, Options{Dir: dir, StartTimeout: time.Minute})
	// What is logged, the start timeout, and the next look at the folder.
	eventually(t, "the second to wait", func() bool { return second.clock.Waiters() == 3 })
	second.clock.Step(firstLogAfter - time.Millisecond)
	if lines := second.log(); lines != "" {
		t.Errorf("before a second it said %s", lines)
	}
	second.clock.Step(time.Millisecond)
	const used = " is used by another process: only one bot can use it at a time"
	eventually(t, "the second to say why it waits", func() bool { return strings.Contains(second.log(), dir+used) })
	want := "store: the folder " + dir + used + "; stop the other one, or give this one a folder or volume of its own"
	if err := second.fails(); err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestAnUnreachableServerIsReportedWithItsCause(t *testing.T) {
	const secret = "s3cret"
	stopped := startServer(t)
	stopped.stop()
	guarded := startServer(t, func(o *server.Options) { o.Username, o.Password = "bot", "another" })
	plain := startServer(t, func(o *server.Options) { o.JetStream = false })
	with := func(credentials, url string) string { return strings.Replace(url, "://", "://"+credentials+"@", 1) }
	tests := map[string]struct{ url, want string }{
		"a host that does not exist":  {"nats://bot:" + secret + "@nats.invalid", "store not reached: nats://nats.invalid:4222: "},
		"a token for a user":          {secret + "@nats.invalid:4333", "store not reached: nats://nats.invalid:4333: "},
		"no server listens":           {with("bot:"+secret, stopped.url()), "store not reached: " + stopped.url() + ": connection refused"},
		"no server listens on either": {stopped.url() + "," + with(secret, stopped.url()), "store not reached: " + stopped.url() + ", " + stopped.url() + ": connection refused"},
		"a wrong password":            {with("bot:"+secret, guarded.url()), "store not reached: " + guarded.url() + ": nats: Authorization Violation"},
		"no password":                 {guarded.url(), "store not reached: " + guarded.url() + ": nats: Authorization Violation"},
		"a server without JetStream":  {plain.url(), " on " + plain.url() + ": "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			b := begin(t, Options{URL: tc.url, Timeout: 5 * time.Second, StartTimeout: 24 * time.Hour})
			b.logs(tc.want)
			err := b.fails()
			if !strings.Contains(err.Error(), tc.want) || !errors.Is(err, conversation.ErrUnavailable) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
			for _, text := range []string{err.Error(), b.log()} {
				if strings.Contains(text, secret) || strings.Contains(text, "buffer limit") {
					t.Errorf("says %q", text)
				}
			}
		})
	}
}

func TestServerNamesHideCredentials(t *testing.T) {
	tests := map[string]struct{ url, want string }{
		"a server":                    {"nats://nats:4222", "nats://nats:4222"},
		"without a port":              {"nats://nats", "nats://nats:4222"},
		"without a scheme":            {"nats", "nats://nats:4222"},
		"with a password":             {"tls://bot:s3cret@nats:4443", "tls://nats:4443"},
		"with a token":                {"nats://s3cret@nats", "nats://nats:4222"},
		"with more than is needed":    {"wss://nats/path?token=s3cret#s3cret", "wss://nats:4222"},
		"several":                     {"nats://a:s3cret@one, two:4333,", "nats://one:4222, nats://two:4333"},
		"an address of IPv6":          {"nats://[::1]", "nats://[::1]:4222"},
		"a password that is not read": {"nats://bot:s3cr%zzet@nats", ""},
		"a password with a slash":     {"nats://bot:s3c/ret@nats", ""},
		"no host":                     {"nats://", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := serverNames(tc.url)
			if got != tc.want || (err == nil) != (tc.want != "") {
				t.Errorf("%q, error %v, want %q", got, err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "s3c") {
				t.Errorf("error %v gives the password away", err)
			}
		})
	}
}
