// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"regexp"
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/live"
)

// check fails the test when a plan breaks a rule that must hold whatever happens.
func (w *world) check(before *v1alpha1.IntentBatch, s *Snapshot, plan *Result) {
	w.t.Helper()
	w.checkPercent(before, plan)
	w.checkPromotion(before, plan)
	w.checkHolds(before, plan)
	w.checkShape(plan)
	if w.rng != nil && len(plan.Decisions) == 0 && w.sample.Float64() > 0.1 {
		// These plan again. Where nothing was decided, a part of the looks is enough.
		return
	}
	w.checkSettles(s, plan)
	w.checkWayBack(s)
}

// checkPercent: more customers only after the gates passed since the step began, and never
// more than the step gives.
func (w *world) checkPercent(before *v1alpha1.IntentBatch, plan *Result) {
	w.t.Helper()
	was, is := &before.Status, &plan.Status
	if !rolling(is) {
		if p := value(is.Percent); p != 0 && is.Result != v1alpha1.ResultPromoted {
			w.t.Errorf("%s: %s is not rolling and has %d%%", w.now, before.Name, p)
		}
		return
	}
	record := is.Steps[len(is.Steps)-1]
	if record.Name != is.Step || value(record.Percent) != value(is.Percent) {
		w.t.Errorf("%s: %s is at %d%%, its step %s gives %d%%", w.now, before.Name, value(is.Percent), record.Name, value(record.Percent))
	}
	if i := indexOf(before.Spec.Steps, is.Step); i >= 0 && value(is.Percent) > value(was.Percent) && value(before.Spec.Steps[i].Percent) < value(is.Percent) {
		w.t.Errorf("%s: %s is at %d%%, the spec gives %d%%", w.now, before.Name, value(is.Percent), value(before.Spec.Steps[i].Percent))
	}
	if rolling(was) && was.Rollout == is.Rollout {
		if value(is.Percent) <= value(was.Percent) {
			return
		}
		if len(is.Steps) < 2 {
			w.t.Fatalf("%s: %s rose without a step before", w.now, before.Name)
		}
		last := is.Steps[len(is.Steps)-2]
		if last.StartedAt.IsZero() || last.PassedAt.Before(&last.StartedAt) {
			w.t.Errorf("%s: %s rose from %d%% to %d%% without a Pass since the step began", w.now, before.Name, value(was.Percent), value(is.Percent))
		}
		return
	}
	// A new rollout begins at its first step. One that begins again has no more customers than
	// before, and a retry no more than where it failed.
	limit := value(before.Spec.Steps[0].Percent)
	switch n := len(was.Steps); {
	case was.Suspended != nil && was.Suspended.Rollout == is.Rollout:
		limit = value(was.Suspended.Steps[len(was.Suspended.Steps)-1].Percent)
	case was.Revision != is.Revision:
	case rolling(was):
		limit = value(was.Percent)
	case was.Result == v1alpha1.ResultRolledBack && n > 0:
		limit = max(limit, value(was.Steps[n-1].Percent))
	}
	if value(is.Percent) > limit {
		w.t.Errorf("%s: %s begins at %d%%, want at most %d%%", w.now, before.Name, value(is.Percent), limit)
	}
}

