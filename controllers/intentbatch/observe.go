// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/releases"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// observe gathers everything that a plan depends on. It only reads, so the lists are not
// copied. An error is one of the API server; what people can mend, and metrics that cannot
// be read, are part of the snapshot.
func (r *Reconciler) observe(ctx context.Context, batch *v1alpha1.IntentBatch) (rollout.Snapshot, error) {
	now := r.now()
	s := rollout.Snapshot{
		Now: now, Batch: batch,
		Intents: map[string]rollout.Intent{}, Targets: map[string]*v1alpha1.KPITarget{},
		Interval: now.Truncate(r.tick()).Add(r.tick()).Sub(now),
	}
	if err := observeBot(ctx, r.Client, &s); err != nil {
		return s, err
	}
	if err := r.observePolicy(ctx, &s); err != nil {
		return s, err
	}
	if err := r.observeIntents(ctx, &s); err != nil {
		return s, err
	}
	if err := r.observeTargets(ctx, &s); err != nil {
		return s, err
	}
	s.Metrics = r.metrics(ctx, batch)
	return s, ctx.Err()
}

// observeIntents reads the Intents of the Bot, and those of other Bots that its batches name
// all the same.
func (r *Reconciler) observeIntents(ctx context.Context, s *rollout.Snapshot) error {
	var list v1alpha1.IntentList
	if err := r.List(ctx, &list, ofBot(index.IntentsByBot, s.Batch)...); err != nil {
		return fmt.Errorf("listing Intents: %w", err)
	}
	known := make(map[string]bool, len(list.Items))
	take := func(intent *v1alpha1.Intent) {
		known[intent.Name] = true
		if intent.DeletionTimestamp.IsZero() {
			s.Intents[intent.Name] = factsOf(intent)
		}
	}
	for i := range list.Items {
		take(&list.Items[i])
	}
	for _, batch := range append([]*v1alpha1.IntentBatch{s.Batch}, s.Siblings...) {
		for _, name := range batch.Spec.Intents {
			if known[name] {
				continue
			}
			known[name] = true
			intent := &v1alpha1.Intent{}
			switch found, err := r.find(ctx, s.Batch.Namespace, name, intent); {
			case err != nil:
				return err
			case found:
				take(intent)
			}
		}
	}
	return nil
}

// observeTargets reads the KPITargets of the Bot, and those of other Bots that gates name all
// the same.
func (r *Reconciler) observeTargets(ctx context.Context, s *rollout.Snapshot) error {
	var list v1alpha1.KPITargetList
	if err := r.List(ctx, &list, ofBot(index.KPITargetsByBot, s.Batch)...); err != nil {
		return fmt.Errorf("listing KPITargets: %w", err)
	}
	for i := range list.Items {
		s.Targets[list.Items[i].Name] = &list.Items[i]
	}
	for _, batch := range append([]*v1alpha1.IntentBatch{s.Batch}, s.Siblings...) {
		for _, gate := range batch.Spec.Gates {
			if gate.KPITargetRef == nil || s.Targets[gate.KPITargetRef.Name] != nil {
				continue
			}
			target := &v1alpha1.KPITarget{}
			switch found, err := r.find(ctx, s.Batch.Namespace, gate.KPITargetRef.Name, target); {
			case err != nil:
				return err
			case found:
				s.Targets[target.Name] = target
			}
		}
	}
	return nil
}

// ofBot lists what belongs to a batch's Bot, for reading only.
func ofBot(by index.Index, batch *v1alpha1.IntentBatch) []client.ListOption {
	return []client.ListOption{
		client.InNamespace(batch.Namespace), client.MatchingFields{by.Field: batch.Spec.BotRef.Name}, client.UnsafeDisableDeepCopy,
	}
}

// find reads an object that may not be there, for reading only.
func (r *Reconciler) find(ctx context.Context, namespace, name string, into client.Object) (bool, error) {
	err := r.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, into, client.UnsafeDisableDeepCopy)
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading %T %s: %w", into, name, err)
	}
	return true, nil
}

// observeBot reads the Bot, what it served and serves, and the other batches of it.
func observeBot(ctx context.Context, from client.Reader, s *rollout.Snapshot) error {
	name := s.Batch.Spec.BotRef.Name
	bot := &v1alpha1.Bot{}
	s.Bot = nil
	switch err := from.Get(ctx, types.NamespacedName{Namespace: s.Batch.Namespace, Name: name}, bot, client.UnsafeDisableDeepCopy); {
	case err == nil && bot.DeletionTimestamp.IsZero():
		s.Bot = bot
	case err != nil && !apierrors.IsNotFound(err):
		return fmt.Errorf("reading Bot %s: %w", name, err)
	}
	var err error
	if s.History, err = history(ctx, from, s); err != nil {
		return err
	}
	s.Live = releases.Live(s.History)
	s.Siblings, err = siblings(ctx, from, s.Batch)
	return err
}

// history reads what the Bot served; without a Bot, what one of that name served.
func history(ctx context.Context, from client.Reader, s *rollout.Snapshot) ([]*v1alpha1.BotRelease, error) {
	if s.Bot == nil {
		return releases.All(ctx, from, s.Batch.Namespace, s.Batch.Spec.BotRef.Name)
	}
	return releases.Of(ctx, from, s.Bot)
}

