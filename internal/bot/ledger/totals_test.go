// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func labels(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func started(channel string) Entry {
	return Entry{Metric: Conversations, Labels: labels("channel", channel)}
}

func assigned(rollout, track string) Entry {
	return Entry{Metric: RolloutAssigned, Labels: labels("rollout", rollout, "step", "10%", "track", track)}
}

func ofKind(kind string) Entry {
	e := assigned("r", "stable")
	e.Labels["kind"] = kind
	return e
}

func TestInvalidEntriesAreCountedAsRejected(t *testing.T) {
	cases := map[string]struct {
		entry Entry
		want  string
	}{
		"a counter":                                   {started("web"), ""},
		"an optional label left empty":                {Entry{Metric: TurnConfidence, Labels: labels("intent", "", "outcome", "clarify"), Value: 0.3}, ""},
		"a step in percent":                           {assigned("refunds-3f2a", "stable"), ""},
		"a reason with its rule":                      {Entry{Metric: ConversationOutcomes, Labels: labels("channel", "web", "intent", "refund", "outcome", "escalated", "reason", "rule.high-risk")}, ""},
		"an unknown metric":                           {Entry{Metric: "intentops_made_up_total"}, rejectedMetric},
		"no metric":                                   {Entry{}, rejectedMetric},
		"a missing label":                             {Entry{Metric: Conversations}, rejectedLabels},
		"another label":                               {Entry{Metric: Conversations, Labels: labels("customer", "ann")}, rejectedLabels},
		"a label younger than the entry":              {Entry{Metric: Resolution, Labels: labels("channel", "web", "intent", "")}, ""},
		"another instead of a young label":            {Entry{Metric: Resolution, Labels: labels("channel", "web", "intent", "", "customer", "ann")}, rejectedLabels},
		"a kind of intents":                           {ofKind("new"), ""},
		"of a version that did not distinguish kinds": {ofKind(""), ""},
		"a kind that is none":                         {ofKind("odd"), rejectedLabels},
		"a label too many":                            {Entry{Metric: Conversations, Labels: labels("channel", "web", "customer", "ann")}, rejectedLabels},
		"an empty label":                              {started(""), rejectedLabels},
		"a sentence in a label":                       {started("where is my order"), rejectedLabels},
		"a very long label":                           {started(strings.Repeat("x", 129)), rejectedLabels},
		"a value that is not in the set":              {assigned("r", "control"), rejectedLabels},
		"a rating of six":                             {Entry{Metric: Ratings, Labels: labels("channel", "web", "intent", "", "handled_by", "bot", "rating", "6")}, rejectedLabels},
		"a time before its beginning":                 {Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: -1}, rejectedValue},
		"a time that is not a number":                 {Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: math.NaN()}, rejectedValue},
		"a counter's value is of no moment":           {Entry{Metric: Conversations, Labels: labels("channel", "web"), Value: -3}, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := newTotals(Families).add(tc.entry); got != tc.want {
				t.Errorf("rejected as %q, want %q", got, tc.want)
			}
		})
	}
}

func TestMoreAddsToTheSumOnly(t *testing.T) {
	tot := newTotals(Families)
	for _, more := range []bool{false, true} {
		if got := tot.add(Entry{Metric: Handle, Labels: labels("channel", "web", "intent", ""), Value: 40, More: more}); got != "" {
			t.Fatalf("rejected as %q", got)
		}
	}
	for _, s := range tot.families[Handle].groups[""] {
		buckets := uint64(0)
		for _, n := range s.buckets {
			buckets += n
		}
		if s.count != 1 || s.sum != 80 || buckets != 1 {
			t.Errorf("%d observations in %d buckets, sum %v", s.count, buckets, s.sum)
		}
	}
}

func TestRecordThatIsNotReadable(t *testing.T) {
	tot := newTotals(Families)
	for i, record := range []string{"", "{", "null", `[{"m":1}]`, `[{"m":"x","l":[]}]`} {
		tot.apply(uint64(i+1), []byte(record))
	}
	if got := tot.rejected[rejectedRecord]; got != 4 {
		t.Errorf("%d records rejected, want all but null", got)
	}
	if tot.position != 5 || tot.records != 5 {
		t.Errorf("position %d after %d records, want 5 after 5", tot.position, tot.records)
	}
}

