// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"hash/fnv"
	"net/netip"
)

// Network is the private 10.X.0.0/16 of one cluster, cut up as
//
//	10.X.0.0/30    the cable between host (.1) and node (.2)
//	10.X.64.0/18   pods
//	10.X.128.0/18  services
//
// One route on the host therefore reaches all of it.
type Network struct {
	Octet byte // the X
}

const firstOctet, octets = 128, 128

// Preferred derives the network from the cluster's name, so that it is the same
// at every start.
func Preferred(name string) Network {
	h := fnv.New32a()
	h.Write([]byte(name))
	return Network{Octet: byte(firstOctet + h.Sum32()%octets)}
}

// Free is the first network from the preferred one on that overlaps none in use.
func Free(name string, used []netip.Prefix) (Network, error) {
	start := Preferred(name)
next:
	for i := range octets {
		n := Network{Octet: byte(firstOctet + (int(start.Octet)-firstOctet+i)%octets)}
		for _, p := range used {
			if p.Overlaps(n.All()) {
				continue next
			}
		}
		return n, nil
	}
	return Network{}, fmt.Errorf("the host uses all networks from 10.%d.0.0/16 on", firstOctet)
}

func (n Network) addr(c, d byte) netip.Addr { return netip.AddrFrom4([4]byte{10, n.Octet, c, d}) }

// All is the whole network.
func (n Network) All() netip.Prefix { return netip.PrefixFrom(n.addr(0, 0), 16) }

// Pods is where pods get their addresses.
func (n Network) Pods() netip.Prefix { return netip.PrefixFrom(n.addr(64, 0), 18) }

// Services is where services get their addresses.
func (n Network) Services() netip.Prefix { return netip.PrefixFrom(n.addr(128, 0), 18) }

// HostIP is the host's end of the cable.
func (n Network) HostIP() netip.Addr { return n.addr(0, 1) }

// NodeIP is the node's end: API server, kubelet and cluster DNS answer there.
func (n Network) NodeIP() netip.Addr { return n.addr(0, 2) }

// APIServiceIP is the service "kubernetes", always the first of the range.
func (n Network) APIServiceIP() netip.Addr { return n.addr(128, 1) }

// CableBits is the prefix length of the cable's addresses.
func (n Network) CableBits() int { return 30 }

// HostLink is the name of the cable's end on the host.
func (n Network) HostLink() string { return fmt.Sprintf("lc-%d", n.Octet) }

// Server is the URL of the API server, the same from host, node and pods.
func (n Network) Server() string { return fmt.Sprintf("https://%s:6443", n.NodeIP()) }
