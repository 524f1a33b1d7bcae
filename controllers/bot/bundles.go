// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/apply"
	"github.com/intentops/intentops/internal/release"
)

// createBundles creates the bundles that are not there. One that is there is final: its
// name is the hash of the content, and another compressor may have packed the same content
// into other bytes.
func (r *Reconciler) createBundles(ctx context.Context, bot *v1alpha1.Bot, composed releases) error {
	for _, obj := range bundleObjects(bot, composed) {
		err := r.Get(ctx, client.ObjectKeyFromObject(obj), &corev1.ConfigMap{})
		if err == nil {
			continue
		}
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("reading bundle %s: %w", obj.Name, err)
		}
		if err := setOwner(bot, obj, r.Scheme()); err != nil {
			return err
		}
		switch err := r.Create(ctx, obj, client.FieldOwner(FieldOwner)); {
		case apierrors.IsAlreadyExists(err):
			if err := r.checkBundle(ctx, obj); err != nil {
				return err
			}
		case err != nil:
			return fmt.Errorf("creating bundle %s: %w", obj.Name, err)
		}
	}
	return nil
}

// checkBundle looks at a bundle that is not in the cache, but there. One of a predecessor of
// the Bot serves until the garbage collector deletes it, which is noticed.
func (r *Reconciler) checkBundle(ctx context.Context, wanted *corev1.ConfigMap) error {
	live := &corev1.ConfigMap{}
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(wanted), live); err != nil {
		return fmt.Errorf("reading bundle %s: %w", wanted.Name, err)
	}
	var leftover *apply.LeftoverError
	if err := apply.CheckOwner("ConfigMap", live, wanted); !errors.As(err, &leftover) {
		return err
	}
	return nil
}

// bundleObjects are the ConfigMaps of the releases, immutable and named by content.
func bundleObjects(bot *v1alpha1.Bot, composed releases) []*corev1.ConfigMap {
	bundles := []release.Bundle{composed.stable}
	if composed.candidate != nil && composed.candidate.Release != composed.stable.Release {
		bundles = append(bundles, *composed.candidate)
	}
	var objects []*corev1.ConfigMap
	for _, bundle := range bundles {
		for i, part := range bundle.Parts {
			obj := &corev1.ConfigMap{
				ObjectMeta: meta(bot, release.PartName(bot.Name, bundle.Release, i)),
				Immutable:  new(true),
				BinaryData: map[string][]byte{release.PartKey: part},
			}
			// A label value holds 63 characters, one fewer than a hash.
			obj.Labels[labelRelease] = bundle.Release[:12]
			objects = append(objects, obj)
		}
	}
	return objects
}

// findBundle returns where the parts of a release are kept; without ConfigMaps, they are
// not there.
func (r *Reconciler) findBundle(ctx context.Context, bot *v1alpha1.Bot, hash string) (release.BundleRef, error) {
	ref := release.BundleRef{Release: hash}
	for i := 0; hash != ""; i++ {
		name := release.PartName(bot.Name, hash, i)
		err := r.Get(ctx, client.ObjectKey{Namespace: bot.Namespace, Name: name}, &corev1.ConfigMap{})
		if apierrors.IsNotFound(err) {
			break
		}
		if err != nil {
			return ref, fmt.Errorf("reading bundle %s: %w", name, err)
		}
		ref.ConfigMaps = append(ref.ConfigMaps, name)
	}
	return ref, nil
}

// bundleNames are the ConfigMaps that a pointer refers to.
func bundleNames(p release.Pointer) []string {
	names := slices.Clone(p.Stable.ConfigMaps)
	if p.Candidate != nil {
		names = append(names, p.Candidate.ConfigMaps...)
	}
	return names
}

// pruneBundles deletes bundles that neither the pointer nor the one that this reconcile
// found refers to. So the reconcile that moves the pointer deletes nothing that pods were
// sent to until then; the next does. A pod that still loads an old bundle by then gets the
// new pointer anyway, and serves what it has meanwhile.
func (r *Reconciler) pruneBundles(ctx context.Context, bot *v1alpha1.Bot, now release.Pointer, before *release.Pointer) error {
	keep := append(bundleNames(now), bundleNames(deref(before))...)
	list := &corev1.ConfigMapList{}
	if err := r.List(ctx, list, client.InNamespace(bot.Namespace), client.MatchingLabels(selector(bot)), client.HasLabels{labelRelease}); err != nil {
		return fmt.Errorf("listing bundles: %w", err)
	}
	for i := range list.Items {
		if slices.Contains(keep, list.Items[i].Name) {
			continue
		}
		if err := r.Delete(ctx, &list.Items[i]); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting bundle %s: %w", list.Items[i].Name, err)
		}
	}
	return nil
}

// unique returns the names sorted, each once.
func unique(names []string) []string {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
