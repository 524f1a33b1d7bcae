// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/release"
)

// observation is all that a reconcile knows.
type observation struct {
	// policy in force; nil with policyProblem saying why.
	policy        *release.Policy
	policyProblem string

	// batches of the bot that are not being deleted, sorted by name.
	batches []v1alpha1.IntentBatch
	// rolling is the batch whose rollout is under way; nil: none.
	rolling *v1alpha1.IntentBatch

	// pointer as the pods see it; nil: there is none yet. Each write brings it up to date.
	pointer *release.Pointer
	// pointerVersion is the resource version that a change of the pointer must be based on.
	pointerVersion string
	// pointerProblem is why the pointer cannot be written: its name is somebody else's, or
	// guard failed.
	pointerProblem error
	// pointerLost is true when the pointer is not there, or cannot be read, although there was
	// one: pointer is what the status remembers, and must be written.
	pointerLost bool
	// pointerImmutable is true when somebody made it so: it must be made anew before anything
	// has to be changed in it.
	pointerImmutable bool
	// previous is the pointer as the reconcile found it; pods may still be loading by it.
	previous *release.Pointer

	// missingSecrets names a field of the spec, and the Secret that it refers to in vain.
	missingSecrets []string

	deployment *appsv1.Deployment
	// podCause is why pods are missing, as far as they say.
	podCause string
	loaded   loaded

	now time.Time
}

// observeRollouts reads what guard needs.
func (r *Reconciler) observeRollouts(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	if err := r.observePointer(ctx, bot, seen); err != nil {
		return err
	}
	return r.observeBatches(ctx, bot, seen)
}

// observe reads everything else that decides about the bot. It returns an error only when
// the API server does not answer; what people can mend is part of the observation.
func (r *Reconciler) observe(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	for _, step := range []func(context.Context, *v1alpha1.Bot, *observation) error{
		r.observePolicy, r.observeSecrets, r.observeDeployment, r.observePods,
	} {
		if err := step(ctx, bot, seen); err != nil {
			return err
		}
	}
	r.observeLoaded(ctx, bot, seen)
	seen.now = time.Now()
	if r.Clock != nil {
		seen.now = r.Clock.Now()
	}
	return nil
}

func (r *Reconciler) observePolicy(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	name := bot.Spec.EscalationPolicyRef.Name
	policy := &v1alpha1.EscalationPolicy{}
	err := r.Get(ctx, types.NamespacedName{Namespace: bot.Namespace, Name: name}, policy)
	if apierrors.IsNotFound(err) {
		seen.policyProblem = fmt.Sprintf("spec.escalationPolicyRef.name: there is no EscalationPolicy %q in this namespace: create it or correct the name", name)
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading EscalationPolicy %s: %w", name, err)
	}
	if policy.Status.AcceptedRevision == "" {
		seen.policyProblem = fmt.Sprintf("spec.escalationPolicyRef.name: EscalationPolicy %q was never accepted: kubectl describe escalationpolicy %s says why", name, name)
		return nil
	}
	stored, err := r.revision(ctx, bot.Namespace, policy.Status.AcceptedRevision)
	if apierrors.IsNotFound(err) {
		seen.policyProblem = fmt.Sprintf("ControllerRevision %q of EscalationPolicy %q is not there", policy.Status.AcceptedRevision, name)
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading revision of EscalationPolicy %s: %w", name, err)
	}
	content, err := revision.ReadPolicy(stored)
	if err != nil {
		seen.policyProblem = err.Error()
		return nil //nolint:nilerr // what the revision holds is a fact about the Bot
	}
	seen.policy = &content
	return nil
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

func (r *Reconciler) observeBatches(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	list := &v1alpha1.IntentBatchList{}
	if err := r.List(ctx, list, client.InNamespace(bot.Namespace)); err != nil {
		return fmt.Errorf("listing IntentBatches: %w", err)
	}
	for i := range list.Items {
		batch := list.Items[i]
		if batch.Spec.BotRef.Name == bot.Name && batch.DeletionTimestamp.IsZero() {
			seen.batches = append(seen.batches, batch)
		}
	}
	slices.SortFunc(seen.batches, func(a, b v1alpha1.IntentBatch) int { return strings.Compare(a.Name, b.Name) })
	for i := range seen.batches {
		batch := &seen.batches[i]
		// The batch controller lets one batch of a bot roll at a time. Should two ever claim
		// to, the older wins, as it does there, and the other waits at what customers have.
		if batch.Status.Rollout != "" && batch.Status.Result == "" &&
			(seen.rolling == nil || batch.CreationTimestamp.Before(&seen.rolling.CreationTimestamp)) {
			seen.rolling = batch
		}
	}
	return nil
}

// observeSecrets asks for the Secrets' metadata only: their content stays out of this
// process.
func (r *Reconciler) observeSecrets(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	for _, ref := range secretRefs(bot, seen.policy) {
		if len(validation.IsDNS1123Subdomain(ref.secret)) > 0 {
			seen.missingSecrets = append(seen.missingSecrets, fmt.Sprintf("%s: %q is no name of a Secret: correct it", ref.field, ref.secret))
			continue
		}
		secret := &metav1.PartialObjectMetadata{}
		secret.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Secret"))
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: bot.Namespace, Name: ref.secret}, secret)
		if apierrors.IsNotFound(err) {
			seen.missingSecrets = append(seen.missingSecrets,
				fmt.Sprintf("%s: there is no Secret %q in this namespace: create it with the key %q", ref.field, ref.secret, ref.key))
			continue
		}
		if err != nil {
			return fmt.Errorf("looking for Secret %s: %w", ref.secret, err)
		}
	}
	return nil
}

func (r *Reconciler) observeDeployment(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	deployment := &appsv1.Deployment{}
	err := r.Get(ctx, client.ObjectKeyFromObject(bot), deployment)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the Deployment: %w", err)
	}
	if metav1.IsControlledBy(deployment, bot) {
		seen.deployment = deployment
		seen.loaded.ready = deployment.Status.ReadyReplicas
	}
	return nil
}
