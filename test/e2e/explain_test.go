// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/test/harness"
)

// maxShown is how much of each program's output is shown, in bytes: the end of it.
const maxShown = 20_000

// explain prints what a person would look at after a failure.
func (s *suite) explain(t *testing.T) {
	t.Helper()
	for _, command := range []string{
		"get intentops -A -o wide",
		"get pods -A -o wide",
		"describe intentbatches -n " + harness.Namespace,
		"describe bots,escalationpolicies,kpitargets -n " + harness.Namespace,
		"logs -n " + harness.SystemNamespace + " -l app.kubernetes.io/name=intentops-manager --tail=150 --prefix",
		"logs -n " + harness.Namespace + " -l app.kubernetes.io/name=intentops-bot --tail=80 --prefix",
		"get events -n " + harness.Namespace + " --sort-by=.lastTimestamp",
	} {
		out, err := s.Kubectl(t.Context(), strings.Fields(command)...)
		if err != nil {
			out = err.Error()
		}
		if len(out) > maxShown {
			out = "...\n" + out[len(out)-maxShown:]
		}
		t.Logf("$ kubectl %s\n%s", command, out)
	}
	for _, m := range s.seen.all() {
		t.Log(m)
	}
}

// all are the moments at which something other than counts changed.
func (l *timeline) all() []moment {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []moment
	last := map[string]moment{}
	for _, m := range l.moments {
		before := last[m.batch]
		before.at = m.at
		if before != m {
			out = append(out, m)
		}
		last[m.batch] = m
	}
	return out
}
