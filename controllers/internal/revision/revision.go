// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package revision keeps what an Intent or EscalationPolicy said, as ControllerRevisions
// that it owns and whose names are hashes of the content. They make a rollback exact.
package revision

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	// Kept is how many of the newest revisions stay, beside those in use.
	Kept = 10
	// attempts bounds how many names are tried. With 40 bits of hash, two contents of one
	// object share a name once in a trillion; more than a few times means something else.
	attempts = 5
)

// Store keeps the revisions of one kind.
type Store struct {
	// Client reads from the cache and writes.
	Client client.Client
	// Live reads from the API server, for what the cache does not hold yet or at all.
	Live client.Reader
	// FieldOwner of what is written.
	FieldOwner string
	// Indexed says that Client is a cache with the index RevisionsByOwner, so that an owner's
	// revisions are found without a look at all others.
	Indexed bool
}

// Ensure returns the owner's revision with the given content, and whether it was created
// just now. A revision that lost its owner is adopted.
func (s Store) Ensure(ctx context.Context, owner client.Object, content Content) (*appsv1.ControllerRevision, bool, error) {
	for attempt := range attempts {
		revision, created, err := s.getOrCreate(ctx, owner, content, content.name(owner.GetName(), attempt))
		if err != nil {
			return nil, false, err
		}
		if created {
			return revision, true, nil
		}
		if !content.equals(revision) {
			continue
		}
		taken, err := s.adopt(ctx, owner, content, revision)
		if err != nil {
			return nil, false, err
		}
		if !taken {
			return revision, false, nil
		}
	}
	return nil, false, fmt.Errorf("no name is free for the revision of %s: %s and %d more hold other content",
		owner.GetName(), content.name(owner.GetName(), 0), attempts-1)
}

func (s Store) getOrCreate(ctx context.Context, owner client.Object, content Content, name string) (*appsv1.ControllerRevision, bool, error) {
	key := client.ObjectKey{Namespace: owner.GetNamespace(), Name: name}
	revision := &appsv1.ControllerRevision{}
	err := s.Client.Get(ctx, key, revision)
	if err == nil {
		return revision, false, nil
	}
	if !apierrors.IsNotFound(err) {
		return nil, false, fmt.Errorf("reading ControllerRevision %s: %w", name, err)
	}
	if revision, err = s.make(ctx, owner, content, name); err != nil {
		return nil, false, err
	}
	err = s.Client.Create(ctx, revision, client.FieldOwner(s.FieldOwner))
	if err == nil {
		return revision, true, nil
	}
	if !apierrors.IsAlreadyExists(err) {
		return nil, false, fmt.Errorf("creating ControllerRevision %s: %w", name, err)
	}
	// The cache is behind, or the revision is somebody else's and not in our cache.
	revision = &appsv1.ControllerRevision{}
	if err := s.Live.Get(ctx, key, revision); err != nil {
		return nil, false, fmt.Errorf("reading ControllerRevision %s: %w", name, err)
	}
	return revision, false, nil
}

func (s Store) make(ctx context.Context, owner client.Object, content Content, name string) (*appsv1.ControllerRevision, error) {
	existing, err := s.List(ctx, owner)
	if err != nil {
		return nil, err
	}
	var newest int64
	for i := range existing {
		newest = max(newest, existing[i].Revision)
	}
	reference, err := s.ownerReference(owner)
	if err != nil {
		return nil, err
	}
	return &appsv1.ControllerRevision{
		ObjectMeta: metav1.ObjectMeta{
			Namespace:       owner.GetNamespace(),
			Name:            name,
			Labels:          content.labels,
			OwnerReferences: []metav1.OwnerReference{reference},
		},
		Data:     runtime.RawExtension{Raw: content.data},
		Revision: newest + 1,
	}, nil
}

