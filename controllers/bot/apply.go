// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/apply"
	"github.com/intentops/intentops/internal/release"
)

// outcome is what apply did.
type outcome struct {
	// invalid is a fault that only a person can mend; nothing was changed for the part that
	// it concerns, and what was live stays live.
	invalid error
	// invalidReason is the condition's reason for invalid.
	invalidReason string
	// waiting says what must come first; empty: nothing.
	waiting string
	// err may pass when it is tried again.
	err error

	// live is the number of intents in the stable release.
	live int
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
	if seen.policy == nil {
		done.waiting = seen.policyProblem
		return done
	}
	composed, err := r.compose(ctx, bot, seen)
	if err != nil {
		done.invalid, done.invalidReason = err, v1alpha1.ReasonReleaseInvalid
		return done
	}
	done.live = composed.live
	pointer := pointerFor(bot, composed)

	objects := identityObjects(bot, append(bundleNames(pointer), bundleNames(deref(seen.previous))...))
	if err := r.applyAll(ctx, bot, objects, &done); err != nil {
		done.err = err
		return done
	}
	if err := r.createBundles(ctx, bot, composed); err != nil {
		done.err = err
		return done
	}
	if err := r.applyPointer(ctx, bot, seen, pointer); err != nil {
		done.err = err
		return done
	}
	done.composed = true

	seen.loaded.want = *seen.pointer
	deployment, err := deploymentFor(bot, seen.policy, r.Image)
	if err != nil {
		done.invalid, done.invalidReason = err, v1alpha1.ReasonTemplateInvalid
		return done
	}
	if err := r.applyAll(ctx, bot, append(serviceObjects(bot), deployment), &done); err != nil {
		done.err = err
		return done
	}
	if seen.deployment != nil {
		seen.loaded.ready = seen.deployment.Status.ReadyReplicas
	}
	done.err = r.pruneBundles(ctx, bot, *seen.pointer, seen.previous)
	return done
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
