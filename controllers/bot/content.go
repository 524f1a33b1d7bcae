// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/live"
)

// invalidError is content that a release cannot be made of. Trying again does not help;
// another content does.
type invalidError struct{ err error }

func (e *invalidError) Error() string { return e.err.Error() }
func (e *invalidError) Unwrap() error { return e.err }

// bundleError is a bundle that is not there, or damaged.
type bundleError struct{ message string }

func (e *bundleError) Error() string { return e.message }

// keptContents is how many unpacked releases the operator remembers.
const keptContents = 32

// unpack reads a bundle. The error is a *bundleError, or one of the API server.
func (r *Reconciler) unpack(ctx context.Context, namespace string, ref release.BundleRef) (release.Release, error) {
	// By namespace: who knows the digest of another one must not get its content.
	key := types.NamespacedName{Namespace: namespace, Name: ref.Release}
	if known, ok := r.contents.Get(key); ok {
		return known.(release.Release), nil
	}
	var parts [][]byte
	for _, name := range ref.ConfigMaps {
		part := &corev1.ConfigMap{}
		// The cache holds bundles without their content.
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, part)
		if apierrors.IsNotFound(err) {
			return release.Release{}, &bundleError{fmt.Sprintf("ConfigMap %q, part of its bundle, is not there", name)}
		}
		if err != nil {
			return release.Release{}, fmt.Errorf("reading bundle %s: %w", name, err)
		}
		parts = append(parts, part.BinaryData[release.PartKey])
	}
	content, err := release.Unpack(ref.Release, parts)
	if err != nil {
		return release.Release{}, &bundleError{fmt.Sprintf("its bundle cannot be read: %v", err)}
	}
	r.contents.Add(key, content)
	return content, nil
}

// liveContent is what a record serves. A bundle that was lost is made again from the
// revisions that it came from, where they are still there and give the same content.
func (r *Reconciler) liveContent(ctx context.Context, bot *v1alpha1.Bot, record *v1alpha1.BotRelease) (release.Release, error) {
	ref := bundleRef(record)
	for i, name := range ref.ConfigMaps {
		if want := release.PartName(bot.Name, ref.Release, i); name != want {
			return release.Release{}, &bundleError{fmt.Sprintf("spec.bundle names ConfigMap %q, where its digest asks for %q: delete the BotRelease", name, want)}
		}
	}
	content, err := r.unpack(ctx, bot.Namespace, ref)
	missing, lost := err.(*bundleError) //nolint:errorlint // unpack wraps nothing around it
	if !lost {
		return content, err
	}
	change := &live.Change{Policy: &record.Spec.EscalationPolicy, Set: map[string]string{}, Understanding: record.Spec.Understanding, SetUnderstanding: true, Texts: &record.Spec.TextsRevision}
	for _, intent := range record.Spec.Intents {
		change.Set[intent.Name] = intent.Revision
	}
	others := &observation{}
	if err := r.listReleases(ctx, r.Client, bot, others); err != nil {
		return release.Release{}, err
	}
	var known []release.BundleRef
	for _, other := range others.history {
		known = append(known, bundleRef(other))
	}
	content, err = r.changed(ctx, bot, change, known...)
	if err != nil {
		return release.Release{}, missing
	}
	bundle, err := pack(content)
	if err == nil && bundle.Release != record.Spec.Digest {
		content.Texts = nil // it may be of before there were texts
		bundle, err = pack(content)
	}
	if err != nil || bundle.Release != record.Spec.Digest {
		return release.Release{}, missing
	}
	if err := r.createBundle(ctx, bot, bundle); err != nil {
		return release.Release{}, err
	}
	return content, nil
}

