// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package proxies reads the networks of trusted proxies: those whose X-Forwarded-For is believed.
package proxies

import (
	"fmt"
	"net/netip"
)

// A network with fewer bits is wide: nobody has that many proxies, so there are clients in it.
const (
	wideBits4 = 8
	wideBits6 = 16
)

// mappedBits are those that an IPv4 address inside IPv6 has before its own.
const mappedBits = 96

// private is a wide network in which no client from the internet can be.
var private = netip.MustParsePrefix("fc00::/7")

// Parse reads networks such as 10.0.0.0/8. IPv4 inside IPv6 is the same network as IPv4.
func Parse(list []string) ([]netip.Prefix, error) {
	var trusted []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err == nil && p.Addr().Is4In6() {
			p, err = p.Addr().Unmap().Prefix(p.Bits() - mappedBits)
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("%q is not a network in CIDR notation, such as 10.0.0.0/8 or fd00::/8", s)
		case p.Bits() == 0:
			return nil, fmt.Errorf("%q is every address, so every client could write who it is: name the networks of your proxies", s)
		}
		trusted = append(trusted, p.Masked())
	}
	return trusted, nil
}

// Wide are those networks in which there are probably clients, too: they could write who they are.
func Wide(trusted []netip.Prefix) []netip.Prefix {
	var wide []netip.Prefix
	for _, p := range trusted {
		bits := wideBits6
		if p.Addr().Is4() {
			bits = wideBits4
		}
		if local := private.Overlaps(p) && p.Bits() >= private.Bits(); p.Bits() < bits && !local {
			wide = append(wide, p)
		}
	}
	return wide
}
