// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"k8s.io/client-go/dynamic"
)

func TestNamesAreCompleted(t *testing.T) {
	for want, args := range map[string][]string{
		"week-1 week-2 week-3 week-4":                  {"approve", ""},
		"support":                                      {"disable", ""},
		"bot batch intent release":                     {"get", ""},
		"week-1 week-2 week-3 week-4 ":                 {"explain", "batch", ""},
		"support-000001 support-000002 support-000003": {"pin", "support", ""},
		"json yaml":                                    {"status", "-o", ""},
		"shadow quarter half all":                      {"approve", "week-2", "--step", ""},
		"Continue Hold Rollback":                       {"review", "week-2", "--decision", ""},
	} {
		w := newWorld(t, shopScreen)
		w.run(append([]string{"__completeNoDesc"}, args...)...)
		got := strings.Fields(w.out.String())
		if words := strings.Join(got[:max(len(got)-1, 0)], " "); words != strings.TrimSpace(want) {
			t.Errorf("%v: completed %q, want %q", args, words, want)
		}
	}
}

func TestNamesAreCompletedOfReleasesAndScorecards(t *testing.T) {
	releases, _ := releasesOf(t)
	bots := newWorld(t, shopScreen).cluster
	scorecard := &scorecardOptions{cluster: bots}
	for name, tc := range map[string]struct {
		command *cobra.Command
		args    []string
		want    string
	}{
		"the first release":         {releases.command(), []string{"diff", "support", ""}, "support-000001 support-000002"},
		"the second":                {releases.command(), []string{"diff", "support", "support-000001", ""}, "support-000001 support-000002"},
		"no third":                  {releases.command(), []string{"diff", "support", "support-000001", "support-000002", ""}, ""},
		"the one to export":         {releases.command(), []string{"export", "support", ""}, "support-000001 support-000002"},
		"of another bot":            {releases.command(), []string{"export", "sales", ""}, ""},
		"the bot of a list":         {(&releaseOptions{cluster: bots}).command(), []string{"list", ""}, "support"},
		"nothing after it":          {(&releaseOptions{cluster: bots}).command(), []string{"list", "support", ""}, ""},
		"the bot of a scorecard":    {scorecard.command(), []string{""}, "support"},
		"a cluster without answers": {(&releaseOptions{cluster: func() (dynamic.Interface, string, error) { return nil, "", errors.New("no") }}).command(), []string{"list", ""}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			tc.command.SetOut(&out)
			tc.command.SetErr(io.Discard)
			tc.command.SetArgs(append([]string{"__completeNoDesc"}, tc.args...))
			if err := tc.command.Execute(); err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(out.String()), ":4")); strings.Join(strings.Fields(got), " ") != tc.want {
				t.Errorf("completed %q, want %q", got, tc.want)
			}
		})
	}
}

// TestFlagsOfKubectlAreCompleted from the kubeconfig that another flag names.
func TestFlagsOfKubectlAreCompleted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	config := "apiVersion: v1\nkind: Config\ncontexts:\n- {name: b, context: {cluster: east, user: ann}}\n- {name: a, context: {cluster: east, user: ann}}\n" +
		"clusters:\n- {name: east, cluster: {server: 'https://east.test'}}\nusers:\n- {name: ann, user: {}}\n"
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, verb := range [][]string{{"hold", "x"}, {"release", "list", "x"}, {"scorecard", "x"}} {
		for flag, want := range map[string]string{"--context": "a\nb\n:4\n", "--cluster": "east\n:4\n", "--user": "ann\n:4\n"} {
			stdout, _, _ := run("", slices.Concat([]string{"__completeNoDesc"}, verb, []string{"--kubeconfig", file, flag, ""})...)
			if stdout != want {
				t.Errorf("%v %s: completed %q, want %q", verb, flag, stdout, want)
			}
		}
	}
}
