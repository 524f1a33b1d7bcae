// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package apply writes child objects by server-side apply, and only when there is
// something to write: an operator at rest sends nothing.
package apply

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
)

// AnnotationApplied is on every applied object: a hash of what was applied. By it an operator
// that begins knows that it need not apply it once more.
const AnnotationApplied = "intentops.dev/applied"

// Result says what an apply did.
type Result int

// The results of an apply.
const (
	// Unchanged means that the object is as wanted; nothing was sent, or nothing changed.
	Unchanged Result = iota
	// Created means that the object did not exist.
	Created
	// Updated means that the wanted object is another than the last time.
	Updated
	// Repaired means that somebody else had changed the object.
	Repaired
)

// Applier applies objects for one controller. It remembers what it applied and which
// version of the object came back; while both stay the same it sends nothing.
type Applier struct {
	client client.Client
	live   client.Reader
	owner  string

	mu   sync.Mutex
	seen map[string]applied
}

type applied struct {
	wanted  [sha256.Size]byte
	version string
}

// New returns an Applier that writes as the field owner given. live reads past the cache of
// c, which may leave out what others made.
func New(c client.Client, live client.Reader, owner string) *Applier {
	return &Applier{client: c, live: live, owner: owner, seen: map[string]applied{}}
}

// Apply makes wanted, with exactly the fields that are set in it. The live object is read
// through the client's cache; where that has none, past it. An object of somebody else is
// left alone: see CheckOwner for the errors.
func (a *Applier) Apply(ctx context.Context, wanted client.Object) (Result, error) {
	gvk, err := apiutil.GVKForObject(wanted, a.client.Scheme())
	if err != nil {
		return Unchanged, fmt.Errorf("kind of %T: %w", wanted, err)
	}
	raw, err := json.Marshal(wanted)
	if err != nil {
		return Unchanged, fmt.Errorf("encoding %s %s: %w", gvk.Kind, wanted.GetName(), err)
	}
	key := gvk.Kind + "/" + wanted.GetNamespace() + "/" + wanted.GetName()
	hash := sha256.Sum256(append(raw, gvk.String()...))

	live, exists, err := a.find(ctx, wanted)
	if err != nil {
		return Unchanged, fmt.Errorf("reading %s %s: %w", gvk.Kind, wanted.GetName(), err)
	}
	if exists {
		if err := CheckOwner(gvk.Kind, live, wanted); err != nil {
			return Unchanged, err
		}
	}

	a.mu.Lock()
	last, known := a.seen[key]
	a.mu.Unlock()
	if exists && known && last.wanted == hash && last.version == live.GetResourceVersion() {
		return Unchanged, nil
	}
	u, err := intent(wanted, gvk)
	if err != nil {
		return Unchanged, err
	}
	annotations := u.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[AnnotationApplied] = hex.EncodeToString(hash[:8])
	u.SetAnnotations(annotations)
	if exists && !known && holds(live, u) {
		// As an earlier operator left it.
		a.remember(key, applied{wanted: hash, version: live.GetResourceVersion()})
		return Unchanged, nil
	}

	if err := a.client.Apply(ctx, client.ApplyConfigurationFromUnstructured(u), client.FieldOwner(a.owner), client.ForceOwnership); err != nil {
		return Unchanged, fmt.Errorf("applying %s %s: %w", u.GetKind(), u.GetName(), err)
	}
	a.remember(key, applied{wanted: hash, version: u.GetResourceVersion()})

	switch {
	case !exists:
		return Created, nil
	case u.GetResourceVersion() == live.GetResourceVersion():
		return Unchanged, nil
	case !known || last.wanted != hash:
		return Updated, nil
	case u.GetGeneration() != 0 && u.GetGeneration() == live.GetGeneration():
		// Only the object's status moved.
		return Unchanged, nil
	}
	return Repaired, nil
}

func (a *Applier) remember(key string, what applied) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seen[key] = what
}

// holds says whether an object is as wanted, so that applying it would change nothing: the same
// was applied last, by its hash, so there is no field to remove; and every field in it has its
// value still. Where the API server writes a value in another way it does not hold, and is
// applied, which does no harm.
func holds(live client.Object, wanted *unstructured.Unstructured) bool {
	if live.GetAnnotations()[AnnotationApplied] != wanted.GetAnnotations()[AnnotationApplied] {
		return false
	}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(live)
	if err != nil {
		return false
	}
	// What is read from a cache does not say its kind.
	content["apiVersion"], content["kind"] = wanted.GetAPIVersion(), wanted.GetKind()
	return contains(content, wanted.Object)
}

// contains says whether everything in part is in whole. Lists are of the same length: what
// the API server adds are fields of their items.
func contains(whole, part any) bool {
	switch part := part.(type) {
	case map[string]any:
		w, ok := whole.(map[string]any)
		if !ok {
			return false
		}
		for key, value := range part {
			if in, found := w[key]; !found && value != nil || !contains(in, value) {
				return false
			}
		}
		return true
	case []any:
		w, ok := whole.([]any)
		if !ok || len(w) != len(part) {
			return false
		}
		for i := range part {
			if !contains(w[i], part[i]) {
				return false
			}
		}
		return true
	case nil:
		return true
	}
	return reflect.DeepEqual(whole, part)
}

// find reads the object of wanted's name, for reading only.
func (a *Applier) find(ctx context.Context, wanted client.Object) (live client.Object, exists bool, err error) {
	for _, reader := range []client.Reader{a.client, a.live} {
		// A fresh one: a decoder keeps what the object read does not set.
		live = reflect.New(reflect.TypeOf(wanted).Elem()).Interface().(client.Object)
		if err = reader.Get(ctx, client.ObjectKeyFromObject(wanted), live, client.UnsafeDisableDeepCopy); !apierrors.IsNotFound(err) {
			return live, err == nil, err
		}
	}
	return live, false, nil
}

// Forget drops what is remembered of objects, of whatever kind, whose owner is gone.
func (a *Applier) Forget(namespace string, names ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for key := range a.seen {
		if slices.ContainsFunc(names, func(name string) bool { return strings.HasSuffix(key, "/"+namespace+"/"+name) }) {
			delete(a.seen, key)
		}
	}
}

// intent returns wanted without the fields that the API server owns.
func intent(wanted client.Object, gvk schema.GroupVersionKind) (*unstructured.Unstructured, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(wanted)
	if err != nil {
		return nil, fmt.Errorf("converting %s %s: %w", gvk.Kind, wanted.GetName(), err)
	}
	u := &unstructured.Unstructured{Object: content}
	u.SetGroupVersionKind(gvk)
	unstructured.RemoveNestedField(u.Object, "status")
	unstructured.RemoveNestedField(u.Object, "metadata", "creationTimestamp")
	unstructured.RemoveNestedField(u.Object, "metadata", "resourceVersion")
	unstructured.RemoveNestedField(u.Object, "metadata", "managedFields")
	return u, nil
}
