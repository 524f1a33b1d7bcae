// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// batches are all batches of the Bot, the planned one included, oldest first. Those that
// are being deleted no longer count.
func (s *Snapshot) batches() []*v1alpha1.IntentBatch {
	var all []*v1alpha1.IntentBatch
	for _, b := range append([]*v1alpha1.IntentBatch{s.Batch}, s.Siblings...) {
		if b.DeletionTimestamp.IsZero() {
			all = append(all, b)
		}
	}
	slices.SortFunc(all, func(a, b *v1alpha1.IntentBatch) int {
		switch {
		case older(a, b):
			return -1
		case older(b, a):
			return 1
		}
		return 0
	})
	return all
}

// older orders batches fairly and the same way for everybody: by age, then by name.
func older(a, b *v1alpha1.IntentBatch) bool {
	if !a.CreationTimestamp.Equal(&b.CreationTimestamp) {
		return a.CreationTimestamp.Before(&b.CreationTimestamp)
	}
	return a.Name < b.Name
}

// checkDependencies checks that dependsOn names batches of the Bot and leads nowhere back.
func (s *Snapshot) checkDependencies(b *v1alpha1.IntentBatch) []problem {
	byName := map[string]*v1alpha1.IntentBatch{}
	for _, other := range s.batches() {
		byName[other.Name] = other
	}
	if path := cycle(byName, b.Name); path != nil {
		return []problem{{v1alpha1.ReasonDependencyCycle, fmt.Sprintf(
			"spec.dependsOn: %s is a cycle, so none of these can begin: remove one of the dependencies", strings.Join(path, " -> ")), true}}
	}
	var missing []string
	for _, name := range b.Spec.DependsOn {
		if byName[name] == nil {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return []problem{{v1alpha1.ReasonReferenceNotFound, fmt.Sprintf(
			"spec.dependsOn: Bot %s has no IntentBatch %s: create it or remove the dependency", b.Spec.BotRef.Name, strings.Join(missing, ", ")), false}}
	}
	return nil
}

// cycle returns the way from a batch back to itself, or nil. Each batch is visited once,
// so the search ends.
func cycle(byName map[string]*v1alpha1.IntentBatch, start string) []string {
	visited := map[string]bool{}
	var search func(name string, path []string) []string
	search = func(name string, path []string) []string {
		b := byName[name]
		if b == nil {
			return nil
		}
		for _, next := range b.Spec.DependsOn {
			if next == start {
				return append(path, next)
			}
			if visited[next] {
				continue
			}
			visited[next] = true
			if found := search(next, append(path, next)); found != nil {
				return found
			}
		}
		return nil
	}
	return search(start, []string{start})
}

// unmet are the dependencies that are not promoted, in words; empty when all are.
func (s *Snapshot) unmet(b *v1alpha1.IntentBatch) []string {
	var out []string
	for _, other := range s.batches() {
		if slices.Contains(b.Spec.DependsOn, other.Name) && other.Status.Result != v1alpha1.ResultPromoted {
			how := "has not begun"
			switch {
			case rolling(&other.Status):
				how = "is being rolled out"
			case other.Status.Result == v1alpha1.ResultRolledBack:
				how = "was rolled back: correct its intents, set its spec.retry, or remove the dependency"
			}
			out = append(out, other.Name+" "+how)
		}
	}
	return out
}

// turn says why it is not the batch's turn; empty when it is.
func (p *planner) turn() (reason, message string) {
	if waits := p.unmet(p.Batch); len(waits) > 0 {
		p.out.Bounded = slices.ContainsFunc(p.batches(), func(other *v1alpha1.IntentBatch) bool {
			return slices.Contains(p.spec.DependsOn, other.Name) && other.Status.Result == v1alpha1.ResultRolledBack
		})
		return v1alpha1.ReasonDependencyPending, "waits until the batches it depends on are promoted: " + strings.Join(waits, ", ")
	}
	for _, other := range p.batches() {
		switch {
		case other == p.Batch:
		case rolling(&other.Status):
			return v1alpha1.ReasonAnotherBatchActive, fmt.Sprintf(
				"waits until %s has ended: one batch of a Bot rolls at a time", other.Name)
		case promoting(&other.Status):
			return v1alpha1.ReasonAnotherBatchActive, fmt.Sprintf(
				"waits until every conversation gets what %s brings", other.Name)
		case p.look(other).reverts:
			return v1alpha1.ReasonQueued, fmt.Sprintf("waits for its turn after %s, which goes back to what was live before", other.Name)
		}
	}
	if p.keepsTurn {
		return "", ""
	}
	if len(p.view.awaited) > 0 {
		return v1alpha1.ReasonBaselinePending, "waits until the baseline of what gates it is captured, while stable serves alone: KPITarget " + strings.Join(p.view.awaited, ", ")
	}
	for _, other := range p.batches() {
		if other == p.Batch || !older(other, p.Batch) {
			continue
		}
		if v := p.look(other); v.wants() && len(p.unmet(other)) == 0 {
			return v1alpha1.ReasonQueued, fmt.Sprintf("waits for its turn after %s, which is older", other.Name)
		}
	}
	return "", ""
}

// refused says that the batch cannot begin beside what is live. What is live of another
// intent may be older than its spec; then the batch of that one has to go first.
func (p *planner) refused() (State, string) {
	message := fmt.Sprintf("Bot %s cannot serve it beside what is live now: %s", p.spec.BotRef.Name, p.view.refusal)
	var first []string
	for _, other := range p.batches() {
		if other == p.Batch {
			continue
		}
		if v := p.look(other); rolling(&other.Status) || promoting(&other.Status) || v.wants() {
			first = append(first, other.Name)
		}
	}
	if len(first) == 0 {
		return Stalled, message + ". What is live may be older than the spec: its batch has to bring the change first, or one batch both"
	}
	return Reconciling, message + ". What is live may be older than the spec: waits for " + strings.Join(first, ", ")
}

// otherRolls names an older batch that rolls at the same time, which only two writers at
// once could bring about; the younger one stands still until the older has ended.
func (p *planner) otherRolls() string {
	for _, other := range p.batches() {
		if other != p.Batch && rolling(&other.Status) && older(other, p.Batch) {
			return other.Name
		}
	}
	return ""
}