// TestARecordOfSomebodyElseOnlyMovesThePosition: a bot that waited for it to be counted would never
// be ready.
func TestARecordOfSomebodyElseOnlyMovesThePosition(t *testing.T) {
	tot := newTotals(Families)
	tot.apply(7, nil)
	if tot.position != 7 || tot.records != 0 || len(tot.rejected) != 0 {
		t.Errorf("position %d, %d records, rejected %v", tot.position, tot.records, tot.rejected)
	}
}

func TestSeriesOfAFamilyAreBounded(t *testing.T) {
	tot := newTotals(Families)
	for i := range maxSeries + 10 {
		tot.add(started(fmt.Sprintf("c%d", i)))
	}
	if got := len(tot.families[Conversations].groups[""]); got != maxSeries {
		t.Errorf("%d series, want %d", got, maxSeries)
	}
	if got := tot.add(started("one-more")); got != rejectedLimit {
		t.Errorf("a new series beyond the limit: %q, want %q", got, rejectedLimit)
	}
	if got := tot.add(started("c0")); got != "" {
		t.Errorf("a known series beyond the limit: %q, want it counted", got)
	}
}

func TestTheLeastRecentlyActiveRolloutIsDroppedFirst(t *testing.T) {
	tot := newTotals(Families)
	apply := func(position uint64, rollout string) {
		record, err := Encode([]Entry{assigned(rollout, "stable")})
		if err != nil {
			t.Fatal(err)
		}
		tot.apply(position, record)
	}
	for i := range maxRollouts {
		apply(uint64(i+1), fmt.Sprintf("r%d", i))
	}
	apply(1000, "r0") // alive again
	apply(1001, "new")
	groups := tot.families[RolloutAssigned].groups
	if len(groups) != maxRollouts || len(tot.rollouts) != maxRollouts {
		t.Errorf("%d and %d rollouts kept, want %d", len(groups), len(tot.rollouts), maxRollouts)
	}
	for name, want := range map[string]bool{"r0": true, "r1": false, "r2": true, "new": true} {
		if _, got := groups[name]; got != want {
			t.Errorf("%s kept: %t, want %t", name, got, want)
		}
	}
}

func TestHistogramCountsEachValueInTheFirstBucketThatHoldsIt(t *testing.T) {
	tot := newTotals(Families)
	for _, v := range []float64{0, 0.1, 0.10001, 38, 604800, 604801} {
		if r := tot.add(Entry{Metric: FirstResponse, Labels: labels("channel", "web", "responder", "bot"), Value: v}); r != "" {
			t.Fatalf("%v rejected as %s", v, r)
		}
	}
	got := map[float64]uint64{}
	var s *series
	for _, s = range tot.families[FirstResponse].groups[""] {
		for i, n := range s.buckets {
			if n > 0 {
				got[seconds[i]] = n
			}
		}
	}
	if diff := cmp.Diff(map[float64]uint64{0.1: 2, 0.25: 1, 45: 1, 604800: 1}, got); diff != "" {
		t.Errorf("buckets (-want +got):\n%s", diff)
	}
	if s.count != 6 {
		t.Errorf("count %d, want 6: the largest is beyond all buckets", s.count)
	}
}

// TestSnapshotAnywhereChangesNothing is what replicas rest on: whoever restores a snapshot and
// replays the rest comes to the totals of whoever replayed everything.
func TestSnapshotAnywhereChangesNothing(t *testing.T) {
	mark := fingerprint(Families)
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.Custom(randomRecord), 1, 200).Draw(t, "records")
		cut := rapid.IntRange(0, len(records)).Draw(t, "cut")
		whole, first := newTotals(Families), newTotals(Families)
		for i, r := range records {
			whole.apply(uint64(i+1), r)
			if i < cut {
				first.apply(uint64(i+1), r)
			}
		}
		data, err := first.snapshot(mark).pack()
		if err != nil {
			t.Fatal(err)
		}
		rest, err := restore(data, Families)
		if err != nil {
			t.Fatal(err)
		}
		for i := cut; i < len(records); i++ {
			rest.apply(uint64(i+1), records[i])
		}
		if diff := cmp.Diff(canonical(whole), canonical(rest)); diff != "" {
			t.Fatalf("totals differ (-whole +restored):\n%s", diff)
		}
	})
}

