// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	botreleases "github.com/intentops/intentops/controllers/internal/releases"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/live"
)

// observeReleases reads the history of what was live. The newest BotRelease counts; where
// something else knows of a newer one, it was lost and is made again.
func (r *Reconciler) observeReleases(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	if err := r.observeBundles(ctx, bot, seen); err != nil {
		return err
	}
	if err := r.listReleases(ctx, r.Client, bot, seen); err != nil {
		return err
	}
	seen.dropStrangers(bot)
	served := lastServed(bot, seen)
	if served.Sequence <= newest(seen.history) {
		return nil
	}
	// The cache may be behind what this operator, or the one before it, wrote.
	if err := r.listReleases(ctx, r.Live, bot, seen); err != nil {
		return err
	}
	seen.dropStrangers(bot)
	if served.Sequence <= newest(seen.history) {
		return nil
	}
	return r.restoreRecord(ctx, bot, seen, served)
}

func (r *Reconciler) listReleases(ctx context.Context, from client.Reader, bot *v1alpha1.Bot, seen *observation) error {
	history, err := botreleases.All(ctx, from, bot.Namespace, bot.Name)
	if err != nil {
		return err
	}
	seen.history, seen.strangers = history, nil
	return nil
}

// dropStrangers leaves out the BotReleases that somebody else made. The pointer may be ahead of
// the Bot's status.
func (seen *observation) dropStrangers(bot *v1alpha1.Bot) {
	at := live.ServedBy(bot)
	if p := seen.pointer; p != nil && p.Version != "" && p.Record.Sequence >= at.Sequence {
		at = live.Current{RecordRef: p.Record, Digest: p.Stable.Release}
	}
	own, foreign := live.Split(bot.Name, at, seen.history)
	seen.history = own
	for _, r := range foreign {
		seen.strangers = append(seen.strangers, r.Name)
	}
}

// maxSequence is the greatest that the API takes.
const maxSequence = 999999999

func newest(history []*v1alpha1.BotRelease) int64 {
	if len(history) == 0 {
		return 0
	}
	return history[0].Spec.Sequence
}

// served is a release that something says is live.
type served struct {
	release.RecordRef
	bundle release.BundleRef
}

// lastServed is the newest release by what is left when a record is lost: the pointer, the
// Bot's status, and the marks on bundles.
func lastServed(bot *v1alpha1.Bot, seen *observation) served {
	var last served
	consider := func(s served) {
		if s.Sequence > last.Sequence && s.Sequence < maxSequence && s.bundle.Release != "" && len(s.bundle.ConfigMaps) > 0 {
			last = s
		}
	}
	if p := seen.pointer; p != nil && p.Version != "" {
		record := p.Record
		if record.Name == "" {
			// The pointer of an operator that kept no records.
			record = release.RecordRef{Name: release.RecordName(bot.Name, 1), Sequence: 1}
		}
		consider(served{record, p.Stable})
	}
	if s := bot.Status.Release; s != nil && s.Name != "" {
		consider(served{release.RecordRef{Name: s.Name, Sequence: s.Sequence}, seen.bundleOf(s.Stable, bot.Name)})
	}
	for _, part := range seen.bundles {
		sequence, err := strconv.ParseInt(part.Annotations[release.AnnotationSequence], 10, 64)
		digest := part.Annotations[release.LabelRelease]
		if err == nil && digest != "" {
			consider(served{release.RecordRef{Name: release.RecordName(bot.Name, sequence), Sequence: sequence}, seen.bundleOf(digest, bot.Name)})
		}
	}
	return last
}

