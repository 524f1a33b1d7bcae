// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package natstest runs NATS servers for tests, and does what who may manage their streams can do.
package natstest

import (
	"encoding/json"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// waitLimit bounds what depends on real I/O on a busy machine.
const waitLimit = time.Minute

// Server is one of its own, as an administrator would run it.
type Server struct {
	*server.Server
	opts server.Options
}

// Start runs a server with JetStream on loopback until the test ends.
func Start(t testing.TB, change ...func(*server.Options)) *Server {
	t.Helper()
	opts := server.Options{Host: "127.0.0.1", Port: FreePort(t), JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true}
	for _, c := range change {
		c(&opts)
	}
	s := &Server{opts: opts}
	s.Again(t)
	t.Cleanup(s.Stop)
	return s
}

// Again starts a server that was stopped.
func (s *Server) Again(t testing.TB) {
	t.Helper()
	opts := s.opts
	srv, err := server.NewServer(&opts)
	if err != nil {
		t.Fatalf("starting NATS: %v", err)
	}
	srv.Start()
	if !srv.ReadyForConnections(waitLimit) {
		t.Fatal("NATS did not start")
	}
	s.Server = srv
}

// Stop stops it.
func (s *Server) Stop() {
	s.Shutdown()
	s.WaitForShutdown()
}

// URL is where clients connect.
func (s *Server) URL() string {
	return "nats://" + net.JoinHostPort(s.opts.Host, strconv.Itoa(s.opts.Port))
}

// FreePort stays the same over a restart of a server, unlike port 0.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

// Backup is a stream as a server gives it to who makes a backup, with the times of its entries.
type Backup struct {
	Config json.RawMessage `json:"config"`
	State  json.RawMessage `json:"state"`
	chunks [][]byte
}

// BackUp asks for a stream.
func BackUp(t testing.TB, nc *nats.Conn, stream string) (b Backup) {
	t.Helper()
	inbox := nc.NewInbox()
	sub, err := nc.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	ask(t, nc, "$JS.API.STREAM.SNAPSHOT."+stream, map[string]any{"deliver_subject": inbox, "no_consumers": true}, &b)
	for {
		m, err := sub.NextMsg(waitLimit)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Data) == 0 {
			return b
		}
		b.chunks = append(b.chunks, m.Data)
		if m.Reply == "" {
			continue
		}
		if err := m.Respond(nil); err != nil {
			t.Fatal(err)
		}
	}
}

// Restore puts it onto a server that has no such stream.
func (b Backup) Restore(t testing.TB, nc *nats.Conn, stream string) {
	t.Helper()
	var to struct {
		Subject string `json:"deliver_subject"`
	}
	ask(t, nc, "$JS.API.STREAM.RESTORE."+stream, b, &to)
	for _, chunk := range append(b.chunks, nil) {
		reply, err := nc.Request(to.Subject, chunk, waitLimit)
		if err != nil {
			t.Fatal(err)
		}
		if len(reply.Data) > 0 {
			answered(t, reply.Data, nil)
		}
	}
}

// Delete deletes a stream. With the last of an account's streams the server deletes the account's
// directory, when it has answered already, and whoever makes the stream again meanwhile is refused. So
// another one stays.
func Delete(t testing.TB, nc *nats.Conn, stream string) {
	t.Helper()
	ask(t, nc, "$JS.API.STREAM.CREATE."+stays, map[string]any{"name": stays, "subjects": []string{stays}, "storage": "file"}, nil)
	ask(t, nc, "$JS.API.STREAM.DELETE."+stream, nil, nil)
}

// stays is the stream that stays.
const stays = "STAYS"

// ask calls the server's API, with no payload if there is no question.
func ask(t testing.TB, nc *nats.Conn, subject string, question, answer any) {
	t.Helper()
	var data []byte
	if question != nil {
		var err error
		if data, err = json.Marshal(question); err != nil {
			t.Fatal(err)
		}
	}
	reply, err := nc.Request(subject, data, waitLimit)
	if err != nil {
		t.Fatal(err)
	}
	answered(t, reply.Data, answer)
}

func answered(t testing.TB, data []byte, answer any) {
	t.Helper()
	var failed struct {
		Error *server.ApiError `json:"error"`
	}
	err := json.Unmarshal(data, &failed)
	if err == nil && failed.Error != nil {
		err = failed.Error
	}
	if err == nil && answer != nil {
		err = json.Unmarshal(data, answer)
	}
	if err != nil {
		t.Fatalf("the server answered %s: %v", data, err)
	}
}