// mendBundle creates what is missing of the live bundle, from the content as it is known.
func (r *Reconciler) mendBundle(ctx context.Context, bot *v1alpha1.Bot, seen *observation, record *v1alpha1.BotRelease, content release.Release) error {
	if !slices.ContainsFunc(record.Spec.Bundle, func(name string) bool { return seen.bundles[name] == nil }) {
		return nil
	}
	bundle, err := pack(content)
	if err != nil {
		return err
	}
	return r.createBundle(ctx, bot, bundle)
}

func bundleRef(record *v1alpha1.BotRelease) release.BundleRef {
	return release.BundleRef{Release: record.Spec.Digest, ConfigMaps: record.Spec.Bundle}
}

// changed is the content after a change; texts are taken from the known bundles where these
// have them. The error is an *invalidError when the content is at fault, a *bundleError when
// what is to be changed is not there.
func (r *Reconciler) changed(ctx context.Context, bot *v1alpha1.Bot, change *live.Change, known ...release.BundleRef) (release.Release, error) {
	content := release.Release{Version: release.FormatVersion, Intents: []release.Intent{}}
	if change.From != nil {
		base, err := r.liveContent(ctx, bot, change.From)
		if err != nil {
			return release.Release{}, fmt.Errorf("BotRelease %s: %w", change.From.Name, err)
		}
		content = base
	}
	if change.Policy != nil {
		policy, err := r.readPolicy(ctx, bot.Namespace, *change.Policy)
		if err != nil {
			return release.Release{}, err
		}
		content.Policy = policy
	}
	if change.SetUnderstanding {
		content.Understanding = release.FromUnderstanding(change.Understanding)
	}
	wanted := content.TextsRevision
	if change.Texts != nil {
		wanted = *change.Texts
	}
	// A release of before there were texts gets them with the next one that is composed.
	composed := len(change.Set) > 0 || change.Policy != nil || change.SetUnderstanding
	if wanted != content.TextsRevision || (composed && len(content.Texts) == 0) {
		texts, err := r.textsOf(ctx, bot, wanted, known)
		if err != nil {
			return release.Release{}, err
		}
		content.TextsRevision, content.Texts = wanted, texts
	}
	if len(change.Set) == 0 && len(change.Remove) == 0 {
		return content, nil
	}
	intents := map[string]release.Intent{}
	for _, intent := range content.Intents {
		intents[intent.Name] = intent
	}
	for _, name := range change.Remove {
		delete(intents, name)
	}
	for name, stored := range change.Set {
		intent, err := r.readIntent(ctx, bot.Namespace, name, stored)
		if err != nil {
			return release.Release{}, err
		}
		intents[name] = intent
	}
	sorted := slices.Collect(maps.Values(intents))
	if len(change.Set) == 0 {
		// What stays was checked when it became live; a newer operator's checks do not undo that.
		content.Intents = release.Sorted(sorted)
		return content, nil
	}
	compiled, err := release.Compile(sorted, content.Policy)
	if err != nil {
		return release.Release{}, &invalidError{err}
	}
	content.Intents = compiled.Intents
	return content, nil
}

// rollingBundle is the candidate that the reconcile found in the pointer, if any. An operator
// with other default texts does not change it: what was judged is what is promoted.
func rollingBundle(seen *observation) []release.BundleRef {
	if seen.previous == nil || seen.previous.Candidate == nil {
		return nil
	}
	return []release.BundleRef{*seen.previous.Candidate}
}

// knownBundles are those whose texts a change takes as they are: the candidate that was judged,
// and what was live before, where a batch goes back to it.
func knownBundles(seen *observation, change *live.Change) []release.BundleRef {
	known := rollingBundle(seen)
	if change.Cause.Type == v1alpha1.CauseReverted {
		for _, record := range seen.history {
			known = append(known, bundleRef(record))
		}
	}
	return known
}

