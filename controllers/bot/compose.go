// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/apply"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/live"
)

// releases are what a bot is to serve.
type releases struct {
	// live is the record of what conversations get unless they are on the candidate track.
	live *v1alpha1.BotRelease
	// candidate is what the rolling batch brings; nil: nothing rolls, or it cannot be made.
	// packed is its content, where it may have to be stored.
	candidate *release.BundleRef
	packed    *release.Bundle
	rollout   *release.Rollout
	// policies are those of the releases, as far as the pods mount what they name.
	policies []release.Policy
	// tables of word vectors are those of the releases.
	tables []release.Vectors
}

// compose reads what is live, and compiles the candidate while a batch rolls. Where only the
// candidate cannot be made, every conversation gets stable, and the batch is told.
func (r *Reconciler) compose(ctx context.Context, bot *v1alpha1.Bot, seen *observation) (releases, error) {
	from := seen.history[0]
	var change *live.Change
	if seen.rolling != nil && live.Pinned(bot, seen.history) == nil {
		change = candidateOf(seen.rolling, from)
	}
	key := compositionKey(bot, seen, change)
	out, known := r.remembered(bot, seen, key)
	if !known {
		var err error
		if out, err = r.composeFrom(ctx, bot, seen, from, change); err != nil {
			return out, err
		}
		r.remember(bot, seen, key, out)
	}
	out.live = from
	if out.candidate != nil {
		seen.salts = saltsOf(bot, seen, seen.rolling.Status.Rollout)
		out.rollout = rolloutOf(seen.rolling, seen.salts[0].Salt)
	}
	return out, nil
}

// composeFrom is compose for a change of what is live; nil: nothing rolls.
func (r *Reconciler) composeFrom(ctx context.Context, bot *v1alpha1.Bot, seen *observation, from *v1alpha1.BotRelease, change *live.Change) (releases, error) {
	out := releases{live: from}
	content, err := r.liveContent(ctx, bot, from)
	if err != nil {
		return out, fmt.Errorf("BotRelease %s: %w", from.Name, err)
	}
	if err := r.mendBundle(ctx, bot, seen, from, content); err != nil {
		return out, err
	}
	out.policies, out.tables = append(out.policies, mounted(content.Policy)), append(out.tables, tablesOf(content)...)
	if change == nil {
		return out, nil
	}
	candidate, err := r.changed(ctx, bot, change, rollingBundle(seen)...)
	var bundle release.Bundle
	if err == nil {
		bundle, err = pack(candidate)
	}
	if invalid := new(invalidError); errors.As(err, &invalid) {
		seen.refuse(seen.rolling.Name, err)
		return out, nil
	}
	if err != nil {
		return out, fmt.Errorf("candidate release of IntentBatch %s: %w", seen.rolling.Name, err)
	}
	out.policies, out.tables = append(out.policies, mounted(candidate.Policy)), append(out.tables, tablesOf(candidate)...)
	out.candidate, out.packed = new(bundle.Ref(bot.Name)), &bundle
	return out, nil
}

// mounted is what the pods need to know of a policy.
func mounted(p release.Policy) release.Policy {
	return release.Policy{Name: p.Name, Revision: p.Revision, Handoff: p.Handoff}
}

// candidateOf is what a rolling batch lays over what is live.
func candidateOf(batch *v1alpha1.IntentBatch, from *v1alpha1.BotRelease) *live.Change {
	change := &live.Change{From: from, Set: map[string]string{}}
	for _, intent := range batch.Status.Intents {
		if intent.Candidate != "" && intent.Candidate != live.Revision(from, intent.Name) {
			change.Set[intent.Name] = intent.Candidate
		}
	}
	if c := batch.Status.Candidate; c != nil {
		change.Policy = c.EscalationPolicy
		change.Understanding, change.SetUnderstanding = c.Understanding, c.Understanding != nil
		change.Texts = c.TextsRevision
	}
	return change
}

