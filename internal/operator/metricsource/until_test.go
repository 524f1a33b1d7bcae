// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/contract/kpi"
)

const day = 24 * time.Hour

// pastPrometheus answers with what was there at each time.
func pastPrometheus(t *testing.T, at map[time.Time]series) *fakePrometheus {
	t.Helper()
	f := newFakePrometheus(t)
	f.setRequests(func(w http.ResponseWriter, r *http.Request) bool {
		for when, answer := range at {
			if strings.HasPrefix(r.FormValue("time"), number(int(when.Unix()))) {
				_ = json.NewEncoder(w).Encode(map[string]any{
					"status": "success",
					"data":   map[string]any{"resultType": "vector", "result": answer.vector()},
				})
				return true
			}
		}
		t.Errorf("asked for %s", r.FormValue("time"))
		return false
	})
	return f
}

func TestKPIsUntil(t *testing.T) {
	until := start.Add(-30 * day)
	conversations := func(n string) series { return series{total("conversations_total", "channel=web"): n} }
	silent := series{total("release_loaded", "track=stable"): "3"}
	const fix = " or the day before"
	tests := map[string]struct {
		begin, end series
		want       int64
		wantErr    string
	}{
		"both ends are known":            {begin: conversations("100"), end: conversations("340"), want: 240},
		"nothing is known of the end":    {begin: conversations("100"), wantErr: "Prometheus has no counts of Bot support as of 2026-10-03T09:00:00Z" + fix},
		"nothing is known before":        {end: conversations("340"), wantErr: "Prometheus has no counts of Bot support as of 2026-09-26T09:00:00Z" + fix},
		"a bot that had counted nothing": {begin: silent, end: conversations("340"), wantErr: "Prometheus has no counts of Bot support as of 2026-09-26T09:00:00Z" + fix},
		"a ledger that started over":     {begin: conversations("100"), end: conversations("99"), wantErr: "the counts of Bot support fell between 2026-09-26T09:00:00Z and 2026-10-03T09:00:00Z: its ledger started over"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := pastPrometheus(t, map[time.Time]series{until: tc.end, until.Add(-7 * day): tc.begin})
			s, clock, _ := newTestSource(t, f)
			for range 5 { // ticks later nothing is asked again
				got, err := s.KPIsUntil(t.Context(), support, 7*day, until)
				var missing *HistoryError
				if tc.wantErr != "" && (!errors.As(err, &missing) || err.Error() != tc.wantErr) {
					t.Fatalf("error %v, want %s", err, tc.wantErr)
				}
				if tc.wantErr == "" && err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(kpi.Counts{Conversations: tc.want}, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				clock.SetTime(clock.Now().Add(DefaultKPITick))
			}
			if got := len(f.asked()); got > 2 {
				t.Errorf("%d queries, want one for each end", got)
			}
			for _, query := range f.asked() {
				if !strings.Contains(query, `, namespace="shop", bot="support"}`) || strings.Contains(query, "offset") {
					t.Errorf("the query is about more than one bot: %s", query)
				}
			}
		})
	}
}

func TestKPIsUntilOfABadSeries(t *testing.T) {
	bad := series{total("ratings_total", "rating=6"): "1"}
	s, _, _ := newTestSource(t, pastPrometheus(t, map[time.Time]series{start.Add(-8 * day): bad, start.Add(-day): bad}))
	_, err := s.KPIsUntil(t.Context(), support, 7*day, start.Add(-day))
	var badData *BadDataError
	if !errors.As(err, &badData) {
		t.Errorf("error %v, want that of the series", err)
	}
}

func TestOwnKPIsUntil(t *testing.T) {
	until := start.Add(-30 * day)
	tests := map[string]struct {
		begin, end series
		want       int64
		wantErr    string
	}{
		"both ends are known": {begin: one("100"), end: one("340"), want: 240},
		"nothing is known before": {end: one("5"), wantErr: "spec.source.prometheus.count: no sample as of 2026-09-26T09:00:00Z: " +
			"Prometheus does not reach back so far, or the metric is younger; add `or vector(0)` where no sample means 0"},
		"it fell": {begin: one("7"), end: one("5"), wantErr: fell("count").Error()},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s, _, _ := newTestSource(t, pastPrometheus(t, map[time.Time]series{until: tc.end, until.Add(-7 * day): tc.begin}))
			got, err := s.CustomKPIsUntil(t.Context(), volumeCustom, 7*day, until)
			if tc.wantErr == "" && err != nil || tc.wantErr != "" && (err == nil || err.Error() != tc.wantErr) {
				t.Fatalf("error %v, want %q", err, tc.wantErr)
			}
			if got.Conversations != tc.want {
				t.Errorf("%d, want %d", got.Conversations, tc.want)
			}
		})
	}
}

func TestReadingsOfThePastAreBounded(t *testing.T) {
	s, clock, _ := newTestSource(t, newFakePrometheus(t))
	for i := range maxFixed {
		c, err := s.history.fixedCell(fixedKey{bot: support, at: int64(i)})
		if err != nil {
			t.Fatal(err)
		}
		c.used = clock.Now()
	}
	if _, err := s.KPIsUntil(t.Context(), support, day, start); !errors.Is(err, ErrTooManyBaselines) {
		t.Errorf("error %v, want that there are too many", err)
	}
	clock.SetTime(start.Add(3 * DefaultKPITick))
	if _, err := s.history.fixedCell(fixedKey{bot: support, at: -1}); err != nil {
		t.Errorf("after nobody asked for two ticks: %v", err)
	}
	if _, err := s.KPIsUntil(t.Context(), support, time.Millisecond, start); err == nil {
		t.Error("a window of a millisecond was measured")
	}
	if _, err := s.CustomKPIsUntil(t.Context(), volumeCustom, time.Millisecond, start); err == nil {
		t.Error("a window of a millisecond was measured by custom queries")
	}
}
