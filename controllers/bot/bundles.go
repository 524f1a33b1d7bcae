// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/apply"
	"github.com/intentops/intentops/internal/contract/release"
)

// observeBundles lists the ConfigMaps that hold parts of the Bot's releases.
func (r *Reconciler) observeBundles(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	list := &corev1.ConfigMapList{}
	if err := r.List(ctx, list, client.InNamespace(bot.Namespace), client.MatchingLabels(selector(bot)), client.HasLabels{release.LabelRelease}); err != nil {
		return fmt.Errorf("listing bundles: %w", err)
	}
	seen.bundles = map[string]*corev1.ConfigMap{}
	for i := range list.Items {
		seen.bundles[list.Items[i].Name] = &list.Items[i]
	}
	return nil
}

// bundleOf is where the parts of a release are; without ConfigMaps, they are not there.
func (seen *observation) bundleOf(digest, bot string) release.BundleRef {
	ref := release.BundleRef{Release: digest}
	for i := 0; digest != ""; i++ {
		name := release.PartName(bot, digest, i)
		if seen.bundles[name] == nil {
			break
		}
		ref.ConfigMaps = append(ref.ConfigMaps, name)
	}
	return ref
}

// createBundle creates the parts of a bundle that are not there. One that is there is final:
// its name is the hash of the content, and another compressor may have packed the same
// content into other bytes. Nothing owns them, so that a restored one outlives whatever
// owned it elsewhere.
func (r *Reconciler) createBundle(ctx context.Context, bot *v1alpha1.Bot, bundle release.Bundle) error {
	for i, data := range bundle.Parts {
		part := &corev1.ConfigMap{
			ObjectMeta: meta(bot, release.PartName(bot.Name, bundle.Release, i)),
			Immutable:  new(true),
			BinaryData: map[string][]byte{release.PartKey: data},
		}
		// A label value holds 63 characters, one fewer than a hash.
		part.Labels[release.LabelRelease] = bundle.Release[:12]
		err := r.Get(ctx, client.ObjectKeyFromObject(part), &corev1.ConfigMap{})
		if err == nil {
			continue
		}
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("reading bundle %s: %w", part.Name, err)
		}
		switch err := r.Create(ctx, part, client.FieldOwner(FieldOwner)); {
		case apierrors.IsAlreadyExists(err):
			if err := r.checkBundle(ctx, part); err != nil {
				return err
			}
		case err != nil:
			return fmt.Errorf("creating bundle %s: %w", part.Name, err)
		}
	}
	return nil
}

// createCandidate creates the bundle of the candidate release, if there is one.
func (r *Reconciler) createCandidate(ctx context.Context, bot *v1alpha1.Bot, composed releases) error {
	if composed.candidate == nil {
		return nil
	}
	return r.createBundle(ctx, bot, *composed.candidate)
}

// checkBundle looks at a bundle that is there but not in the cache.
func (r *Reconciler) checkBundle(ctx context.Context, wanted *corev1.ConfigMap) error {
	stored := &corev1.ConfigMap{}
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(wanted), stored); err != nil {
		return fmt.Errorf("reading bundle %s: %w", wanted.Name, err)
	}
	for key, value := range wanted.Labels {
		if stored.Labels[key] != value {
			return &apply.ForeignError{Kind: "ConfigMap", Name: stored.Name}
		}
	}
	return nil
}

// bundleNames are the ConfigMaps that a pointer refers to.
func bundleNames(p release.Pointer) []string {
	names := slices.Clone(p.Stable.ConfigMaps)
	if p.Candidate != nil {
		names = append(names, p.Candidate.ConfigMaps...)
	}
	return names
}

// pruneBundles deletes bundles that no BotRelease, neither the pointer nor the one that this
// reconcile found, refer to. So the reconcile that moves the pointer deletes nothing that
// pods were sent to until then; the next does. A pod that still loads an old bundle by then
// gets the new pointer anyway, and serves what it has meanwhile.
func (r *Reconciler) pruneBundles(ctx context.Context, seen *observation) error {
	keep := append(bundleNames(*seen.pointer), bundleNames(deref(seen.previous))...)
	for _, record := range seen.history {
		keep = append(keep, record.Spec.Bundle...)
	}
	for name, part := range seen.bundles {
		if slices.Contains(keep, name) {
			continue
		}
		if err := r.Delete(ctx, part); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting bundle %s: %w", name, err)
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
