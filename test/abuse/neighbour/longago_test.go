// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package neighbour

import (
	"os"
	"os/exec"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/store/natstest"
)

// storeDir names the folder in which a process of its own stores a stream of long ago.
const storeDir = "NEIGHBOUR_STORE_DIR"

// ofLongAgo is a stream of forged entries with times of before the bot had its key.
func ofLongAgo(t *testing.T) natstest.Backup {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAStreamOfLongAgo$")
	cmd.Env = append(os.Environ(), storeDir+"="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	theirs := natstest.Start(t, func(o *server.Options) { o.StoreDir = dir })
	nc, err := nats.Connect(theirs.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	return natstest.BackUp(t, nc, stream)
}

// TestAStreamOfLongAgo stores one in a bubble whose clock begins with the year 2000. It has a process of
// its own, since timers that the client keeps must not leave the bubble; here it has nothing to do.
func TestAStreamOfLongAgo(t *testing.T) {
	dir := os.Getenv(storeDir)
	if dir == "" {
		return
	}
	msgs := forged(t)
	synctest.Test(t, func(t *testing.T) {
		srv, err := server.NewServer(&server.Options{JetStream: true, StoreDir: dir, DontListen: true, NoSigs: true, NoLog: true})
		if err != nil {
			t.Fatal(err)
		}
		srv.Start()
		defer srv.WaitForShutdown()
		defer srv.Shutdown()
		if !srv.ReadyForConnections(time.Minute) {
			t.Fatal("NATS did not start")
		}
		nc, err := nats.Connect("", nats.InProcessServer(srv))
		if err != nil {
			t.Fatal(err)
		}
		defer nc.Close()
		js, err := jetstream.New(nc)
		if err == nil {
			_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: stream, Subjects: []string{subject + ">"}})
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range msgs {
			if _, err := js.PublishMsg(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
	})
}
