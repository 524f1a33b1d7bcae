// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

func TestStatesAreThoseOfTheLastCommit(t *testing.T) {
	var s states
	later := time.Now().Add(time.Hour)
	s.put("a", 1, committed{state: conversation.State{Messages: 1, Fields: map[string]string{"id": "1"}}, until: later})
	s.put("a", 2, committed{state: conversation.State{Messages: 2, Fields: map[string]string{"id": "2"}}, until: later})
	got, v, ok := s.get("a")
	if !ok || v != 2 || got.Messages != 2 {
		t.Fatalf("%d at %d, %t", got.Messages, v, ok)
	}
	got.Fields["id"] = "changed by the reader"
	if again, _, _ := s.get("a"); again.Fields["id"] != "2" {
		t.Error("a reader changes what others read")
	}
	s.forget("a")
	if _, _, ok := s.get("a"); ok {
		t.Error("it is found after it was forgotten")
	}
	s.put("b", 1, committed{until: time.Now().Add(-time.Second)})
	if _, _, ok := s.get("b"); ok {
		t.Error("one that is kept too long is found")
	}
	if _, _, ok := (*states)(nil).get("a"); ok {
		t.Error("a store with several writers has states")
	}
}

func TestStatesAreBounded(t *testing.T) {
	var s states
	later := time.Now().Add(time.Hour)
	const size = maxStates / 8
	for i := range 100 {
		s.put(fmt.Sprint(i), 1, committed{bytes: size, until: later})
		s.put("often", uint64(i), committed{bytes: size, until: later})
	}
	if n := len(s.current) + len(s.previous); n > 16 {
		t.Errorf("%d states are kept, want 16 at most", n)
	}
	if _, v, ok := s.get("often"); !ok || v != 99 {
		t.Errorf("the newest is at %d, %t", v, ok)
	}
	if _, _, ok := s.get("0"); ok {
		t.Error("the oldest is still kept")
	}
}

func TestOnlyWhatIsNewIsKnownToBeAbsent(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	mustCommit(t, s, "a", 0, whole("a", 1))
	s.Close()
	s = embedded(t, dir)
	mustCommit(t, s, "b", 0, whole("b", 1))
	p := &s.journal.present
	for _, id := range []string{"a", "b"} {
		for _, subject := range []string{s.names.conversation(id), s.names.claim("event/" + id + "1"), s.names.record("customer/" + id)} {
			if p.absent(subject) {
				t.Errorf("%s is said to be absent", subject)
			}
		}
	}
	if !p.absent(s.names.conversation("c")) {
		t.Error("a new conversation is not known to be absent")
	}
	p.add("old", time.Now().Add(-3*day))
	p.add("new", time.Now().Add(2*day))
	if !p.absent("old") || p.absent("new") {
		t.Error("what has expired must be forgotten, and nothing else")
	}
}

func commitsOf(subject string) [][]*nats.Msg {
	m := message(subject, []byte(`{"id":"c1"}`))
	m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, "7")
	return [][]*nats.Msg{{m, message("ledger", nil)}, {message("x", []byte{0, 1, 2})}}
}

func TestAGroupIsTheSameAfterItWasPacked(t *testing.T) {
	data, err := encodeGroup(nil, commitsOf("a"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeGroup(data)
	if err != nil {
		t.Fatal(err)
	}
	for i, msgs := range commitsOf("a") {
		for k, m := range msgs {
			if diff := cmp.Diff([]any{m.Subject, m.Header, string(m.Data)}, []any{got[i][k].Subject, got[i][k].Header, string(got[i][k].Data)}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	}
	data[0]++
	if _, err := decodeGroup(data); err == nil {
		t.Error("a group of another format is read")
	}
}

// FuzzGroup gives the decoder of the journal any bytes.
func FuzzGroup(f *testing.F) {
	good, err := encodeGroup(nil, commitsOf("a"))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{good, good[:9], {groupFormat}, {}, {groupFormat, 0xff, 0xff, 0xff, 0xff, 0x7f}} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		commits, err := decodeGroup(data)
		if err != nil {
			return
		}
		for _, msgs := range commits {
			if len(msgs) == 0 {
				t.Error("an empty commit")
			}
		}
	})
}
