// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/trial"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/plural"
)

// TestResult is how a test of an Intent ended.
type TestResult struct {
	// Bot is such as shop/support.
	Bot    string `json:"bot"`
	Intent string `json:"intent"`
	// Index of the test in spec.tests.
	Index  int    `json:"index"`
	Say    string `json:"say"`
	Expect string `json:"expect"`
	// Got is the name of an Intent, Clarify, Handoff, or Small talk.
	Got        string  `json:"got,omitempty"`
	Confidence float64 `json:"confidence"`
	Passed     bool    `json:"passed"`
	// Skipped says why it was not run; empty: it was.
	Skipped string `json:"skipped,omitempty"`
	// Message says what happened instead; empty where it passed.
	Message string `json:"message,omitempty"`
	File    string `json:"file"`
	Line    int    `json:"line"`
}

const (
	gotSmallTalk = "Small talk"
	locale       = "en"
)

// runTests asks of each Bot what the release would decide that has every Intent of the folder. linted
// says that what is wrong with Intents is said as well.
func runTests(ctx context.Context, w world, linted bool) ([]TestResult, []Finding, error) {
	var results []TestResult
	var findings []Finding
	for _, ns := range w.all() {
		for _, bot := range ns.botNames() {
			of, found, err := ns.testBot(ctx, bot, linted)
			if err != nil {
				return nil, nil, fmt.Errorf("testing Bot %s: %w", bot, err)
			}
			results, findings = append(results, of...), append(findings, found...)
		}
	}
	return results, findings, nil
}

