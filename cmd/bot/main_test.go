// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInvalidCommandLinesAreRefused(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"no channel":       {want: "channel: none is given; set for example --channel=web=WebChat"},
		"channel type":     {args: []string{"--channel=api=Fax"}, want: "the type must be REST or WebChat"},
		"log level":        {args: []string{"--channel=api=REST:Anonymous", "--log-level=loud"}, want: "want debug, info or error"},
		"unknown flag":     {args: []string{"--chanel=x"}, want: "unknown flag: --chanel"},
		"an argument":      {args: []string{"x"}, want: "unknown command"},
		"not a duration":   {args: []string{"--turn-timeout=soon"}, want: "invalid duration"},
		"not a network":    {args: []string{"--channel=api=REST:Anonymous", "--allow-egress=localhost"}, want: `allow-egress: "localhost" is not a network`},
		"nothing to serve": {args: []string{"--channel=api=REST:Anonymous", "--api-listen=127.0.0.1:0", "--metrics-listen=127.0.0.1:0", "--data-dir=" + t.TempDir(), "--kubeconfig=/nowhere"}, want: "finding the API server"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := command()
			cmd.SetArgs(tc.args)
			if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}

func TestFlagsDefaultToThePodsEnvironment(t *testing.T) {
	t.Setenv("POD_NAMESPACE", "shop-ns")
	t.Setenv("POD_NAME", "shop-0")
	t.Setenv("BOT_NAME", "shop")
	for flag, want := range map[string]string{"namespace": "shop-ns", "pod": "shop-0", "bot": "shop"} {
		if got := command().Flag(flag).DefValue; got != want {
			t.Errorf("--%s is %q, want %q", flag, got, want)
		}
	}
}

func TestTheTerminationMessageSaysWhyTheBotEnds(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "termination-log")
	if err := os.WriteFile(file, []byte("why it ended before, which was a longer story"), 0o600); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"store not reached: nats://nats:4222: no such host": "store not reached: nats://nats:4222: no such host",
		strings.Repeat("é", 3000):                           strings.Repeat("é", (maxExitMessage-len("…"))/2) + "…",
	} {
		reportExit(errors.New(text), file)
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	reportExit(errors.New("x"), filepath.Join(dir, "none"))
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%d files, %v: one was made outside of a cluster", len(files), err)
	}
}

func TestTheVersionFlagPrintsTheVersion(t *testing.T) {
	cmd := command()
	var out strings.Builder
	cmd.SetOut(&out)
	cmd.SetArgs([]string{"--version"})
	if err := cmd.ExecuteContext(t.Context()); err != nil || out.String() != "bot version dev\n" {
		t.Errorf("printed %q, error %v", out.String(), err)
	}
}

// TestABotCannotTakeTheNameOfAnother: who may write arguments into a pod template cannot make the
// bot read another one's conversations.
func TestABotCannotTakeTheNameOfAnother(t *testing.T) {
	file := filepath.Join(t.TempDir(), "namespace")
	if err := os.WriteFile(file, []byte("shop"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := namespaceFile
	namespaceFile = file
	t.Cleanup(func() { namespaceFile = before })
	for name, tc := range map[string]struct {
		args         []string
		cluster      string
		podNamespace string
		want         string
	}{
		"the namespace of a victim":         {[]string{"--namespace=victim"}, "10.0.0.1", "shop", "--namespace: cannot be set in a cluster"},
		"the name of a neighbour":           {[]string{"--bot=sales"}, "10.0.0.1", "shop", "--bot: cannot be set in a cluster"},
		"the name of another pod":           {[]string{"--pod=sales-1"}, "10.0.0.1", "shop", "--pod: cannot be set in a cluster"},
		"another namespace in the variable": {nil, "10.0.0.1", "victim", "POD_NAMESPACE: is not the namespace of the pod's ServiceAccount"},
		"its own":                           {nil, "10.0.0.1", "shop", "channel: none is given"},
		"on a laptop":                       {[]string{"--namespace=victim"}, "", "", "channel: none is given"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KUBERNETES_SERVICE_HOST", tc.cluster)
			t.Setenv("POD_NAMESPACE", tc.podNamespace)
			cmd := command()
			cmd.SetArgs(tc.args)
			if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}
