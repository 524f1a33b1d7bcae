// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package egress

import (
	"fmt"
	"testing"
)

func TestNetworksOfAFlag(t *testing.T) {
	for list, want := range map[string]string{
		"":                        "[]",
		"10.0.0.0/8, fd00:1::/64": "[10.0.0.0/8 fd00:1::/64]",
		"10.1.2.3":                "[10.1.2.3/32]",
		"10.1.2.3/8":              "[10.0.0.0/8]",
		"::1":                     "[::1/128]",
		"::ffff:10.1.2.3":         "[10.1.2.3/32]",
		"localhost":               `"localhost" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
		"10.0.0.0/33":             `"10.0.0.0/33" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
		"10.0.0.0/8,":             `"" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
		"::ffff:10.0.0.0/104":     `"::ffff:10.0.0.0/104" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
		"fe80::1%eth0":            `"fe80::1%eth0" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
		"10.0.0.1:80":             `"10.0.0.1:80" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
		"http://10.0.0.1":         `"http://10.0.0.1" is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3`,
	} {
		networks, err := ParseFlag(list)
		got := fmt.Sprint(networks)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %s, want %s", list, got, want)
		}
	}
}
