// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// outOfScope is the name of what no intent is about.
const outOfScope = "oos"

// noon is when the traffic comes.
var noon = time.Date(2026, 11, 9, 12, 0, 0, 0, time.UTC)

type sentence struct{ text, intent string }

// set is CLINC150: lists of [text, intent] by part.
type set struct{ parts map[string][]sentence }

func readSet(file string) (*set, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var parts map[string][][2]string
	if err := json.Unmarshal(content, &parts); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s := &set{parts: map[string][]sentence{}}
	for name, pairs := range parts {
		for _, p := range pairs {
			s.parts[name] = append(s.parts[name], sentence{p[0], p[1]})
		}
	}
	return s, nil
}

// draw picks the intents that the bot lacks.
func (s *set) draw(seed uint64) map[string]bool {
	all := map[string]bool{}
	for _, one := range s.parts["train"] {
		all[one.intent] = true
	}
	sorted, lacks := names(all), map[string]bool{}
	for _, i := range rand.New(rand.NewPCG(seed, hidden)).Perm(len(sorted))[:hidden] {
		lacks[sorted[i]] = true
	}
	return lacks
}

// traffic is what the bot was not taught: as much about each intent, hidden or not, and much about
// nothing that any intent is about.
func (s *set) traffic() []sentence {
	var all []sentence
	for _, part := range []string{"val", "test", "oos_val", "oos_test"} {
		all = append(all, s.parts[part]...)
	}
	return all
}

// bot is a release with all other intents and the policy that a new EscalationPolicy is.
func (s *set) bot(lacks map[string]bool) (*releases.Loaded, error) {
	taught, taken := map[string][]string{}, map[string]bool{}
	for _, one := range s.parts["train"] {
		words := utterances.Normalise(one.text)
		if !lacks[one.intent] && words != "" && !taken[words] {
			taken[words] = true
			taught[one.intent] = append(taught[one.intent], one.text)
		}
	}
	var intents []release.Intent
	for name, texts := range taught {
		intents = append(intents, release.Intent{
			Name: strings.ReplaceAll(name, "_", "-"), Revision: name, Risk: "Low", Utterances: texts, Reply: release.Reply{Text: "Here you are."},
		})
	}
	r, err := release.Compile(intents, release.Policy{
		Name: "standard", Revision: "standard-1", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 2,
		Handoff: release.Handoff{Require: []string{}, URL: "https://helpdesk.example/handoffs", AcceptWithinSeconds: 120},
	})
	if err != nil {
		return nil, err
	}
	return releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(logr.Discard())}.Compile("bench", r)
}
