// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/test/harness"
)

// deskTimeout is for what is counted late: events settle for half a minute, and wrap-up is
// waited for as long as the Bot says.
const deskTimeout = 6 * time.Minute

// deskDone waits until people have finished every conversation and the bot has taken every
// event. Whatever was killed meanwhile, each was told until the bot had it.
func (s *suite) deskDone(t *testing.T) harness.HelpdeskReport {
	t.Helper()
	var desk harness.HelpdeskReport
	must(t, harness.WaitFor(s.ctx, "people to finish", deskTimeout, func(ctx context.Context) (bool, string) {
		var err error
		desk, err = s.Helpdesk(ctx)
		team := desk.Team
		return err == nil && team.Open == 0 && team.Sent.Waiting == 0,
			fmt.Sprintf("%d conversations are open, %d events wait, %v", team.Open, team.Sent.Waiting, err)
	}))
	return desk
}

// peopleCounted compares what people did with what the bot counted, number by number.
func (s *suite) peopleCounted(t *testing.T) {
	desk := s.deskDone(t)
	sent, people := desk.Team.Sent, desk.Team.Observed
	t.Logf("people worked on %d conversations; %d more found no place", desk.Team.Taken, desk.Team.Left)
	t.Logf("events by type: %v; %d of them again on purpose", sent.Events, sent.Again)
	t.Logf("requests by how they ended: %v; events by result: %v", sent.Requests, sent.Results)
	told, answered := sent.Again, int64(0)
	for _, n := range sent.Events {
		told += n
	}
	for result, n := range sent.Results {
		answered += n
		switch result {
		case "accepted", "duplicate", "repeated":
		default:
			t.Errorf("%d events are %s", n, result)
		}
	}
	if answered != told || sent.Again == 0 {
		t.Errorf("%d events were told, %d again among them; the bot answered %d", told, sent.Again, answered)
	}

	want := peopleExpected(people)
	var got map[string]int64
	must(t, harness.WaitFor(s.ctx, "the bot's counts to be the people's", deskTimeout, func(ctx context.Context) (bool, string) {
		var err error
		if got, err = s.peopleCounts(ctx, "max"); err != nil {
			return false, err.Error()
		}
		return cmp.Equal(want, got), "(-people +bot)\n" + cmp.Diff(want, got)
	}))
	t.Logf("counted: %v", got)
	// Pods are scraped one after the other.
	must(t, harness.WaitFor(s.ctx, "each pod to report the same", soon, func(ctx context.Context) (bool, string) {
		least, err := s.peopleCounts(ctx, "min")
		return err == nil && cmp.Equal(want, least), fmt.Sprintf("(-people +bot)\n%s %v", cmp.Diff(want, least), err)
	}))
	got, err := s.peopleCounts(s.ctx, "max")
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts changed later (-people +bot):\n%s", diff)
	}
	for metric, seconds := range map[string][]float64{
		`intentops_first_response_seconds_sum{responder="human"}`: people.FirstResponse,
		`intentops_response_seconds_sum{responder="human"}`:       people.Responses,
		`intentops_handle_seconds_sum`:                            people.Handle,
		`intentops_resolution_seconds_sum{cycle="first"}`:         people.Resolution,
	} {
		samples, err := s.Query(s.ctx, "sum(max without (pod, instance) ("+metric+"))")
		must(t, err)
		// A thousandth of a second is for sums that depend on their order.
		if want := sum(seconds); math.Abs(samples[0].Value-want) > 0.001 {
			t.Errorf("%s is %v, people's %v", metric, samples[0].Value, want)
		}
	}
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// peopleExpected is what the bot must have counted of what people did.
func peopleExpected(o harness.Observed) map[string]int64 {
	out := map[string]int64{
		"first responses": int64(len(o.FirstResponse)), "responses": int64(len(o.Responses)),
		"handled": int64(len(o.Handle)), "resolved": int64(len(o.Resolution)),
	}
	for name, n := range o.SLA {
		out["sla "+name] = n
	}
	for score, n := range o.NPS {
		if n > 0 {
			out[fmt.Sprintf("nps %d", score)] = n
		}
	}
	for i, n := range o.Quality {
		if n > 0 {
			out[fmt.Sprintf("quality %d", i+1)] = n
		}
	}
	return out
}

func (s *suite) peopleCounts(ctx context.Context, by string) (map[string]int64, error) {
	out := map[string]int64{}
	for _, q := range []struct{ name, metric, label string }{
		{"first responses", `intentops_first_response_seconds_count{responder="human"}`, ""},
		{"responses", `intentops_response_seconds_count{responder="human"}`, ""},
		{"handled", `intentops_handle_seconds_count`, ""},
		{"resolved", `intentops_resolution_seconds_count{cycle="first"}`, ""},
		{"sla first_response", `intentops_sla_total{target="first_response"}`, "result"},
		{"sla resolution", `intentops_sla_total{target="resolution"}`, "result"},
		{"nps", `intentops_nps_total`, "score"},
		{"quality", `intentops_reviews_total`, "quality"},
	} {
		samples, err := s.Query(ctx, fmt.Sprintf("sum by (%s) (%s without (pod, instance) (%s))", q.label, by, q.metric))
		if err != nil {
			return nil, err
		}
		for _, sample := range samples {
			name := q.name
			if q.label != "" {
				name += " " + sample.Labels[q.label]
			}
			out[name] = int64(sample.Value)
		}
	}
	return out, nil
}
