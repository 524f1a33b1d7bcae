// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"fmt"

	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/release"
)

// Builder makes a release ready to serve.
type Builder interface {
	Build(hash string, parts [][]byte) (*Loaded, error)
}

// Engine returns the classifier of a release.
type Engine func(release.Release) (understanding.Classifier, error)

// Rules compiles the escalation rules of a release.
type Rules func(release.Policy) (dialogue.Policy, error)

// Compiler is the Builder of packed bundles.
type Compiler struct {
	Engine Engine
	Rules  Rules
}

// Build implements Builder.
func (c Compiler) Build(hash string, parts [][]byte) (*Loaded, error) {
	r, err := release.Unpack(hash, parts)
	if err != nil {
		return nil, err
	}
	return c.Compile(hash, r)
}

// Compile makes an unpacked release ready to serve.
func (c Compiler) Compile(hash string, r release.Release) (*Loaded, error) {
	rules, err := c.Rules(r.Policy)
	if err != nil {
		return nil, fmt.Errorf("escalation policy %q: %w", r.Policy.Name, err)
	}
	compiled, err := dialogue.Compile(hash, r, rules)
	if err != nil {
		return nil, err
	}
	classifier, err := c.Engine(r)
	if err != nil {
		return nil, fmt.Errorf("training the classifier: %w", err)
	}
	return &Loaded{Compiled: compiled, Classifier: classifier}, nil
}

// Train is the Engine of the classifier that is built in. A release without intents
// understands nothing: every conversation goes by the policy.
func Train(r release.Release) (understanding.Classifier, error) {
	if len(r.Intents) == 0 {
		return &understanding.Model{}, nil
	}
	examples := make([]understanding.Example, len(r.Intents))
	for i, in := range r.Intents {
		examples[i] = understanding.Example{Intent: in.Name, Utterances: in.Utterances}
	}
	return understanding.Train(examples)
}

// Remote is the Engine of a classifier that runs elsewhere and knows all intents.
func Remote(classifier understanding.Classifier) Engine {
	return func(release.Release) (understanding.Classifier, error) { return classifier, nil }
}
