// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"
)

func TestCommandLinesThatCannotWork(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"no channel":       {want: "channel: none is given; set for example --channel=api=REST"},
		"channel type":     {args: []string{"--channel=api=Fax"}, want: "the type must be REST or WebChat"},
		"log level":        {args: []string{"--channel=api=REST", "--log-level=loud"}, want: "want debug, info or error"},
		"unknown flag":     {args: []string{"--chanel=x"}, want: "unknown flag: --chanel"},
		"an argument":      {args: []string{"x"}, want: "unknown command"},
		"two engines":      {args: []string{"--channel=api=REST", "--rasa-url=http://a", "--http-url=http://b"}, want: "give one, not both"},
		"not a duration":   {args: []string{"--turn-timeout=soon"}, want: "invalid duration"},
		"nothing to serve": {args: []string{"--channel=api=REST", "--listen=127.0.0.1:0", "--metrics-listen=127.0.0.1:0", "--data-dir=" + t.TempDir(), "--kubeconfig=/nowhere"}, want: "finding the API server"},
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

func TestAPodKnowsItself(t *testing.T) {
	t.Setenv("POD_NAMESPACE", "shop-ns")
	t.Setenv("POD_NAME", "shop-0")
	t.Setenv("BOT_NAME", "shop")
	for flag, want := range map[string]string{"namespace": "shop-ns", "pod": "shop-0", "bot": "shop"} {
		if got := command().Flag(flag).DefValue; got != want {
			t.Errorf("--%s is %q, want %q", flag, got, want)
		}
	}
}