// restoreRecord makes the BotRelease of what is served once more. Its bundle holds all of it.
func (r *Reconciler) restoreRecord(ctx context.Context, bot *v1alpha1.Bot, seen *observation, lost served) error {
	content, err := r.unpack(ctx, bot.Namespace, lost.bundle)
	var gone *bundleError
	if errors.As(err, &gone) {
		if bot.Spec.ReleaseRef == nil && len(seen.history) > 0 {
			seen.lost = &bundleError{fmt.Sprintf("BotRelease %s, which is served, is lost and so is its bundle; pods serve what they hold: restore both from a backup, or choose one of the releases that are left with spec.releaseRef.name", lost.Name)}
		}
		return nil
	}
	if err != nil {
		return err
	}
	record := recordOf(bot, content, lost.bundle, lost.Sequence)
	record.Name = lost.Name
	record.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CauseRestored, Message: "the record was lost and was made again from what is served"}
	if len(seen.history) > 0 {
		record.Spec.Parent = seen.history[0].Name
	}
	if err := r.createRecord(ctx, record); err != nil {
		return fmt.Errorf("restoring BotRelease %s: %w", record.Name, err)
	}
	r.event(bot, corev1.EventTypeWarning, v1alpha1.ReasonReleaseRestored, "Release", fmt.Sprintf(
		"BotRelease %s was lost and was made again from what is served", record.Name))
	seen.history = slices.Insert(seen.history, 0, record)
	return nil
}

// recordOf is the BotRelease of a content, without its cause.
func recordOf(bot *v1alpha1.Bot, content release.Release, bundle release.BundleRef, sequence int64) *v1alpha1.BotRelease {
	record := &v1alpha1.BotRelease{ObjectMeta: meta(bot, release.RecordName(bot.Name, sequence))}
	record.Labels[release.LabelBot] = bot.Name
	record.Spec = v1alpha1.BotReleaseSpec{
		BotRef:           v1alpha1.LocalReference{Name: bot.Name},
		Sequence:         sequence,
		Digest:           bundle.Release,
		Bundle:           bundle.ConfigMaps,
		EscalationPolicy: v1alpha1.ReleasedPolicy{Name: content.Policy.Name, Revision: content.Policy.Revision},
		Understanding:    release.ToUnderstanding(content.Understanding),
		TextsRevision:    content.TextsRevision,
	}
	for _, intent := range content.Intents {
		record.Spec.Intents = append(record.Spec.Intents, v1alpha1.ReleasedIntent{Name: intent.Name, Revision: intent.Revision})
	}
	return record
}

