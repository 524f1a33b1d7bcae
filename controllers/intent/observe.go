// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/releases"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/operator/live"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// observation is all that a reconcile knows.
type observation struct {
	// content is what the spec means to a bot.
	content release.Intent
	// problems with the spec; reason is that of the first.
	problems []release.Problem
	reason   string

	// botFound says whether the Bot that the spec names exists.
	botFound bool
	// policyPercent is the confidence that the Bot's policy in force asks for; 0: none is.
	policyPercent int32

	// batches of the same Bot that name the intent, first the one that it belongs to: where
	// there are more, the one that brings it, or else the oldest. The others by age.
	batches []v1alpha1.IntentBatch
	// live is the revision that every conversation gets; empty: none.
	live string

	// measurements as they are to be shown.
	measurements *v1alpha1.IntentMeasurements

	now time.Time
}

// batch is the one that brings the intent to customers; nil: none.
func (o *observation) batch() *v1alpha1.IntentBatch {
	if len(o.batches) == 0 {
		return nil
	}
	return &o.batches[0]
}

// observe reads everything that decides about the intent. It returns an error only when
// the API server does not answer; what people can mend is part of the observation.
func (r *Reconciler) observe(ctx context.Context, intent *v1alpha1.Intent) (*observation, error) {
	seen := &observation{
		content: release.FromIntent(intent.Spec, intent.Name),
		now:     r.Clock.Now(),
	}
	if seen.problems = release.Check(release.AsWritten(intent.Spec, intent.Name)); len(seen.problems) > 0 {
		seen.reason = v1alpha1.ReasonInvalidSpec
	}
	for _, step := range []func(context.Context, *v1alpha1.Intent, *observation) error{
		r.observeDuplicates, r.observeBot, r.observeBatches, r.observeLive,
	} {
		if err := step(ctx, intent, seen); err != nil {
			return nil, err
		}
	}
	r.observeMeasurements(ctx, intent, seen)
	return seen, nil
}

// observeDuplicates looks for utterances that another intent of the Bot has too, and to
// which that one has the better claim.
func (r *Reconciler) observeDuplicates(ctx context.Context, intent *v1alpha1.Intent, seen *observation) error {
	if len(seen.problems) > 0 {
		return nil
	}
	for i, utterance := range intent.Spec.Utterances {
		normalised := utterances.Normalise(utterance)
		others := &v1alpha1.IntentList{}
		// Only read, never changed: copies of a hundred intents would cost more than the rest.
		if err := r.List(ctx, others, client.InNamespace(intent.Namespace), client.UnsafeDisableDeepCopy,
			client.MatchingFields{index.IntentsByUtterance.Field: index.UtteranceKey(intent.Spec.BotRef.Name, normalised)}); err != nil {
			return fmt.Errorf("listing Intents with the same utterance: %w", err)
		}
		for o := range others.Items {
			other := &others.Items[o]
			if other.Name == intent.Name || other.Spec.BotRef.Name != intent.Spec.BotRef.Name || !other.DeletionTimestamp.IsZero() {
				continue
			}
			j := slices.IndexFunc(other.Spec.Utterances, func(u string) bool { return utterances.Normalise(u) == normalised })
			if j < 0 {
				continue
			}
			taken, err := r.claims(ctx, other, intent, normalised)
			if err != nil {
				return err
			}
			if taken {
				seen.problems = append(seen.problems, release.DuplicateUtterance(intent.Name, i, other.Name, j))
				seen.reason = v1alpha1.ReasonDuplicateUtterance
			}
		}
	}
	return nil
}

// observeBot looks for the Bot and the confidence that its policy in force asks for.
func (r *Reconciler) observeBot(ctx context.Context, intent *v1alpha1.Intent, seen *observation) error {
	bot := &v1alpha1.Bot{}
	if found, err := r.find(ctx, intent.Namespace, intent.Spec.BotRef.Name, bot); !found || err != nil {
		return err
	}
	seen.botFound = true
	policy := &v1alpha1.EscalationPolicy{}
	if found, err := r.find(ctx, intent.Namespace, bot.Spec.EscalationPolicyRef.Name, policy); !found || err != nil {
		return err
	}
	stored := &appsv1.ControllerRevision{}
	if found, err := r.find(ctx, intent.Namespace, policy.Status.AcceptedRevision, stored); !found || err != nil {
		return err
	}
	content, err := revision.ReadPolicy(stored)
	if err != nil {
		// The Bot's status says so. Here only the threshold remains unknown.
		log.FromContext(ctx).Error(err, "Reading the policy in force")
		return nil
	}
	seen.policyPercent = content.ConfidencePercent
	return nil
}

