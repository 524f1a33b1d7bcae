// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package network

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/proxies"
)

func trusted(t testing.TB, list ...string) []netip.Prefix {
	t.Helper()
	p, err := proxies.Parse(list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheClientIsTheLastAddressThatIsNotATrustedProxys(t *testing.T) {
	proxies := trusted(t, "::ffff:10.0.0.0/104", "fd00::/8")
	tests := map[string]struct {
		remote, forwarded string
		trusted           []netip.Prefix
		want              string
		known             bool
	}{
		"no proxy is trusted":                    {"10.1.2.3:4000", "203.0.113.7", nil, "10.1.2.0/24", false},
		"a client past the proxies":              {"203.0.113.7:4000", "", proxies, "203.0.113.0/24", true},
		"a client past the proxies lies":         {"203.0.113.7:4000", "198.51.100.1", proxies, "203.0.113.0/24", true},
		"one proxy":                              {"10.1.2.3:4000", "203.0.113.7", proxies, "203.0.113.0/24", true},
		"two proxies":                            {"10.1.2.3:4000", "203.0.113.7, 10.9.9.9", proxies, "203.0.113.0/24", true},
		"the client wrote a header itself":       {"10.1.2.3:4000", "198.51.100.1, 203.0.113.7", proxies, "203.0.113.0/24", true},
		"the client claims to be a proxy":        {"10.1.2.3:4000", "10.5.5.5, 203.0.113.7", proxies, "203.0.113.0/24", true},
		"a proxy that says nothing":              {"10.1.2.3:4000", "", proxies, "10.1.2.0/24", false},
		"nobody but proxies":                     {"10.1.2.3:4000", "10.4.4.4", proxies, "10.1.2.0/24", false},
		"no address at the end":                  {"10.1.2.3:4000", "203.0.113.7, unknown", proxies, "10.1.2.0/24", false},
		"IPv6":                                   {"[fd00::1]:4000", "2001:db8:1:2ff::7", proxies, "2001:db8:1:200::/56", true},
		"IPv6 in brackets with a port":           {"[fd00::1]:4000", "[2001:db8:1:2ff::7]:99", proxies, "2001:db8:1:200::/56", true},
		"IPv6 in brackets":                       {"[fd00::1]:4000", "[2001:db8:1:2ff::7]", proxies, "2001:db8:1:200::/56", true},
		"IPv6 with a zone":                       {"[fd00::1%eth0]:4000", "2001:db8:1:2ff::7%x", proxies, "2001:db8:1:200::/56", true},
		"IPv4 inside IPv6 is the same network":   {"[::ffff:10.1.2.3]:4000", "::ffff:203.0.113.7", proxies, "203.0.113.0/24", true},
		"IPv4 with a port":                       {"10.1.2.3:4000", "203.0.113.7:5555", proxies, "203.0.113.0/24", true},
		"a connection without an address":        {"@", "203.0.113.7", proxies, "invalid Prefix", false},
		"more proxies than anybody has in a row": {"10.1.2.3:4000", "203.0.113.7" + strings.Repeat(",10.1.1.1", 99), proxies, "10.1.2.0/24", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, known := ClientNetwork(tc.remote, tc.forwarded, tc.trusted)
			if got.String() != tc.want || known != tc.known {
				t.Errorf("%s, known %t; want %s, %t", got, known, tc.want, tc.known)
			}
		})
	}
}

// FuzzClientNetwork takes any header: whatever the client writes before what the proxy adds
// changes nothing.
func FuzzClientNetwork(f *testing.F) {
	for _, seed := range []string{"", "10.1.1.1", "203.0.113.7, 10.1.1.1", "unknown", ",,,", "[::1]:x", "::ffff:1.2.3.4", "\x00", "fe80::1%25eth0"} {
		f.Add(seed)
	}
	proxies := trusted(f, "10.0.0.0/8")
	want := netip.MustParsePrefix("198.51.100.0/24")
	f.Fuzz(func(t *testing.T, written string) {
		if got, known := ClientNetwork("10.1.2.3:4000", written+", 198.51.100.1", proxies); got != want || !known {
			t.Errorf("%q: %s %t", written, got, known)
		}
		if got, known := ClientNetwork("10.1.2.3:4000", written, proxies); known && (!got.IsValid() || got != got.Masked()) {
			t.Errorf("%q: %s", written, got)
		}
	})
}
