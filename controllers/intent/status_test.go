// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/event"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/rollout"
)

func TestStateOf(t *testing.T) {
	const now, old = "order-2222222222", "order-1111111111"
	// batch is in the middle of its first rollout, which brings a revision.
	batch := func(candidate string, change func(*v1alpha1.IntentBatchStatus)) *v1alpha1.IntentBatch {
		s := v1alpha1.IntentBatchStatus{
			Revision: "0123456789abcdef", Attempt: 1, Rollout: rollout.RolloutID("week-1", "0123456789abcdef", 1),
			Intents: []v1alpha1.BatchIntentStatus{{Name: "another", Candidate: "another-1"}, {Name: "order", Candidate: candidate}},
		}
		if change != nil {
			change(&s)
		}
		return testenv.MakeBatch("week-1", "order", "another").Status(s).Obj()
	}
	ended := func(result v1alpha1.BatchResult) func(*v1alpha1.IntentBatchStatus) {
		return func(s *v1alpha1.IntentBatchStatus) { s.Result = result }
	}
	cases := map[string]struct {
		revision, live string
		batch          *v1alpha1.IntentBatch
		want           v1alpha1.IntentState
	}{
		"no batch":                            {now, "", nil, v1alpha1.IntentDraft},
		"no batch, live":                      {now, now, nil, v1alpha1.IntentLive},
		"no batch, edited since":              {now, old, nil, v1alpha1.IntentDraft},
		"nothing was ever accepted":           {"", "", batch("", nil), v1alpha1.IntentStaged},
		"the batch knows nothing of it yet":   {now, "", testenv.MakeBatch("week-1", "order").Obj(), v1alpha1.IntentStaged},
		"its batch lost its status":           {now, now, testenv.MakeBatch("week-1", "order").Obj(), v1alpha1.IntentLive},
		"rolling":                             {now, "", batch(now, nil), v1alpha1.IntentRolling},
		"rolling over an older one":           {now, old, batch(now, nil), v1alpha1.IntentRolling},
		"promoted, and not served yet":        {now, old, batch(now, ended(v1alpha1.ResultPromoted)), v1alpha1.IntentRolling},
		"edited while rolling":                {now, "", batch(old, nil), v1alpha1.IntentStaged},
		"promoted":                            {now, now, batch("", ended(v1alpha1.ResultPromoted)), v1alpha1.IntentLive},
		"unchanged while others roll":         {now, now, batch("", nil), v1alpha1.IntentLive},
		"edited after the promotion":          {now, old, batch("", ended(v1alpha1.ResultPromoted)), v1alpha1.IntentStaged},
		"rolled back":                         {now, "", batch("", ended(v1alpha1.ResultRolledBack)), v1alpha1.IntentRolledBack},
		"rolled back, an older one is live":   {now, old, batch("", ended(v1alpha1.ResultRolledBack)), v1alpha1.IntentRolledBack},
		"not changed by what was rolled back": {now, now, batch("", ended(v1alpha1.ResultRolledBack)), v1alpha1.IntentLive},
		"rolled back, edited since": {now, old, batch("", func(s *v1alpha1.IntentBatchStatus) {
			s.Result, s.Revision = v1alpha1.ResultRolledBack, "fedcba9876543210"
		}), v1alpha1.IntentStaged},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := stateOf("order", tc.revision, tc.live, tc.batch); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestExit(t *testing.T) {
	valid := &observation{}
	invalid := &observation{problems: []release.Problem{{Field: "spec.reply.text", Message: "is empty"}}}
	cases := map[string]struct {
		seen      *observation
		left      time.Duration
		wantAfter time.Duration
		wantErr   string
	}{
		"something may still arrive":         {valid, 7 * time.Second, 7 * time.Second, ""},
		"everything is there, or never came": {valid, 0, 0, ""},
		"only a person can mend that":        {invalid, 0, 0, "terminal error: spec.reply.text: is empty"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			result, err := exit(tc.seen, tc.left)
			if result.RequeueAfter != tc.wantAfter {
				t.Errorf("again after %v, want %v", result.RequeueAfter, tc.wantAfter)
			}
			if (err == nil) != (tc.wantErr == "") || err != nil && err.Error() != tc.wantErr {
				t.Errorf("got %v, want %q", err, tc.wantErr)
			}
		})
	}
}

func TestClaims(t *testing.T) {
	at := func(name string, created int64, isAccepted bool) *v1alpha1.Intent {
		intent := testenv.MakeIntent(name).Obj()
		intent.CreationTimestamp.Time = time.Unix(created, 0)
		if isAccepted {
			intent.Status.Revision = name + "-" + release.IntentHash(release.FromIntent(intent.Spec, name))
		}
		return intent
	}
	stale := at("a", 1, true)
	stale.Spec.Reply.Text = "edited since"
	cases := map[string]struct {
		a, b *v1alpha1.Intent
		want bool
	}{
		"accepted against new":               {at("a", 2, true), at("b", 1, false), true},
		"new against accepted":               {at("a", 1, false), at("b", 2, true), false},
		"edited against accepted":            {stale, at("b", 2, true), false},
		"older against newer":                {at("b", 1, false), at("a", 2, false), true},
		"both accepted, the older":           {at("b", 1, true), at("a", 2, true), true},
		"made in one second, by name":        {at("a", 1, false), at("b", 1, false), true},
		"made in one second, the other name": {at("b", 1, false), at("a", 1, false), false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := claimsByAge(tc.a, tc.b); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
			if claimsByAge(tc.a, tc.b) == claimsByAge(tc.b, tc.a) {
				t.Error("both claim it, or neither")
			}
		})
	}
}

