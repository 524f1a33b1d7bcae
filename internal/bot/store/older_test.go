// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/store/natstest"
)

// later is a store of a bot whose pods got their key in an hour, as it is some time after that: for
// it, what is stored now has an old time.
func later(t *testing.T, srv *natsServer, after time.Duration, change ...func(*Options)) *Store {
	t.Helper()
	ring := &keyring{}
	ring.set(newKey)
	since := time.Now().Add(time.Hour)
	return open(t, append([]func(*Options){func(o *Options) {
		o.URL, o.Keys, o.SealedSince, o.Clock = srv.url(), ring.read, since, testclock.NewFakeClock(since.Add(after))
	}}, change...)...)
}

// believed says which entries without a seal a store believes.
func believed(t *testing.T, s *Store) map[string]bool {
	t.Helper()
	is := map[string]bool{}
	note := func(kind string, err error, found bool) {
		is[kind] = err == nil && found
		if err != nil && !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	state, _, err := s.Load(t.Context(), "old")
	note("conversation", err, state.ID == "old")
	record, _, err := s.Record(t.Context(), "old")
	note("record", err, record != nil)
	_, claimed, err := s.Claimed(t.Context(), "old")
	note("claim", err, claimed)
	_, claimed, err = s.Claimed(t.Context(), "mark")
	note("claim without a value", err, claimed)
	data, err := s.Ledger().Snapshot(t.Context())
	note("snapshot", err, data != nil)
	key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("minted") })
	note("key", err, string(key) == "old")
	r := &reading{l: ledgerLog{s}, apply: func(_ uint64, data []byte) { is["ledger"] = string(data) == "old" }}
	end, err := s.Ledger().End(t.Context())
	if err == nil && end > 0 {
		err = r.upTo(t.Context(), end)
	}
	if err != nil {
		t.Errorf("the ledger: %v", err)
	}
	is["packet"] = s.sealer.doubts.older(time.Now(), s.opts.OutboxTTL)
	return is
}

// bare are entries without a seal, one of each kind.
func bare(t *testing.T, n names) []*nats.Msg {
	t.Helper()
	return []*nats.Msg{
		message(n.conversation("old"), inJSON(t, conversation.State{ID: "old"})),
		message(n.record("old"), []byte("old")),
		message(n.claim("old"), []byte("old")),
		message(n.claim("mark"), nil),
		message(n.key("identity"), []byte("old")),
		message(n.ledger(), []byte("old")),
		message(n.snapshot(), []byte("old")),
		message(n.outbox("old"), inJSON(t, conversation.OutboxMessage{ID: "old"})),
	}
}

// TestWhatIsSaidToBeOlderIsBelievedNoLongerThanItCanBe: the server's clock alone proves nothing. By
// the bot's own, entries of before have expired some day; keys and snapshots were sealed before.
func TestWhatIsSaidToBeOlderIsBelievedNoLongerThanItCanBe(t *testing.T) {
	const day = 24 * time.Hour
	lives := map[string]time.Duration{
		"conversation": DefaultConversationTTL, "record": 8 * day, "claim": 8 * day, "claim without a value": 90 * day,
		"packet": DefaultOutboxTTL, "ledger": DefaultConversationTTL, "snapshot": 0, "key": 0,
	}
	for name, after := range map[string]time.Duration{
		"at once": 0, "just before two days": 2*day + maxSkew - time.Minute, "two days later": 2*day + maxSkew,
		"three days": 3*day + maxSkew, "eight days": 8*day + maxSkew, "ninety days": 90*day + maxSkew,
	} {
		t.Run(name, func(t *testing.T) {
			srv := startServer(t)
			s := later(t, srv, after)
			forge(t, s, nil, bare(t, s.names)...)
			for kind, is := range believed(t, s) {
				if want := lives[kind] > 0 && after < lives[kind]+maxSkew; is != want {
					t.Errorf("%s is believed: %t, want %t", kind, is, want)
				}
			}
		})
	}
}

// TestARestoredStreamIsNotBelieved: who may manage the stream puts another in its place, with entries
// that are said to be from before the bot had its key.
func TestARestoredStreamIsNotBelieved(t *testing.T) {
	theirs := startServer(t)
	attacker := open(t, func(o *Options) { o.URL = theirs.url() })
	forge(t, attacker, nil, bare(t, attacker.names)...)
	srv := startServer(t)
	s := later(t, srv, 90*24*time.Hour+maxSkew)
	mustCommit(t, s, "real", 0, oneOfEach("real"))
	if key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("the bot's own") }); err != nil || string(key) != "the bot's own" {
		t.Fatalf("the bot's key: %q, %v", key, err)
	}
	forged := natstest.BackUp(t, attacker.nc, attacker.names.stream)
	natstest.Delete(t, s.nc, s.names.stream)
	forged.Restore(t, s.nc, s.names.stream)
	again := later(t, srv, 90*24*time.Hour+maxSkew)
	if m, err := again.last(t.Context(), again.names.record("old")); err != nil || !m.Time.Before(again.opts.SealedSince) {
		t.Fatalf("the attack failed: %v, %v", m, err)
	}
	for kind, is := range believed(t, again) {
		if is {
			t.Errorf("%s is believed", kind)
		}
	}
	handed, due := delivered(t, again)
	mustCommit(t, again, "last", 0, oneOfEach("last"))
	eventually(t, "the bot's own packet", func() bool { return handed.get("last-h1") == 1 })
	if handed.distinct() != 1 || due.get("old") > 0 {
		t.Errorf("handed over: %v, due: %v", handed.n, due.n)
	}
	if again.Refused() == 0 {
		t.Error("nothing was counted")
	}
}