// checkPromotion: what stable serves is what was rolled out, and approved where it had to be.
func (w *world) checkPromotion(before *v1alpha1.IntentBatch, plan *Result) {
	w.t.Helper()
	was, is := &before.Status, &plan.Status
	for _, e := range is.Intents {
		if promoting(is) && is.Rollout != "" && !promoting(was) && rolling(was) && e.Candidate != "" {
			if old := find(was.Intents, e.Name); old == nil || old.Candidate != e.Candidate || value(was.Percent) != 100 {
				w.t.Errorf("%s: %s is promoted with %s, which did not come through the steps", w.now, before.Name, e.Candidate)
			}
		}
	}
	if promoting(is) && is.Rollout != "" {
		w.earned[is.Rollout] = true
	}
	if is.Result == v1alpha1.ResultPromoted && was.Result == "" && rolling(was) && was.Rollout == is.Rollout && was.Revision != is.Revision {
		w.t.Errorf("%s: %s promoted revision %s, but rolled out %s", w.now, before.Name, is.Revision, was.Revision)
	}
	w.checkNothingLiveRolls(before, plan)
	for n := range is.Steps {
		r := &is.Steps[n]
		i := indexOf(before.Spec.Steps, r.Name)
		if !rolling(is) || i < 0 || before.Spec.Steps[i].Approval != v1alpha1.ApprovalManual || wasIn(was, is, r) {
			continue
		}
		ok := slices.ContainsFunc(before.Spec.Approvals, func(a v1alpha1.StepApproval) bool {
			return a.Step == r.Name && len(a.Revision) >= 6 && is.Revision[:len(a.Revision)] == a.Revision
		})
		if !ok {
			w.t.Errorf("%s: %s entered step %s without its approval", w.now, before.Name, r.Name)
		}
	}
}

// checkHolds: what people hold gets no more customers, and a failure is forgotten only when
// people try again or bring another content.
func (w *world) checkHolds(before *v1alpha1.IntentBatch, plan *Result) {
	w.t.Helper()
	was, is := &before.Status, &plan.Status
	if !rolling(was) || was.Revision != is.Revision {
		return
	}
	r := w.reviewed[before.Name]
	held := before.Spec.State == v1alpha1.BatchHeld || (r.decision == v1alpha1.ReviewHold && r.revision == was.Revision)
	if held && value(is.Percent) > value(was.Percent) {
		w.t.Errorf("%s: %s is held and rose from %d%% to %d%%", w.now, before.Name, value(was.Percent), value(is.Percent))
	}
	if held && is.Result == v1alpha1.ResultPromoted && was.Step != "" && !served(was) {
		w.t.Errorf("%s: %s is held and was promoted", w.now, before.Name)
	}
	broken := func(g v1alpha1.GateStatus) bool { return g.Verdict == v1alpha1.VerdictFail }
	retried := string(before.Spec.Retry) != was.ObservedRetry && is.ObservedRetry == string(before.Spec.Retry)
	if slices.ContainsFunc(was.Gates, broken) && rolling(is) && !retried && !slices.ContainsFunc(is.Gates, broken) {
		w.t.Errorf("%s: the failure of %s was forgotten: %s", w.now, before.Name, plan.Message)
	}
}

// served says whether stable serves everything that a rollout brings, so that ending it
// changes nothing for customers.
func served(s *v1alpha1.IntentBatchStatus) bool {
	return !slices.ContainsFunc(s.Intents, func(e v1alpha1.BatchIntentStatus) bool { return e.Candidate != "" && e.Candidate != e.Stable })
}

// wasIn says whether the same content was in the step before: in this rollout, or as the
// one that begins again with as many customers.
func wasIn(was, is *v1alpha1.IntentBatchStatus, r *v1alpha1.StepRecord) bool {
	if rolling(was) && was.Revision == is.Revision && was.Step == r.Name && value(was.Percent) == value(r.Percent) {
		return true
	}
	steps := was.Steps
	if s := was.Suspended; s != nil && s.Rollout == is.Rollout {
		// It goes on; its last step is the one that customers get again.
		steps = s.Steps[:len(s.Steps)-1]
	} else if was.Rollout != is.Rollout {
		return false
	}
	return slices.ContainsFunc(steps, func(o v1alpha1.StepRecord) bool { return o.Name == r.Name })
}

