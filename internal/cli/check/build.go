// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/written"
)

// Build is the release, as JSON, that a Bot serves when every Intent of a folder is live; without a
// name, that of the folder's one Bot. Where the check finds an error there is none, and the report
// says why.
func Build(ctx context.Context, o Options, bot string) (text []byte, report *Report, err error) {
	o.Lint, o.Test, o.hasty = true, true, true // what takes longest finds no errors
	report, w, err := run(ctx, o)
	if err != nil || report.Failed(false) {
		return nil, report, err
	}
	if bot == "" {
		names := w.botNames()
		if len(names) > 1 {
			return nil, report, fmt.Errorf("%s: has several Bots: choose one with --bot: %s", o.Dir, strings.Join(names, ", "))
		}
		bot = strings.Join(names, "")
	}
	ns, err := w.of(bot, o.Dir)
	if err != nil {
		return nil, report, err
	}
	r, err := ns.build(bot)
	if err != nil {
		return nil, report, fmt.Errorf("%s: %w", o.Dir, err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return nil, report, err
	}
	// A bot reads it as it would what a person wrote.
	if _, err := written.Release(out.Bytes()); err != nil {
		return nil, report, fmt.Errorf("the release of Bot %s: %w", bot, err)
	}
	return out.Bytes(), report, nil
}

// build makes the release as the operator would.
func (ns *namespace) build(bot string) (release.Release, error) {
	b, known := ns.bots[bot]
	if !known {
		return release.Release{}, fmt.Errorf("the Bot %s is not in it, but only Intents of it: name the folder that has it too", bot)
	}
	name := b.Value.Spec.EscalationPolicyRef.Name
	p, known := ns.policies[name]
	if !known {
		return release.Release{}, fmt.Errorf("the EscalationPolicy %s of Bot %s is not in it: name the folder that has it too", name, bot)
	}
	policy, err := release.FromPolicy(p.Value.Spec, name)
	if err != nil {
		return release.Release{}, err
	}
	policy.Revision = name + "-" + release.PolicyHash(policy)
	r, err := release.Compile(ns.intentsOf(bot), policy)
	if err != nil {
		return release.Release{}, err
	}
	r.Understanding = release.FromUnderstanding(b.Value.Spec.Understanding)
	r.TextsRevision, r.Texts = release.TextsRevision(b.Value.Spec.Texts), textsOf(b.Value)
	return r, nil
}

// textsOf are a Bot's own texts; without any, those of the version that serves.
func textsOf(b *v1alpha1.Bot) []release.Texts {
	if len(b.Spec.Texts) == 0 {
		return nil
	}
	return release.ResolveTexts(b.Spec.Texts)
}

// botNames are those of all namespaces.
func (w world) botNames() []string {
	names := map[string]bool{}
	for _, ns := range w {
		for _, name := range ns.botNames() {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Bots are the names of the Bots of a folder, as far as it can be read.
func Bots(ctx context.Context, dir string) ([]string, error) {
	folder, err := read(ctx, Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	w, _, err := newWorld(ctx, folder, nil)
	if err != nil {
		return nil, err
	}
	return w.botNames(), nil
}
