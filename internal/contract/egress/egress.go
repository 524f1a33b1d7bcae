// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package egress says where bots must not be sent by a URL in a manifest: bots refuse to dial
// it, and the NetworkPolicies of their pods leave it out.
package egress

import (
	"fmt"
	"net/netip"
	"strings"
)

// Network is a network, or one address, and what is wrong with it.
type Network struct {
	netip.Prefix
	Kind string
}

// Kinds that say what is wrong with a network.
const (
	unspecified = "an unspecified address"
	loopback    = "a loopback address"
	linkLocal   = "a link-local address"
	siteLocal   = "a site-local address"
	reserved    = "a multicast or reserved address"
	metadata    = "a metadata service"
)

// Denied are networks that end at the pod, its node or its link, and addresses at which clouds
// serve metadata and credentials.
func Denied() []Network {
	return []Network{
		network("0.0.0.0/8", unspecified),
		network("127.0.0.0/8", loopback),
		network("169.254.0.0/16", linkLocal),
		network("224.0.0.0/3", reserved),
		network("100.100.100.200/32", metadata), // Alibaba Cloud
		network("168.63.129.16/32", metadata),   // Azure
		network("192.0.0.192/32", metadata),     // Oracle Cloud
		network("::/128", unspecified),
		network("::1/128", loopback),
		network("fe80::/10", linkLocal),
		network("fec0::/10", siteLocal),
		network("ff00::/8", reserved),
		network("fd00:ec2::254/128", metadata),      // AWS
		network("fd20:ce::254/128", metadata),       // Google Cloud
		network("fd00:c1::a9fe:a9fe/128", metadata), // Oracle Cloud
	}
}

func network(prefix, kind string) Network { return Network{netip.MustParsePrefix(prefix), kind} }

// Parse reads networks and single addresses, as a flag has them.
func Parse(list []string) ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, text := range list {
		network, err := netip.ParsePrefix(text)
		if addr, errAddr := netip.ParseAddr(text); errAddr == nil && addr.Zone() == "" {
			network, err = addr.Unmap().Prefix(addr.Unmap().BitLen())
		}
		if err != nil || network.Addr().Is4In6() {
			return nil, fmt.Errorf("%q is not a network: write it like 10.1.0.0/16, fd00:1::/64 or 10.1.2.3", text)
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}

// ParseFlag reads a comma-separated list; an empty one has no networks.
func ParseFlag(list string) ([]netip.Prefix, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	parts := strings.Split(list, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return Parse(parts)
}
