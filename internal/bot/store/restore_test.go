// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/json"
	"testing"

	"github.com/nats-io/nats.go"
)

// snapshotOf is a stream as the server gives it to who makes a backup.
func snapshotOf(t *testing.T, s *Store) (head []byte, chunks [][]byte) {
	t.Helper()
	inbox := s.nc.NewInbox()
	sub, err := s.nc.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := s.nc.Request("$JS.API.STREAM.SNAPSHOT."+s.names.stream, inJSON(t, map[string]any{"deliver_subject": inbox, "no_consumers": true}), waitLimit)
	if err != nil {
		t.Fatal(err)
	}
	for {
		m, err := sub.NextMsg(waitLimit)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Data) == 0 {
			var of struct {
				Config json.RawMessage `json:"config"`
				State  json.RawMessage `json:"state"`
			}
			if err := json.Unmarshal(reply.Data, &of); err != nil {
				t.Fatal(err)
			}
			return inJSON(t, of), chunks
		}
		chunks = append(chunks, m.Data)
		if m.Reply != "" {
			if err := m.Respond(nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// restore puts it onto another server.
func restore(t *testing.T, s *Store, head []byte, chunks [][]byte) {
	t.Helper()
	ask := func(subject string, data []byte) *nats.Msg {
		t.Helper()
		reply, err := s.nc.Request(subject, data, waitLimit)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct {
			Error json.RawMessage `json:"error"`
		}
		if len(reply.Data) > 0 {
			if err := json.Unmarshal(reply.Data, &answer); err != nil || answer.Error != nil {
				t.Fatalf("restoring: %s, %v", reply.Data, err)
			}
		}
		return reply
	}
	reply := ask("$JS.API.STREAM.RESTORE."+s.names.stream, head)
	var to struct {
		Subject string `json:"deliver_subject"`
	}
	if err := json.Unmarshal(reply.Data, &to); err != nil {
		t.Fatal(err)
	}
	for _, chunk := range append(chunks, nil) {
		ask(to.Subject, chunk)
	}
}
