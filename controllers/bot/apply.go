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
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/apply"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/contract/release"
)

// outcome is what apply did.
type outcome struct {
	// invalid is a fault that only a person can mend; nothing was changed for the part that
	// it concerns, and what was live stays live.
	invalid error
	// invalidReason is the condition's reason for invalid.
	invalidReason string
	// podProblem is why no pods can be made of the spec; nil: they can.
	podProblem error
	// waiting says what must come first; empty: nothing.
	waiting string
	// refused is what the API server does not take, or what belongs to somebody else. A person
	// mends it, here or elsewhere.
	refused error
	// err may pass when it is tried again.
	err error

	// live are the names of the intents in the stable release.
	live []string
	// composed is true when the pointer is what the spec and the batches ask for. Otherwise
	// pods keep the last release, with what guard brought into its pointer.
	composed bool
	// repaired names objects that somebody else had changed.
	repaired []string
}

// apply makes the bot's objects. Pods come first in what they are allowed to see, then
// what they are to load, then the pointer to it, so that no pod is ever sent to something
// that it cannot read.
func (r *Reconciler) apply(ctx context.Context, bot *v1alpha1.Bot, seen *observation) (done outcome) {
	_, done.podProblem = deploymentFor(bot, nil, r.Image, *r.Security)
	if seen.pointerProblem != nil {
		done.fail(seen.pointerProblem)
		return done
	}
	if seen.lost != nil {
		done.fail(seen.lost)
		r.applyPods(ctx, bot, seen, &done)
		return done
	}
	if err := r.advance(ctx, bot, seen); err != nil {
		done.fail(err)
		if done.invalid == nil {
			return done
		}
		// What is live stays, and everything else of the spec is followed.
	}
	if len(seen.history) == 0 {
		done.waiting = seen.policyProblem
		return done
	}
	composed, err := r.compose(ctx, bot, seen)
	if err != nil {
		done.fail(err)
		return done
	}
	seen.policies, seen.tables = composed.policies, composed.tables
	for _, intent := range composed.live.Spec.Intents {
		done.live = append(done.live, intent.Name)
	}
	pointer := pointerFor(bot, composed)

	objects := identityObjects(bot, append(bundleNames(pointer), bundleNames(deref(seen.previous))...))
	for _, step := range []func() error{
		func() error { return r.applyAll(ctx, bot, objects, &done) },
		func() error { return r.createCandidate(ctx, bot, composed) },
		func() error { return r.applyPointer(ctx, bot, seen, pointer) },
		func() error { return r.annotate(ctx, seen, composed.live) },
	} {
		if err := step(); err != nil {
			done.fail(err)
			return done
		}
	}
	done.composed = true
	seen.loaded.want = *seen.pointer
	done.fail(r.recordSeen(ctx, seen))
	r.applyPods(ctx, bot, seen, &done)
	done.fail(r.pruneReleases(ctx, bot, seen))
	done.fail(r.pruneBundles(ctx, seen))
	return done
}

// applyPods makes what runs the bot.
func (r *Reconciler) applyPods(ctx context.Context, bot *v1alpha1.Bot, seen *observation, done *outcome) {
	noteSealed(bot, seen.deployment, seen.now)
	deployment, err := deploymentFor(bot, seen.policies, r.Image, *r.Security, seen.tables...)
	if err != nil {
		done.invalid, done.invalidReason = err, podReason(err)
		return
	}
	r.applyNetwork(ctx, bot, done)
	done.fail(r.applyAll(ctx, bot, append(serviceObjects(bot), deployment), done))
	done.fail(r.pruneServices(ctx, bot))
}

// pruneServices deletes the Bot's own Services of ports that are not open any more.
func (r *Reconciler) pruneServices(ctx context.Context, bot *v1alpha1.Bot) error {
	for _, o := range openings(bot) {
		if o.wanted {
			continue
		}
		service := &corev1.Service{}
		err := r.Get(ctx, client.ObjectKey{Namespace: bot.Namespace, Name: bot.Name + o.suffix}, service)
		if apierrors.IsNotFound(err) || err == nil && !metav1.IsControlledBy(service, bot) {
			continue
		}
		if err == nil {
			err = r.Delete(ctx, service, client.Preconditions{UID: &service.UID})
		}
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting Service %s: %w", service.Name, err)
		}
	}
	return nil
}

// podReason is the condition's reason for what is wrong with a Bot's pods.
func podReason(err error) string {
	var notAllowed *notAllowedError
	if errors.As(err, &notAllowed) {
		return v1alpha1.ReasonNotAllowed
	}
	return v1alpha1.ReasonTemplateInvalid
}

// fail sorts errors, joined ones each by itself.
func (o *outcome) fail(err error) {
	if joined, many := err.(interface{ Unwrap() []error }); many {
		for _, err := range joined.Unwrap() {
			o.fail(err)
		}
		return
	}
	var foreign *apply.ForeignError
	var invalid *invalidError
	var missing *bundleError
	switch {
	case err == nil:
	case errors.As(err, &invalid), errors.As(err, &missing):
		o.invalid, o.invalidReason = errors.Join(o.invalid, err), v1alpha1.ReasonReleaseInvalid
	case errors.As(err, &foreign), apierrors.IsInvalid(err), apierrors.IsForbidden(err), apierrors.IsBadRequest(err):
		o.refused = errors.Join(o.refused, err)
	default:
		o.err = errors.Join(o.err, err)
	}
}

func (r *Reconciler) applyAll(ctx context.Context, bot *v1alpha1.Bot, objects []client.Object, done *outcome) error {
	var errs []error
	for _, obj := range objects {
		if err := setOwner(bot, obj, r.Scheme()); err != nil {
			return err
		}
		result, err := r.applier.Apply(ctx, obj)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if result == apply.Repaired {
			done.repaired = append(done.repaired, fmt.Sprintf("%T %s", obj, obj.GetName()))
		}
	}
	return errors.Join(errs...)
}

func deref(p *release.Pointer) release.Pointer {
	if p == nil {
		return release.Pointer{}
	}
	return *p
}

// observeBundles lists the ConfigMaps that hold parts of the Bot's releases.
func (r *Reconciler) observeBundles(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	list := &corev1.ConfigMapList{}
	options := []client.ListOption{client.InNamespace(bot.Namespace), client.UnsafeDisableDeepCopy}
	if r.indexed {
		options = append(options, client.MatchingFields{index.BundlesByBot.Field: bot.Name})
	} else {
		options = append(options, client.MatchingLabels(selector(bot)), client.HasLabels{release.LabelRelease})
	}
	if err := r.List(ctx, list, options...); err != nil {
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
	if composed.packed == nil {
		return nil
	}
	return r.createBundle(ctx, bot, *composed.packed)
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
