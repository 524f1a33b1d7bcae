// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// madeAgain commits the exported release and deletes the namespace. Flux makes it again, and the
// Bot serves what it served, without any rollout.
func (g *gitOps) madeAgain(t *testing.T) {
	g.customers.Stop()
	live, answers := g.newest(t), g.liveAnswers(t)
	g.write(t, "bots/support/live.yaml", []byte(g.plugin(t, "release", "export", harness.BotName, "-n", harness.Namespace)))
	commit := g.commit(t, "What is live")
	g.green(t, commit, infrastructure, bots, batches)
	g.same(t, live)
	g.atRest(t)

	// Flux that is just waiting for objects would not notice for minutes that they are gone.
	g.suspended(t, true, infrastructure, bots, batches)
	must(t, g.DeleteNamespace(g.ctx, harness.Namespace))
	g.suspended(t, false, infrastructure, bots, batches)
	g.served(t, "what was live", live)
	g.green(t, commit, infrastructure, bots, batches)
	for _, name := range []string{"first", "week-2"} {
		if b := g.batch(t, name, "to be promoted", soon, promoted); !b.Status.StartedAt.IsZero() {
			t.Errorf("%s rolled: %+v", name, b.Status)
		}
	}
	g.callBot(t)
	if diff := cmp.Diff(answers, g.liveAnswers(t)); diff != "" {
		t.Errorf("answers (-before +from Git):\n%s", diff)
	}
	g.atRest(t)
}

// gone removes the Kustomizations, and with them all that they applied.
func (g *gitOps) gone(t *testing.T) {
	for _, name := range []string{batches, bots, infrastructure} {
		k := g.fluxObject(kustomizationKind, name)
		must(t, g.Delete(g.ctx, k))
		must(t, harness.WaitFor(g.ctx, "Kustomization "+name+" to go", fluxTimeout, func(ctx context.Context) (bool, string) {
			err := g.Get(ctx, client.ObjectKeyFromObject(k), k)
			return apierrors.IsNotFound(err), fmt.Sprint(err)
		}))
	}
	for _, kind := range []string{"IntentBatch", "Bot", "Intent", "EscalationPolicy"} {
		if list := g.listed(t, kind); len(list) > 0 {
			t.Errorf("%d objects of the kind %s are left", len(list), kind)
		}
	}
	must(t, harness.WaitFor(g.ctx, "the Bot's releases to go with it", podTimeout, func(ctx context.Context) (bool, string) {
		list := &v1alpha1.BotReleaseList{}
		err := g.List(ctx, list)
		return err == nil && len(list.Items) == 0, fmt.Sprintf("%d %v", len(list.Items), err)
	}))
	must(t, g.RemoveFlux(g.ctx))
	must(t, g.Uninstall(g.ctx))
}
