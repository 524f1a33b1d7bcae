// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// world is a Bot with its batches, customers and people, in memory: everything around the
// planner, in the simplest form that behaves like the real thing.
type world struct {
	t   testing.TB
	rng *rand.Rand // nil: conversations come out exactly as their rates say
	// sample chooses what is checked, without touching the chances of the story.
	sample *rand.Rand
	now    time.Time

	bot     *v1alpha1.Bot
	batches map[string]*v1alpha1.IntentBatch
	intents map[string]Intent
	targets map[string]*v1alpha1.KPITarget

	// perHour is how many triggered conversations there are in an hour; stable and
	// candidate are what becomes of them.
	perHour           float64
	stable, candidate behaviour
	// fresh is what becomes of new intents on the candidate, where a batch brings new and
	// changed ones: half of the conversations each. nil: all are as above. kindless is a bot
	// that does not report kinds.
	fresh    *behaviour
	kindless bool
	// share is what really lands on the candidate, as a multiple of the planned share.
	share float64
	// counts is the ledger of the bots, by rollout and step.
	counts map[string]map[string]Tracks
	// carry holds parts of conversations until they are whole ones.
	carry map[string]float64

	// releases are what the Bot served and serves, newest first; lost is the record of the
	// newest while somebody has deleted it. policy is the accepted one.
	releases []*v1alpha1.BotRelease
	lost     *v1alpha1.BotRelease
	policy   *v1alpha1.ReleasedPolicy
	// earned are the rollouts that came to their end.
	earned map[string]bool
	// utterances by revision; no release has one twice. tooLarge are revisions that no release
	// holds.
	utterances map[string][]string
	tooLarge   map[string]bool

	// reviewed are the reviews by batch, each with the content that it was about.
	reviewed map[string]reviewOf

	metricsDown, scrapeStopped bool
	lastScrape                 time.Time

	log      []string
	lastSaid map[string]string
}

// behaviour is how a track treats its customers.
type behaviour struct {
	escalation, missed float64
	csat               [5]float64 // shares of the ratings 1 to 5
	rates              float64    // share of customers that rate
}

var (
	person  = behaviour{escalation: 0.98, csat: [5]float64{0.05, 0.05, 0.15, 0.35, 0.40}, rates: 0.3}
	good    = behaviour{escalation: 0.20, csat: [5]float64{0.04, 0.05, 0.14, 0.35, 0.42}, rates: 0.3}
	harmful = behaviour{escalation: 0.75, missed: 0.05, csat: [5]float64{0.35, 0.25, 0.20, 0.12, 0.08}, rates: 0.3}
)

// monday is where every story begins.
var monday = time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	w := &world{
		policy: &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-a"},
		t:      t, sample: rand.New(rand.NewPCG(1, 1)), now: monday, lastScrape: monday,
		bot: &v1alpha1.Bot{
			ObjectMeta: metav1.ObjectMeta{Name: "support"},
			Spec:       v1alpha1.BotSpec{Automation: v1alpha1.AutomationEnabled},
			Status:     v1alpha1.BotStatus{ReadyReplicas: new(int32(2))},
		},
		batches: map[string]*v1alpha1.IntentBatch{}, intents: map[string]Intent{}, targets: map[string]*v1alpha1.KPITarget{},
		perHour: 400, stable: person, candidate: good, share: 1,
		counts: map[string]map[string]Tracks{}, carry: map[string]float64{}, lastSaid: map[string]string{},
		reviewed: map[string]reviewOf{}, utterances: map[string][]string{}, tooLarge: map[string]bool{}, earned: map[string]bool{},
	}
	w.serve()
	return w
}

// testSteps are short, so that a story is too.
func testSteps() []v1alpha1.RolloutStep {
	return []v1alpha1.RolloutStep{
		{Name: "shadow", Percent: new(int32(0)), MinDuration: "1h"},
		{Name: "ten", Percent: new(int32(10)), MinDuration: "6h"},
		{Name: "half", Percent: new(int32(50)), MinDuration: "6h"},
		{Name: "all", Percent: new(int32(100))},
	}
}

func step(name string, percent int32) v1alpha1.RolloutStep {
	return v1alpha1.RolloutStep{Name: name, Percent: new(percent), MinDuration: "6h"}
}

// steps are some in their order; the last one needs no time.
func steps(all ...v1alpha1.RolloutStep) []v1alpha1.RolloutStep {
	all[len(all)-1].MinDuration = ""
	return all
}

// approve is somebody who approves every step that asks for it, with the present content.
func (w *world) approve(name string) {
	b := w.batches[name]
	w.spec(name, func(s *v1alpha1.IntentBatchSpec) {
		s.Approvals = nil
		for _, st := range s.Steps {
			if st.Approval == v1alpha1.ApprovalManual && len(b.Status.Revision) >= 6 {
				s.Approvals = append(s.Approvals, v1alpha1.StepApproval{Step: st.Name, Revision: short(b.Status.Revision)})
			}
		}
	})
}

