// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr/testr"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
	"go.uber.org/goleak"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/store"
)

const waitLimit = 60 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openStore(t testing.TB, dir string) *store.Store {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	s, err := store.Open(ctx, store.Options{Namespace: "shop", Bot: "support", Dir: dir, Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(waitLimit); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", waitLimit, what)
		}
	}
}

// follow runs an aggregator until stop is called or the test ends.
func follow(t testing.TB, log ledger.Log, every uint64) (a *ledger.Aggregator, stop func()) {
	t.Helper()
	opts := ledger.Options{Log: log, Namespace: "shop", Bot: "support", SnapshotEvery: every}
	if tt, ok := t.(*testing.T); ok {
		opts.Logger = testr.New(tt)
	}
	a, err := ledger.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := a.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("Run: %v", err)
		}
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return a, stop
}

// scrape gives what a Prometheus would read.
func scrape(t testing.TB, a *ledger.Aggregator) string {
	t.Helper()
	reg := prometheus.NewPedanticRegistry()
	reg.MustRegister(a)
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&b, f); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func value(t testing.TB, a *ledger.Aggregator, series string) string {
	t.Helper()
	for line := range strings.Lines(scrape(t, a)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), series+" "); ok {
			return v
		}
	}
	return ""
}

func entry(metric string, pairs ...string) ledger.Entry {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return ledger.Entry{Metric: metric, Labels: m}
}

var serial int

func commit(t testing.TB, s *store.Store, entries ...ledger.Entry) {
	t.Helper()
	serial++
	id := "c" + strconv.Itoa(serial)
	if _, err := s.Commit(t.Context(), id, 0, conversation.Commit{State: conversation.State{ID: id}, Ledger: entries}); err != nil {
		t.Fatal(err)
	}
}

const started = `intentops_conversations_total{bot="support",channel="web",namespace="shop"}`

func TestReplicasHaveTheSameTotals(t *testing.T) {
	s := openStore(t, t.TempDir())
	early, _ := follow(t, s.Ledger(), 25)
	for i := range 120 {
		e := []ledger.Entry{
			entry(ledger.Conversations, "channel", "web"),
			entry(ledger.RolloutAssigned, "rollout", fmt.Sprintf("r%d", i%3), "step", "10", "track", []string{"stable", "candidate"}[i%2]),
			entry(ledger.Response, "channel", "web", "responder", "bot"),
			entry("intentops_made_up_total"),
		}
		e[2].Value = float64(i) / 7
		commit(t, s, e...)
	}
	late, _ := follow(t, s.Ledger(), 0)
	for _, a := range []*ledger.Aggregator{early, late} {
		eventually(t, "all conversations to be counted", func() bool { return value(t, a, started) == "120" })
	}
	if diff := cmp.Diff(scrape(t, early), scrape(t, late)); diff != "" {
		t.Errorf("totals (-followed +replayed):\n%s", diff)
	}
	if got := value(t, late, `intentops_ledger_rejected_total{bot="support",namespace="shop",reason="metric"}`); got != "120" {
		t.Errorf("%s unknown metrics, want 120", got)
	}
	if got := value(t, late, `intentops_rollout_assigned_total{bot="support",evidence="",kind="",namespace="shop",rollout="r0",step="10",track="stable"}`); got != "20" {
		t.Errorf("%s assigned to r0, want 20", got)
	}
	snapshot, err := s.Ledger().Snapshot(t.Context())
	if err != nil || len(snapshot) == 0 {
		t.Errorf("no snapshot was saved (%v), want one", err)
	}
}

func TestRestartCountsNothingTwiceAndExportsNothingTooEarly(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	a, stop := follow(t, s.Ledger(), 10)
	for range 35 {
		commit(t, s, entry(ledger.Conversations, "channel", "web"))
	}
	eventually(t, "35", func() bool { return value(t, a, started) == "35" })
	stop()
	s.Close()

	s = openStore(t, dir)
	idle, err := ledger.New(ledger.Options{Log: s.Ledger(), Namespace: "shop", Bot: "support"})
	if err != nil {
		t.Fatal(err)
	}
	if idle.Ready() || scrape(t, idle) != "" {
		t.Error("an aggregator that has read nothing exports something")
	}
	commit(t, s, entry(ledger.Conversations, "channel", "web"))
	a, _ = follow(t, s.Ledger(), 10)
	eventually(t, "Ready", a.Ready)
	if got := value(t, a, started); got != "36" {
		t.Errorf("%s conversations when ready, want 36", got)
	}
}

// TestAScrapeCountsWhatWasAnsweredBeforeIt: nobody who has had an answer is missing in the next figures.
func TestAScrapeCountsWhatWasAnsweredBeforeIt(t *testing.T) {
	s := openStore(t, t.TempDir())
	a, _ := follow(t, s.Ledger(), 0)
	eventually(t, "Ready", a.Ready)
	for i := range 5 {
		commit(t, s, entry(ledger.Conversations, "channel", "web"))
		if got := value(t, a, started); got != strconv.Itoa(i+1) {
			t.Errorf("%s conversations right after commit %d", got, i+1)
		}
	}
}