// adopt makes owner the controller of a revision with the right content, unless something
// else controls it, which it reports as taken. An object of the same name and kind but with
// another UID is the owner's predecessor, which is gone.
func (s Store) adopt(ctx context.Context, owner client.Object, content Content, revision *appsv1.ControllerRevision) (taken bool, err error) {
	reference, err := s.ownerReference(owner)
	if err != nil {
		return false, err
	}
	if !revision.DeletionTimestamp.IsZero() {
		return false, fmt.Errorf("ControllerRevision %s is being deleted", revision.Name)
	}
	if current := metav1.GetControllerOfNoCopy(revision); current != nil {
		if current.UID == owner.GetUID() && hasLabels(revision, content.labels) {
			return false, nil
		}
		if current.Kind != reference.Kind || current.Name != reference.Name {
			return true, nil
		}
	}
	adopted := revision.DeepCopy()
	adopted.OwnerReferences = slices.DeleteFunc(adopted.OwnerReferences, func(r metav1.OwnerReference) bool {
		return r.Controller != nil && *r.Controller || r.UID == owner.GetUID()
	})
	adopted.OwnerReferences = append(adopted.OwnerReferences, reference)
	if adopted.Labels == nil {
		adopted.Labels = map[string]string{}
	}
	maps.Copy(adopted.Labels, content.labels)
	// Update and not patch: owner references are a list, and the version that was read
	// guards against a change of it meanwhile.
	if err := s.Client.Update(ctx, adopted, client.FieldOwner(s.FieldOwner)); err != nil {
		return false, fmt.Errorf("adopting ControllerRevision %s: %w", revision.Name, err)
	}
	adopted.DeepCopyInto(revision)
	return false, nil
}

func hasLabels(obj client.Object, wanted map[string]string) bool {
	for key, value := range wanted {
		if obj.GetLabels()[key] != value {
			return false
		}
	}
	return true
}

// ownerReference does not block the owner's deletion: that would take permission on the
// owner's finalizers, and nothing needs it.
func (s Store) ownerReference(owner client.Object) (metav1.OwnerReference, error) {
	gvk, err := apiutil.GVKForObject(owner, s.Client.Scheme())
	if err != nil {
		return metav1.OwnerReference{}, fmt.Errorf("finding the kind of %s: %w", owner.GetName(), err)
	}
	return metav1.OwnerReference{
		APIVersion: gvk.GroupVersion().String(),
		Kind:       gvk.Kind,
		Name:       owner.GetName(),
		UID:        owner.GetUID(),
		Controller: new(true),
	}, nil
}

// List returns the owner's revisions, newest first.
func (s Store) List(ctx context.Context, owner client.Object) ([]appsv1.ControllerRevision, error) {
	label := release.LabelIntent
	if _, isPolicy := owner.(*v1alpha1.EscalationPolicy); isPolicy {
		label = release.LabelPolicy
	}
	by := client.ListOption(client.MatchingLabels{label: owner.GetName()})
	if s.Indexed {
		by = client.MatchingFields{index.RevisionsByOwner.Field: index.RevisionOwner(label, owner.GetName())}
	}
	list := &appsv1.ControllerRevisionList{}
	if err := s.Client.List(ctx, list, client.InNamespace(owner.GetNamespace()), by); err != nil {
		return nil, fmt.Errorf("listing the revisions of %s: %w", owner.GetName(), err)
	}
	owned := slices.DeleteFunc(list.Items, func(r appsv1.ControllerRevision) bool { return !metav1.IsControlledBy(&r, owner) })
	slices.SortFunc(owned, func(a, b appsv1.ControllerRevision) int {
		return cmp.Or(cmp.Compare(b.Revision, a.Revision), cmp.Compare(a.Name, b.Name))
	})
	return owned, nil
}

// Prune deletes the owner's revisions but those in use and the newest Kept others.
func (s Store) Prune(ctx context.Context, owner client.Object, inUse sets.Set[string]) error {
	revisions, err := s.List(ctx, owner)
	if err != nil {
		return err
	}
	spare := 0
	for i := range revisions {
		revision := &revisions[i]
		if inUse.Has(revision.Name) {
			continue
		}
		if spare++; spare <= Kept || !revision.DeletionTimestamp.IsZero() {
			continue
		}
		err := s.Client.Delete(ctx, revision, client.Preconditions{UID: new(revision.UID)})
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("deleting ControllerRevision %s: %w", revision.Name, err)
		}
	}
	return nil
}
