// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/contract/release"
)

// observation is all that a reconcile knows.
type observation struct {
	// history are the Bot's BotReleases, newest first; the first is live. bundles are the
	// ConfigMaps with their content, by name.
	history []*v1alpha1.BotRelease
	bundles map[string]*corev1.ConfigMap
	// strangers are BotReleases that the operator did not make, and does not serve. lost is why
	// what is live cannot be read; nil: it can.
	strangers []string
	lost      error
	// exists says which Intents of the namespace are there. drafts are the revisions of those
	// that the Bot's batches name, once every batch is complete; nil before.
	exists map[string]bool
	drafts map[string]string
	// refusals are the candidates that cannot be served beside what is live.
	refusals []v1alpha1.RefusedCandidate

	// policyRef is the policy that the spec names, in its newest accepted revision; nil with
	// policyProblem saying why.
	policyRef     *v1alpha1.ReleasedPolicy
	policyProblem string
	// policyOnlyMore and policyChange compare it with the live one.
	policyOnlyMore bool
	policyChange   string
	// policies are those of the releases that pods may serve, as far as they mount what they name.
	policies []release.Policy
	// tables of word vectors are those of the same releases.
	tables []release.Vectors

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
	// pointerImmutable is true when somebody made it so: it must be made again before anything
	// has to be changed in it.
	pointerImmutable bool
	// previous is the pointer as the reconcile found it; pods may still be loading by it.
	previous *release.Pointer
	// salts are those of the rollout that was composed and of earlier ones; none: none was.
	salts []v1alpha1.RolloutSalt

	// missingSecrets names a field of the spec, and the Secret that it refers to in vain.
	// untoldSecrets is true while no pod has said whether it finds its Secrets.
	missingSecrets []string
	untoldSecrets  bool

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

// observe reads what decides what is live, before anything that may be slow. It returns an
// error only when the API server does not answer; what people can mend is part of the
// observation.
func (r *Reconciler) observe(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	for _, step := range []func(context.Context, *v1alpha1.Bot, *observation) error{
		r.observeReleases, r.observeIntents, r.observePolicy, r.observeDeployment,
	} {
		if err := step(ctx, bot, seen); err != nil {
			return err
		}
	}
	seen.now = time.Now()
	if r.Clock != nil {
		seen.now = r.Clock.Now()
	}
	return nil
}

// observeIntents looks which Intents are there. One that is live and is missing from the
// cache is asked for once more: only a deletion takes an answer out.
func (r *Reconciler) observeIntents(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	var intents v1alpha1.IntentList
	if err := r.List(ctx, &intents, client.InNamespace(bot.Namespace), client.MatchingFields{index.IntentsByBot.Field: bot.Name}, client.UnsafeDisableDeepCopy); err != nil {
		return fmt.Errorf("listing Intents: %w", err)
	}
	seen.exists = map[string]bool{}
	accepted := map[string]string{}
	for i := range intents.Items {
		intent := &intents.Items[i]
		if !intent.DeletionTimestamp.IsZero() {
			continue
		}
		seen.exists[intent.Name] = true
		if intent.Status.Revision != "" && intent.Status.ObservedGeneration == intent.Generation &&
			apimeta.IsStatusConditionTrue(intent.Status.Conditions, v1alpha1.ConditionAccepted) {
			accepted[intent.Name] = intent.Status.Revision
		}
	}
	seen.drafts = complete(seen.batches, accepted)
	snapshot := seen.snapshot(bot)
	for _, name := range snapshot.Gone() {
		intent := &v1alpha1.Intent{}
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: bot.Namespace, Name: name}, intent)
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("looking for Intent %s: %w", name, err)
		}
		seen.exists[name] = err == nil && intent.DeletionTimestamp.IsZero() && intent.Spec.BotRef.Name == bot.Name
	}
	return nil
}

// complete returns the accepted revisions of everything that batches name, or nil while
// something is missing, or a batch is not accepted: only an accepted spec changes what is live.
func complete(batches []v1alpha1.IntentBatch, accepted map[string]string) map[string]string {
	drafts := map[string]string{}
	for i := range batches {
		if batches[i].Spec.State == v1alpha1.BatchHeld {
			continue
		}
		if !acceptedBatch(&batches[i]) {
			return nil
		}
		for _, name := range batches[i].Spec.Intents {
			if accepted[name] == "" {
				return nil
			}
			drafts[name] = accepted[name]
		}
	}
	return drafts
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
	ref := v1alpha1.ReleasedPolicy{Name: name, Revision: policy.Status.AcceptedRevision}
	if len(seen.history) > 0 && seen.history[0].Spec.EscalationPolicy == ref {
		seen.policyRef = &ref
		return nil
	}
	content, err := r.readPolicy(ctx, bot.Namespace, ref)
	if invalid := new(invalidError); errors.As(err, &invalid) {
		seen.policyProblem = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	seen.policyRef = &ref
	if len(seen.history) > 0 {
		if before, err := r.liveContent(ctx, bot, seen.history[0]); err == nil {
			seen.policyOnlyMore = release.OnlyHandsOverMore(before.Policy, content)
			seen.policyChange = release.DescribePolicyChange(before.Policy, content)
		}
	}
	return nil
}

func (r *Reconciler) observeBatches(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	list := &v1alpha1.IntentBatchList{}
	if err := r.List(ctx, list, client.InNamespace(bot.Namespace), client.MatchingFields{index.BatchesByBot.Field: bot.Name}); err != nil {
		return fmt.Errorf("listing IntentBatches: %w", err)
	}
	for i := range list.Items {
		batch := list.Items[i]
		if batch.DeletionTimestamp.IsZero() {
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
