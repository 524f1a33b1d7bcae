// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection"

	"github.com/intentops/intentops/controllers"
)

func TestConcurrencyIsForEveryController(t *testing.T) {
	for name, tc := range map[string]struct {
		args    []string
		want    int
		wantErr string
	}{
		"not given":      {want: controllers.DefaultConcurrency},
		"more":           {args: []string{"--concurrency=40"}, want: 40},
		"one at a time":  {args: []string{"--concurrency=1"}, want: 1},
		"none":           {args: []string{"--concurrency=0"}, wantErr: `"0" for flag -concurrency: must be a whole number from 1 to 100`},
		"too many":       {args: []string{"--concurrency=101"}, wantErr: "must be a whole number from 1 to 100"},
		"not a number":   {args: []string{"--concurrency=all"}, wantErr: "must be a whole number from 1 to 100"},
		"a fraction":     {args: []string{"--concurrency=1.5"}, wantErr: "must be a whole number from 1 to 100"},
		"nothing behind": {args: []string{"--concurrency="}, wantErr: "must be a whole number from 1 to 100"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := parse(tc.args...)
			if tc.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tc.wantErr) {
					t.Errorf("error %v, want %q", err, tc.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := managerOptions(f, &rest.Config{}).Controller.MaxConcurrentReconciles; got != tc.want {
				t.Errorf("%d at the same time, want %d", got, tc.want)
			}
		})
	}
}

func TestASecondOperatorTakesOverInSeconds(t *testing.T) {
	f, err := parse("--shard=2/4")
	if err != nil {
		t.Fatal(err)
	}
	o := managerOptions(f, &rest.Config{})
	if o.Controller.EnableWarmup == nil || !*o.Controller.EnableWarmup {
		t.Error("one that stands by has empty caches")
	}
	if !o.LeaderElectionReleaseOnCancel {
		t.Error("one that ends in order keeps the lease")
	}
	// It sees the last renewal after a wait, and looks again after another: client-go waits up
	// to its jitter factor longer than the period.
	wait := time.Duration(float64(*o.RetryPeriod) * (1 + leaderelection.JitterFactor))
	if most := wait + *o.LeaseDuration + wait; most >= 5*time.Second {
		t.Errorf("a leader that is killed is replaced after up to %s", most)
	}
	if o.LeaderElectionID != "manager.intentops.dev-2-of-4" {
		t.Errorf("a shard has the lease %s", o.LeaderElectionID)
	}
	if _, err := parse("--shard=5/4"); err == nil || !strings.Contains(err.Error(), `"5/4" for flag -shard: must be such as 2/4`) {
		t.Errorf("error %v", err)
	}
}

func TestTheVersionIsAskedForByAFlag(t *testing.T) {
	for _, arg := range []string{"--version", "-version"} {
		if f, err := parse(arg); err != nil || !f.version {
			t.Errorf("%s: version %v, error %v", arg, f.version, err)
		}
	}
	if f, err := parse(); err != nil || f.version {
		t.Errorf("no flag: version %v, error %v", f.version, err)
	}
}

func TestWhatTheOperatorDoesForAuthorsIsOff(t *testing.T) {
	f, err := parse()
	if err != nil || f.customQueries || f.botSecurity.UnrestrictedTemplates || f.botSecurity.ImagePrefixes != nil {
		t.Errorf("by default: %+v, error %v", f, err)
	}
	f, err = parse("--custom-queries", "--unrestricted-pod-templates", "--image-prefixes=registry.example/bots, *")
	if err != nil || !f.customQueries || !f.botSecurity.UnrestrictedTemplates || len(f.botSecurity.ImagePrefixes) != 2 {
		t.Errorf("turned on: %+v, error %v", f, err)
	}
	if _, err := parse("--image-prefixes=http://registry.example"); err == nil || !strings.Contains(err.Error(), "give a repository such as registry.example/bots, or * for any") {
		t.Errorf("a URL in place of a repository: %v", err)
	}
}

func TestWhoIsToldIsCheckedAtTheStart(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"nobody":                     {nil, ""},
		"a broker in the cluster":    {[]string{"--notifications-format=CloudEvents", "--notifications-url=http://broker.events.svc/default"}, ""},
		"a chat":                     {[]string{"--notifications-format=Slack", "--notifications-secret-dir=/etc/notifications"}, ""},
		"a chat's URL in the open":   {[]string{"--notifications-format=Slack", "--notifications-url=https://hooks.example/T0/B0/x"}, "--notifications-url: the URL of Slack is a secret: put it into the file url of --notifications-secret-dir"},
		"nowhere":                    {[]string{"--notifications-format=Teams"}, "--notifications-format: needs --notifications-url, or --notifications-secret-dir with a file url"},
		"in the clear":               {[]string{"--notifications-format=CloudEvents", "--notifications-url=http://sink.example/"}, "--notifications-url: is http and leaves the cluster: use https"},
		"with a password":            {[]string{"--notifications-format=CloudEvents", "--notifications-url=https://a:b@sink.example/"}, "--notifications-url: has a user or password"},
		"an operator without a home": {[]string{"--notifications-format=CloudEvents", "--notifications-url=https://sink.example/", "--leader-election-namespace="}, "--leader-election-namespace: is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := parse(append([]string{"--leader-election-namespace=intentops-system", "--shard=2/4"}, tc.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			o := f.notificationOptions()
			if o == nil {
				if len(tc.args) > 0 {
					t.Error("nobody is told")
				}
				return
			}
			if err := o.Validate(); tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
			if o.Name != "notifications.intentops.dev-2-of-4" {
				t.Errorf("a shard remembers in %s", o.Name)
			}
		})
	}
	if _, err := parse("--notifications-format=Email"); err == nil || !strings.Contains(err.Error(), `"Email" for flag -notifications-format: must be CloudEvents, Slack or Teams`) {
		t.Errorf("error %v", err)
	}
}

func TestThePageIsOffUnlessAnAddressIsGiven(t *testing.T) {
	for name, tc := range map[string]struct {
		args    []string
		served  bool
		wantErr string
	}{
		"not given":                 {},
		"turned off":                {args: []string{"--page-bind-address=0"}},
		"an address":                {args: []string{"--page-bind-address=:8444"}, served: true},
		"a port without a colon":    {args: []string{"--page-bind-address=8444"}, wantErr: "--page-bind-address: give an address such as :8444, or 0 for no page"},
		"its own certificate":       {args: []string{"--page-bind-address=:8444", "--page-certificate-file=tls.crt", "--page-key-file=tls.key"}, served: true},
		"a certificate without key": {args: []string{"--page-bind-address=:8444", "--page-certificate-file=tls.crt"}, wantErr: "--page-certificate-file and --page-key-file: give both or none"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := parse(tc.args...)
			if err != nil {
				t.Fatal(err)
			}
			s, err := pageOf(f.page, &rest.Config{Host: "https://cluster.example"})
			if said := fmt.Sprint(err); tc.wantErr != "" && said != tc.wantErr || tc.wantErr == "" && err != nil {
				t.Fatalf("error %v, want %q", err, tc.wantErr)
			}
			if (s != nil) != tc.served {
				t.Errorf("served: %v, want %v", s != nil, tc.served)
			}
			if s != nil && (!s.secure || s.NeedLeaderElection()) {
				t.Error("it is not served over HTTPS by every operator")
			}
		})
	}
}

func parse(args ...string) (flags, error) {
	var f flags
	set := flag.NewFlagSet("manager", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f.bind(set)
	return f, set.Parse(args)
}