// textsOf returns the texts of a revision: as the first of the known bundles has them, else the
// defaults overlaid by the Bot's spec.
func (r *Reconciler) textsOf(ctx context.Context, bot *v1alpha1.Bot, wanted string, known []release.BundleRef) ([]release.Texts, error) {
	for _, ref := range known {
		content, err := r.unpack(ctx, bot.Namespace, ref)
		if gone := new(bundleError); err != nil && !errors.As(err, &gone) {
			return nil, err
		}
		if err == nil && content.TextsRevision == wanted && len(content.Texts) > 0 {
			return content.Texts, nil
		}
	}
	if wanted == "" {
		return release.ResolveTexts(nil), nil
	}
	if is := release.TextsRevision(bot.Spec.Texts); is != wanted {
		return nil, &invalidError{fmt.Errorf("spec.texts of Bot %s changed after the batch took it up (revision %q then, %q now): put it back, or wait until the batch takes up the new one", bot.Name, wanted, is)}
	}
	return release.ResolveTexts(bot.Spec.Texts), nil
}

// revision reads a ControllerRevision. The status that names it may have come before it did,
// so what the cache does not hold is asked for once more.
func (r *Reconciler) revision(ctx context.Context, namespace, name string) (*appsv1.ControllerRevision, error) {
	key := types.NamespacedName{Namespace: namespace, Name: name}
	stored := &appsv1.ControllerRevision{}
	err := r.Get(ctx, key, stored)
	if apierrors.IsNotFound(err) {
		err = r.Live.Get(ctx, key, stored)
	}
	return stored, err
}

func (r *Reconciler) readIntent(ctx context.Context, namespace, intent, name string) (release.Intent, error) {
	stored, err := r.revision(ctx, namespace, name)
	if apierrors.IsNotFound(err) {
		return release.Intent{}, &invalidError{fmt.Errorf("ControllerRevision %q of Intent %q is not there", name, intent)}
	}
	if err != nil {
		return release.Intent{}, fmt.Errorf("reading ControllerRevision %s: %w", name, err)
	}
	content, err := revision.ReadIntent(stored)
	if err != nil {
		return release.Intent{}, &invalidError{err}
	}
	return content, nil
}

func (r *Reconciler) readPolicy(ctx context.Context, namespace string, ref v1alpha1.ReleasedPolicy) (release.Policy, error) {
	stored, err := r.revision(ctx, namespace, ref.Revision)
	if apierrors.IsNotFound(err) {
		return release.Policy{}, &invalidError{fmt.Errorf("ControllerRevision %q of EscalationPolicy %q is not there", ref.Revision, ref.Name)}
	}
	if err != nil {
		return release.Policy{}, fmt.Errorf("reading revision of EscalationPolicy %s: %w", ref.Name, err)
	}
	content, err := revision.ReadPolicy(stored)
	if err != nil {
		return release.Policy{}, &invalidError{err}
	}
	return content, nil
}

// pack compresses a content. The error is an *invalidError.
func pack(content release.Release) (release.Bundle, error) {
	bundle, err := release.Pack(content)
	if err != nil {
		return release.Bundle{}, &invalidError{err}
	}
	return bundle, nil
}

// annotate marks the parts of a bundle that became live, so that its record can be made
// again should everything else be lost.
func (r *Reconciler) annotate(ctx context.Context, seen *observation, record *v1alpha1.BotRelease) error {
	sequence := fmt.Sprint(record.Spec.Sequence)
	for _, name := range record.Spec.Bundle {
		part := seen.bundles[name]
		if part == nil || (part.Annotations[release.AnnotationSequence] == sequence && len(part.OwnerReferences) == 0) {
			continue
		}
		marked := part.DeepCopy()
		if marked.Annotations == nil {
			marked.Annotations = map[string]string{}
		}
		marked.Annotations[release.AnnotationSequence] = sequence
		marked.Annotations[release.LabelRelease] = record.Spec.Digest
		marked.OwnerReferences = nil
		if err := r.Patch(ctx, marked, client.MergeFrom(part), client.FieldOwner(FieldOwner)); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("marking bundle %s: %w", name, err)
		}
		seen.bundles[name] = marked
	}
	return nil
}
