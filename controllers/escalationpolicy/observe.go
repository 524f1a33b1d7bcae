// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/contract/policy"
	"github.com/intentops/intentops/internal/contract/release"
)

// maxBots is how many Bots the status lists.
const maxBots = 1000

// observation is all that a reconcile knows.
type observation struct {
	// content is what the spec means to a bot, where problem is nil.
	content release.Policy
	// problem with the spec; reason is for the condition.
	problem error
	reason  string
	// bots that name the policy, sorted.
	bots []string
	// channels by which their customers come, sorted; nil: there are no such Bots.
	channels []string
}

// observe reads everything that decides about the policy. It returns an error only when
// the API server does not answer; what people can mend is part of the observation.
func (r *Reconciler) observe(ctx context.Context, p *v1alpha1.EscalationPolicy) (*observation, error) {
	seen := &observation{}
	seen.check(p)

	bots := &v1alpha1.BotList{}
	if err := r.List(ctx, bots, client.InNamespace(p.Namespace), client.UnsafeDisableDeepCopy,
		client.MatchingFields{index.BotsByPolicy.Field: p.Name}); err != nil {
		return nil, fmt.Errorf("listing Bots: %w", err)
	}
	for i := range bots.Items {
		seen.bots = append(seen.bots, bots.Items[i].Name)
		for _, channel := range bots.Items[i].Spec.Channels {
			seen.channels = append(seen.channels, channel.Name)
		}
	}
	slices.Sort(seen.channels)
	seen.channels = slices.Compact(seen.channels)
	slices.Sort(seen.bots)
	seen.bots = seen.bots[:min(maxBots, len(seen.bots))]
	return seen, nil
}

// check compiles the spec.
func (o *observation) check(p *v1alpha1.EscalationPolicy) {
	if o.content, o.problem = release.FromPolicy(p.Spec, p.Name); o.problem != nil {
		o.reason = v1alpha1.ReasonInvalidSpec
		return
	}
	if _, err := policy.Compile(o.content); err != nil {
		// One line for each rule; a condition's message is read on one.
		o.problem = errors.New("spec." + strings.ReplaceAll(err.Error(), "\n", "; spec."))
		o.reason = v1alpha1.ReasonCompileFailed
	}
}