// checkNothingLiveRolls: what every conversation gets never rolls, and what it got within
// the history comes back at once.
func (w *world) checkNothingLiveRolls(before *v1alpha1.IntentBatch, plan *Result) {
	w.t.Helper()
	if !plan.Starts || !rolling(&plan.Status) {
		return
	}
	once := append(slices.Clone(w.releases), w.newest())
	fresh := func(known []*v1alpha1.BotRelease) bool {
		c := plan.Status.Candidate
		return slices.ContainsFunc(plan.Status.Intents, func(e v1alpha1.BatchIntentStatus) bool {
			return e.Candidate != "" && !slices.ContainsFunc(known, func(r *v1alpha1.BotRelease) bool { return live.Revision(r, e.Name) == e.Candidate })
		}) || (c != nil && c.EscalationPolicy != nil && !slices.ContainsFunc(known, func(r *v1alpha1.BotRelease) bool { return r.Spec.EscalationPolicy == *c.EscalationPolicy })) ||
			(c != nil && c.Understanding != nil && !slices.ContainsFunc(known, func(r *v1alpha1.BotRelease) bool {
				return live.SameUnderstanding(r.Spec.Understanding, c.Understanding)
			})) ||
			(c != nil && c.TextsRevision != nil && !slices.ContainsFunc(known, func(r *v1alpha1.BotRelease) bool { return r.Spec.TextsRevision == *c.TextsRevision }))
	}
	if !fresh([]*v1alpha1.BotRelease{w.newest()}) {
		w.t.Errorf("%s: %s rolls what is live: %s", w.now, before.Name, plan.Message)
	}
	if before.Spec.OnRevert != v1alpha1.ReleaseSteps && !fresh(once) {
		w.t.Errorf("%s: %s rolls what was live: %s", w.now, before.Name, plan.Message)
	}
}

var valuePattern = regexp.MustCompile(`^-?[0-9]{1,9}(\.[0-9]{1,4})?(%|ms|s|m|h|d)?$`)

// checkShape: the API server would take the status, and people find a reason.
func (w *world) checkShape(plan *Result) {
	w.t.Helper()
	st := &plan.Status
	if len(st.History) > maxHistory || len(st.Steps) > 20 || len(st.Gates) > 20 || len(st.Rollout) > maxLabel {
		w.t.Errorf("%s: the status grew too large", w.now)
	}
	if plan.State == "" || plan.Reason == "" || plan.Message == "" || plan.Accepted.Message == "" || plan.GatesPassing.Message == "" {
		w.t.Errorf("%s: a condition says nothing: %+v", w.now, plan)
	}
	for _, d := range append(slices.Clone(st.History), plan.Decisions...) {
		if d.Reason == "" || d.Message == "" || len(d.Message) > maxMessage {
			w.t.Errorf("%s: a decision says nothing, or too much: %+v", w.now, d)
		}
	}
	for _, g := range st.Gates {
		if len(g.Message) == 0 || len(g.Message) > maxMessage || g.Rule == "" {
			w.t.Errorf("%s: gate %s: message %q, rule %q", w.now, g.Name, g.Message, g.Rule)
		}
		for _, v := range []v1alpha1.Value{g.Candidate, g.Stable, g.Low, g.High, g.Bound, st.Escalation, st.CSAT} {
			if v != "" && !valuePattern.MatchString(string(v)) {
				w.t.Errorf("%s: gate %s: %q is not a value", w.now, g.Name, v)
			}
		}
	}
}

// checkSettles: at one moment, planning again and again comes to rest, and a repeated look
// decides nothing twice.
func (w *world) checkSettles(s *Snapshot, plan *Result) {
	w.t.Helper()
	again := *s
	status := plan.Status
	for range 30 {
		batch := s.Batch.DeepCopy()
		batch.Status = *status.DeepCopy()
		again.Batch = batch
		next := Plan(again)
		if equality.Semantic.DeepEqual(next.Status, status) {
			if len(next.Decisions) > 0 {
				w.t.Errorf("%s: %s decides without a change: %+v", w.now, batch.Name, next.Decisions)
			}
			return
		}
		status = next.Status
	}
	w.t.Errorf("%s: %s does not come to rest", w.now, s.Batch.Name)
}

