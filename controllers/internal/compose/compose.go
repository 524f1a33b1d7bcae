// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package compose makes the releases of a Bot from the revisions that the statuses of its
// IntentBatches name. The Bot controller serves them; the IntentBatch controller asks before
// a rollout begins whether there will be one to serve.
package compose

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/release"
)

// InvalidError is a release that cannot be made of what there is. Trying again does not
// help; another content does.
type InvalidError struct{ Err error }

// Error says what does not fit.
func (e *InvalidError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *InvalidError) Unwrap() error { return e.Err }

// Reader reads a ControllerRevision of the Bot's namespace.
type Reader func(ctx context.Context, name string) (*appsv1.ControllerRevision, error)

// Intents reads the revisions that batches of a Bot serve; where a rolling batch is given,
// its candidates are laid over them. Where several batches serve an intent, as while it
// moves, the oldest one's counts. The error is an *InvalidError, or one of reading.
func Intents(ctx context.Context, read Reader, batches []v1alpha1.IntentBatch, rolling *v1alpha1.IntentBatch) ([]release.Intent, error) {
	var intents []release.Intent
	taken := map[string]bool{}
	for _, batch := range inOrder(batches, rolling) {
		for _, intent := range batch.Status.Intents {
			name := intent.Stable
			if rolling != nil && batch.Name == rolling.Name {
				name = intent.Candidate
			}
			if name == "" || taken[intent.Name] {
				continue
			}
			content, err := readIntent(ctx, read, intent.Name, name)
			if err != nil {
				return nil, fmt.Errorf("IntentBatch %s: %w", batch.Name, err)
			}
			taken[intent.Name] = true
			intents = append(intents, content)
		}
	}
	return intents, nil
}

// inOrder returns the rolling batch, then the others, oldest first.
func inOrder(batches []v1alpha1.IntentBatch, rolling *v1alpha1.IntentBatch) []*v1alpha1.IntentBatch {
	var ordered []*v1alpha1.IntentBatch
	for i := range batches {
		if rolling == nil || batches[i].Name != rolling.Name {
			ordered = append(ordered, &batches[i])
		}
	}
	slices.SortFunc(ordered, func(a, b *v1alpha1.IntentBatch) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	if rolling != nil {
		ordered = slices.Insert(ordered, 0, rolling)
	}
	return ordered
}

func readIntent(ctx context.Context, read Reader, intent, name string) (release.Intent, error) {
	stored, err := read(ctx, name)
	if apierrors.IsNotFound(err) {
		return release.Intent{}, &InvalidError{fmt.Errorf("ControllerRevision %q of Intent %q is not there", name, intent)}
	}
	if err != nil {
		return release.Intent{}, fmt.Errorf("reading ControllerRevision %s: %w", name, err)
	}
	content, err := revision.ReadIntent(stored)
	if err != nil {
		return release.Intent{}, &InvalidError{err}
	}
	return content, nil
}

// Pack compiles intents and packs them. The error is an *InvalidError.
func Pack(intents []release.Intent, policy release.Policy) (release.Bundle, error) {
	compiled, err := release.Compile(intents, policy)
	if err != nil {
		return release.Bundle{}, &InvalidError{err}
	}
	bundle, err := release.Pack(compiled)
	if err != nil {
		return release.Bundle{}, &InvalidError{err}
	}
	return bundle, nil
}