func (ns *namespace) testBot(ctx context.Context, bot string, linted bool) ([]TestResult, []Finding, error) {
	var tests []TestResult
	for _, i := range ordered(ns.intents) {
		if i.Value.Spec.BotRef.Name != bot {
			continue
		}
		for at, test := range i.Value.Spec.Tests {
			tests = append(tests, TestResult{
				Bot: strings.TrimPrefix(ns.name+"/"+bot, "/"), Intent: i.Name, Index: at, Say: test.Say, Expect: expected(test, i.Name),
				File: i.File, Line: i.place().of(fmt.Sprintf("spec.tests[%d]", at)),
			})
		}
	}
	if len(tests) == 0 {
		return nil, nil, nil
	}
	loaded, exact, err := ns.load(ctx, bot)
	var skip notTestable
	if errors.As(err, &skip) {
		for i := range tests {
			tests[i].Skipped = string(skip)
		}
		return tests, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var findings []Finding
	failure := Error
	if !exact {
		failure = Warning // the bot itself may pass it
		findings = append(findings, Finding{Rule: RuleApproximate, Severity: Warning, Object: "Bot " + tests[0].Bot, Message: fmt.Sprintf(
			"has %s: its classifier is taught in groups here, to be done within a minute; the bot teaches all of them together and may decide close cases otherwise",
			plural.Of(len(loaded.Intents), "intent"))})
	}
	served := map[string]bool{}
	for _, i := range ns.servable(bot) {
		served[i.Name] = true
	}
	pointer := release.Pointer{Version: release.FormatVersion, Automation: string(v1alpha1.AutomationEnabled)}
	workers, within := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i := range tests {
		workers.Go(func() error {
			if within.Err() != nil {
				return within.Err()
			}
			decision, err := trial.FirstMessage(within, loaded, pointer, tests[i].Say, locale, time.Unix(0, 0).UTC())
			if err == nil {
				tests[i].judge(decision, loaded.Threshold())
			}
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, nil, err
	}
	for i := range tests {
		t := &tests[i]
		other, known := ns.intents[t.Expect]
		if elsewhere := known && other.Value.Spec.BotRef.Name != bot; !t.Passed && ns.declared["Intent"][t.Expect] && !served[t.Expect] && !elsewhere {
			t.unserved(linted)
		}
		if !t.Passed && t.Skipped == "" {
			findings = append(findings, ns.intents[tests[i].Intent].finding(RuleTestFails, failure, fmt.Sprintf("spec.tests[%d]", tests[i].Index), tests[i].Message))
		}
	}
	return tests, findings, nil
}

// unserved says of a test why its Intent is not understood: that is no mistake of its own where what
// is wrong with the Intent is said, too.
func (t *TestResult) unserved(said bool) {
	if said {
		t.Skipped, t.Message = "an Intent that they expect is not accepted", ""
		return
	}
	t.Message = fmt.Sprintf("expects %s, which is not accepted: mend what \"kubectl intentops lint\" finds of it first", t.Expect)
}

// judge compares a decision with what is expected.
func (t *TestResult) judge(d trial.Decision, threshold float64) {
	t.Confidence = d.Confidence
	sure := fmt.Sprintf("%.0f%% sure, %.0f%% needed", 100*d.Confidence, 100*threshold)
	how := ""
	switch d.Decision {
	case "answer", "confirm", "field":
		t.Got, how = d.Intent, "the bot understands "+d.Intent+", "+sure
	case "offer":
		t.Got, how = v1alpha1.ExpectClarify, "the bot asks whether "+strings.Join(d.Offered, " or ")+" is meant, "+sure
	case "clarify":
		t.Got, how = v1alpha1.ExpectClarify, "the bot does not understand it, "+sure
	case "handoff":
		t.Got, how = v1alpha1.ExpectHandoff, "the bot hands over"
	default:
		t.Got, how = gotSmallTalk, "the bot takes it for small talk"
	}
	if t.Passed = t.Got == t.Expect; !t.Passed {
		t.Message = fmt.Sprintf("expects %s, but %s", t.Expect, how)
	}
}

// notTestable is why a Bot cannot be tested without a cluster.
type notTestable string

func (n notTestable) Error() string { return string(n) }

// load makes the release ready that has every Intent of the Bot; exact is false where its
// classifier is an approximation.
func (ns *namespace) load(ctx context.Context, bot string) (loaded *releases.Loaded, exact bool, err error) {
	if b, known := ns.bots[bot]; known && external(b.Value) {
		return nil, false, notTestable("the Bot classifies by an engine that runs elsewhere")
	}
	policy := ns.policyOf(bot)
	var compiler releases.Compiler
	compiler.Rules = func(p release.Policy) (decide.Policy, error) {
		rules, err := releases.CELRules(logr.Discard())(p)
		if err != nil {
			return nil, notTestable("the EscalationPolicy " + p.Name + " is not accepted")
		}
		return rules, nil
	}
	compiler.Engine = func(release.Release) (understanding.Classifier, error) {
		c, all, err := train(ctx, ns.examplesOf(bot))
		exact = all
		return c, err
	}
	intents := ns.servable(bot)
	if len(intents) == 0 {
		return nil, false, notTestable("none of its Intents is accepted")
	}
	r, err := release.Compile(intents, policy)
	if err != nil {
		return nil, false, notTestable("its Intents are not accepted together")
	}
	loaded, err = compiler.Compile("folder", r)
	return loaded, exact, err
}

// servable are the Intents of a Bot that can be served at all.
func (ns *namespace) servable(bot string) []release.Intent {
	return slices.DeleteFunc(ns.intentsOf(bot), func(i release.Intent) bool { return len(release.Check(i)) > 0 })
}

// examplesOf are what the classifier of a Bot is taught. An utterance that two Intents have goes to
// the first: that they have it is an error of its own.
func (ns *namespace) examplesOf(bot string) []understanding.Example {
	var out []understanding.Example
	taken := map[string]bool{}
	for _, i := range ns.servable(bot) {
		e := understanding.Example{Intent: i.Name}
		for _, utterance := range i.AllUtterances() {
			if words := utterances.Normalise(utterance); words != "" && !taken[words] {
				taken[words] = true
				e.Utterances = append(e.Utterances, utterance)
			}
		}
		if len(e.Utterances) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// policyOf is the policy of a Bot, or the defaults where it is not in the folder.
func (ns *namespace) policyOf(bot string) release.Policy {
	fallback := release.Policy{Name: "default", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 2}
	b, known := ns.bots[bot]
	if !known {
		return fallback
	}
	p, known := ns.policies[b.Value.Spec.EscalationPolicyRef.Name]
	if !known {
		return fallback
	}
	policy, err := release.FromPolicy(p.Value.Spec, p.Name)
	if err != nil {
		return fallback
	}
	return policy
}

func (ns *namespace) thresholdOf(bot string) float64 {
	return float64(ns.policyOf(bot).ConfidencePercent) / 100
}

// external says whether a Bot classifies by an engine that runs elsewhere.
func external(b *v1alpha1.Bot) bool {
	return release.FromUnderstanding(b.Spec.Understanding) != nil
}