func rolloutOf(batch *v1alpha1.IntentBatch, salt string) *release.Rollout {
	status := &batch.Status
	rollout := &release.Rollout{ID: status.Rollout, Batch: batch.Name, Step: status.Step, Salt: salt}
	if status.Percent != nil {
		rollout.Percent = *status.Percent
	}
	return rollout
}

// guard brings into the pointer what may wait for nothing: the kill switch, and that a
// rollout that was rolled back reaches nobody. It needs the pointer alone, so it comes
// before everything that can fail: a missing policy, a release that does not compile, an
// object that cannot be written.
func (r *Reconciler) guard(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	if seen.pointer == nil || seen.pointer.Version == "" {
		return nil
	}
	if seen.pointerVersion == "" && !bot.DeletionTimestamp.IsZero() {
		// The garbage collector has begun.
		return nil
	}
	return r.applyPointer(ctx, bot, seen, guarded(bot, seen))
}

// guarded is the present pointer as far as it may stay as it is.
func guarded(bot *v1alpha1.Bot, seen *observation) release.Pointer {
	p := *seen.pointer
	p.Automation = automation(bot)
	if p.Rollout == nil {
		return p
	}
	var s v1alpha1.IntentBatchStatus
	for i := range seen.batches {
		if seen.batches[i].Name == p.Rollout.Batch {
			s = seen.batches[i].Status
		}
	}
	switch {
	case s.Rollout == p.Rollout.ID && s.Result == v1alpha1.ResultPromoted:
		// Until the stable release with the batch is there, its customers keep it.
	case s.Rollout != p.Rollout.ID || s.Result != "":
		p.Candidate, p.Rollout = nil, nil
	case s.Percent != nil && *s.Percent < p.Rollout.Percent && s.Step != "":
		smaller := *p.Rollout
		smaller.Step, smaller.Percent = s.Step, *s.Percent
		p.Rollout = &smaller
	}
	return p
}

// automation of a bot's spec, with the schema's default.
func automation(bot *v1alpha1.Bot) string {
	if bot.Spec.Automation == "" {
		return string(v1alpha1.AutomationEnabled)
	}
	return string(bot.Spec.Automation)
}

// Defaults of spec.measurement, the same as in the schema.
const (
	defaultOutcomeAfter = 30 * time.Minute
	defaultRatingWithin = 24 * time.Hour
	defaultWrapUpWithin = 10 * time.Minute
)

// pointerFor is the pointer that a bot should have, without its sequence.
func pointerFor(bot *v1alpha1.Bot, composed releases) release.Pointer {
	p := release.Pointer{
		Version:    release.FormatVersion,
		Automation: automation(bot),
		Record:     release.RecordRef{Name: composed.live.Name, Sequence: composed.live.Spec.Sequence},
		Stable:     bundleRef(composed.live),
		Measurement: release.Measurement{
			OutcomeAfterSeconds: int64(defaultOutcomeAfter / time.Second),
			RatingWithinSeconds: int64(defaultRatingWithin / time.Second),
			WrapUpWithinSeconds: int64(defaultWrapUpWithin / time.Second),
		},
	}
	if m := bot.Spec.Measurement; m != nil {
		p.Measurement.OutcomeAfterSeconds = int64(m.OutcomeAfter.Or(defaultOutcomeAfter) / time.Second)
		p.Measurement.RatingWithinSeconds = int64(m.RatingWithin.Or(defaultRatingWithin) / time.Second)
		if m.AnonymousPerNetwork != nil {
			p.Measurement.AnonymousPerNetwork = *m.AnonymousPerNetwork
		}
		p.Measurement.WrapUpWithinSeconds = int64(m.WrapUpWithin.Or(defaultWrapUpWithin) / time.Second)
	}
	if composed.candidate != nil {
		p.Candidate = new(*composed.candidate)
		p.Rollout = composed.rollout
	}
	return p
}