// batch adds a batch of new intents.
func (w *world) batch(name string, intents ...string) *v1alpha1.IntentBatch {
	b := &v1alpha1.IntentBatch{
		ObjectMeta: metav1.ObjectMeta{Name: name, Generation: 1, CreationTimestamp: metav1.NewTime(monday.Add(time.Duration(len(w.batches)) * time.Second))},
		Spec: v1alpha1.IntentBatchSpec{
			BotRef: v1alpha1.LocalReference{Name: "support"}, Intents: intents,
			Steps: testSteps(), OnFailure: v1alpha1.StopRollback, State: v1alpha1.BatchActive,
		},
	}
	w.batches[name] = b
	for _, i := range intents {
		w.edit(i, "a")
	}
	return b
}

// live adds a batch that was promoted before the story.
func (w *world) live(name string, intents ...string) *v1alpha1.IntentBatch {
	b := w.batch(name, intents...)
	next := w.releases[0].DeepCopy()
	for _, i := range intents {
		next.Spec.Intents = append(next.Spec.Intents, v1alpha1.ReleasedIntent{Name: i, Revision: w.intents[i].Revision})
	}
	next.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: name, Rollout: name + "-before"}
	w.release(next)
	w.serve()
	w.reconcile(name)
	w.log = nil
	return b
}

// edit gives an intent another content.
func (w *world) edit(intent, content string) {
	w.intents[intent] = Intent{Bot: "support", Revision: intent + "-" + content, Observed: true}
}

// spec changes a batch as people do, through its spec.
func (w *world) spec(name string, change func(*v1alpha1.IntentBatchSpec)) {
	b := w.batches[name]
	change(&b.Spec)
	b.Generation++
}

// reviewOf is what a review decided, and about which content.
type reviewOf struct {
	revision string
	decision v1alpha1.ReviewDecision
}

// review is dana looking at a batch and deciding. It counts for the rollout that is under
// way.
func (w *world) review(name string, d v1alpha1.ReviewDecision) {
	delete(w.reviewed, name)
	if s := &w.batches[name].Status; rolling(s) {
		w.reviewed[name] = reviewOf{s.Revision, d}
	}
	w.spec(name, func(s *v1alpha1.IntentBatchSpec) {
		s.LastReview = &v1alpha1.Review{At: metav1.NewTime(w.now), By: "dana", Decision: d}
	})
}