func randomRecord(t *rapid.T) []byte {
	entry := rapid.Custom(func(t *rapid.T) Entry {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return started(rapid.SampledFrom([]string{"web", "rest", "", "where are you"}).Draw(t, "channel"))
		case 1:
			// More rollouts than are kept.
			return assigned(fmt.Sprintf("r%d", rapid.IntRange(0, 90).Draw(t, "rollout")), rapid.SampledFrom([]string{"stable", "candidate"}).Draw(t, "track"))
		case 2:
			return Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: rapid.Float64Range(-1, 1e6).Draw(t, "seconds")}
		case 3:
			return Entry{Metric: TurnConfidence, Labels: labels("intent", rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "intent"), "outcome", "reply"), Value: rapid.Float64Range(0, 1).Draw(t, "confidence")}
		}
		return Entry{Metric: "unknown"}
	})
	if rapid.IntRange(0, 20).Draw(t, "broken") == 0 {
		return []byte("{")
	}
	data, err := Encode(rapid.SliceOfN(entry, 0, 4).Draw(t, "entries"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// canonical is a snapshot with its series in a fixed place.
func canonical(t *totals) map[string]any {
	snap := t.snapshot("")
	out := map[string]any{"position": snap.Position, "records": snap.Records, "rejected": snap.Rejected, "rollouts": snap.Rollouts}
	for name, list := range snap.Families {
		for _, s := range list {
			out[name+" "+strings.Join(s.Values, ",")] = fmt.Sprint(s.Count, s.Sum, s.Buckets)
		}
	}
	return out
}

func TestUnusableSnapshotsAreRefused(t *testing.T) {
	good, err := newTotals(Families).snapshot(fingerprint(Families)).pack()
	if err != nil {
		t.Fatal(err)
	}
	old, err := newTotals(Families).snapshot("another").pack()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"empty": {}, "cut short": good[:len(good)-9], "not packed": []byte("{}"), "another version's": old} {
		if _, err := restore(data, Families); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	if _, err := restore(good, Families[1:]); err == nil {
		t.Error("restored with other families")
	}
}

func TestFingerprintChangesWithTheContract(t *testing.T) {
	base := fingerprint(Families)
	change := func(f func([]Family)) string {
		families := append([]Family(nil), Families...)
		f(families)
		return fingerprint(families)
	}
	for name, got := range map[string]string{
		"a new name":     change(func(f []Family) { f[0].Name = "x" }),
		"another bucket": change(func(f []Family) { f[9].Buckets = []float64{1} }),
		"another label":  change(func(f []Family) { f[5].Labels = []Label{intent} }),
		"another value":  change(func(f []Family) { f[13].Labels = []Label{{Name: "state", Values: []string{"requested"}}} }),
	} {
		if got == base {
			t.Errorf("%s leaves the fingerprint as it is", name)
		}
	}
}

func TestFamiliesAreWellFormed(t *testing.T) {
	names := map[string]bool{}
	for _, f := range Families {
		if names[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		names[f.Name] = true
		if f.Help == "" || !strings.HasPrefix(f.Name, "intentops_") {
			t.Errorf("%s lacks help or prefix", f.Name)
		}
		if (f.Kind == Counter) != strings.HasSuffix(f.Name, "_total") || (f.Kind == Histogram) != (len(f.Buckets) > 0) {
			t.Errorf("%s is not named or made like a %s", f.Name, f.Kind)
		}
		for i := 1; i < len(f.Buckets); i++ {
			if f.Buckets[i] <= f.Buckets[i-1] {
				t.Errorf("%s: buckets do not rise at %v", f.Name, f.Buckets[i])
			}
		}
	}
}

// TestKindsOfIntentsAreCountedApart: a bot that is replaced during a rollout goes on with the
// entries of the one before, which have no kind.
func TestKindsOfIntentsAreCountedApart(t *testing.T) {
	tot := newTotals(Families)
	for kind, n := range map[string]int{"": 3, "new": 2, "changed": 5} {
		for range n {
			e := ofKind(kind)
			if kind == "" {
				delete(e.Labels, "kind")
			}
			if reason := tot.add(e); reason != "" {
				t.Fatalf("kind %q: rejected: %s", kind, reason)
			}
		}
	}
	got := map[string]uint64{}
	for _, s := range tot.families[RolloutAssigned].groups["r"] {
		got[s.values[3]] = s.count
	}
	if diff := cmp.Diff(map[string]uint64{"": 3, "new": 2, "changed": 5}, got); diff != "" {
		t.Errorf("counts by kind (-want +got):\n%s", diff)
	}
}
