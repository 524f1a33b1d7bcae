// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/intentops/intentops/internal/bot/dialogue/decide"
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
type Rules func(release.Policy) (decide.Policy, error)

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
	compiled, err := decide.Compile(hash, r, rules)
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
		trainer := trainer
		examples := make([]understanding.Example, len(r.Intents))
		for i, in := range r.Intents {
			examples[i] = understanding.Example{Intent: in.Name, Utterances: in.AllUtterances()}
			trainer.Values = append(trainer.Values, choices(in)...)
		}
		return trainer.Train(examples)
	}
}

// choices are what the fields of an intent choose from, in all its languages.
func choices(in release.Intent) []string {
	var all []string
	for _, f := range in.Fields {
		all = append(all, f.Choices...)
	}
	for _, l := range in.Locales {
		for _, p := range l.Prompts {
			all = append(all, p.Choices...)
		}
	}
	return all
}

// Engines is the Engine of every release: the one that the release names, or the built-in
// one. Releases with the same one outside share it, so that it is asked once for both tracks;
// so do releases with the same utterances and choices, such as two that differ in their policy alone: that
// is in force without training.
func Engines(client func(release.Understanding) *http.Client, trainer understanding.Trainer, load func(release.Vectors) (*vectors.Table, error)) Engine {
	var mu sync.Mutex
	remotes := map[release.Understanding]*understanding.Remote{}
	models := trained{train: TrainWith(trainer), load: load}
	return func(r release.Release) (understanding.Classifier, error) {
		mu.Lock()
		defer mu.Unlock()
		if r.Understanding == nil || r.Understanding.Engine == release.EngineBuiltIn {
			return models.of(r)
		}
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

// trained holds the built-in classifiers that were trained last, the newest at the end.
type trained struct {
	train  Engine
	load   func(release.Vectors) (*vectors.Table, error)
	tables []loadedTable // the newest at the end
	models []trainedModel
}

// loadedTable is word vectors that a release names.
type loadedTable struct {
	named release.Vectors
	table *vectors.Table
}

type trainedModel struct {
	taught [sha256.Size]byte // its utterances and choices
	model  understanding.Classifier
}

// maxTrained are kept, one for each track: a large bot's takes tens of megabytes.
const maxTrained = 2

func (t *trained) of(r release.Release) (understanding.Classifier, error) {
	train := t.train
	var text []byte
	if r.Understanding != nil {
		named := r.Understanding.Vectors
		table, err := t.table(named)
		if err != nil {
			return nil, fmt.Errorf("understanding.vectors: %w", err)
		}
		train = TrainWith(understanding.Trainer{Vectors: table})
		text = fmt.Appendf(text, "%q\n", named)
	}
	for _, in := range r.Intents {
		text = fmt.Appendf(text, "%q %q %q\n", in.Name, in.AllUtterances(), choices(in))
	}
	taught := sha256.Sum256(text)
	for _, known := range t.models {
		if known.taught == taught {
			return known.model, nil
		}
	}
	model, err := train(r)
	if err != nil {
		return nil, err
	}
	t.models = append(slices.Clone(t.models[max(0, len(t.models)-maxTrained+1):]), trainedModel{taught, model})
	return model, nil
}

// table is the one that a release names. As many as there are tracks are kept.
func (t *trained) table(named release.Vectors) (*vectors.Table, error) {
	for _, known := range t.tables {
		if known.named == named {
			return known.table, nil
		}
	}
	table, err := t.load(named)
	if err != nil {
		return nil, err
	}
	t.tables = append(slices.Clone(t.tables[max(0, len(t.tables)-maxTrained+1):]), loadedTable{named, table})
	return table, nil
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
