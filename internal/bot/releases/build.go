// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/release"
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
		return nil, fmt.Errorf("preparing the classifier: %w", err)
	}
	return &Loaded{Compiled: compiled, Classifier: classifier, Engine: r.Understanding}, nil
}

// Train is the Engine of the classifier that is built in, with the word vectors that are.
func Train(r release.Release) (understanding.Classifier, error) {
	return TrainWith(understanding.Trainer{Vectors: vectors.English()})(r)
}

// TrainWith returns the Engine of the classifier that is built in. A release without intents
// understands nothing: every conversation goes by the policy.
func TrainWith(trainer understanding.Trainer) Engine {
	return func(r release.Release) (understanding.Classifier, error) {
		if len(r.Intents) == 0 {
			return &understanding.Model{}, nil
		}
		examples := make([]understanding.Example, len(r.Intents))
		for i, in := range r.Intents {
			examples[i] = understanding.Example{Intent: in.Name, Utterances: in.AllUtterances()}
		}
		return trainer.Train(examples)
	}
}

// Engines is the Engine of every release: the one that the release names, or the built-in
// one. Releases with the same one outside share it, so that it is asked once for both tracks.
func Engines(client func(release.Understanding) *http.Client, trainer understanding.Trainer) Engine {
	train := TrainWith(trainer)
	var mu sync.Mutex
	remotes := map[release.Understanding]*understanding.Remote{}
	return func(r release.Release) (understanding.Classifier, error) {
		if r.Understanding == nil {
			return train(r)
		}
		mu.Lock()
		defer mu.Unlock()
		named := *r.Understanding
		if known := remotes[named]; known != nil {
			return known, nil
		}
		remote, err := connect(named, client(named))
		if err != nil {
			return nil, err
		}
		remotes[named] = remote
		return remote, nil
	}
}

func connect(named release.Understanding, client *http.Client) (*understanding.Remote, error) {
	switch named.Engine {
	case release.EngineRasa:
		return understanding.NewRasa(named.URL, client)
	case release.EngineHTTP:
		return understanding.NewHTTP(named.URL, client)
	default:
		return nil, fmt.Errorf("understanding: engine %q is not known: use the bot image that belongs to the operator", named.Engine)
	}
}
