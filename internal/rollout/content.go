// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// content is what a batch would serve by its spec.
type content struct {
	// revisions by intent, for those that exist and have one.
	revisions map[string]string
	// names of revisions, sorted.
	names []string
	// missing intents do not exist; pending ones have no revision of their newest spec yet.
	missing, pending []string
	// revision is the hash over revisions; empty while something is pending.
	revision string
}

func (s *Snapshot) content(b *v1alpha1.IntentBatch) content {
	c := content{revisions: map[string]string{}}
	for _, name := range b.Spec.Intents {
		fact, found := s.Intents[name]
		switch {
		case !found:
			c.missing = append(c.missing, name)
		case fact.Revision == "" || !fact.Observed:
			c.pending = append(c.pending, name)
		default:
			c.revisions[name] = fact.Revision
			c.names = append(c.names, name)
		}
	}
	slices.Sort(c.names)
	slices.Sort(c.missing)
	slices.Sort(c.pending)
	if len(c.pending) == 0 && len(c.names) > 0 {
		c.revision = hashContent(c.names, c.revisions)
	}
	return c
}

// contentVersion is part of the hash: it changes only with the meaning of the content.
const contentVersion = "intentops.dev/batch/v1"

// hashContent identifies a batch's content: 32 hexadecimal digits. Approvals refer to it.
func hashContent(names []string, revisions map[string]string) string {
	h := sha256.New()
	fmt.Fprintln(h, contentVersion)
	for _, name := range names {
		// Names of objects hold neither spaces nor line ends.
		fmt.Fprintln(h, name, revisions[name])
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// short is the part of a revision that people see.
func short(revision string) string { return revision[:min(8, len(revision))] }

// maxLabel is the longest value of a label in Kubernetes; a rollout's name is one in the
// metrics, and may become one on objects.
const maxLabel = 63

// RolloutID names one attempt at bringing a revision of a batch to customers. Long names
// of batches are cut and told apart by a hash.
func RolloutID(batch, revision string, attempt int32) string {
	tail := "-" + short(revision)
	if attempt > 1 {
		tail += fmt.Sprintf("-%d", attempt)
	}
	if len(batch)+len(tail) > maxLabel {
		sum := sha256.Sum256([]byte(batch))
		tail = "-" + hex.EncodeToString(sum[:])[:6] + tail
		batch = strings.TrimRight(batch[:maxLabel-len(tail)], "-.")
	}
	return batch + tail
}

// stableServes says whether every conversation gets exactly the content already.
func (c *content) stableServes(s *v1alpha1.IntentBatchStatus) bool {
	if c.revision == "" || len(c.missing) > 0 {
		return false
	}
	for _, name := range c.names {
		if entry := find(s.Intents, name); entry == nil || entry.Stable != c.revisions[name] {
			return false
		}
	}
	return true
}

func find(entries []v1alpha1.BatchIntentStatus, name string) *v1alpha1.BatchIntentStatus {
	for i := range entries {
		if entries[i].Name == name {
			return &entries[i]
		}
	}
	return nil
}

// dropRemoved lets intents that left the batch, or are gone, leave the bot at once.
func (p *planner) dropRemoved() {
	var kept []v1alpha1.BatchIntentStatus
	var served []string
	for _, entry := range p.status.Intents {
		if _, exists := p.Intents[entry.Name]; exists && slices.Contains(p.spec.Intents, entry.Name) {
			kept = append(kept, entry)
			continue
		}
		if entry.Stable != "" {
			served = append(served, entry.Name)
		}
	}
	p.status.Intents = kept
	if len(served) > 0 {
		p.record(v1alpha1.DecisionSuperseded, v1alpha1.ReasonSuperseded,
			fmt.Sprintf("no longer served, because the batch or the namespace no longer has it: %s", strings.Join(served, ", ")))
	}
}
