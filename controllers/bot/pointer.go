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
)

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
		p.Measurement.WrapUpWithinSeconds = int64(m.WrapUpWithin.Or(defaultWrapUpWithin) / time.Second)
	}
	if composed.candidate != nil {
		ref := composed.candidate.Ref(bot.Name)
		p.Candidate = &ref
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