// advance makes what is due the newest release, and says so.
func (r *Reconciler) advance(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	snapshot := seen.snapshot(bot)
	change := live.Next(snapshot)
	if change == nil {
		return nil
	}
	content, err := r.changed(ctx, bot, change, knownBundles(seen, change)...)
	var bundle release.Bundle
	if err == nil {
		bundle, err = pack(content)
	}
	if invalid := new(invalidError); errors.As(err, &invalid) && change.Cause.Batch != "" {
		seen.refuse(change.Cause.Batch, err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", change.Cause.Message, err)
	}
	ref := bundle.Ref(bot.Name)
	if err := r.createBundle(ctx, bot, bundle); err != nil {
		return err
	}
	record := recordOf(bot, content, ref, newest(seen.history)+1)
	record.Spec.Cause = change.Cause
	record.Spec.Cause.Message = chars.Clip(change.Cause.Message, maxChange)
	if parent := snapshot.Live(); parent != nil {
		record.Spec.Parent = parent.Name
	}
	if err := r.createRecord(ctx, record); err != nil {
		if apierrors.IsAlreadyExists(err) {
			// The cache is behind: decide again with what is there.
			return apierrors.NewConflict(v1alpha1.GroupVersion.WithResource("botreleases").GroupResource(), record.Name, err)
		}
		return fmt.Errorf("creating BotRelease %s: %w", record.Name, err)
	}
	seen.history = slices.Insert(seen.history, 0, record)
	r.emitRelease(bot, &snapshot, change, record)
	return nil
}

// createRecord creates a BotRelease, and notes that the operator made it. Where its name is
// somebody else's, it gets another one. One that says the same is taken for it: it is of before a
// crash, or else what was decided anyway.
func (r *Reconciler) createRecord(ctx context.Context, record *v1alpha1.BotRelease) error {
	name, wanted := record.Name, record.Spec.DeepCopy()
	for attempt := 1; ; attempt++ {
		err := r.Create(ctx, record, client.FieldOwner(FieldOwner))
		if err == nil {
			return r.noteMade(ctx, record)
		}
		if !apierrors.IsAlreadyExists(err) || attempt > 5 {
			return err
		}
		stored := &v1alpha1.BotRelease{}
		if getErr := r.Live.Get(ctx, client.ObjectKeyFromObject(record), stored); getErr != nil {
			return getErr
		}
		switch {
		case !stored.DeletionTimestamp.IsZero():
		case equality.Semantic.DeepEqual(&stored.Spec, wanted):
			stored.DeepCopyInto(record)
			return r.noteMade(ctx, record)
		case stored.Status.ObservedGeneration > 0 && stored.Spec.BotRef == wanted.BotRef && stored.Spec.Sequence == wanted.Sequence:
			return err // it is the operator's own: the cache is behind
		}
		record.Name = fmt.Sprintf("%s-%d", name, attempt)
	}
}

// noteMade writes into the status, which only the operator may write, that it made a BotRelease:
// after a crash the record may be ahead of everything else that says what is served.
func (r *Reconciler) noteMade(ctx context.Context, record *v1alpha1.BotRelease) error {
	if record.Status.ObservedGeneration > 0 {
		return nil
	}
	record.Status.ObservedGeneration = record.Generation
	if err := r.Status().Update(ctx, record); err != nil {
		return fmt.Errorf("writing the status of BotRelease %s: %w", record.Name, err)
	}
	return nil
}

// maxChange is the longest message of a cause that the API takes.
const maxChange = 1024

// snapshot is what decides the next release.
func (seen *observation) snapshot(bot *v1alpha1.Bot) live.Snapshot {
	s := live.Snapshot{
		Bot: bot, History: seen.history, Exists: seen.exists, Drafts: seen.drafts,
		Policy: seen.policyRef, PolicyOnlyHandsOverMore: seen.policyOnlyMore, PolicyChange: seen.policyChange,
	}
	for i := range seen.batches {
		s.Batches = append(s.Batches, &seen.batches[i])
	}
	slices.SortFunc(s.Batches, func(a, b *v1alpha1.IntentBatch) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	return s
}

// pruneReleases deletes the BotReleases beyond the history limit.
func (r *Reconciler) pruneReleases(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	limit := defaultHistoryLimit
	if s := bot.Spec.Rollout; s != nil && s.ReleaseHistoryLimit != nil {
		limit = int(*s.ReleaseHistoryLimit)
	}
	for i := len(seen.history) - 1; i >= limit; i-- {
		old := seen.history[i]
		if pin := bot.Spec.ReleaseRef; pin != nil && pin.Name == old.Name {
			continue
		}
		if err := r.Delete(ctx, old, client.Preconditions{UID: &old.UID}); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting BotRelease %s: %w", old.Name, err)
		}
		seen.history = slices.Delete(seen.history, i, i+1)
	}
	return nil
}

const defaultHistoryLimit = 10

// forget deletes what was live of a Bot that was deleted. Nothing owns it, so that it can
// be restored from a backup before its Bot is; the garbage collector does not see it.
func (r *Reconciler) forget(ctx context.Context, bot client.ObjectKey) error {
	pointer := &corev1.ConfigMap{}
	err := r.Live.Get(ctx, client.ObjectKey{Namespace: bot.Namespace, Name: release.PointerName(bot.Name)}, pointer)
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("reading the pointer: %w", err)
	}
	if err == nil && len(pointer.OwnerReferences) == 0 {
		// The Bot was deleted without its children (--cascade=orphan): pods still follow it.
		return nil
	}
	deleted := &v1alpha1.Bot{}
	deleted.Name, deleted.Namespace = bot.Name, bot.Namespace
	seen := &observation{}
	if err := r.listReleases(ctx, r.Client, deleted, seen); err != nil {
		return err
	}
	for _, record := range seen.history {
		if err := r.Delete(ctx, record); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting BotRelease %s: %w", record.Name, err)
		}
	}
	if err := r.observeBundles(ctx, deleted, seen); err != nil {
		return err
	}
	for _, part := range seen.bundles {
		if err := r.Delete(ctx, part); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting bundle %s: %w", part.Name, err)
		}
	}
	return nil
}