func (w *world) names() []string {
	var out []string
	for name := range w.batches {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// snapshot is what the controller of a batch would see.
func (w *world) snapshot(name string) Snapshot {
	s := Snapshot{
		Now: w.now, Batch: w.batches[name].DeepCopy(), Bot: w.bot.DeepCopy(),
		History: slices.Clone(w.releases), Policy: w.policy,
		Intents: map[string]Intent{}, Targets: w.targets, Interval: 10 * time.Second,
		Metrics: Metrics{Known: true, Age: w.now.Sub(w.lastScrape), MaxStaleness: 2 * time.Hour, Rollouts: map[string]map[string]Tracks{}},
	}
	for _, other := range w.names() {
		if other != name {
			s.Siblings = append(s.Siblings, w.batches[other].DeepCopy())
		}
	}
	for k, v := range w.intents {
		s.Intents[k] = v
	}
	if len(s.History) > 0 {
		s.Live = s.History[0]
	}
	if w.metricsDown {
		s.Metrics = Metrics{Error: "Prometheus does not answer", MaxStaleness: 2 * time.Hour}
		return s
	}
	for rollout, steps := range w.counts {
		s.Metrics.Rollouts[rollout] = map[string]Tracks{}
		for step, t := range steps {
			for _, c := range []*v1alpha1.TrackCounts{
				&t.Candidate, &t.Stable, &t.New.Candidate, &t.New.Stable, &t.Changed.Candidate, &t.Changed.Stable,
			} {
				c.Ratings = slices.Clone(c.Ratings)
			}
			s.Metrics.Rollouts[rollout][step] = t
		}
	}
	return s
}

// reconcile plans a batch and writes, with the rest read again before a start.
func (w *world) reconcile(name string) {
	if w.batches[name] == nil {
		return
	}
	w.write(name, w.snapshot(name))
}

// write plans from a snapshot that may be old, and writes as the API server would let it:
// not over a status or a spec that has changed since.
func (w *world) write(name string, s Snapshot) {
	b := w.batches[name]
	if b == nil || b.Generation != s.Batch.Generation || !equality.Semantic.DeepEqual(b.Status, s.Batch.Status) {
		return
	}
	plan := w.plan(name, &s)
	w.check(b, &s, &plan)
	b.Status = plan.Status
	if !rolling(&b.Status) {
		delete(w.reviewed, name)
	}
	w.tell(name, &plan)
	w.checkAlone()
}

// plan plans as the controller does: what begins is planned again, with the rest of now.
func (w *world) plan(name string, s *Snapshot) Result {
	plan := Plan(*s)
	if plan.Starts {
		now := w.snapshot(name)
		s.Siblings, s.Bot, s.Live, s.History = now.Siblings, now.Bot, now.Live, now.History
		plan = Plan(*s)
	}
	return plan
}

// tell writes what people would see.
func (w *world) tell(name string, plan *Result) {
	for _, d := range plan.Decisions {
		w.note("%s %s (%s): %s", name, d.Decision, d.Reason, d.Message)
	}
	if said := string(plan.State) + " " + plan.Reason; said != w.lastSaid[name] {
		w.lastSaid[name] = said
		if len(plan.Decisions) == 0 {
			w.note("%s is %s (%s): %s", name, plan.State, plan.Reason, plan.Message)
		}
	}
}

func (w *world) note(format string, args ...any) {
	w.log = append(w.log, w.now.Format("Mon 15:04  ")+fmt.Sprintf(format, args...))
}

// converse lets customers talk for a while, and the outcomes be counted.
func (w *world) converse(d time.Duration) {
	if !w.scrapeStopped {
		defer func() { w.lastScrape = w.now }()
	}
	r := w.bot.Status.Release
	if r == nil || r.Rollout == "" || w.bot.Spec.Automation == v1alpha1.AutomationDisabled {
		return
	}
	n := w.perHour * d.Hours()
	share := min(1, float64(value(r.Percent))/100*w.share)
	steps := w.counts[r.Rollout]
	if steps == nil {
		steps = map[string]Tracks{}
		w.counts[r.Rollout] = steps
	}
	t := steps[r.Step]
	key := r.Rollout + "/" + r.Step
	if w.fresh == nil {
		w.talk(&t.Candidate, key+"/candidate", n*share, w.candidate)
		w.talk(&t.Stable, key+"/stable", n*(1-share), w.stable)
	} else {
		w.talkOf(&t, &t.Changed, key+"/changed", n/2, share, w.candidate, w.stable)
		w.talkOf(&t, &t.New, key+"/new", n/2, share, *w.fresh, person)
	}
	steps[r.Step] = t
}

// talkOf lets customers talk about one kind of intents.
func (w *world) talkOf(all *Tracks, kind *Pair, key string, n, share float64, candidate, stable behaviour) {
	var now Pair
	w.talk(&now.Candidate, key+"/candidate", n*share, candidate)
	w.talk(&now.Stable, key+"/stable", n*(1-share), stable)
	sum := Pair{all.Candidate, all.Stable}
	sum.add(&now)
	all.Candidate, all.Stable = sum.Candidate, sum.Stable
	if !w.kindless {
		kind.add(&now)
	}
}

func (p *Pair) add(o *Pair) {
	for _, t := range []struct{ to, from *v1alpha1.TrackCounts }{{&p.Candidate, &o.Candidate}, {&p.Stable, &o.Stable}} {
		add(t.to, t.from.Conversations, t.from.Escalated)
		t.to.MissedEscalations += t.from.MissedEscalations
		ratings := make([]int64, 5)
		copy(ratings, t.to.Ratings)
		for i, n := range t.from.Ratings {
			ratings[i] += n
		}
		t.to.Ratings = ratings
	}
}

func (w *world) talk(c *v1alpha1.TrackCounts, key string, n float64, b behaviour) {
	whole := w.whole(key, n)
	escalated := w.part(key+"/escalated", whole, b.escalation)
	c.Assigned += whole
	c.Conversations += whole
	c.Escalated += escalated
	c.MissedEscalations += min(whole-escalated, w.part(key+"/missed", whole, b.missed))
	if c.Ratings == nil {
		c.Ratings = make([]int64, 5)
	}
	rated := w.part(key+"/rated", whole, b.rates)
	for r, p := range b.csat {
		got := min(rated, w.part(fmt.Sprint(key, "/", r), w.part(key+"/rated"+fmt.Sprint(r), whole, b.rates), p))
		c.Ratings[r] += got
	}
}

// whole keeps the rest of a number for the next time.
func (w *world) whole(key string, x float64) int64 {
	w.carry[key] += x
	n := math.Floor(w.carry[key] + 1e-9)
	w.carry[key] -= n
	return int64(n)
}

func (w *world) part(key string, n int64, p float64) int64 {
	if w.rng == nil {
		return w.whole(key, float64(n)*p)
	}
	var k int64
	for range n {
		if w.rng.Float64() < p {
			k++
		}
	}
	return k
}

// forget is a bot that loses its store.
func (w *world) forget() { w.counts = map[string]map[string]Tracks{} }

// settled says whether nothing more will happen by itself.
func (w *world) settled() bool {
	for _, b := range w.batches {
		if b.Status.Result == "" && !strings.HasPrefix(w.lastSaid[b.Name], string(Stalled)) || promoting(&b.Status) {
			return false
		}
		s := w.snapshot(b.Name)
		plan := w.plan(b.Name, &s)
		if !equality.Semantic.DeepEqual(plan.Status, b.Status) {
			return false
		}
	}
	return true
}
