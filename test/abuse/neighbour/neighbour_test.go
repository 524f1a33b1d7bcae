// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package neighbour

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/test/abuse/target"
)

// TestANeighbourReadsNoWords: he subscribes to everything while customers talk, and reads the stream
// afterwards.
func TestANeighbourReadsNoWords(t *testing.T) {
	w := newWorld(t)
	heard := make(chan *nats.Msg, 10_000)
	if _, err := w.nc.ChanSubscribe(">", heard); err != nil {
		t.Fatal(err)
	}
	b := w.bot(t)
	const words = "there is a spider in my drawer"
	for i := range 20 {
		id := b.open(fmt.Sprint("customer-", i))
		if status, answer := b.write(id, "m1", words); status != http.StatusOK {
			t.Fatalf("%d %s", status, answer)
		}
		if status, answer := b.write(id, "m2", "I want to talk to a person"); status != http.StatusOK {
			t.Fatalf("%d %s", status, answer)
		}
	}
	target.Eventually(t, "the helpdesk has the words", func() bool { return w.got(words) })
	js, err := jetstream.New(w.nc)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	look := func(where string, header nats.Header, data []byte) {
		if read++; strings.Contains(string(data)+fmt.Sprint(header), "drawer") {
			t.Errorf("%s has what a customer said: %q", where, data)
		}
	}
	s, err := js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	for seq := uint64(1); seq <= s.CachedInfo().State.LastSeq; seq++ {
		if m, err := s.GetMsg(t.Context(), seq); err == nil { // else it was removed
			look(m.Subject, m.Header, m.Data)
		}
	}
	for len(heard) > 0 {
		m := <-heard
		look(m.Subject, m.Header, m.Data)
	}
	if read < 100 {
		t.Errorf("the neighbour has read %d messages only", read)
	}
}

// TestANeighbourWritesNothingThatCounts: he stores entries of each kind in the bot's name. Who talks
// with the bot meanwhile is answered.
func TestANeighbourWritesNothingThatCounts(t *testing.T) {
	w := newWorld(t)
	b := w.bot(t)
	ann := b.open("ann")
	served, counted := 0, b.metric("intentops_conversations_total")
	for i, m := range forged(t) {
		if err := w.nc.PublishMsg(m); err != nil {
			t.Fatal(err)
		}
		if i%20 > 0 {
			continue
		}
		if status, answer := b.write(ann, fmt.Sprint("m", i), "when are you open"); status != http.StatusOK || !strings.Contains(answer, "From 9 to 5.") {
			t.Errorf("a customer meanwhile: %d %s", status, answer)
		}
		served++
	}
	t.Logf("answered %d messages meanwhile", served)
	if err := w.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	b.believesNothing(t, counted+1) // ann's
}

// TestANeighbourRestoresAStream: he puts one in the place of the bot's, with times of before the bot
// had its key, and the bot starts.
func TestANeighbourRestoresAStream(t *testing.T) {
	backup := ofLongAgo(t)
	w := newWorld(t)
	backup.Restore(t, w.nc, stream)
	js, err := jetstream.New(w.nc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := s.GetLastMsgForSubject(t.Context(), subject+"key.identity"); err != nil || m.Time.Year() > time.Now().Year()-2 {
		t.Fatalf("the attack failed: %+v, %v", m, err)
	}
	b := w.bot(t)
	ann := b.open("ann")
	if status, answer := b.write(ann, "m1", "when are you open"); status != http.StatusOK || !strings.Contains(answer, "From 9 to 5.") {
		t.Errorf("a customer afterwards: %d %s", status, answer)
	}
	b.believesNothing(t, 1) // ann's
	if m, err := s.GetLastMsgForSubject(t.Context(), subject+"key.identity"); err == nil {
		t.Errorf("the key that somebody else stored is left: %q", m.Data)
	}
}

// believesNothing checks that the bot counts as many conversations, and uses no forged entry.
func (b *bot) believesNothing(t *testing.T, conversations float64) {
	t.Helper()
	for i := range 20 {
		status, answer := b.write(fmt.Sprintf("forged-%d", i*perKind/20), "m1", "when are you open")
		if status == http.StatusOK || strings.Contains(answer, "mallory") {
			t.Errorf("a forged conversation goes on: %d %s", status, answer)
		}
	}
	// Packets and timers that are the bot's own come after the forged ones.
	last := b.open("last")
	if status, answer := b.write(last, "m1", "I want to talk to a person"); status != http.StatusOK {
		t.Errorf("%d %s", status, answer)
	}
	target.Eventually(t, "the bot's own packet", func() bool { return b.got(last) })
	if b.got("mallory") || b.got("forged-") {
		t.Error("a forged packet is delivered")
	}
	target.Eventually(t, "what is not believed is counted", func() bool { return b.metric("intentops_store_foreign_entries_total") >= 20 })
	target.Eventually(t, "the conversations", func() bool { return b.metric("intentops_conversations_total") >= conversations+1 })
	if n := b.metric("intentops_conversations_total"); n != conversations+1 {
		t.Errorf("%.0f conversations are counted, want %.0f", n, conversations+1)
	}
}
