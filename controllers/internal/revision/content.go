// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package revision

import (
	"bytes"
	"encoding/json"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/intentops/intentops/internal/contract/release"
)

// Content is what a ControllerRevision holds.
type Content struct {
	hash   string
	data   []byte
	labels map[string]string
}

// OfIntent is the content of an Intent's revision.
func OfIntent(intent release.Intent, bot string) (Content, error) {
	intent.Revision = ""
	data, err := release.Canonical(intent)
	if err != nil {
		return Content{}, fmt.Errorf("encoding Intent %s: %w", intent.Name, err)
	}
	return Content{
		hash: release.IntentHash(intent),
		data: data,
		labels: map[string]string{
			release.LabelManagedBy: release.ManagedBy,
			release.LabelIntent:    intent.Name,
			release.LabelBot:       bot,
		},
	}, nil
}

// OfPolicy is the content of an EscalationPolicy's revision.
func OfPolicy(policy release.Policy) (Content, error) {
	policy.Revision = ""
	data, err := release.Canonical(policy)
	if err != nil {
		return Content{}, fmt.Errorf("encoding EscalationPolicy %s: %w", policy.Name, err)
	}
	return Content{
		hash: release.PolicyHash(policy),
		data: data,
		labels: map[string]string{
			release.LabelManagedBy: release.ManagedBy,
			release.LabelPolicy:    policy.Name,
		},
	}, nil
}

// name of the revision on the given attempt, from 0. Later attempts are for the case that
// a name is taken by other content.
func (c Content) name(owner string, attempt int) string {
	if attempt == 0 {
		return owner + "-" + c.hash
	}
	return fmt.Sprintf("%s-%s-%d", owner, c.hash, attempt)
}

// Names tells whether a revision of the owner that is called so holds this content, by its
// name alone.
func (c Content) Names(owner, revision string) bool {
	for attempt := range attempts {
		if revision == c.name(owner, attempt) {
			return true
		}
	}
	return false
}

// equals tells whether a revision holds this content. The API server may write the same
// JSON with other escapes, so that bytes are not compared as they are.
func (c Content) equals(revision *appsv1.ControllerRevision) bool {
	stored, err := release.Canonical(json.RawMessage(revision.Data.Raw))
	return err == nil && bytes.Equal(stored, c.data)
}

// ReadIntent returns the Intent that a revision holds, with its Revision set.
func ReadIntent(revision *appsv1.ControllerRevision) (release.Intent, error) {
	var intent release.Intent
	if err := read(revision, &intent); err != nil {
		return release.Intent{}, err
	}
	intent.Revision = revision.Name
	return intent, nil
}

// ReadPolicy returns the policy that a revision holds, with its Revision set.
func ReadPolicy(revision *appsv1.ControllerRevision) (release.Policy, error) {
	var policy release.Policy
	if err := read(revision, &policy); err != nil {
		return release.Policy{}, err
	}
	policy.Revision = revision.Name
	return policy, nil
}

// read refuses members that are not known: content that was written for another kind, or
// by a newer operator, would otherwise look like an empty Intent.
func read(revision *appsv1.ControllerRevision, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(revision.Data.Raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("reading ControllerRevision %s: %w", revision.Name, err)
	}
	return nil
}
