// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package proxies

import (
	"fmt"
	"strings"
	"testing"
)

func TestNetworksOfProxies(t *testing.T) {
	const (
		notCIDR = "is not a network in CIDR notation, such as 10.0.0.0/8"
		all     = "is every address, so every client could write who it is: name the networks of your proxies"
	)
	for name, tc := range map[string]struct{ network, want, err, wide string }{
		"nothing":                               {network: "", err: notCIDR},
		"an address":                            {network: "10.0.0.1", err: notCIDR},
		"too many bits":                         {network: "10.0.0.0/33", err: notCIDR},
		"a name":                                {network: "host/8", err: notCIDR},
		"a zone":                                {network: "fe80::%eth0/64", err: notCIDR},
		"a network of a cluster":                {network: "10.244.0.0/16", want: "10.244.0.0/16"},
		"bits behind the network's":             {network: "10.1.2.3/8", want: "10.0.0.0/8"},
		"all of IPv4":                           {network: "0.0.0.0/0", err: all},
		"all of IPv4, by an address in it":      {network: "10.0.0.1/0", err: all},
		"all of IPv6":                           {network: "::/0", err: all},
		"all of IPv4 inside IPv6":               {network: "::ffff:0:0/96", err: all},
		"half of IPv4":                          {network: "128.0.0.0/1", want: "128.0.0.0/1", wide: "128.0.0.0/1"},
		"two networks of a provider":            {network: "8.0.0.0/7", want: "8.0.0.0/7", wide: "8.0.0.0/7"},
		"the internet of IPv6":                  {network: "2000::/3", want: "2000::/3", wide: "2000::/3"},
		"more than a provider of IPv6":          {network: "2001::/15", want: "2000::/15", wide: "2000::/15"},
		"a provider of IPv6":                    {network: "2001:db8::/32", want: "2001:db8::/32"},
		"private networks of IPv6":              {network: "fd00::/8", want: "fd00::/8"},
		"all private networks of IPv6":          {network: "fc00::/7", want: "fc00::/7"},
		"more than private networks of IPv6":    {network: "fc00::/6", want: "fc00::/6", wide: "fc00::/6"},
		"IPv4 inside IPv6":                      {network: "::ffff:10.0.0.0/104", want: "10.0.0.0/8"},
		"an address of IPv4 inside IPv6":        {network: "::ffff:10.1.2.3/128", want: "10.1.2.3/32"},
		"wide IPv4 inside IPv6":                 {network: "::ffff:8.0.0.0/100", want: "0.0.0.0/4", wide: "0.0.0.0/4"},
		"more than all of IPv4, inside of IPv6": {network: "::ffff:0:0/20", err: notCIDR},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse([]string{tc.network})
			if (err == nil) != (tc.err == "") || err != nil && !strings.Contains(err.Error(), tc.err) {
				t.Fatalf("error %v, want %q", err, tc.err)
			}
			if err == nil && got[0].String() != tc.want {
				t.Errorf("%s, want %s", got[0], tc.want)
			}
			if wide := strings.Trim(fmt.Sprint(Wide(got)), "[]"); wide != tc.wide {
				t.Errorf("wide: %q, want %q", wide, tc.wide)
			}
		})
	}
}