// observePointer reads past the cache: the sequence must never go back.
func (r *Reconciler) observePointer(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	stored := &corev1.ConfigMap{}
	err := r.Live.Get(ctx, types.NamespacedName{Namespace: bot.Namespace, Name: release.PointerName(bot.Name)}, stored)
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("reading the pointer: %w", err)
	}
	if err != nil && bot.Status.Release == nil {
		return nil
	}
	if err == nil {
		if seen.pointerProblem = r.foreignPointer(bot, stored); seen.pointerProblem != nil {
			return nil //nolint:nilerr // whose it is, is a fact about the Bot
		}
	}
	seen.pointerVersion = stored.ResourceVersion
	pointer, err := release.DecodePointer([]byte(stored.Data[release.PointerKey]))
	seen.pointerImmutable = stored.Immutable != nil && *stored.Immutable
	if err != nil {
		// Somebody deleted or overwrote it. Pods keep what they hold until it is there again; one
		// that was overwritten is made again, so that pods follow whatever sequence it has.
		seen.pointerLost, pointer = true, release.Pointer{}
		seen.pointerImmutable = stored.UID != ""
	}
	if bot.Status.Release != nil {
		pointer.Sequence = max(pointer.Sequence, bot.Status.Release.PointerSequence)
	}
	seen.pointer, seen.previous = &pointer, &pointer
	return nil
}

// foreignPointer says whose the pointer's name is; nil: ours. One of a predecessor of the
// Bot is taken over, as pods may still follow it.
func (r *Reconciler) foreignPointer(bot *v1alpha1.Bot, stored *corev1.ConfigMap) error {
	wanted := &corev1.ConfigMap{ObjectMeta: meta(bot, stored.Name)}
	if err := setOwner(bot, wanted, r.Scheme()); err != nil {
		return err
	}
	err := apply.CheckOwner("ConfigMap", stored, wanted)
	var leftover *apply.LeftoverError
	if errors.As(err, &leftover) {
		return nil
	}
	return err
}

// applyPointer writes the pointer when it differs from the one that pods follow, and notes
// the new one as seen. The write is based on the version that was read: of two operators
// that both believe to lead, one loses, and no sequence stands for two contents.
func (r *Reconciler) applyPointer(ctx context.Context, bot *v1alpha1.Bot, seen *observation, want release.Pointer) error {
	if seen.pointer != nil {
		want.Sequence = seen.pointer.Sequence
		if !seen.pointerLost && !seen.pointerImmutable && reflect.DeepEqual(*seen.pointer, want) {
			return nil
		}
	}
	want.Sequence++
	raw, err := release.EncodePointer(want)
	if err != nil {
		return err
	}
	obj := &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{
			Name:            release.PointerName(bot.Name),
			Namespace:       bot.Namespace,
			Labels:          labels(bot),
			ResourceVersion: seen.pointerVersion,
		},
		Data: map[string]string{release.PointerKey: string(raw)},
	}
	if err := setOwner(bot, obj, r.Scheme()); err != nil {
		return err
	}
	if err := r.writePointer(ctx, seen, obj); err != nil {
		return fmt.Errorf("writing the pointer: %w", err)
	}
	seen.pointer, seen.pointerVersion = &want, obj.ResourceVersion
	seen.pointerLost, seen.pointerImmutable = false, false
	return nil
}

// writePointer creates the pointer, or replaces the version of it that was read.
func (r *Reconciler) writePointer(ctx context.Context, seen *observation, obj *corev1.ConfigMap) error {
	if seen.pointerImmutable {
		// Pods keep what they hold until it is there again.
		if err := r.Delete(ctx, obj, client.Preconditions{ResourceVersion: &seen.pointerVersion}); client.IgnoreNotFound(err) != nil {
			return err
		}
		obj.ResourceVersion = ""
	}
	if obj.ResourceVersion == "" {
		return r.Create(ctx, obj, client.FieldOwner(FieldOwner))
	}
	return r.Update(ctx, obj, client.FieldOwner(FieldOwner))
}