func TestEmptyLedgerIsReady(t *testing.T) {
	s := openStore(t, t.TempDir())
	a, _ := follow(t, s.Ledger(), 0)
	eventually(t, "Ready", a.Ready)
	if got := value(t, a, `intentops_ledger_records_total{bot="support",namespace="shop"}`); got != "0" {
		t.Errorf("%q records, want 0", got)
	}
}

// brokenSnapshot gives a snapshot that cannot be used.
type brokenSnapshot struct {
	ledger.Log
	data []byte
}

func (b brokenSnapshot) Snapshot(context.Context) ([]byte, error) { return b.data, nil }

func TestAnUnusableSnapshotIsReplayed(t *testing.T) {
	s := openStore(t, t.TempDir())
	first, _ := follow(t, s.Ledger(), 1)
	for n := range 5 { // one after the other, each in a record of its own
		commit(t, s, entry(ledger.Conversations, "channel", "web"))
		want := strconv.Itoa(n + 1)
		eventually(t, want, func() bool { return value(t, first, started) == want })
	}
	eventually(t, "a snapshot", func() bool {
		data, err := s.Ledger().Snapshot(t.Context())
		return err == nil && data != nil
	})
	other := openStore(t, t.TempDir())
	commit(t, other, entry(ledger.Conversations, "channel", "web"))
	ahead, err := s.Ledger().Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, log := range map[string]ledger.Log{
		"damaged":                   brokenSnapshot{other.Ledger(), []byte("nonsense")},
		"of a stream further along": brokenSnapshot{other.Ledger(), ahead},
	} {
		a, _ := follow(t, log, 0)
		eventually(t, "Ready", a.Ready)
		if got := value(t, a, started); got != "1" {
			t.Errorf("%s: %s conversations, want 1", name, got)
		}
	}
}

func TestOnlySomeRolloutsAreExported(t *testing.T) {
	s := openStore(t, t.TempDir())
	a, _ := follow(t, s.Ledger(), 0)
	for i := range 10 {
		commit(t, s, entry(ledger.RolloutAssigned, "rollout", fmt.Sprintf("r%d", i), "step", "10", "track", "stable"))
	}
	commit(t, s, entry(ledger.Conversations, "channel", "web"))
	eventually(t, "everything", func() bool { return value(t, a, started) == "1" })
	shown := func() (n string) {
		for i := range 10 {
			if value(t, a, fmt.Sprintf(`intentops_rollout_assigned_total{bot="support",evidence="",kind="",namespace="shop",rollout="r%d",step="10",track="stable"}`, i)) == "1" {
				n += strconv.Itoa(i)
			}
		}
		return n
	}
	if got := shown(); got != "0123456789" {
		t.Errorf("before KeepRollouts: %s, want all", got)
	}
	a.KeepRollouts("r1", "", "r9", "unknown")
	if got := shown(); got != "16789" {
		t.Errorf("kept %s, want r1 and the four newest", got)
	}
	a.KeepRollouts()
	if got := shown(); got != "6789" {
		t.Errorf("kept %s, want the four newest", got)
	}
}

func TestHistogramIsExportedCumulated(t *testing.T) {
	s := openStore(t, t.TempDir())
	a, _ := follow(t, s.Ledger(), 0)
	var entries []ledger.Entry
	for _, v := range []float64{0.2, 38, 700000} {
		e := entry(ledger.FirstResponse, "channel", "web", "responder", "bot")
		e.Value = v
		entries = append(entries, e)
	}
	commit(t, s, entries...)
	eventually(t, "the histogram", func() bool { return strings.Contains(scrape(t, a), ledger.FirstResponse) })
	reg := prometheus.NewRegistry()
	reg.MustRegister(a)
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, f := range families {
		if f.GetName() != ledger.FirstResponse {
			continue
		}
		h := f.GetMetric()[0].GetHistogram()
		if h.GetSampleCount() != 3 || h.GetSampleSum() != 700038.2 {
			t.Errorf("count %d and sum %v, want 3 and 700038.2", h.GetSampleCount(), h.GetSampleSum())
		}
		for _, b := range h.GetBucket() {
			want := uint64(0)
			for _, v := range []float64{0.2, 38, 700000} {
				if v <= b.GetUpperBound() {
					want++
				}
			}
			if b.GetCumulativeCount() != want {
				t.Errorf("bucket %v: %d, want %d", b.GetUpperBound(), b.GetCumulativeCount(), want)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Error("no buckets")
	}
}

func TestNewNeedsALog(t *testing.T) {
	if _, err := ledger.New(ledger.Options{}); err == nil || !strings.Contains(err.Error(), "Log") {
		t.Errorf("error %v, want one that names Log", err)
	}
}