// observePolicy reads which revision of the Bot's EscalationPolicy is accepted. While the
// newest spec of it was not looked at yet, none is.
func (r *Reconciler) observePolicy(ctx context.Context, s *rollout.Snapshot) error {
	if s.Bot == nil {
		return nil
	}
	policy := &v1alpha1.EscalationPolicy{}
	name := s.Bot.Spec.EscalationPolicyRef.Name
	found, err := r.find(ctx, s.Bot.Namespace, name, policy)
	if err != nil {
		return err
	}
	if found && policy.Status.AcceptedRevision != "" && policy.Status.ObservedGeneration >= policy.Generation {
		s.Policy = &v1alpha1.ReleasedPolicy{Name: name, Revision: policy.Status.AcceptedRevision}
	}
	if s.Policy == nil || s.Live == nil || *s.Policy == s.Live.Spec.EscalationPolicy || !slices.Contains(s.Batch.Spec.Include, v1alpha1.IncludedEscalationPolicy) {
		return nil
	}
	before, known, err := r.readPolicy(ctx, s.Bot.Namespace, s.Live.Spec.EscalationPolicy.Revision)
	if err != nil || !known {
		return err
	}
	after, known, err := r.readPolicy(ctx, s.Bot.Namespace, s.Policy.Revision)
	s.PolicyOnlyHandsOverMore = known && release.OnlyHandsOverMore(before, after)
	return err
}

// readPolicy reads a revision; known is false if it is not there, or cannot be read.
func (r *Reconciler) readPolicy(ctx context.Context, namespace, name string) (content release.Policy, known bool, err error) {
	stored := &appsv1.ControllerRevision{}
	if err := r.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, stored); err != nil {
		return content, false, client.IgnoreNotFound(err)
	}
	content, err = revision.ReadPolicy(stored)
	return content, err == nil, nil
}

// siblings are the other batches of the same Bot.
func siblings(ctx context.Context, from client.Reader, batch *v1alpha1.IntentBatch) ([]*v1alpha1.IntentBatch, error) {
	var list v1alpha1.IntentBatchList
	if err := from.List(ctx, &list, ofBot(index.BatchesByBot, batch)...); err != nil {
		return nil, fmt.Errorf("listing IntentBatches: %w", err)
	}
	var out []*v1alpha1.IntentBatch
	for i := range list.Items {
		if b := &list.Items[i]; b.Name != batch.Name {
			out = append(out, b)
		}
	}
	return out, nil
}

func factsOf(intent *v1alpha1.Intent) rollout.Intent {
	facts := rollout.Intent{
		Bot:      intent.Spec.BotRef.Name,
		Revision: intent.Status.Revision,
		Observed: intent.Status.ObservedGeneration >= intent.Generation,
		Rejected: rejection(intent),
	}
	if m := intent.Status.Measurements; m != nil {
		facts.Escalation = m.Escalation
		if m.Conversations != nil {
			facts.Conversations = *m.Conversations
		}
	}
	return facts
}

// rejection is why an Intent is not accepted; empty when it is, or nobody looked yet.
func rejection(intent *v1alpha1.Intent) string {
	c := meta.FindStatusCondition(intent.Status.Conditions, v1alpha1.ConditionAccepted)
	if c == nil || c.Status != metav1.ConditionFalse {
		return ""
	}
	return c.Message
}

// metrics reads the counts of the Bot's rollouts and how old they are.
func (r *Reconciler) metrics(ctx context.Context, batch *v1alpha1.IntentBatch) rollout.Metrics {
	m := rollout.Metrics{MaxStaleness: r.maxStaleness(), Rollouts: map[string]map[string]rollout.Tracks{}}
	bot := metricsource.BotKey{Namespace: batch.Namespace, Bot: batch.Spec.BotRef.Name}
	counts, err := r.Source.Rollouts(ctx)
	if err != nil {
		return r.unreadable(ctx, m, err)
	}
	loaded, err := r.Source.Loaded(ctx)
	if err != nil {
		return r.unreadable(ctx, m, err)
	}
	m.Age, m.Known = loaded.Age(bot)
	if bad := loaded.Bad[bot]; bad != nil {
		return r.unreadable(ctx, m, bad)
	}
	of := counts.Bots[bot]
	for name, bad := range of.Bad {
		if name == batch.Status.Rollout {
			return r.unreadable(ctx, m, bad)
		}
		m.Rollouts[name] = nil
	}
	for rolloutName, steps := range of.Counts {
		tracks := make(map[string]rollout.Tracks, len(steps))
		for name, c := range steps {
			all, verified := tracksOf(&c.EvidenceCounts), tracksOf(&c.Verified)
			all.Verified, all.Uncounted = &verified, c.Uncounted
			tracks[name] = all
		}
		m.Rollouts[rolloutName] = tracks
	}
	return m
}

func tracksOf(c *metricsource.EvidenceCounts) rollout.Tracks {
	return rollout.Tracks{
		Candidate: c.Candidate, Stable: c.Stable, New: rollout.Pair(c.New), Changed: rollout.Pair(c.Changed), Unlimited: c.Unlimited,
	}
}

// unreadable says in the status why there are no counts; the log has the details. The same
// outage meets every batch each tick, so it is not an error in the log each time.
func (r *Reconciler) unreadable(ctx context.Context, m rollout.Metrics, err error) rollout.Metrics {
	log.FromContext(ctx).V(1).Info("Reading rollout metrics failed", "reason", err.Error(), "details", metricsource.Details(err))
	m.Error = err.Error()
	return m
}
