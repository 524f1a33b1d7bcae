// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// switchWithin is how long the switch may take to reach every pod: a second is what is
// promised, the rest is for a machine that does other things too.
const switchWithin = 5 * time.Second

// killSwitch stops the bot while the harmful batch is in its first step.
func (s *suite) killSwitch(t *testing.T) {
	must(t, s.customers.Harm(s.ctx, harness.HarmfulBatch()))
	s.applyBatch(t, "week-3")
	s.batch(t, "week-3", "to begin", soon, rolling)

	s.change(t, &v1alpha1.Bot{}, harness.BotName, `{"spec":{"automation":"Disabled"}}`)
	took := s.untilAutomation(t, false)
	t.Logf("every conversation goes to a person %.1f seconds after the switch", took.Seconds())
	if took > switchWithin {
		t.Errorf("the switch took %s", took)
	}
	held := s.batch(t, "week-3", "to hold", soon, func(b *v1alpha1.IntentBatch) bool { return reason(b) == v1alpha1.ReasonAutomationDisabled })
	since := time.Now()
	t.Logf("it holds: %s", ready(held))
	must(t, harness.WaitFor(s.ctx, "the Bot to say so", soon, func(ctx context.Context) (bool, string) {
		printed, err := s.Kubectl(ctx, "get", "bots", "-n", harness.Namespace, "-o", "wide")
		return err == nil && strings.Contains(printed, "Automation is disabled: every conversation goes to a person"), printed
	}))

	// Long enough for the step, which lasts 5 seconds by itself.
	must(t, harness.WaitFor(s.ctx, "customers enough for a step", stepTimeout, func(context.Context) (bool, string) {
		reply := s.ask(t, question)
		if reply.Handoff == nil || reply.Handoff.Reason != "automation_disabled" {
			t.Errorf("with the switch off a customer got %+v", reply)
		}
		return time.Since(since) > 10*time.Second, "not long enough yet"
	}))
	for _, m := range s.seen.of("week-3", since) {
		if m.percent != percent(held) || m.step != held.Status.Step || m.reason != v1alpha1.ReasonAutomationDisabled {
			t.Errorf("moved with the switch off: %s", m)
		}
	}

	s.change(t, &v1alpha1.Bot{}, harness.BotName, `{"spec":{"automation":"Enabled"}}`)
	took = s.untilAutomation(t, true)
	t.Logf("the bot answers again %.1f seconds after the switch", took.Seconds())
	s.batch(t, "week-3", "to go on", soon, func(b *v1alpha1.IntentBatch) bool { return reason(b) != v1alpha1.ReasonAutomationDisabled })
}

// untilAutomation returns how long it takes until ten customers in a row are answered, or
// handed over.
func (s *suite) untilAutomation(t *testing.T, on bool) time.Duration {
	t.Helper()
	began := time.Now()
	return s.untilAll(t, "the switch", question, func(reply harness.Reply) bool {
		off := reply.Handoff != nil && reply.Handoff.Reason == "automation_disabled"
		return off != on
	}).Sub(began)
}

// untilAll asks until ten customers in a row get what is wanted, and returns when the first of
// them did: requests reach both pods in turn.
func (s *suite) untilAll(t *testing.T, what, text string, wanted func(harness.Reply) bool) time.Time {
	t.Helper()
	row := 0
	var first time.Time
	must(t, harness.WaitEvery(s.ctx, measureStep, what+" to work", soon, func(context.Context) (bool, string) {
		for row < 10 {
			reply := s.ask(t, text)
			if !wanted(reply) {
				row = 0
				return false, fmt.Sprintf("a customer got %+v", reply)
			}
			if row++; row == 1 {
				first = time.Now()
			}
		}
		return true, ""
	}))
	return first
}

// measureStep is the time between two looks at what must come within a second.
const measureStep = 20 * time.Millisecond

// within says how long something took. A second is what is promised; the test fails only beyond
// switchWithin, since the machine does other things too.
func (s *suite) within(t *testing.T, what string, took []time.Duration) {
	t.Helper()
	slices.Sort(took)
	median, longest := took[len(took)/2], took[len(took)-1]
	t.Logf("%s: median %d ms, longest %d ms of %d", what, median.Milliseconds(), longest.Milliseconds(), len(took))
	if longest > switchWithin {
		t.Errorf("%s took %v, want at most %s", what, took, switchWithin)
	}
}