// TestWhoAnswersInTheServersPlaceIsNotBelieved: who may map subjects of the account answers what the
// bot asks its server: with entries of his own, with those of another subject, and with nothing.
func TestWhoAnswersInTheServersPlaceIsNotBelieved(t *testing.T) {
	account := server.NewAccount("shared")
	srv := startServer(t, func(o *server.Options) {
		o.Accounts = []*server.Account{account}
		o.Users = []*server.User{{Username: "u", Password: "p", Account: account}}
	})
	if err := enable(srv, "shared"); err != nil {
		t.Fatal(err)
	}
	url := strings.Replace(srv.url(), "nats://", "nats://u:p@", 1)
	s := later(t, srv, 90*24*time.Hour+maxSkew, func(o *Options) { o.URL = url })
	mustCommit(t, s, "ann", 0, oneOfEach("ann"))
	mustCommit(t, s, "bob", 0, oneOfEach("bob"))
	names := s.names
	genuine := map[string]*jetstream.RawStreamMsg{}
	for _, subject := range []string{names.conversation("bob"), names.record("customer/bob"), names.claim("message/bob")} {
		m, err := s.last(t.Context(), subject)
		if err != nil {
			t.Fatal(err)
		}
		genuine[subject] = m
	}
	registered, err := srv.LookupAccount("shared")
	if err != nil {
		t.Fatal(err)
	}
	if err := registered.AddMapping("$JS.API.STREAM.MSG.GET."+names.stream, "attacker"); err != nil {
		t.Fatal(err)
	}
	attacker, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(attacker.Close)
	var answer func(subject string) any
	if _, err := attacker.Subscribe("attacker", func(m *nats.Msg) {
		var asked struct {
			Subject string `json:"last_by_subj"`
		}
		_ = json.Unmarshal(m.Data, &asked) // no subject gets no entry
		data, err := json.Marshal(answer(asked.Subject))
		if err == nil {
			err = m.Respond(data)
		}
		if err != nil {
			t.Error(err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := attacker.Flush(); err != nil {
		t.Fatal(err)
	}
	type entry map[string]any
	old := time.Now().AddDate(-1, 0, 0)
	stored := func(subject string, header nats.Header, data []byte, at time.Time) entry {
		var head strings.Builder
		head.WriteString("NATS/1.0\r\n")
		for name, values := range header {
			head.WriteString(name + ": " + values[0] + "\r\n")
		}
		return entry{"message": entry{"subject": subject, "seq": 1, "time": at, "data": data, "hdrs": []byte(head.String() + "\r\n")}}
	}
	for attack, forged := range map[string]func(subject string) any{
		"an entry of his own with an old time": func(subject string) any {
			if subject == names.conversation("ann") {
				return stored(subject, nil, inJSON(t, conversation.State{ID: "ann"}), old)
			}
			return stored(subject, nil, []byte("forged"), old)
		},
		"what is stored of another customer": func(subject string) any {
			for other, m := range genuine {
				if strings.HasPrefix(subject, other[:len(other)-3]) {
					return stored(other, m.Header, m.Data, m.Time)
				}
			}
			return stored(names.claim("message/bob"), nil, []byte("forged"), old)
		},
		"the same under the subject that was asked for": func(subject string) any {
			for other, m := range genuine {
				if strings.HasPrefix(subject, other[:len(other)-3]) {
					return stored(subject, m.Header, m.Data, m.Time)
				}
			}
			return stored(subject, nil, []byte("forged"), old)
		},
	} {
		answer = forged
		if state, _, err := s.Load(t.Context(), "ann"); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: a conversation: %+v, %v", attack, state, err)
		}
		if value, _, err := s.Record(t.Context(), "customer/ann"); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: a record: %q, %v", attack, value, err)
		}
		if value, _, err := s.Claimed(t.Context(), "message/ann"); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: a claim: %q, %v", attack, value, err)
		}
		if data, _ := s.Ledger().Snapshot(t.Context()); data != nil {
			t.Errorf("%s: a snapshot: %q", attack, data)
		}
		if key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("minted") }); err == nil && string(key) != "minted" {
			t.Errorf("%s: the bot's key: %q", attack, key)
		}
	}
}