func (r *Reconciler) find(ctx context.Context, namespace, name string, into client.Object) (bool, error) {
	if name == "" {
		return false, nil
	}
	err := r.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, into)
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading %T %s: %w", into, name, err)
	}
	return true, nil
}

func (r *Reconciler) observeBatches(ctx context.Context, intent *v1alpha1.Intent, seen *observation) error {
	list := &v1alpha1.IntentBatchList{}
	if err := r.List(ctx, list, client.InNamespace(intent.Namespace),
		client.MatchingFields{index.BatchesByIntent.Field: intent.Name}); err != nil {
		return fmt.Errorf("listing IntentBatches: %w", err)
	}
	for i := range list.Items {
		batch := list.Items[i]
		if batch.Spec.BotRef.Name == intent.Spec.BotRef.Name && batch.DeletionTimestamp.IsZero() {
			seen.batches = append(seen.batches, batch)
		}
	}
	slices.SortFunc(seen.batches, func(a, b v1alpha1.IntentBatch) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	all := make([]*v1alpha1.IntentBatch, len(seen.batches))
	for i := range seen.batches {
		all[i] = &seen.batches[i]
	}
	if owner := rollout.Owner(intent.Name, all); owner != nil {
		// The planner says whose it is; it comes first.
		i := slices.Index(all, owner)
		first := seen.batches[i]
		seen.batches = slices.Insert(slices.Delete(seen.batches, i, i+1), 0, first)
	}
	return nil
}

// observeLive looks for the revision that every conversation gets.
func (r *Reconciler) observeLive(ctx context.Context, intent *v1alpha1.Intent, seen *observation) error {
	bot := &v1alpha1.Bot{}
	found, err := r.find(ctx, intent.Namespace, intent.Spec.BotRef.Name, bot)
	if err != nil {
		return err
	}
	if !found {
		bot.Namespace, bot.Name = intent.Namespace, intent.Spec.BotRef.Name
	}
	history, err := releases.Of(ctx, r.Client, bot)
	if err != nil {
		return err
	}
	seen.live = live.Revision(releases.Live(history), intent.Name)
	return nil
}

// observeMeasurements keeps what is shown while the metrics cannot be read: a value from a
// minute ago says more than none. It keeps it too where it is not the Intent's turn, or where
// nobody would notice the difference.
func (r *Reconciler) observeMeasurements(ctx context.Context, intent *v1alpha1.Intent, seen *observation) {
	seen.measurements = intent.Status.Measurements
	if r.Measurements == nil {
		seen.measurements = nil
		return
	}
	measured, err := r.Measurements.Measurements(ctx, intent.Namespace, intent.Spec.BotRef.Name, intent.Name)
	if err != nil {
		log.FromContext(ctx).V(1).Info("Keeping measurements, as metrics cannot be read", "reason", err.Error())
		return
	}
	if r.worthShowing(intent, measured) {
		seen.measurements = measured
	}
}

// showEvery is how often figures that grow all the time are written. They are those of a day,
// and there may be thousands of Intents; each has its turn at another time.
const showEvery = 10 * time.Minute

// worthShowing says whether measurements are to be written: the first ones and the last ones at
// once, others in the Intent's turn and if somebody who looks at them would notice.
func (r *Reconciler) worthShowing(intent *v1alpha1.Intent, measured *v1alpha1.IntentMeasurements) bool {
	shown := intent.Status.Measurements
	if hasAny(shown) != hasAny(measured) {
		return true
	}
	if !hasAny(shown) {
		return !equality.Semantic.DeepEqual(shown, measured)
	}
	if shown.Escalation == measured.Escalation && shown.CSAT == measured.CSAT &&
		status.Rounded(*shown.Conversations) == status.Rounded(*measured.Conversations) {
		return false
	}
	return r.pace.Due(client.ObjectKeyFromObject(intent), r.Clock.Now(), showEvery)
}

// hasAny says whether there is something in measurements.
func hasAny(m *v1alpha1.IntentMeasurements) bool {
	return m != nil && m.Conversations != nil && *m.Conversations > 0
}