func TestProblemListIsBounded(t *testing.T) {
	problems := make([]release.Problem, 7)
	for i := range problems {
		problems[i] = release.Problem{Field: "f", Message: strings.Repeat("x", i+1)}
	}
	want := "f: x; f: xx; f: xxx; f: xxxx; f: xxxxx; and 2 more"
	if diff := cmp.Diff(want, problemList(problems)); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
}

func TestBatchMoved(t *testing.T) {
	before := testenv.MakeBatch("week-1", "order").Status(v1alpha1.IntentBatchStatus{
		Rollout: "week-1-01234567", Step: "five", Percent: new(int32(5)),
		Intents: []v1alpha1.BatchIntentStatus{{Name: "order", Candidate: "order-1"}},
		Steps:   []v1alpha1.StepRecord{{Name: "five", Percent: new(int32(5))}},
	}).Obj()
	cases := map[string]struct {
		change func(*v1alpha1.IntentBatch)
		want   bool
	}{
		"more conversations": {func(b *v1alpha1.IntentBatch) { b.Status.Steps[0].Candidate.Conversations++ }, false},
		"another spec":       {func(b *v1alpha1.IntentBatch) { b.Generation++ }, true},
		"a step":             {func(b *v1alpha1.IntentBatch) { b.Status.Step = "half" }, true},
		"percent":            {func(b *v1alpha1.IntentBatch) { *b.Status.Percent = 50 }, true},
		"a result":           {func(b *v1alpha1.IntentBatch) { b.Status.Result = v1alpha1.ResultPromoted }, true},
		"other content":      {func(b *v1alpha1.IntentBatch) { b.Status.Revision = "x" }, true},
		"revisions":          {func(b *v1alpha1.IntentBatch) { b.Status.Intents[0].Stable = "order-1" }, true},
		"a hold": {func(b *v1alpha1.IntentBatch) {
			b.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonHeld}}
		}, true},
		"another thing to wait for": {func(b *v1alpha1.IntentBatch) {
			b.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: metav1.ConditionFalse, Reason: v1alpha1.ReasonFrozen}}
		}, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			after := before.DeepCopy()
			tc.change(after)
			if got := batchMoved.Update(event.UpdateEvent{ObjectOld: before, ObjectNew: after}); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
