// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/test/harness"
)

// counted compares, after everything that was killed, what customers did and saw with what
// the bot counted, number by number.
func (s *suite) counted(t *testing.T) {
	report, err := s.customers.Drain(s.ctx, stepTimeout)
	must(t, err)
	if report.Failed != 0 || report.Uncertain != 0 {
		t.Errorf("%d customers failed, %d do not know whether their message arrived; want none", report.Failed, report.Uncertain)
	}
	desk := s.deskDone(t)
	want := s.expected(report, desk.Team.Observed)
	t.Logf("%d conversations, %d handed over, %d of the test's own", want["conversations"], want["handoffs requested"], s.own.Conversations)

	// Outcomes are counted 25 seconds after the last conversation began; what the killed pod
	// had taken on is given to another one after half a minute.
	var got map[string]int64
	must(t, harness.WaitFor(s.ctx, "the bot's counts to be the customers'", deskTimeout, func(ctx context.Context) (bool, string) {
		if got, err = s.counts(ctx, "max"); err != nil {
			return false, err.Error()
		}
		return cmp.Equal(want, got), "(-customers +bot)\n" + cmp.Diff(want, got)
	}))
	// Nothing is counted late, or twice.
	equal := time.Now()
	must(t, harness.WaitFor(s.ctx, "later figures", soon, func(ctx context.Context) (bool, string) {
		samples, err := s.Query(ctx, `min(timestamp(intentops_conversations_total))`)
		if err != nil {
			return false, err.Error()
		}
		return samples[0].Value > float64(equal.Add(5*time.Second).Unix()), "the newest are too old"
	}))
	for _, by := range []string{"max", "min"} {
		got, err := s.counts(s.ctx, by)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("counts by %s over pods (-customers +bot):\n%s", by, diff)
		}
	}
	rejected, err := s.Query(s.ctx, `sum(intentops_ledger_rejected_total)`)
	must(t, err)
	if rejected[0].Value != 0 {
		t.Errorf("%v entries of the ledger were rejected", rejected[0].Value)
	}

	t.Logf("the helpdesk has %d handoffs, each once; %d deliveries came again and were recognised", desk.Handoffs, desk.Duplicates)
	if desk.Handoffs != want["handoffs requested"] {
		t.Errorf("the helpdesk has %d handoffs, customers were told of %d", desk.Handoffs, want["handoffs requested"])
	}
	for _, v := range s.seen.violations() {
		t.Error(v)
	}
	s.checkTracks(t, report)
	s.checkLogs(t)
}

// checkLogs looks for what belongs to customers, and for secrets.
func (s *suite) checkLogs(t *testing.T) {
	t.Helper()
	keys, err := s.Keys(s.ctx)
	must(t, err)
	for namespace, app := range map[string]string{harness.Namespace: "intentops-bot", harness.SystemNamespace: "intentops-manager"} {
		for name := range s.pods(t, namespace, app) {
			log, err := s.Kubectl(s.ctx, "logs", name, "-n", namespace)
			must(t, err)
			t.Logf("%s wrote %d lines", name, strings.Count(log, "\n"))
			for _, private := range []string{"AB104233", "example.org", "Harbour Street", "lentil soup", "opening hours", "sim-", "agent-1", keys["helpdesk"], keys["events"]} {
				if strings.Contains(log, private) {
					t.Errorf("the log of %s holds %q", name, private)
				}
			}
			if strings.Contains(log, "panic") {
				t.Errorf("%s panicked:\n%s", name, log)
			}
		}
	}
}

// expected is what the bot must have counted.
func (s *suite) expected(r harness.Report, people harness.Observed) map[string]int64 {
	out := map[string]int64{
		"conversations":            r.Conversations + s.own.Conversations,
		"outcome contained":        r.Outcomes.Contained + s.own.Outcomes.Contained,
		"outcome escalated":        r.Outcomes.Escalated + s.own.Outcomes.Escalated,
		"outcome policy_escalated": r.Outcomes.PolicyEscalated + s.own.Outcomes.PolicyEscalated,
		"outcome abandoned":        r.Outcomes.Abandoned + s.own.Outcomes.Abandoned,
		"handoffs requested":       r.Handoffs + s.own.Handoffs,
		"handoffs accepted":        r.Handoffs + s.own.Handoffs,
	}
	for i, n := range r.Ratings {
		out[fmt.Sprintf("rating %d", i+1)] = n + people.CSAT[i]
	}
	for name, n := range out {
		if n == 0 {
			delete(out, name)
		}
	}
	return out
}

// counts reads the bot's counts from Prometheus. Every pod reports the totals of all: by
// says which of them counts, max or min.
func (s *suite) counts(ctx context.Context, by string) (map[string]int64, error) {
	out := map[string]int64{}
	for _, q := range []struct{ name, metric, labels, label string }{
		{"conversations", "intentops_conversations_total", "channel", ""},
		{"outcome", "intentops_conversation_outcomes_total", "channel,intent,outcome,reason", "outcome"},
		{"rating", "intentops_ratings_total", "channel,intent,handled_by,rating", "rating"},
		{"handoffs", "intentops_handoffs_total", "state", "state"},
	} {
		values, err := s.sums(ctx, by, q.metric, q.labels, q.label)
		if err != nil {
			return nil, err
		}
		for value, n := range values {
			out[strings.TrimSpace(q.name+" "+value)] = n
		}
	}
	return out, nil
}

// sums reads a metric from Prometheus, summed up by one of its labels.
func (s *suite) sums(ctx context.Context, by, metric, labels, label string) (map[string]int64, error) {
	samples, err := s.Query(ctx, fmt.Sprintf("sum by (%s) (%s by (%s) (%s{namespace=%q,bot=%q}))",
		label, by, labels, metric, harness.Namespace, harness.BotName))
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for _, sample := range samples {
		out[sample.Labels[label]] = int64(sample.Value)
	}
	return out, nil
}

// noteTracks remembers how many customers each rollout had on which track: the bot exports
// only the newest rollouts.
func (s *suite) noteTracks(t *testing.T) {
	t.Helper()
	samples, err := s.Query(s.ctx, fmt.Sprintf("sum by (rollout,track) (max by (rollout,step,track,kind) (intentops_rollout_assigned_total{namespace=%q,bot=%q}))",
		harness.Namespace, harness.BotName))
	must(t, err)
	for _, sample := range samples {
		of := [2]string{sample.Labels["rollout"], sample.Labels["track"]}
		s.assigned[of] = max(s.assigned[of], int64(sample.Value))
	}
}

// checkTracks compares on which track customers were. Whose answer got lost as the rollout
// ended is not told the track again, so that customers may know of fewer: a few, since most
// answers that get lost are of other times.
func (s *suite) checkTracks(t *testing.T, r harness.Report) {
	t.Helper()
	s.noteTracks(t)
	assigned := map[string]int64{}
	for of, n := range s.assigned {
		assigned[of[1]] += n
	}
	lost := int64(0)
	for result, n := range r.Requests {
		if result != "ok" && result != "409" {
			lost += n
		}
	}
	for track, own := range map[string]int64{"stable": s.own.stable, "candidate": s.own.candidate} {
		told := r.Tracks[track].Conversations + own
		t.Logf("%d customers on track %s, %d were told; %d answers got lost", assigned[track], track, told, lost)
		if unknown := assigned[track] - told; unknown < 0 || unknown > min(lost, assigned[track]/50) {
			t.Errorf("the bot has %d customers on track %s, customers know of %d", assigned[track], track, told)
		}
	}
}
