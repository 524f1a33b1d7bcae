// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// content is what a batch would serve by its spec.
type content struct {
	// revisions by intent, for those that exist and have one.
	revisions map[string]string
	// names of revisions, sorted.
	names []string
	// missing intents do not exist; pending ones have no revision of their newest spec yet.
	missing, pending []string
	// policy, understanding and the revision of texts are there when the batch includes them.
	policy        *v1alpha1.ReleasedPolicy
	understanding *v1alpha1.Understanding
	texts         *string
	// awaited names what the batch includes and the Bot does not have yet.
	awaited string
	// revision is the hash over all of it; empty while something is pending.
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
	s.include(b, &c)
	if len(c.pending) == 0 && c.awaited == "" && (len(c.names) > 0 || len(b.Spec.Include) > 0) {
		c.revision = hashContent(&c)
	}
	return c
}

// include adds what the batch brings beside intents.
func (s *Snapshot) include(b *v1alpha1.IntentBatch, c *content) {
	if slices.Contains(b.Spec.Include, v1alpha1.IncludedEscalationPolicy) {
		switch c.policy = s.Policy; {
		case c.policy == nil:
			c.awaited = "the EscalationPolicy of the Bot is accepted"
		case s.PolicyOnlyHandsOverMore && s.policyDiffers(c):
			c.awaited = "the Bot serves its EscalationPolicy, which only hands over more"
		}
	}
	if slices.Contains(b.Spec.Include, v1alpha1.IncludedUnderstanding) {
		c.understanding = &v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{}}
		if s.Bot == nil {
			c.awaited = "there is a Bot"
		} else if s.Bot.Spec.Understanding != nil {
			c.understanding = s.Bot.Spec.Understanding
		}
	}
	if slices.Contains(b.Spec.Include, v1alpha1.IncludedTexts) {
		if s.Bot == nil {
			c.awaited = "there is a Bot"
		} else {
			c.texts = new(release.TextsRevision(s.Bot.Spec.Texts))
		}
	}
}

// contentVersion is part of the hash: it changes only with the meaning of the content.
const contentVersion = "intentops.dev/batch/v1"

// hashContent identifies a batch's content: 32 hexadecimal digits. Approvals refer to it.
func hashContent(c *content) string {
	h := sha256.New()
	fmt.Fprintln(h, contentVersion)
	for _, name := range c.names {
		// Names of objects hold neither spaces nor line ends.
		fmt.Fprintln(h, name, c.revisions[name])
	}
	if c.policy != nil {
		fmt.Fprintln(h, v1alpha1.IncludedEscalationPolicy, "revision", c.policy.Name, c.policy.Revision)
	}
	if u := c.understanding; u != nil {
		// A URL has no line ends either.
		rasa, http := "", ""
		if u.Rasa != nil {
			rasa = string(u.Rasa.URL)
		}
		if u.HTTP != nil {
			http = string(u.HTTP.URL)
		}
		fmt.Fprintf(h, "%s rasa %q http %q\n", v1alpha1.IncludedUnderstanding, rasa, http)
		if u.BuiltIn != nil && u.BuiltIn.Vectors != nil { // contents of before there were any keep their hash
			v := u.BuiltIn.Vectors
			fmt.Fprintf(h, "%s vectors %q %q %q\n", v1alpha1.IncludedUnderstanding, v.Source.Kind, v.Source.Name, v.Path)
		}
	}
	if c.texts != nil {
		fmt.Fprintf(h, "%s revision %q\n", v1alpha1.IncludedTexts, *c.texts)
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

// IsRolloutOf says whether a rollout is one of a batch that brought a revision, at whichever
// attempt.
func IsRolloutOf(rollout, batch, revision string) bool {
	if rollout == RolloutID(batch, revision, 1) {
		return true
	}
	attempt, err := strconv.ParseInt(rollout[strings.LastIndexByte(rollout, '-')+1:], 10, 32)
	return err == nil && attempt > 1 && rollout == RolloutID(batch, revision, int32(attempt))
}

func find(entries []v1alpha1.BatchIntentStatus, name string) *v1alpha1.BatchIntentStatus {
	for i := range entries {
		if entries[i].Name == name {
			return &entries[i]
		}
	}
	return nil
}

// showIntents lists every intent of the spec that exists, and those that the Bot still has to
// make live, with what stable serves.
func (p *planner) showIntents() {
	brings := p.rolling() || promoting(&p.status)
	var entries []v1alpha1.BatchIntentStatus
	for _, entry := range p.status.Intents {
		if !brings {
			entry.Candidate = ""
		}
		_, exists := p.Intents[entry.Name]
		if entry.Candidate != "" || (exists && slices.Contains(p.spec.Intents, entry.Name)) {
			entry.Stable = p.stable(entry.Name)
			entries = append(entries, entry)
		}
	}
	for _, name := range p.spec.Intents {
		if _, exists := p.Intents[name]; exists && find(entries, name) == nil {
			entries = append(entries, v1alpha1.BatchIntentStatus{Name: name, Stable: p.stable(name)})
		}
	}
	p.status.Intents = entries
	if !brings {
		p.status.Candidate = nil
	}
}
