// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"
	"time"

	"github.com/intentops/intentops/test/harness"
)

// gitOps is a suite in which nothing is applied by hand: the real source-controller and
// kustomize-controller of Flux apply a Git repository, by the Kustomizations of config/flux.
type gitOps struct {
	*suite
	repo *harness.Repository
	// fluxEnded waits until Flux's processes have ended.
	fluxEnded func()
}

// The Kustomizations of config/flux.
const (
	infrastructure = "intentops"
	bots           = "support"
	batches        = "support-batches"
)

// fluxSees is longer than Flux takes to look twice at objects that it waits for, which it does
// every five seconds.
const fluxSees = 12 * time.Second

// TestGitOps is one story about a repository: each part goes on where the one before ended.
func TestGitOps(t *testing.T) {
	g := &gitOps{suite: begin(t), fluxEnded: func() {}}
	t.Cleanup(func() { g.fluxEnded() })
	for _, part := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"nothing is green before the operator has seen it", g.unseen},
		{"a batch rolls and is promoted, and is green all the while", g.rolledOut},
		{"what is applied again and again changes nothing", g.atRest},
		{"a reverted commit serves the earlier revisions at once", g.reverted},
		{"a renamed file, a renamed batch and a typo change nothing for customers", g.mistakes},
		{"a batch that waits for an approval holds no commit back", g.approved},
		{"Flux undoes what the plugin applied, and leaves it while it is suspended", g.byHand},
		{"a rollback turns the Kustomization red", g.red},
		{"a namespace that is made again from Git serves what was live", g.madeAgain},
		{"everything goes with Git", g.gone},
	} {
		began := time.Now()
		if !t.Run(part.name, part.run) {
			g.explainFlux(t)
			t.Fatalf("%s: failed; everything is left as it is", part.name)
		}
		t.Logf("%s: %.0f seconds", part.name, time.Since(began).Seconds())
	}
}
