// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	natsserver "github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	clocktesting "k8s.io/utils/clock/testing"
)

// TestABotThatRunsEncryptsItsKeyWithTheNewKey: the key of web customers' tokens never expires. A
// bot that did not encrypt it again while it runs would lose it, and with it its customers, once
// the previous-key is removed.
func TestABotThatRunsEncryptsItsKeyWithTheNewKey(t *testing.T) {
	broker, err := natsserver.NewServer(&natsserver.Options{Host: "127.0.0.1", Port: natsserver.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	broker.Start()
	t.Cleanup(func() { broker.Shutdown(); broker.WaitForShutdown() })
	if !broker.ReadyForConnections(30 * time.Second) {
		t.Fatal("NATS did not start")
	}
	c := config(t)
	c.NATSURL, c.StoreSecret, c.ReleaseDir = broker.ClientURL(), "store", folder(t, sample("always", "https://helpdesk.invalid"), 60)
	secret := filepath.Join(c.SecretsDir, "store")
	put := func(name, value string) {
		t.Helper()
		if err := os.MkdirAll(secret, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(secret, name), []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := strings.Repeat("o", 32)
	put("key", old)
	s, err := New(c, logr.Discard())
	if err != nil {
		t.Fatal(err)
	}
	clock := clocktesting.NewFakeClock(time.Now())
	s.clock = clock
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		eventually(t, "the bot ends", func() bool {
			clock.Step(time.Second) // it waits by the same clock
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
				return true
			default:
				return false
			}
		})
	})

	connection, err := nats.Connect(broker.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	js, err := jetstream.New(connection)
	if err != nil {
		t.Fatal(err)
	}
	// The subject of a key says what encrypted it.
	stored := func() string {
		stream, err := js.Stream(t.Context(), "intentops_shop-ns_shop")
		if err != nil {
			return ""
		}
		info, err := stream.Info(t.Context(), jetstream.WithSubjectFilter("intentops.shop-ns.shop.key.>"))
		if err != nil || len(info.State.Subjects) != 1 {
			return ""
		}
		for subject := range info.State.Subjects {
			return subject
		}
		return ""
	}
	eventually(t, "the bot has its key", func() bool { return stored() != "" })
	before := stored()
	put("previous-key", old)
	put("key", strings.Repeat("n", 32))
	eventually(t, "it is encrypted with the new key", func() bool {
		clock.Step(time.Minute)
		now := stored()
		return now != "" && now != before
	})
}