// checkWayBack: people and harm roll a batch back from every state.
func (w *world) checkWayBack(s *Snapshot) {
	w.t.Helper()
	if !rolling(&s.Batch.Status) {
		return
	}
	reviewed := *s
	reviewed.Batch = s.Batch.DeepCopy()
	reviewed.Batch.Spec.LastReview = &v1alpha1.Review{At: metav1.NewTime(s.Now), By: "dana", Decision: v1alpha1.ReviewRollback}
	if next := Plan(reviewed); next.Status.Rollout == s.Batch.Status.Rollout && rolling(&next.Status) {
		w.t.Errorf("%s: a review cannot roll %s back: %s", w.now, s.Batch.Name, next.Message)
	}
	if s.Metrics.Error != "" || s.Metrics.Age > s.Metrics.MaxStaleness || value(s.Batch.Status.Percent) == 0 || value(s.Batch.Status.Percent) == 100 {
		return
	}
	for _, kind := range []v1alpha1.IntentKind{"", v1alpha1.IntentNew, v1alpha1.IntentChanged} {
		w.checkHarm(s, kind)
	}
}

// checkHarm: harm to customers of any kind of intents rolls a batch back that judges it apart,
// however well the other kind does.
func (w *world) checkHarm(s *Snapshot, kind v1alpha1.IntentKind) {
	w.t.Helper()
	mixed := slices.ContainsFunc(s.Batch.Status.Gates, func(g v1alpha1.GateStatus) bool { return g.IntentKind != "" })
	if mixed != (kind != "") {
		return
	}
	harmed := *s
	harmed.Metrics.Rollouts = map[string]map[string]Tracks{}
	for rollout, steps := range s.Metrics.Rollouts {
		harmed.Metrics.Rollouts[rollout] = steps
	}
	steps := map[string]Tracks{}
	percent := int64(value(s.Batch.Status.Percent))
	for _, r := range s.Batch.Status.Steps {
		t := s.Metrics.Rollouts[s.Batch.Status.Rollout][r.Name]
		if r.Name == s.Batch.Status.Step {
			harm := Pair{}
			add(&harm.Candidate, 5000, 5000)
			add(&harm.Stable, 5000*(100-percent)/percent, 0)
			gain := Pair{}
			add(&gain.Candidate, 20000, 0)
			add(&gain.Stable, 20000*(100-percent)/percent, 20000*(100-percent)/percent)
			sum := Pair{t.Candidate, t.Stable}
			sum.add(&harm)
			switch kind {
			case v1alpha1.IntentNew:
				t.New.add(&harm)
				t.Changed.add(&gain)
				sum.add(&gain)
			case v1alpha1.IntentChanged:
				t.Changed.add(&harm)
				t.New.add(&gain)
				sum.add(&gain)
			}
			t.Candidate, t.Stable = sum.Candidate, sum.Stable
		}
		steps[r.Name] = t
	}
	harmed.Metrics.Rollouts[s.Batch.Status.Rollout] = steps
	next := Plan(harmed)
	held := next.Reason == v1alpha1.ReasonHeldOnFailure || next.Reason == v1alpha1.ReasonSampleRatio || next.Reason == v1alpha1.ReasonEvidenceLost
	if next.Status.Rollout == s.Batch.Status.Rollout && rolling(&next.Status) && !held {
		w.t.Errorf("%s: harm to intents %q cannot roll %s back: %s %s", w.now, kind, s.Batch.Name, next.Reason, next.Message)
	}
}

func add(c *v1alpha1.TrackCounts, n, escalated int64) {
	c.Assigned += n
	c.Conversations += n
	c.Escalated += escalated
}

// checkAlone: one batch of a Bot rolls at a time.
func (w *world) checkAlone() {
	w.t.Helper()
	var active []string
	for _, name := range w.names() {
		if rolling(&w.batches[name].Status) {
			active = append(active, name)
		}
	}
	if len(active) > 1 {
		w.t.Fatalf("%s: %v roll at the same time", w.now, active)
	}
}
