// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/test/harness"
)

// startCustomers lets the demo's customers come, with changes: nobody is angry from the
// start and more of them rate, so that few conversations decide.
func (s *suite) startCustomers(t *testing.T) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.Root, "hack", "demo", "customers.yaml"))
	must(t, err)
	var scenario map[string]any
	must(t, yaml.Unmarshal(raw, &scenario))
	scenario["angry"].(map[string]any)["share"] = 0
	scenario["rating"].(map[string]any)["share"] = 0.8
	for _, intent := range scenario["intents"].([]any) {
		// The intent that is edited alone needs customers enough.
		if intent := intent.(map[string]any); intent["name"] == edited {
			intent["weight"] = 5
		}
	}
	raw, err = yaml.Marshal(scenario)
	must(t, err)
	file := filepath.Join(s.dir, "customers.yaml")
	must(t, os.WriteFile(file, raw, 0o644))
	// Who gets no answer tries again soon, and nobody thinks for long, so that conversations
	// end before they are judged.
	s.customers, err = s.StartCustomers(s.ctx, s.bot.URL, customersPerSecond, s.random.IntN(1_000_000),
		"--scenario", file, "--events", s.customersEvents(), "--timeout", "5s", "--retry-for", "90s", "--think", "300ms", "--busy", "256")
	must(t, err)
}

// customersCome waits until more customers have come and gone, all who are there now among
// them.
func (s *suite) customersCome(t *testing.T, more int64) harness.Report {
	t.Helper()
	report, err := s.customers.Report(s.ctx)
	must(t, err)
	enough := report.Conversations + report.Running + more
	must(t, harness.WaitFor(s.ctx, "customers to come", stepTimeout, func(ctx context.Context) (bool, string) {
		report, err = s.customers.Report(ctx)
		return err == nil && report.Conversations >= enough, fmt.Sprintf("%d of %d", report.Conversations, enough)
	}))
	return report
}

// own are the conversations that the test itself has.
type own struct {
	harness.Counts
	stable, candidate int64
	n                 int
}

// ask says one thing as a customer of its own and notes what the bot must count for it.
func (s *suite) ask(t *testing.T, text string) harness.Reply {
	t.Helper()
	s.own.n++
	reply, err := s.bot.Ask(s.ctx, fmt.Sprintf("e2e-%d", s.own.n), text)
	must(t, err)
	_, answer := reply.Answer()
	s.own.Conversations++
	switch h := reply.Handoff; {
	case h != nil:
		s.own.Handoffs++
		if h.Reason == "automation_disabled" {
			s.own.Disabled++
		}
		if h.Reason == "rule" || h.Reason == "automation_disabled" {
			s.own.Outcomes.PolicyEscalated++
		} else {
			s.own.Outcomes.Escalated++
		}
	case answer != "":
		s.own.Outcomes.Contained++
	default:
		s.own.Outcomes.Abandoned++
	}
	switch reply.Track {
	case "stable":
		s.own.stable++
	case "candidate":
		s.own.candidate++
	}
	return reply
}
