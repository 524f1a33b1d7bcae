// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package outbound

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"

	"github.com/intentops/intentops/internal/contract/egress"
)

func TestPlacesThatAURLMustNotReach(t *testing.T) {
	allow, err := egress.Parse([]string{"169.254.20.0/24", "127.0.0.5", "10.96.0.2"})
	if err != nil {
		t.Fatal(err)
	}
	g := Guard{Allow: allow, APIServers: []netip.Addr{netip.MustParseAddr("10.96.0.1"), netip.MustParseAddr("10.96.0.2"), netip.MustParseAddr("fd00:96::1")}}
	for addr, want := range map[string]string{
		"93.184.216.34":            "",
		"10.96.0.7":                "",
		"192.168.1.1":              "",
		"2001:db8::1":              "",
		"fd00:1::1":                "",
		"127.0.0.1":                "a loopback address",
		"127.9.9.9":                "a loopback address",
		"127.0.0.5":                "",
		"::1":                      "a loopback address",
		"0.0.0.0":                  "an unspecified address",
		"::":                       "an unspecified address",
		"169.254.169.254":          "a link-local address",
		"169.254.20.10":            "",
		"fe80::1%eth0":             "a link-local address",
		"fe80::1":                  "a link-local address",
		"fec0::1":                  "a site-local address",
		"224.0.0.1":                "a multicast or reserved address",
		"255.255.255.255":          "a multicast or reserved address",
		"ff02::1":                  "a multicast or reserved address",
		"100.100.100.200":          "a metadata service",
		"168.63.129.16":            "a metadata service",
		"fd00:ec2::254":            "a metadata service",
		"fd20:ce::254":             "a metadata service",
		"::ffff:169.254.169.254":   "a link-local address",
		"::ffff:127.0.0.1":         "a loopback address",
		"::ffff:10.96.0.1":         "the Kubernetes API server",
		"::127.0.0.1":              "a loopback address",
		"::ffff:0:127.0.0.1":       "a loopback address",
		"64:ff9b::169.254.169.254": "a link-local address",
		"64:ff9b:1::127.0.0.1":     "a loopback address",
		"2002:7f00:1::":            "a loopback address",
		"2002:a60:1::1":            "the Kubernetes API server",
		"64:ff9b::93.184.216.34":   "",
		"10.96.0.1":                "the Kubernetes API server",
		"10.96.0.2":                "",
		"fd00:96::1":               "the Kubernetes API server",
	} {
		err := g.Check(netip.MustParseAddr(addr))
		var denied *DeniedError
		if got := ""; errors.As(err, &denied) {
			if got = denied.Kind; got != want {
				t.Errorf("%s: %q, want %q", addr, got, want)
			}
		} else if err != nil || want != "" {
			t.Errorf("%s: %v, want %q", addr, err, want)
		}
	}
}

// TestNoNameAndNoSpellingGetsAroundTheGuard dials: what is checked is the address that a name
// and each spelling of an address lead to.
func TestNoNameAndNoSpellingGetsAroundTheGuard(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := func(g Guard) *http.Client {
		return &http.Client{Transport: &http.Transport{DialContext: g.Dialer().DialContext, DisableKeepAlives: true}}
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]"} {
		resp, err := client(Guard{}).Get("http://" + host + ":" + at.Port())
		if err == nil {
			_ = resp.Body.Close()
		}
		if words, known := Words(err); !known || !errors.As(err, new(*DeniedError)) {
			t.Errorf("%s: %v (%q)", host, err, words)
		}
	}
	loopback, err := egress.Parse([]string{"127.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client(Guard{Allow: loopback}).Get(server.URL)
	if err != nil {
		t.Fatalf("although it is listed: %v", err)
	}
	_ = resp.Body.Close()
}

func TestURLsThatNameWhatMustNotBeReached(t *testing.T) {
	for name, tc := range map[string]struct{ url, want string }{
		"a host of the network":       {"https://desk.shop.test/handoffs", ""},
		"an address of the network":   {"http://10.1.2.3:8080", ""},
		"one's own machine":           {"http://127.0.0.1:9090/handoffs", "a loopback address"},
		"one's own machine by name":   {"http://LOCALHOST.:9090", "a loopback address"},
		"a name of one's own machine": {"http://desk.localhost", "a loopback address"},
		"one's own machine in IPv6":   {"http://[::1]:9090", "a loopback address"},
		"the metadata of a cloud":     {"http://169.254.169.254/latest", "a link-local address"},
		"what only begins like it":    {"http://localhost.shop.test", ""},
		"no URL":                      {"http://[", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if denied, is := errors.AsType[*DeniedError](Guard{}.CheckURL(tc.url)); is {
				got = denied.Kind
			}
			if got != tc.want {
				t.Errorf("leads to %q, want %q", got, tc.want)
			}
		})
	}
	if err := (Guard{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}).CheckURL("http://localhost:9090"); err != nil {
		t.Errorf("a network that is allowed: %v", err)
	}
}
